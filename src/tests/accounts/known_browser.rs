//! The cookie of a known browser, which lets an owner log in while others flood the account.

use super::{World, cookies, value};
use crate::server::log::queries_in;
use axum::http::{HeaderMap, HeaderValue, header::COOKIE};
use leptos_messenger::error::Error;
use tracing::Instrument;

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

#[tokio::test]
async fn its_cookie_does_not_reveal_by_the_queries_of_a_log_in_whether_an_address_has_an_account() {
    crate::server::log::log();
    let world = World::new().await;
    let browser = cookies(&world.log_in("second@example.com").await.browser_cookie);
    let nobody = HeaderMap::new();
    let wrong = async |headers: &HeaderMap, email: &str| {
        world.accounts.log_in(headers, email, "wrong").await.err().unwrap();
    };
    // Once before: what the first query of a connection costs is nobody's.
    wrong(&browser, "first@example.com").await;
    wrong(&browser, "second@example.com").instrument(tracing::info_span!("browser, its own")).await;
    wrong(&browser, "customer@example.com").instrument(tracing::info_span!("browser, another's")).await;
    wrong(&browser, "nobody@example.com").instrument(tracing::info_span!("browser, nobody's")).await;
    wrong(&nobody, "teammate@example.com").instrument(tracing::info_span!("stranger, somebody's")).await;
    wrong(&nobody, "noone@example.com").instrument(tracing::info_span!("stranger, nobody's")).await;
    let (own, others) = (queries_in("browser, its own"), queries_in("browser, another's"));
    assert!(own > 2, "queries are counted: {own}");
    assert_eq!((others, queries_in("browser, nobody's")), (own, own));
    assert_eq!(queries_in("stranger, somebody's"), queries_in("stranger, nobody's"));
}

#[tokio::test]
async fn an_account_keeps_the_twenty_that_it_was_last_logged_in_from() {
    let world = World::new().await;
    world.log_in("second@example.com").await;
    let mut browsers = Vec::new();
    for _ in 0..22 {
        world.clock.advance(1);
        browsers.push(world.log_in("customer@example.com").await.browser_cookie);
    }
    let kept = async || world.count("known_browsers where account_id = 'demo-customer'").await;
    assert_eq!((kept().await, world.count("known_browsers").await), (20, 21));
    // The third is the oldest by now; logged in from once more, it is the newest, and the fourth goes.
    world.clock.advance(1);
    let third = cookies(&browsers[2]);
    let again = world.accounts.log_in(&third, "customer@example.com", "demo-password").await.unwrap();
    assert_eq!(value(&again.browser_cookie), value(&browsers[2]));
    world.log_in("customer@example.com").await;
    assert_eq!(kept().await, 20);
    assert_eq!(flood(&world, &HeaderMap::new()).await, Error::TooMany { seconds: 60 });
    for (browser, gets_in) in [(&browsers[2], true), (&browsers[3], false), (&browsers[4], true)] {
        let log_in = world.accounts.log_in(&cookies(browser), "customer@example.com", "demo-password").await;
        assert_eq!(log_in.is_ok(), gets_in);
    }
}

#[tokio::test]
async fn a_new_password_makes_all_but_this_browser_strangers() {
    let world = World::new().await;
    let (here, elsewhere) =
        (world.log_in("customer@example.com").await, world.log_in("customer@example.com").await);
    world.log_in("second@example.com").await;
    let browser = cookies(&here.browser_cookie);
    let new = "guillemots on the ledge";
    world.accounts.change_password(&browser, &here.session, "demo-password", new).await.unwrap();
    assert_eq!(world.count("known_browsers").await, 2, "this one, and somebody else's");
    assert_eq!(flood(&world, &cookies(&elsewhere.browser_cookie)).await, Error::TooMany { seconds: 60 });
    assert!(world.accounts.log_in(&browser, "customer@example.com", new).await.is_ok());
}

#[tokio::test]
async fn logged_out_everywhere_every_browser_is_a_stranger() {
    let world = World::new().await;
    let (here, _) = (world.log_in("customer@example.com").await, world.log_in("customer@example.com").await);
    world.log_in("second@example.com").await;
    world.accounts.log_out_everywhere(&here.session).await.unwrap();
    let whose = crate::database::texts(&world.db, "select account_id from known_browsers").await;
    assert_eq!(whose, ["demo-second"]);
}
