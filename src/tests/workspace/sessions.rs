//! Sessions of the widget, their renewal, and the pings that count as impressions.

use super::*;

const A: &str = "https://shop.example/a";
const B: &str = "https://shop.example/b?roast=light#top";

#[tokio::test]
async fn a_bare_update_rides_on_its_session_and_dies_with_the_token() {
    let bench = Bench::new().await;
    let settings = json!({ "intercom_user_jwt": token_until("u_1", NOW + 60) });
    let credential = bench.ping("boot", HOME, settings, None).await.credential();
    let answer = bench.ping("update", A, json!({}), Some(&credential)).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(bench.last_accepted().await.person.user_id.as_deref(), Some("u_1"));
    bench.clock.advance(69);
    assert_eq!(bench.ping("update", B, json!({}), Some(&credential)).await.status, StatusCode::OK);
    bench.clock.advance(1);
    assert_eq!(bench.ping("update", A, json!({}), Some(&credential)).await.status, StatusCode::FORBIDDEN);
    assert_eq!(bench.last_reason().await, "The session has ended with its token.");
}

#[tokio::test]
async fn the_credential_is_sent_once() {
    let bench = Bench::new().await;
    let credential = bench.boot_user("u_1").await.credential();
    let answer = bench.ping("update", A, json!({}), Some(&credential)).await;
    assert!(answer.json().get("session").is_none());
}

#[tokio::test]
async fn there_and_back_again_is_three_impressions() {
    let bench = Bench::new().await;
    let credential = bench.boot_user("u_1").await.credential();
    for (nth, url) in [A, B, A].into_iter().enumerate() {
        bench.ping("update", url, json!({}), Some(&credential)).await;
        let accepted = bench.last_accepted().await;
        assert_eq!((accepted.url.as_str(), accepted.impression), (url, nth as i64 + 2));
    }
}

#[tokio::test]
async fn an_immediate_repeat_is_dropped() {
    let bench = Bench::new().await;
    let credential = bench.boot_user("u_1").await.credential();
    for settings in [json!({}), json!({ "plan": "pro" })] {
        bench.ping("update", A, settings.clone(), Some(&credential)).await;
        bench.last_accepted().await;
        let answer = bench.ping("update", A, settings, Some(&credential)).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(matches!(bench.last().await, FeedKind::RepeatDropped { .. }));
    }
    assert_eq!(bench.impressions().await, 3);
}

#[tokio::test]
async fn a_second_boot_on_the_same_page_is_a_repeat() {
    let bench = Bench::new().await;
    let settings = json!({ "intercom_user_jwt": token("u_1") });
    let credential = bench.ping("boot", HOME, settings.clone(), None).await.credential();
    bench.ping("boot", HOME, settings, Some(&credential)).await;
    assert!(matches!(bench.last().await, FeedKind::RepeatDropped { .. }));
}

#[tokio::test]
async fn another_call_url_or_attribute_is_no_repeat() {
    let bench = Bench::new().await;
    let credential = bench.boot_user("u_1").await.credential();
    for (url, settings) in
        [(HOME, json!({})), (A, json!({})), (A, json!({ "plan": "pro" })), (A, json!({ "plan": "free" }))]
    {
        bench.ping("update", url, settings, Some(&credential)).await;
        bench.last_accepted().await;
    }
}

#[tokio::test]
async fn a_repeat_in_another_session_is_an_impression() {
    let bench = Bench::new().await;
    bench.boot_user("u_1").await;
    bench.boot_user("u_1").await;
    assert_eq!(bench.last_accepted().await.impression, 2);
}

#[tokio::test]
async fn a_call_that_only_brings_a_new_token_is_no_impression_and_renews() {
    for call in ["boot", "update"] {
        let bench = Bench::new().await;
        let settings = json!({ "intercom_user_jwt": token_until("u_1", NOW + 60) });
        let credential = bench.ping("boot", HOME, settings, None).await.credential();
        bench.clock.advance(48);
        let settings = json!({ "intercom_user_jwt": token_until("u_1", NOW + 120) });
        let answer = bench.ping(call, HOME, settings, Some(&credential)).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(
            matches!(bench.last().await, FeedKind::TokenRenewed { expires_at, .. } if expires_at == NOW + 120)
        );
        bench.clock.advance(60);
        assert_eq!(bench.ping("update", A, json!({}), Some(&credential)).await.status, StatusCode::OK);
        assert_eq!(bench.last_accepted().await.impression, 2);
    }
}

#[tokio::test]
async fn a_new_token_on_a_new_page_or_with_attributes_is_an_impression() {
    let bench = Bench::new().await;
    let credential = bench.boot_user("u_1").await.credential();
    let fresh = |more| json!({ "intercom_user_jwt": token_until("u_1", NOW + 8_000 + more) });
    bench.ping("update", A, fresh(1), Some(&credential)).await;
    assert_eq!(bench.last_accepted().await.impression, 2);
    let mut settings = fresh(2);
    settings["plan"] = "pro".into();
    bench.ping("update", A, settings, Some(&credential)).await;
    assert_eq!(bench.last_accepted().await.impression, 3);
}

#[tokio::test]
async fn a_renewed_token_brings_the_changed_name() {
    let bench = Bench::new().await;
    let credential = bench.boot_user("u_1").await.credential();
    let claims = json!({ "user_id": "u_1", "name": "Marit", "exp": NOW + 7_200 });
    let answer =
        bench.ping("update", HOME, json!({ "intercom_user_jwt": sign(&claims) }), Some(&credential)).await;
    assert_eq!(answer.json()["person"], json!({ "type": "user", "name": "Marit" }));
    assert!(matches!(bench.last().await, FeedKind::TokenRenewed { person, .. } if person.name == "Marit"));
}

#[tokio::test]
async fn a_shorter_token_shortens_the_session() {
    let bench = Bench::new().await;
    let credential = bench.boot_user("u_1").await.credential();
    let settings = json!({ "intercom_user_jwt": token_until("u_1", NOW + 30) });
    bench.ping("update", HOME, settings, Some(&credential)).await;
    bench.clock.advance(40);
    assert_eq!(bench.ping("update", A, json!({}), Some(&credential)).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_session_that_died_lives_again_with_a_fresh_token() {
    let bench = Bench::new().await;
    let credential = bench.boot_user("u_1").await.credential();
    bench.clock.advance(100_000);
    let settings = json!({ "intercom_user_jwt": token_until("u_1", NOW + 110_000) });
    assert_eq!(bench.ping("boot", A, settings, Some(&credential)).await.status, StatusCode::OK);
    assert_eq!(bench.ping("update", B, json!({}), Some(&credential)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_token_without_end_renews_the_week_that_its_session_lives() {
    let bench = Bench::new().await;
    let settings = json!({ "intercom_user_jwt": sign(&json!({ "user_id": "u_1" })) });
    let credential = bench.ping("boot", HOME, settings.clone(), None).await.credential();
    bench.clock.advance(8 * 24 * 60 * 60);
    assert_eq!(bench.ping("update", A, json!({}), Some(&credential)).await.status, StatusCode::FORBIDDEN);
    assert_eq!(bench.ping("update", A, settings, Some(&credential)).await.status, StatusCode::OK);
    assert_eq!(bench.ping("update", B, json!({}), Some(&credential)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn shutdown_ends_the_session() {
    let bench = Bench::new().await;
    let credential = bench.boot_user("u_1").await.credential();
    let body = r#"{"ping_id":"p-1"}"#.to_owned();
    let answer = bench.post("/messenger/web/shutdown", body, Some(&credential)).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert_eq!(bench.entries().await.last().and_then(|entry| entry.ping_id.as_deref()), Some("p-1"));
    assert!(
        matches!(bench.last().await, FeedKind::SessionEnded { person } if person.user_id.as_deref() == Some("u_1"))
    );
    assert_eq!(bench.ping("update", A, json!({}), Some(&credential)).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn shutdown_says_the_same_when_there_is_nothing_to_end() {
    let bench = Bench::new().await;
    for credential in [None, Some("made-up")] {
        let answer = bench.post("/messenger/web/shutdown", String::new(), credential).await;
        assert_eq!((answer.status, answer.body.as_str()), (StatusCode::NO_CONTENT, ""));
    }
    assert!(bench.entries().await.is_empty());
}

#[tokio::test]
async fn another_apps_session_is_useless() {
    let bench = Bench::new().await;
    let credential = bench.boot_user("u_1").await.credential();
    let other = Bench::new().await;
    assert_eq!(other.ping("update", HOME, json!({}), Some(&credential)).await.status, StatusCode::FORBIDDEN);
    // In the same database too.
    bench.reassign_sessions_to_another_app().await;
    assert_eq!(bench.ping("update", A, json!({}), Some(&credential)).await.status, StatusCode::FORBIDDEN);
    assert_eq!(bench.last_reason().await, "An update without a living session: boot comes first.");
}

#[tokio::test]
async fn a_visitors_session_outlives_every_token() {
    let bench = Bench::new().await;
    let credential = bench.ping("boot", HOME, json!({}), None).await.credential();
    bench.clock.advance(200 * 24 * 60 * 60);
    assert_eq!(bench.ping("update", A, json!({}), Some(&credential)).await.status, StatusCode::OK);
    bench.clock.advance(100 * 24 * 60 * 60);
    assert_eq!(bench.ping("update", B, json!({}), Some(&credential)).await.status, StatusCode::FORBIDDEN);
}

impl Bench {
    async fn reassign_sessions_to_another_app(&self) {
        let db = self.database.open().await;
        execute(&db, "insert into workspace_apps (app_id, created_at) values ('another', 2000000000)").await;
        execute(&db, "update messenger_sessions set app_id = 'another'").await;
    }
}
