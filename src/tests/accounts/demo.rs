use super::{HTTP, World};
use axum::http::HeaderMap;
use leptos_messenger::accounts::{Accounts, Role};
use leptos_messenger::error::Error;

#[tokio::test]
async fn three_accounts_are_offered_one_of_them_a_teammate() {
    let offered = World::new().await.accounts.demo_accounts();
    let offered: Vec<_> = offered.iter().map(|demo| (demo.email.as_str(), demo.role)).collect();
    assert_eq!(
        offered,
        [
            ("customer@example.com", Role::Customer),
            ("second@example.com", Role::Customer),
            ("teammate@example.com", Role::Teammate),
        ]
    );
}

#[tokio::test]
async fn seeding_again_changes_nothing() {
    let world = World::new().await;
    let (before, hashes) = (world.accounts.demo_accounts(), world.accounts.hashes_computed());
    world.accounts.offer_demo_accounts().await.unwrap();
    assert_eq!(world.accounts.demo_accounts(), before);
    assert_eq!(world.count("accounts").await, 3);
    assert_eq!(world.accounts.hashes_computed(), hashes);
}

#[tokio::test]
async fn a_changed_demo_account_is_kept_and_offered_as_it_is_now() {
    let world = World::new().await;
    let session = world.log_in("customer@example.com").await.session;
    world.accounts.save_profile(&session, "Marit S.", "").await.unwrap();
    world.accounts.change_email(&session, "marit@example.com", "demo-password").await.unwrap();
    assert_eq!(world.accounts.demo_accounts()[0].email, "marit@example.com", "the button follows at once");
    let restarted = Accounts::new(world.db.clone(), world.clock.clone(), HTTP);
    restarted.offer_demo_accounts().await.unwrap();
    assert_eq!(restarted.demo_accounts()[0].name, "Marit S.");
    assert_eq!(world.count("accounts").await, 3);
}

#[tokio::test]
async fn where_demo_accounts_are_off_nobody_gets_in_with_them() {
    let world = World::new().await;
    let production = Accounts::new(world.db.clone(), world.clock.clone(), HTTP);
    assert_eq!(production.demo_accounts(), []);
    let refused = production.log_in(&HeaderMap::new(), "customer@example.com", "demo-password").await;
    assert_eq!(refused.err(), Some(Error::WrongCredentials));
    assert_eq!(production.hashes_computed(), 1, "as dear as any wrong password");
}
