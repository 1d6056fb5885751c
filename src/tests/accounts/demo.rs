//! The demo accounts: where they exist, and the password of the demo teammate.

use super::{HTTP, OWN_PASSWORD, World, accounts, cookies};
use crate::server::Server;
use axum::body::Body;
use axum::http::{HeaderMap, Request};
use leptos_messenger::accounts::{Accounts, Role, refusals};
use leptos_messenger::error::Error;

#[tokio::test]
async fn three_accounts_are_offered_one_of_them_a_teammate() {
    let offered = World::new().await.accounts.demo_accounts().0;
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
    world
        .accounts
        .change_email(&HeaderMap::new(), &session, "marit@example.com", "demo-password")
        .await
        .unwrap();
    assert_eq!(world.accounts.demo_accounts().0[0].email, "marit@example.com", "the button follows at once");
    let restarted = accounts(&world.db, &world.clock, HTTP);
    restarted.offer_demo_accounts().await.unwrap();
    assert_eq!(restarted.demo_accounts().0[0].name, "Marit S.");
    assert_eq!(world.count("accounts").await, 3);
}

#[tokio::test]
async fn where_demo_accounts_are_off_nobody_gets_in_with_them() {
    let world = World::new().await;
    let production = accounts(&world.db, &world.clock, HTTP);
    assert!(production.demo_accounts().0.is_empty());
    let refused = production.log_in(&HeaderMap::new(), "customer@example.com", "demo-password").await;
    assert_eq!(refused.err(), Some(Error::WrongCredentials));
    assert_eq!(production.hashes_computed(), 1, "as dear as any wrong password");
}

#[tokio::test]
async fn where_they_are_switched_off_their_old_sessions_open_nothing() {
    let world = World::new().await;
    let (old, own) = (world.log_in("teammate@example.com").await, world.sign_up("astrid@example.com").await);
    let production = accounts(&world.db, &world.clock, HTTP);
    assert_eq!(production.current(&cookies(&old.cookie)).await.unwrap(), None);
    assert!(production.current(&cookies(&own.cookie)).await.unwrap().is_some(), "one's own goes on");
    let folder = tempfile::tempdir().unwrap();
    let server = Server::over(folder, world.db.clone(), world.clock.clone(), &[("LEPTOS_ENV", "PROD")]).await;
    for (path, status) in [("/account", 302), ("/orders", 302), ("/lifecycle", 403)] {
        let cookie = old.cookie.split(';').next().unwrap();
        let request = Request::get(path).header("accept", "text/html").header("cookie", cookie);
        let answer = server.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status().as_u16(), status, "{path}");
    }
}

const TEAMMATE: &str = "teammate@example.com";

/// A server in production on a database that has seen development.
fn production(world: &World) -> Accounts {
    accounts(&world.db, &world.clock, HTTP).keep_demo_accounts()
}

async fn logs_in(accounts: &Accounts, email: &str, password: &str) -> bool {
    match accounts.log_in(&HeaderMap::new(), email, password).await {
        Ok(_) => true,
        Err(error) => {
            assert_eq!(error, Error::WrongCredentials);
            false
        }
    }
}

#[tokio::test]
async fn in_production_nobody_is_the_demo_teammate_by_the_password_that_everybody_knows() {
    let world = World::new().await;
    let old = world.log_in(TEAMMATE).await;
    let production = production(&world);
    production.offer_demo_customers(None).await.unwrap();
    assert!(!logs_in(&production, TEAMMATE, "demo-password").await);
    assert_eq!(
        production.current(&cookies(&old.cookie)).await.unwrap(),
        None,
        "nor by a session from before"
    );
    assert!(logs_in(&production, "customer@example.com", "demo-password").await);
    let offered: Vec<_> = production.demo_accounts().0.iter().map(|demo| demo.role).collect();
    assert_eq!(offered, [Role::Customer, Role::Customer]);

    let fresh = World::empty(HTTP).await;
    fresh.accounts.offer_demo_customers(None).await.unwrap();
    assert_eq!(fresh.count("accounts").await, 2, "there is none where none was");
}

#[tokio::test]
async fn with_a_password_of_its_own_the_demo_teammate_logs_in_with_that_alone() {
    let world = World::new().await;
    let old = world.log_in(TEAMMATE).await;
    let production = production(&world);
    production.offer_demo_customers(Some(OWN_PASSWORD)).await.unwrap();
    assert!(!logs_in(&production, TEAMMATE, "demo-password").await);
    assert_eq!(production.current(&cookies(&old.cookie)).await.unwrap(), None);
    let new = production.log_in(&HeaderMap::new(), TEAMMATE, OWN_PASSWORD).await.unwrap();
    assert_eq!(new.session.signed_in.role, Role::Teammate);
    assert_eq!(production.demo_accounts().0.len(), 2, "its password is printed on no page");
    production.offer_demo_customers(Some(OWN_PASSWORD)).await.unwrap();
    assert!(production.current(&cookies(&new.cookie)).await.unwrap().is_some(), "a restart ends no session");
}

#[tokio::test]
async fn the_demo_teammates_password_is_as_good_as_any_other_must_be() {
    let world = World::empty(HTTP).await;
    for (password, reason) in [
        ("short", refusals::PASSWORD_TOO_SHORT),
        ("demo-password", refusals::PASSWORD_COMMON),
        ("inesaalto2026", refusals::PASSWORD_PERSONAL),
    ] {
        let refused = world.accounts.offer_demo_customers(Some(password)).await.err();
        assert!(
            matches!(&refused, Some(Error::Invalid { message, .. }) if message == reason),
            "{password}: {refused:?}"
        );
    }
    assert!(!logs_in(&world.accounts, TEAMMATE, "short").await);
}

#[tokio::test]
async fn a_server_in_production_has_the_demo_teammate_only_where_its_password_is_set() {
    let server = Server::with(&[("LEPTOS_ENV", "PROD"), ("DEMO_ACCOUNTS", "1")]).await;
    assert!(!logs_in(&server.state.accounts, TEAMMATE, "demo-password").await);
    let page = crate::server::text(server.open("/login").await).await;
    assert!(page.contains("customer@example.com") && !page.contains(TEAMMATE));
    let server = Server::with(&[
        ("LEPTOS_ENV", "PROD"),
        ("DEMO_ACCOUNTS", "1"),
        ("DEMO_TEAMMATE_PASSWORD", OWN_PASSWORD),
    ])
    .await;
    assert!(logs_in(&server.state.accounts, TEAMMATE, OWN_PASSWORD).await);
    assert!(!logs_in(&server.state.accounts, TEAMMATE, "demo-password").await);
}
