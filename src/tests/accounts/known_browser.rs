use super::{World, cookies, value};
use axum::http::{HeaderMap, HeaderValue, header::COOKIE};
use leptos_messenger::error::Error;

async fn flood(world: &World, headers: &HeaderMap) -> Error {
    for _ in 0..10 {
        world.accounts.log_in(headers, "customer@example.com", "wrong").await.err().unwrap();
    }
    world.accounts.log_in(headers, "customer@example.com", "wrong").await.err().unwrap()
}

#[tokio::test]
async fn whoever_floods_an_account_does_not_lock_its_owner_out() {
    let world = World::new().await;
    let known = world.log_in("customer@example.com").await;
    let browser = cookies(&known.browser_cookie);
    assert_eq!(flood(&world, &HeaderMap::new()).await, Error::TooMany { seconds: 60 });
    let owner = world.accounts.log_in(&browser, "customer@example.com", "demo-password").await;
    assert_eq!(
        value(&owner.unwrap().browser_cookie),
        value(&known.browser_cookie),
        "it stays the same browser"
    );
}

#[tokio::test]
async fn a_known_browser_has_no_more_tries_than_a_stranger() {
    let world = World::new().await;
    let browser = cookies(&world.log_in("customer@example.com").await.browser_cookie);
    assert_eq!(flood(&world, &browser).await, Error::TooMany { seconds: 60 });
    assert!(world.accounts.log_in(&HeaderMap::new(), "customer@example.com", "demo-password").await.is_ok());
}

#[tokio::test]
async fn the_cookie_counts_for_its_own_accounts_alone_and_opens_none() {
    let world = World::new().await;
    let browser = cookies(&world.log_in("second@example.com").await.browser_cookie);
    assert_eq!(flood(&world, &HeaderMap::new()).await, Error::TooMany { seconds: 60 });
    let other = world.accounts.log_in(&browser, "customer@example.com", "demo-password").await;
    assert_eq!(other.err(), Some(Error::TooMany { seconds: 60 }));
    assert!(world.accounts.current(&browser).await.unwrap().is_none());
    // As a session's id, it is nobody's either.
    let id = browser[COOKIE].to_str().unwrap().replace("browser=", "session=");
    assert!(world.current(&id).await.is_none());
}

#[tokio::test]
async fn one_that_somebody_else_chose_is_never_taken_over() {
    let world = World::new().await;
    let planted = HeaderMap::from_iter([(COOKIE, HeaderValue::from_static("browser=planted"))]);
    let new = world.accounts.log_in(&planted, "customer@example.com", "demo-password").await.unwrap();
    assert_ne!(value(&new.browser_cookie), "planted");
    let stored = crate::database::texts(&world.db, "select id_hash from known_browsers").await;
    assert!(
        stored.len() == 1 && !stored.contains(&value(&new.browser_cookie).to_owned()),
        "only its hash is kept"
    );
}

#[tokio::test]
async fn it_is_forgotten_when_its_cookie_has_expired() {
    let world = World::new().await;
    world.log_in("customer@example.com").await;
    world.clock.advance(180 * 86_400 - 1);
    world.accounts.tidy().await.unwrap();
    assert_eq!(world.count("known_browsers").await, 1);
    world.clock.advance(1);
    world.accounts.tidy().await.unwrap();
    assert_eq!(world.count("known_browsers").await, 0);
}
