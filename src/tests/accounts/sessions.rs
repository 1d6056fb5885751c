//! The life of a session: its idle end, its absolute end and its log-out.

use super::{HTTP, NOON, World, cookies};
use axum::http::{HeaderMap, HeaderValue, header::COOKIE};

#[tokio::test]
async fn without_use_a_session_ends_to_the_second() {
    let world = World::new().await;
    let new = world.log_in("customer@example.com").await;
    assert_eq!(new.session.ends_at, NOON + HTTP.idle_seconds);
    world.clock.advance(HTTP.idle_seconds - 1);
    assert!(world.current(&new.cookie).await.is_some());
    world.clock.advance(1);
    assert!(world.current(&new.cookie).await.is_none());
}

#[tokio::test]
async fn use_moves_the_idle_end_and_looking_does_not() {
    let world = World::new().await;
    let cookie = world.log_in("customer@example.com").await.cookie;
    world.clock.advance(3600);
    let seen = world.current(&cookie).await.unwrap();
    assert_eq!(seen.ends_at, NOON + HTTP.idle_seconds, "asking is not using");
    world.accounts.touch(&seen).await.unwrap();
    assert_eq!(world.current(&cookie).await.unwrap().ends_at, NOON + 3600 + HTTP.idle_seconds);
}

#[tokio::test]
async fn use_is_noted_at_most_once_a_minute() {
    let world = World::new().await;
    let new = world.log_in("customer@example.com").await;
    world.clock.advance(59);
    world.accounts.touch(&new.session).await.unwrap();
    assert_eq!(world.current(&new.cookie).await.unwrap().last_used_at, NOON);
    world.clock.advance(1);
    world.accounts.touch(&new.session).await.unwrap();
    assert_eq!(world.current(&new.cookie).await.unwrap().last_used_at, NOON + 60);
}

#[tokio::test]
async fn steady_use_does_not_outlive_the_absolute_end() {
    let world = World::new().await;
    let cookie = world.log_in("customer@example.com").await.cookie;
    let end = NOON + HTTP.max_seconds;
    while world.clock.seconds() < end - 3600 {
        world.clock.advance(3600);
        let session = world.current(&cookie).await.expect("in use and not yet at its end");
        assert!(session.ends_at <= end);
        world.accounts.touch(&session).await.unwrap();
    }
    world.clock.advance(3599);
    let last = world.current(&cookie).await.unwrap();
    assert_eq!(last.ends_at, end);
    world.clock.advance(1);
    world.accounts.touch(&last).await.unwrap();
    assert!(world.current(&cookie).await.is_none());
}

#[tokio::test]
async fn a_session_that_has_ended_is_forgotten_within_the_hour_and_no_other_one() {
    let world = World::new().await;
    let cookie = world.log_in("customer@example.com").await.cookie;
    world.clock.advance(HTTP.idle_seconds - 1);
    world.accounts.tidy().await.unwrap();
    let session = world.current(&cookie).await.expect("it lives");
    world.accounts.touch(&session).await.unwrap();
    world.log_in("second@example.com").await;
    world.clock.advance(HTTP.idle_seconds - 1);
    world.accounts.touch(&session).await.unwrap();
    world.clock.advance(1);
    world.accounts.tidy().await.unwrap();
    assert_eq!(world.count("sessions").await, 1, "the one in use is left");
    while world.clock.seconds() < NOON + HTTP.max_seconds {
        if let Some(session) = world.current(&cookie).await {
            world.accounts.touch(&session).await.unwrap();
        }
        world.clock.advance(3600);
    }
    world.accounts.tidy().await.unwrap();
    assert_eq!(world.count("sessions").await, 0, "its absolute end has come");
}

#[tokio::test]
async fn late_use_revives_neither_an_ended_nor_a_logged_out_session() {
    let world = World::new().await;
    let idle = world.log_in("customer@example.com").await;
    world.clock.advance(HTTP.idle_seconds);
    world.accounts.touch(&idle.session).await.unwrap();
    assert!(world.current(&idle.cookie).await.is_none());

    let left = world.log_in("customer@example.com").await;
    world.accounts.log_out(&cookies(&left.cookie), None).await.unwrap();
    world.clock.advance(120);
    world.accounts.touch(&left.session).await.unwrap();
    assert!(world.current(&left.cookie).await.is_none());
}

#[tokio::test]
async fn log_out_kills_the_session_and_expires_the_cookie() {
    let world = World::new().await;
    let new = world.log_in("customer@example.com").await;
    let expired = world.accounts.log_out(&cookies(&new.cookie), None).await.unwrap();
    assert_eq!(expired, "session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
    assert!(world.current(&new.cookie).await.is_none());
    assert_eq!(world.count("sessions").await, 0);
    assert_eq!(
        world.accounts.log_out(&cookies(&new.cookie), None).await.unwrap(),
        expired,
        "twice is as good as once"
    );
    assert_eq!(world.accounts.log_out(&HeaderMap::new(), None).await.unwrap(), expired, "so is never");
}

#[tokio::test]
async fn the_cookie_is_found_among_others_and_nonsense_is_nobody() {
    let world = World::new().await;
    let new = world.log_in("customer@example.com").await;
    let pair = new.cookie.split(';').next().unwrap();
    let headers = HeaderMap::from_iter([(
        COOKIE,
        HeaderValue::from_str(&format!("a=b; {pair};c; sessions=d")).unwrap(),
    )]);
    assert!(world.accounts.current(&headers).await.unwrap().is_some());
    for nonsense in ["session=", "session", "=;;=", "session=%00'\"; session=x", "session=\u{fe}"] {
        let headers = HeaderMap::from_iter([(COOKIE, HeaderValue::from_bytes(nonsense.as_bytes()).unwrap())]);
        assert!(world.accounts.current(&headers).await.unwrap().is_none(), "{nonsense}");
    }
}

#[tokio::test]
async fn log_in_sweeps_out_what_has_ended() {
    let world = World::new().await;
    for _ in 0..3 {
        world.log_in("customer@example.com").await;
    }
    world.clock.advance(HTTP.idle_seconds);
    world.log_in("second@example.com").await;
    assert_eq!(world.count("sessions").await, 1);
}
