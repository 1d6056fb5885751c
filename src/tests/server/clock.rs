//! A server whose clock is an hour ahead, and is set right while people are there.

use axum::http::StatusCode;
use serde_json::json;

use super::inbox::{Desk, texts_of};

const HOUR: i64 = 60 * 60;

#[tokio::test]
async fn a_clock_that_was_an_hour_ahead_and_is_set_right_locks_nobody_out_and_keeps_the_order() {
    let desk = Desk::open().await;
    let clock = &desk.server.state.clock;
    let reply = async |conversation: i64, text: &str| {
        let form = format!("id={conversation}&key={text}&text={text}");
        let (status, body) = desk.acts("inbox_reply", &form).await;
        assert_eq!(status, StatusCode::OK, "{text}: {body}");
    };
    let visits = async |session: &str, url: &str| {
        let page = json!({ "url": url, "title": "A page" });
        let body = json!({ "app_id": desk.app_id(), "call": "update", "page": page, "settings": {} });
        desk.person("ping", Some(body), session).await.0
    };
    let marit = desk.visitor().await;
    let conversation = desk.writes(&marit, "m1", None, "before").await;

    clock.advance(HOUR);
    let tomas = desk.visitor().await;
    let customer = desk.server.log_in("customer@example.com").await;
    for n in 0..10 {
        if n < 5 {
            desk.writes(&tomas, &format!("t{n}"), None, "ahead").await;
        }
        desk.writes(&marit, &format!("a{n}"), Some(conversation), &format!("ahead{n}")).await;
    }
    reply(conversation, "answer").await;
    assert_eq!(visits(&marit, "https://shop.example/ahead").await, StatusCode::OK);

    clock.advance(-HOUR);
    desk.writes(&marit, "m2", Some(conversation), "right").await;
    reply(conversation, "again").await;
    desk.writes(&tomas, "again", None, "right").await;
    let new = desk.visitor().await;
    desk.writes(&new, "n", None, "new").await;
    for session in [&marit, &tomas, &new] {
        assert_eq!(visits(session, "https://shop.example/right").await, StatusCode::OK);
    }
    let (status, body) = desk.acts_as("add_to_cart", "coffee=kelp-forest&quantity=1", &customer).await;
    assert!(status == StatusCode::OK && !body.contains("LoggedOut"), "a session from ahead: {status} {body}");
    desk.server.log_in("customer@example.com").await;
    let texts = texts_of(&desk.thread(conversation).await);
    let ahead = (0..10).map(|n| format!("ahead{n}"));
    let expected: Vec<String> = ["before".to_owned()]
        .into_iter()
        .chain(ahead)
        .chain(["answer", "right", "again"].map(str::to_owned))
        .collect();
    assert_eq!(texts, expected);
}
