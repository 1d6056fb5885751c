//! A log-in: its cookie, its session and the failures that reveal nothing.

use super::{HTTPS, World, cookies, value};
use crate::database::texts;
use axum::http::HeaderMap;
use leptos_messenger::accounts::Role;
use leptos_messenger::error::Error;
use std::collections::HashSet;

#[tokio::test]
async fn over_http_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites_posts() {
    let cookie = World::new().await.log_in("customer@example.com").await.cookie;
    let (pair, flags) = cookie.split_once("; ").unwrap();
    assert!(pair.starts_with("session="));
    assert_eq!(flags, "Path=/; Max-Age=1209600; HttpOnly; SameSite=Lax");
}

#[tokio::test]
async fn over_https_the_cookie_is_bound_to_this_host_too() {
    let world = World::with(HTTPS).await;
    let cookie = world.log_in("customer@example.com").await.cookie;
    let (pair, flags) = cookie.split_once("; ").unwrap();
    assert!(pair.starts_with("__Host-session="));
    assert_eq!(flags, "Path=/; Max-Age=1209600; HttpOnly; SameSite=Lax; Secure");
    assert!(world.current(&cookie).await.is_some());
    assert!(
        world.current(&cookie.replace("__Host-", "")).await.is_none(),
        "a planted plain cookie counts nothing"
    );
}

#[tokio::test]
async fn the_database_holds_only_a_hash_of_the_session_id() {
    let world = World::new().await;
    let new = world.log_in("customer@example.com").await;
    let id = value(&new.cookie);
    assert_eq!(id.len(), 43, "256 bits");
    let stored = texts(&world.db, "select id_hash from sessions union all select key from sessions").await;
    assert_eq!(stored.len(), 2, "a hash and a key");
    for text in stored {
        assert_ne!(text, id);
        assert!(world.current(&format!("session={text}")).await.is_none(), "{text} opens nothing");
    }
}

#[tokio::test]
async fn the_session_says_who_and_in_which_role() {
    let world = World::new().await;
    let customer = world.log_in("customer@example.com").await.session;
    assert_eq!(customer.signed_in.name, "Marit Solheim");
    assert_eq!(customer.signed_in.role, Role::Customer);
    let teammate = world.log_in("teammate@example.com").await.session;
    assert_eq!(teammate.signed_in.name, "Ines Aalto");
    assert_eq!(teammate.signed_in.role, Role::Teammate);
}

#[tokio::test]
async fn an_email_is_known_in_any_case_and_with_stray_blanks() {
    let world = World::new().await;
    assert_eq!(world.log_in(" Customer@Example.COM ").await.session.account_id, "demo-customer");
}

#[tokio::test]
async fn every_log_in_has_a_new_id_and_ends_the_old_session_of_this_browser_alone() {
    let world = World::new().await;
    let elsewhere = world.log_in("customer@example.com").await;
    let old = world.log_in("customer@example.com").await;
    let new =
        world.accounts.log_in(&cookies(&old.cookie), "customer@example.com", "demo-password").await.unwrap();
    assert_ne!(value(&new.cookie), value(&old.cookie));
    assert_ne!(new.session.signed_in.session_key, old.session.signed_in.session_key);
    assert!(world.current(&old.cookie).await.is_none());
    assert!(world.current(&new.cookie).await.is_some());
    assert!(world.current(&elsewhere.cookie).await.is_some());
}

#[tokio::test]
async fn each_log_in_has_a_key_of_its_own_that_stays_for_its_session() {
    let world = World::new().await;
    let mut keys = HashSet::new();
    for email in ["customer@example.com", "customer@example.com", "second@example.com"] {
        let new = world.log_in(email).await;
        let key = new.session.signed_in.session_key;
        assert_eq!(world.current(&new.cookie).await.unwrap().signed_in.session_key, key);
        assert!(key.len() >= 22 && keys.insert(key), "128 bits, never seen before");
    }
}

#[tokio::test]
async fn a_session_id_chosen_by_someone_else_is_never_taken_over() {
    let world = World::new().await;
    let planted = cookies("session=planted");
    let new = world.accounts.log_in(&planted, "customer@example.com", "demo-password").await.unwrap();
    assert_ne!(value(&new.cookie), "planted");
    assert!(world.current("session=planted").await.is_none());
}

#[tokio::test]
async fn an_unknown_email_costs_and_says_the_same_as_a_wrong_password() {
    let world = World::new().await;
    let attempt = async |email| {
        let before = world.accounts.hashes_computed();
        let answer = world.accounts.log_in(&HeaderMap::new(), email, "wrong").await.err();
        (answer, world.accounts.hashes_computed() - before)
    };
    assert_eq!(attempt("customer@example.com").await, (Some(Error::WrongCredentials), 1));
    assert_eq!(attempt("nobody@example.com").await, (Some(Error::WrongCredentials), 1));
    assert_eq!(world.count("sessions").await, 0);
}

#[tokio::test]
async fn a_failed_log_in_leaves_the_present_session_alone() {
    let world = World::new().await;
    let here = world.log_in("customer@example.com").await;
    let failed = world.accounts.log_in(&cookies(&here.cookie), "second@example.com", "wrong").await;
    assert_eq!(failed.err(), Some(Error::WrongCredentials));
    assert!(world.current(&here.cookie).await.is_some());
}

#[tokio::test]
async fn an_endless_password_is_refused_without_work() {
    let world = World::new().await;
    let before = world.accounts.hashes_computed();
    let answer = world.accounts.log_in(&HeaderMap::new(), "customer@example.com", &"x".repeat(100_000)).await;
    assert_eq!(answer.err(), Some(Error::WrongCredentials));
    assert_eq!(world.accounts.hashes_computed(), before);
}
