//! The inspector of a host shows what its own pages did.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use futures::StreamExt;
use leptos_messenger::inspector::{AppEntry, AppEntryKind, AppReport, StreamMessage};
use leptos_messenger::workspace::feed::FeedKind;

use super::{ALPHA, BETA, GAMMA, start};

#[tokio::test]
async fn a_quiet_brands_stream_moves_on_past_what_other_brands_received() {
    let server = start().await;
    for _ in 0..3 {
        assert_eq!(server.boot_at(ALPHA, "alpha001", None).await.status(), StatusCode::OK);
    }
    let embedded = server.brand(0).embedded.as_ref().expect("embedded");
    let newest = *embedded.feed().latest().borrow();
    let request = Request::get("/lifecycle/stream").header("host", BETA).body(Body::empty());
    let mut chunks = server.send(request.expect("a request")).await.into_body().into_data_stream();
    let entry = AppEntry {
        number: 0,
        page: "p".into(),
        browser: None,
        seq: 1,
        at_ms: 0,
        skew_ms: 0,
        kind: AppEntryKind::Blocked,
    };
    let report = serde_json::to_string(&AppReport { sent_at_ms: 0, entries: vec![entry] }).expect("JSON");
    let mut places = Vec::new();
    // The two lanes are read beside each other: which comes first is not promised.
    for _ in 0..60 {
        let request = Request::post("/lifecycle/calls").header("host", BETA);
        let request = request.header("sec-fetch-site", "same-origin").body(Body::from(report.clone()));
        assert_eq!(server.send(request.expect("a request")).await.status(), StatusCode::NO_CONTENT);
        let text = loop {
            let chunk = chunks.next().await.expect("more").expect("a chunk");
            let text = String::from_utf8(chunk.to_vec()).expect("text");
            if text.contains("Blocked") {
                break text;
            }
        };
        let id = text.lines().find_map(|line| line.strip_prefix("id: ")).expect("an id");
        let (_, workspace) = id.split_once('-').expect("two numbers");
        places.push(workspace.parse::<u64>().expect("a number"));
    }
    assert_eq!(places.last(), Some(&newest), "{places:?}");
}

#[tokio::test]
async fn the_inspector_of_a_host_shows_its_own_pages_and_pings_alone() {
    let server = start().await;
    let betas = server.brand(1).app_id().to_owned();
    for (at, host) in [ALPHA, BETA, GAMMA].into_iter().enumerate() {
        let kind = AppEntryKind::Dropped { what: host.to_owned(), reason: String::new(), url: String::new() };
        let entry = AppEntry {
            number: 0,
            page: "page".into(),
            browser: None,
            seq: at as u32,
            at_ms: 5,
            skew_ms: 0,
            kind,
        };
        let report = serde_json::to_string(&AppReport { sent_at_ms: 0, entries: vec![entry] }).expect("JSON");
        let request =
            Request::post("/lifecycle/calls").header("host", host).header("sec-fetch-site", "same-origin");
        let answer = server.send(request.body(Body::from(report)).expect("a request")).await;
        assert_eq!(answer.status(), StatusCode::NO_CONTENT);
    }
    // A request that names no app is recorded in the feed of the host that it was sent to.
    assert_eq!(server.ping_at(BETA, "no ping").await.status(), StatusCode::BAD_REQUEST);
    assert_eq!(server.boot_at(ALPHA, "alpha001", None).await.status(), StatusCode::OK);
    for (host, app_id, pings) in [(ALPHA, "alpha001", 1), (BETA, betas.as_str(), 1), (GAMMA, "", 0)] {
        let standing = usize::from(pings > 0);
        let (mut reported, mut received) = (0, 0);
        for lane in server.inspected_at(host, 1 + pings + standing).await {
            match lane {
                StreamMessage::App(entry) => {
                    reported += 1;
                    assert!(
                        matches!(&entry.kind, AppEntryKind::Dropped { what, .. } if what == host),
                        "{host}"
                    );
                }
                StreamMessage::Workspace(entry) => {
                    received += 1;
                    assert_eq!(entry.app_id, app_id);
                    assert_eq!(matches!(entry.kind, FeedKind::PingRefused(_)), host == BETA);
                }
                StreamMessage::Warnings(warnings) => assert!(warnings.is_empty(), "{warnings:?}"),
            }
        }
        assert_eq!((reported, received), (1, pings), "{host}");
    }
}
