//! Who may report and who may read, and what the server makes of a report.

use axum::body::Body;
use axum::http::{Request, Response, StatusCode};
use futures::StreamExt;
use leptos_messenger::inspector::{AppEntryKind, AppReport, StreamMessage};

use super::stream::messages;
use super::{answered, app, called};
use crate::server::{Server, text};

const PRODUCTION: &[(&str, &str)] =
    &[("LEPTOS_ENV", "PROD"), ("DEMO_ACCOUNTS", "1"), ("DEMO_TEAMMATE_PASSWORD", PASSWORD)];
const PASSWORD: &str = "kittiwake over the bay";

pub async fn report(server: &Server, body: String, cookie: Option<&str>) -> Response<Body> {
    let mut request = Request::post("/lifecycle/calls").header("sec-fetch-site", "same-origin");
    if let Some(cookie) = cookie {
        request = request.header("cookie", cookie);
    }
    server.send(request.body(Body::from(body)).unwrap()).await
}

pub fn one_call() -> String {
    let kind = AppEntryKind::Blocked;
    serde_json::to_string(&AppReport { sent_at_ms: 1_800_000_000_000, entries: vec![app(1, 5, kind)] })
        .unwrap()
}

/// Reads so many lanes from the stream.
async fn lanes(server: &Server, count: usize) -> Vec<StreamMessage> {
    messages(server, None, count).await.into_iter().map(|(_, lane)| lane).collect()
}

#[tokio::test]
async fn what_a_page_reports_comes_out_of_the_stream_beside_what_the_workspace_received() {
    let server = Server::start().await;
    assert_eq!(report(&server, one_call(), None).await.status(), StatusCode::NO_CONTENT);
    let app_id = server.state.brands.first().app_id().to_owned();
    let ping = serde_json::json!({ "app_id": app_id, "ping_id": "p", "call": "boot", "page": { "url": "http://a.example/" } });
    let request = Request::post("/messenger/web/ping")
        .header("content-type", "application/json")
        .body(Body::from(ping.to_string()))
        .unwrap();
    assert_eq!(server.send(request).await.status(), StatusCode::OK);
    let lanes = lanes(&server, 2).await;
    assert!(
        lanes
            .iter()
            .any(|lane| matches!(lane, StreamMessage::App(entry) if entry.kind == AppEntryKind::Blocked))
    );
    assert!(lanes.iter().any(
        |lane| matches!(lane, StreamMessage::Workspace(entry) if entry.ping_id.as_deref() == Some("p"))
    ));
}

#[tokio::test]
async fn a_page_whose_clock_is_hours_wrong_is_put_right() {
    let server = Server::start().await;
    let now = server.state.clock.millis();
    let wrong = now - 7_200_000;
    let entries = vec![called(1, wrong - 40, "update", None)];
    let body = serde_json::to_string(&AppReport { sent_at_ms: wrong, entries }).unwrap();
    report(&server, body, None).await;
    assert!(
        matches!(&lanes(&server, 1).await[..], [StreamMessage::App(entry)] if entry.at_ms == now - 40 && entry.skew_ms == 7_200_000)
    );
}

#[tokio::test]
async fn in_production_both_endpoints_are_for_teammates_alone() {
    let server = Server::with(PRODUCTION).await;
    let customer = server.log_in("customer@example.com").await;
    let teammate = server.log_in_with("teammate@example.com", PASSWORD).await;
    for (cookie, expected) in [
        (None, StatusCode::FORBIDDEN),
        (Some(&customer), StatusCode::FORBIDDEN),
        (Some(&teammate), StatusCode::NO_CONTENT),
    ] {
        assert_eq!(report(&server, one_call(), cookie.map(String::as_str)).await.status(), expected);
    }
    let stranger = server.send(Request::get("/lifecycle/stream").body(Body::empty()).unwrap()).await;
    assert_eq!(stranger.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn in_production_the_token_debugger_is_for_teammates_alone() {
    let server = Server::with(PRODUCTION).await;
    let customer = server.log_in("customer@example.com").await;
    let teammate = server.log_in_with("teammate@example.com", PASSWORD).await;
    for (cookie, open) in [("", false), (&customer, false), (&teammate, true)] {
        let request = Request::get("/lifecycle/token").header("accept", "text/html").header("cookie", cookie);
        let page = text(server.send(request.body(Body::empty()).unwrap()).await).await;
        assert_eq!(page.contains("id=\"token\""), open);
        assert_eq!(page.contains("For teammates"), !open);
        assert!(!page.contains("site-header"), "it stands outside the shop's frame, without a Messenger");
    }
}

#[tokio::test]
async fn without_a_script_both_pages_say_what_they_need() {
    let server = Server::start().await;
    for path in ["/lifecycle", "/lifecycle/token"] {
        let page = text(server.open(path).await).await;
        let (_, otherwise) = page.split_once("<noscript>").expect("a word for it");
        let (otherwise, _) = otherwise.split_once("</noscript>").unwrap();
        assert!(otherwise.contains("This page needs JavaScript."), "{path}: {otherwise}");
    }
}

#[tokio::test]
async fn a_report_from_another_site_or_that_is_none_is_refused() {
    let server = Server::start().await;
    let request = Request::post("/lifecycle/calls").header("sec-fetch-site", "cross-site");
    let foreign = server.send(request.body(Body::from(one_call())).unwrap()).await;
    assert_eq!(foreign.status(), StatusCode::FORBIDDEN);
    for body in ["", "{}", "[]", "{\"sent_at_ms\":\"x\",\"entries\":[]}"] {
        assert_eq!(report(&server, body.to_owned(), None).await.status(), StatusCode::BAD_REQUEST, "{body}");
    }
}

#[tokio::test]
async fn what_pages_report_is_kept_up_to_so_many_bytes_the_newest_first() {
    let server = Server::start().await;
    let large = |seq| app(seq, 5, AppEntryKind::Found { finding: "x".repeat(60_000) });
    for entry in (1..=250).map(large).chain([app(251, 5, AppEntryKind::Blocked)]) {
        let body = serde_json::to_string(&AppReport { sent_at_ms: 0, entries: vec![entry] }).unwrap();
        assert_eq!(report(&server, body, None).await.status(), StatusCode::NO_CONTENT);
    }
    let mut chunks = server.open("/lifecycle/stream").await.into_body().into_data_stream();
    let (mut bytes, mut last) = (0, Vec::new());
    while !String::from_utf8_lossy(&last).contains("Blocked") {
        last = chunks.next().await.unwrap().unwrap().to_vec();
        bytes += last.len();
    }
    assert!((7 << 20..=(8 << 20) + 100_000).contains(&bytes), "{bytes}");
}

#[tokio::test]
async fn a_token_that_is_reported_whole_is_kept_without_its_signature() {
    let server = Server::start().await;
    let token = "header.claims.signature";
    let entries = vec![called(1, 5, "boot", Some(token)), app(2, 5, answered(token))];
    report(&server, serde_json::to_string(&AppReport { sent_at_ms: 0, entries }).unwrap(), None).await;
    let lanes = serde_json::to_string(&lanes(&server, 2).await).unwrap();
    assert_eq!(
        (lanes.matches("\"header.claims\"").count(), lanes.contains("signature")),
        (2, false),
        "{lanes}"
    );
}
