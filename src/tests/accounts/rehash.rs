//! The cost of password hashes, and the new hash at a log-in.

use super::{HTTP, World, accounts};
use crate::database::texts;
use axum::http::HeaderMap;
use leptos_messenger::accounts::{Accounts, PasswordWork};

const MORE: PasswordWork = PasswordWork { memory_kib: 16, passes: 2 };

async fn stored(world: &World) -> String {
    texts(&world.db, "select password_hash from accounts where id = 'demo-customer'").await.remove(0)
}

async fn log_in(accounts: &Accounts, password: &str) -> bool {
    accounts.log_in(&HeaderMap::new(), "customer@example.com", password).await.is_ok()
}

#[tokio::test]
async fn a_hash_that_cost_too_little_is_made_anew_at_the_next_log_in() {
    let world = World::new().await;
    let first = stored(&world).await;
    assert!(first.contains("$m=8,t=1,p=1$"), "{first}");
    let dearer = accounts(&world.db, &world.clock, HTTP).with_password_work(MORE);
    dearer.offer_demo_accounts().await.unwrap();

    assert!(!log_in(&dearer, "wrong").await);
    assert_eq!(stored(&world).await, first, "by whoever knows the password alone");
    assert!(log_in(&dearer, "demo-password").await);
    let second = stored(&world).await;
    assert!(second.contains("$m=16,t=2,p=1$"), "{second}");
    let hashes = dearer.hashes_computed();
    assert!(log_in(&dearer, "demo-password").await);
    assert_eq!((stored(&world).await, dearer.hashes_computed()), (second.clone(), hashes + 1), "once");
    assert!(log_in(&world.accounts, "demo-password").await);
    assert_eq!(stored(&world).await, second, "never down again");
}

#[tokio::test]
async fn new_passwords_cost_what_is_set() {
    let world = World::empty(HTTP).await;
    let dearer = accounts(&world.db, &world.clock, HTTP).with_password_work(MORE);
    let new =
        dearer.sign_up(&HeaderMap::new(), "Astrid", "a@example.com", super::OWN_PASSWORD).await.unwrap();
    dearer
        .change_password(&HeaderMap::new(), &new.session, super::OWN_PASSWORD, "guillemots on the ledge")
        .await
        .unwrap();
    let stored = texts(&world.db, "select password_hash from accounts").await.remove(0);
    assert!(stored.starts_with("$argon2id$v=19$m=16,t=2,p=1$"), "{stored}");
}

#[tokio::test]
async fn without_a_setting_new_passwords_cost_what_owasp_recommends() {
    let world = World::empty(HTTP).await;
    let usual = Accounts::new(world.db.clone(), world.clock.clone(), HTTP);
    usual.sign_up(&HeaderMap::new(), "Astrid", "a@example.com", super::OWN_PASSWORD).await.unwrap();
    let stored = texts(&world.db, "select password_hash from accounts").await.remove(0);
    assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
}
