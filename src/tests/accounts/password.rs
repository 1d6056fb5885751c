//! The change of a password: the sessions, races and forms that go with it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::site::{Answer, By};
use super::{HTTP, World, accounts, cookies, value};
use crate::database::texts;
use crate::server::{Server, text};
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use leptos_messenger::accounts::{Accounts, CurrentSession, NewSession, SignedIn, refusals};
use leptos_messenger::error::Error;

const NEW: &str = "ten or more";

fn refused(field: &str, message: &str) -> Option<Error> {
    Some(Error::Invalid { field: field.to_owned(), message: message.to_owned() })
}

async fn change(world: &World, session: &CurrentSession, current: &str, new: &str) -> Option<Error> {
    world.accounts.change_password(&HeaderMap::new(), session, current, new).await.err()
}

async fn logs_in_with(world: &World, password: &str) -> bool {
    world.accounts.log_in(&HeaderMap::new(), "customer@example.com", password).await.is_ok()
}

/// The same session, whose page asks for a token anew.
fn signed_anew(session: CurrentSession) -> CurrentSession {
    let revision = session.signed_in.revision + 1;
    CurrentSession { signed_in: SignedIn { revision, ..session.signed_in }, ..session }
}

#[tokio::test]
async fn a_new_password_takes_the_place_of_the_old_one() {
    let world = World::new().await;
    let session = world.log_in("customer@example.com").await.session;
    assert_eq!(change(&world, &session, "demo-password", NEW).await, None);
    assert!(logs_in_with(&world, NEW).await);
    assert!(!logs_in_with(&world, "demo-password").await);
    for stored in texts(&world.db, "select password_hash from accounts").await {
        assert!(stored.starts_with("$argon2id$") && !stored.contains(NEW));
    }
}

#[tokio::test]
async fn a_new_password_ends_all_other_sessions_of_the_account_and_no_other_accounts() {
    let world = World::new().await;
    let here = world.log_in("customer@example.com").await;
    let elsewhere = [world.log_in("customer@example.com").await, world.log_in("customer@example.com").await];
    let somebody = world.log_in("second@example.com").await;
    let cookie =
        world.accounts.change_password(&HeaderMap::new(), &here.session, "demo-password", NEW).await.unwrap();
    for ended in elsewhere {
        assert!(world.current(&ended.cookie).await.is_none());
    }
    assert_eq!(world.current(&cookie).await, Some(signed_anew(here.session)), "this one goes on as it was");
    assert!(world.current(&somebody.cookie).await.is_some());
}

#[tokio::test]
async fn a_stolen_copy_of_this_browsers_cookie_dies_with_the_old_password() {
    let world = World::new().await;
    let here = world.log_in("customer@example.com").await;
    let cookie =
        world.accounts.change_password(&HeaderMap::new(), &here.session, "demo-password", NEW).await.unwrap();
    assert_ne!(value(&cookie), value(&here.cookie));
    assert!(world.current(&here.cookie).await.is_none());
    let flags = |line: &str| line.split_once("; ").unwrap().1.to_owned();
    assert_eq!(flags(&cookie), flags(&here.cookie), "as guarded as at log-in");
}

#[tokio::test]
async fn a_log_out_that_was_under_way_ends_the_session_by_its_new_cookie_too() {
    let world = World::new().await;
    let here = world.log_in("customer@example.com").await;
    let elsewhere = world.log_in("second@example.com").await;
    let new = world.accounts.change_password(&HeaderMap::new(), &here.session, "demo-password", NEW).await;
    world.accounts.log_out(&cookies(&here.cookie), Some(&here.session)).await.unwrap();
    assert!(world.current(&new.unwrap()).await.is_none());
    assert!(world.current(&elsewhere.cookie).await.is_some());
}

#[tokio::test]
async fn without_the_current_password_nothing_changes() {
    let world = World::new().await;
    let here = world.log_in("customer@example.com").await;
    let elsewhere = world.log_in("customer@example.com").await;
    let wrong = refused("current_password", refusals::PASSWORD_WRONG);
    for current in ["", "demo-passwor", "demo-password ", "Demo-password", &"x".repeat(100_000)] {
        assert_eq!(change(&world, &here.session, current, NEW).await, wrong);
    }
    assert!(world.current(&here.cookie).await.is_some() && world.current(&elsewhere.cookie).await.is_some());
    assert!(logs_in_with(&world, "demo-password").await && !logs_in_with(&world, NEW).await);
}

#[tokio::test]
async fn a_new_password_has_ten_characters_at_least() {
    let world = World::new().await;
    let here = world.log_in("customer@example.com").await;
    let hashes = world.accounts.hashes_computed();
    for short in ["", "123456789", "ééééééééé", "e\u{301}éééééééé"] {
        let answer = change(&world, &here.session, "demo-password", short).await;
        assert_eq!(answer, refused("new_password", refusals::PASSWORD_TOO_SHORT));
    }
    let answer = change(&world, &here.session, "demo-password", &"x".repeat(100_000)).await;
    assert_eq!(answer, refused("new_password", refusals::PASSWORD_TOO_LONG));
    assert_eq!(world.accounts.hashes_computed(), hashes, "refused without work");
    let mut current = "demo-password".to_owned();
    for good in ["10 letters", "ñandú en ñ", "  spaces count  ", &"lo ng".repeat(200)] {
        assert_eq!(change(&world, &here.session, &current, good).await, None);
        current = good.to_owned();
    }
}

#[tokio::test]
async fn a_session_that_ended_meanwhile_changes_no_password() {
    let world = World::new().await;
    let here = world.log_in("customer@example.com").await;
    world.accounts.log_out(&cookies(&here.cookie), None).await.unwrap();
    assert_eq!(change(&world, &here.session, "demo-password", NEW).await, Some(Error::LoggedOut));
    assert!(logs_in_with(&world, "demo-password").await);
}

/// Logs in again and again, until a log-in is refused or the password has changed: so the change falls into the midst of a
/// log-in. Returns the sessions that began.
async fn log_ins_until(changed: Arc<AtomicBool>, accounts: Accounts, password: String) -> Vec<NewSession> {
    let mut begun = Vec::new();
    while !changed.load(Ordering::Relaxed) {
        match accounts.log_in(&HeaderMap::new(), "customer@example.com", &password).await {
            Ok(session) => begun.push(session),
            // Logged out: the change ended the session before its log-in had answered.
            Err(Error::WrongCredentials | Error::LoggedOut) => break,
            Err(error) => panic!("{error:?}"),
        }
    }
    begun
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_in_with_the_old_password_never_outlives_the_change() {
    let world = World::new().await;
    let mut current = "demo-password".to_owned();
    for round in 0..8 {
        let here = world.accounts.log_in(&HeaderMap::new(), "customer@example.com", &current).await.unwrap();
        let new = format!("{NEW} {round}");
        let changed = Arc::new(AtomicBool::new(false));
        let log_ins = [(); 3]
            .map(|()| tokio::spawn(log_ins_until(changed.clone(), world.accounts.clone(), current.clone())));
        let cookie =
            world.accounts.change_password(&HeaderMap::new(), &here.session, &current, &new).await.unwrap();
        changed.store(true, Ordering::Relaxed);
        for log_ins in log_ins {
            for late in log_ins.await.unwrap() {
                assert!(world.current(&late.cookie).await.is_none(), "round {round}");
            }
        }
        assert!(world.current(&cookie).await.is_some());
        current = new;
        // Each refused log-in was a try with a wrong password: until the next round the account has all its tries again.
        world.clock.advance(600);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_changes_at_once_one_is_refused() {
    let world = World::new().await;
    let [one, other] =
        [world.log_in("customer@example.com").await, world.log_in("customer@example.com").await];
    let nobody = HeaderMap::new();
    let (first, second) = tokio::join!(
        world.accounts.change_password(&nobody, &one.session, "demo-password", "the first one"),
        world.accounts.change_password(&nobody, &other.session, "demo-password", "the second one"),
    );
    assert!(first.is_ok() != second.is_ok());
    assert_eq!(world.count("sessions").await, 1);
}

#[tokio::test]
async fn where_strangers_share_the_demo_accounts_their_passwords_stay() {
    let world = World::new().await;
    let here = world.log_in("customer@example.com").await;
    let shared = accounts(&world.db, &world.clock, HTTP).keep_demo_accounts();
    let answer = shared.change_password(&HeaderMap::new(), &here.session, "demo-password", NEW).await.err();
    assert_eq!(answer, refused("", refusals::DEMO_STAYS));
    assert!(logs_in_with(&world, "demo-password").await);
    // An account of one's own is one's own there too.
    let own = "insert into accounts (id, email, email_folded, name, password_hash, role, created_at)
               select 'own', 'own@example.com', 'own@example.com', 'Own', password_hash, role, created_at
               from accounts where id = 'demo-customer'";
    crate::database::execute(&world.db, own).await;
    let own = world.log_in("own@example.com").await;
    assert!(shared.change_password(&HeaderMap::new(), &own.session, "demo-password", NEW).await.is_ok());
}

#[tokio::test]
async fn production_is_where_strangers_share_them() {
    let server = Server::with(&[("LEPTOS_ENV", "PROD"), ("DEMO_ACCOUNTS", "1")]).await;
    let cookie = server.log_in("customer@example.com").await;
    let request = Request::post("/api/change_password")
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("cookie", cookie)
        .body(Body::from("current_password=demo-password&new_password=ten+or+more"))
        .unwrap();
    let answer = server.send(request).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(text(answer).await.contains(refusals::DEMO_STAYS));
}

const RIGHT: [(&str, &str); 2] = [("current_password", "demo-password"), ("new_password", NEW)];

async fn post(world: &World, fields: &[(&str, &str)], cookie: &str, by: By) -> Answer {
    world.post("change_password", fields, cookie, by).await
}

#[tokio::test]
async fn a_fetch_to_change_the_password_gets_the_new_cookie_alone() {
    let world = World::new().await;
    let new = world.log_in("customer@example.com").await;
    let key = ("session_key", new.session.signed_in.session_key.as_str());
    let answer = post(&world, &[RIGHT[0], RIGHT[1], key], &new.cookie, By::Fetch).await;
    assert_eq!((answer.status, answer.location.as_deref()), (StatusCode::OK, None));
    assert_eq!(answer.cache_control.as_deref(), Some("no-store"));
    let [cookie] = &answer.set_cookies[..] else { panic!("{:?}", answer.set_cookies) };
    assert_eq!(world.current(cookie).await, Some(signed_anew(new.session)));
    assert!(!answer.body.contains(value(cookie)));
}

#[tokio::test]
async fn a_plain_form_to_change_the_password_comes_back_and_says_so() {
    let world = World::new().await;
    let cookie = world.log_in("customer@example.com").await.cookie;
    let answer = post(&world, &RIGHT, &cookie, By::Form("/account")).await;
    let leads_to = answer.location.as_deref();
    assert_eq!((answer.status, leads_to), (StatusCode::FOUND, Some("/account?password_changed=1")));
    let page = world.page("/account?password_changed=1", &answer.set_cookies[0]).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Password changed") && !page.body.contains("Saved"));
}

#[tokio::test]
async fn a_refused_plain_form_marks_its_field_and_shows_no_password_anywhere() {
    let world = World::new().await;
    let cookie = world.log_in("customer@example.com").await.cookie;
    for (current, new, field, words) in [
        ("sesame open", "12 words 90", "current_password", refusals::PASSWORD_WRONG),
        ("demo-password", "sesame", "new_password", refusals::PASSWORD_TOO_SHORT),
    ] {
        let fields = [("current_password", current), ("new_password", new)];
        let answer = post(&world, &fields, &cookie, By::Form("/account")).await;
        assert_eq!((answer.status, answer.set_cookies.len()), (StatusCode::FOUND, 0));
        let back = answer.location.unwrap();
        let page = world.page(back.strip_prefix("http://shop.example").unwrap(), &cookie).await.body;
        let wrong: Vec<_> = page.split('<').filter(|tag| tag.contains(r#"aria-invalid="true""#)).collect();
        let [tag] = wrong[..] else { panic!("{wrong:?}") };
        assert!(tag.contains(&format!(r#" id="{field}""#)) && tag.contains(&format!("{field}-error")));
        assert!(page.contains(words), "{page}");
        for password in ["sesame", "12 words 90", "demo-password"] {
            assert!(!back.contains(password) && !page.contains(password), "{password}");
        }
    }
}

#[tokio::test]
async fn a_password_is_changed_for_its_own_session_only() {
    let world = World::new().await;
    let key = world.log_in("customer@example.com").await.session.signed_in.session_key;
    let other = world.log_in("second@example.com").await.cookie;
    for cookie in ["", "session=forged", &other] {
        let answer = post(&world, &[RIGHT[0], RIGHT[1], ("session_key", &key)], cookie, By::Fetch).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert_eq!(serde_json::from_str::<Error>(&answer.body).unwrap(), Error::LoggedOut);
        assert_eq!(answer.set_cookies, [""; 0]);
    }
    assert!(world.current(&other).await.is_some());
    assert!(logs_in_with(&world, "demo-password").await);
}

#[tokio::test]
async fn the_form_lets_password_managers_help() {
    let world = World::new().await;
    let cookie = world.log_in("customer@example.com").await.cookie;
    let page = world.page("/account", &cookie).await.body;
    let tag = |id: &str| page.split('<').find(|tag| tag.contains(&format!(r#" id="{id}""#))).unwrap();
    assert!(tag("current_password").contains(r#"autocomplete="current-password""#));
    assert!(tag("new_password").contains(r#"autocomplete="new-password""#));
    let user = page.split('<').find(|tag| tag.contains(r#"autocomplete="username""#)).unwrap();
    assert!(user.contains(r#"value="customer@example.com""#) && !user.contains("name="), "{user}");
}
