//! The list of open sessions, and the end of one of them.

use super::site::By;
use super::{HTTP, NOON, World};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header::USER_AGENT};
use leptos_messenger::accounts::NewSession;
use leptos_messenger::error::Error;

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

async fn log_in_with(world: &World, agent: &str) -> NewSession {
    let headers = HeaderMap::from_iter([(USER_AGENT, HeaderValue::from_str(agent).unwrap())]);
    world.accounts.log_in(&headers, "customer@example.com", "demo-password").await.unwrap()
}

fn key(new: &NewSession) -> &str {
    &new.session.signed_in.session_key
}

#[tokio::test]
async fn a_person_sees_their_sessions_with_device_and_last_use_this_one_first() {
    let world = World::new().await;
    let firefox = log_in_with(&world, FIREFOX).await;
    world.clock.advance(3_600);
    let unknown = log_in_with(&world, &"x".repeat(5_000)).await;
    world.log_in("second@example.com").await;
    let open = world.accounts.open_sessions(&firefox.session).await.unwrap();
    let seen: Vec<_> = open.iter().map(|one| (one.device.as_str(), one.seconds_ago, one.is_this)).collect();
    assert_eq!(seen, [("Firefox on Linux", 3_600, true), ("Unknown device", 0, false)]);
    assert_eq!((open[0].last_used_at, open[1].key.as_str()), (NOON, key(&unknown)));
}

#[tokio::test]
async fn sessions_that_have_ended_are_not_among_them() {
    let world = World::new().await;
    log_in_with(&world, FIREFOX).await;
    world.clock.advance(HTTP.idle_seconds - 1);
    let now = world.sign_up("astrid@example.com").await;
    assert_eq!(world.accounts.open_sessions(&now.session).await.unwrap().len(), 1);
    let here = world.current(&now.cookie).await.unwrap();
    world.clock.advance(HTTP.idle_seconds);
    assert_eq!(world.accounts.open_sessions(&here).await.unwrap(), []);
}

#[tokio::test]
async fn another_session_is_ended_and_its_cookie_opens_nothing() {
    let world = World::new().await;
    let (here, phone) =
        (world.log_in("customer@example.com").await, world.log_in("customer@example.com").await);
    let fields = [("key", key(&phone)), ("session_key", key(&here))];
    let answer = world.post("end_session", &fields, &here.cookie, By::Fetch).await;
    assert_eq!((answer.status, answer.set_cookies.len()), (StatusCode::OK, 0));
    assert!(world.current(&phone.cookie).await.is_none());
    assert!(world.current(&here.cookie).await.is_some());
    let again = world.post("end_session", &fields, &here.cookie, By::Fetch).await;
    assert_eq!(again.status, StatusCode::OK, "twice is as good as once");
}

#[tokio::test]
async fn nobody_ends_a_session_of_somebody_else() {
    let world = World::new().await;
    let (here, other) =
        (world.log_in("customer@example.com").await, world.log_in("second@example.com").await);
    world.accounts.end_session(&here.session, key(&other)).await.unwrap();
    assert!(world.current(&other.cookie).await.is_some());
    for cookie in ["", "session=forged", &other.cookie] {
        let fields = [("key", key(&other)), ("session_key", key(&here))];
        let answer = world.post("end_session", &fields, cookie, By::Fetch).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    }
    for nonsense in [key(&here), "a\0b", "é", " "] {
        assert_eq!(world.accounts.end_session(&here.session, nonsense).await, Err(Error::NotFound));
    }
    assert!(world.current(&here.cookie).await.is_some());
}

#[tokio::test]
async fn the_page_lists_them_and_each_but_this_one_has_a_plain_form() {
    let world = World::new().await;
    let here = log_in_with(&world, FIREFOX).await;
    let page = world.page("/account", &here.cookie).await.body;
    assert!(page.contains("Firefox on Linux") && page.contains("This one"), "{page}");
    assert!(!page.contains(r#"action="/api/end_session""#));
    let phone = log_in_with(&world, "iPhone Safari/604.1").await;
    let page = world.page("/account", &here.cookie).await.body;
    assert!(page.contains(r#"action="/api/end_session""#) && page.contains("Safari on iPhone"));
    assert!(page.contains(&format!(r#"name="key" value="{}""#, key(&phone))));
    let fields = [("key", key(&phone)), ("session_key", key(&here))];
    let answer = world.post("end_session", &fields, &here.cookie, By::Form("/account")).await;
    assert_eq!(answer.location.as_deref(), Some("/account?session_ended=1"));
    assert!(!world.page("/account", &here.cookie).await.body.contains("Safari on iPhone"));
}
