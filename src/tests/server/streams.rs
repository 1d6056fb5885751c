//! Event streams behind a proxy, and after a restart.

use axum::body::Body;
use axum::http::Request;
use futures::future::join_all;
use serde_json::json;
use std::time::Duration;
use tempfile::TempDir;

use super::header;
use super::inbox::{Desk, Stream, pass};
use crate::database::Database;

/// A proxy cuts a connection on which nothing came for so long, unless its settings say otherwise.
const PROXY_WAITS: Duration = Duration::from_secs(60);

/// A stream that a person, a teammate or a developer reads.
struct Open {
    path: String,
    header: (&'static str, String),
    /// The last thing that it says of what was before.
    last: &'static str,
}

/// Each that this server has: the panel's, the inbox's and the inspector's.
async fn streams(desk: &Desk) -> [Open; 3] {
    let of_person = format!("/messenger/web/stream?app_id={}&after=0", desk.app_id());
    let bearer = format!("Bearer {}", desk.visitor().await);
    let of_teammates = ("cookie", desk.cookie.clone());
    [
        Open { path: of_person, header: ("authorization", bearer), last: "ready" },
        Open { path: "/workspace/inbox/stream".into(), header: of_teammates.clone(), last: "ready" },
        Open { path: "/lifecycle/stream".into(), header: of_teammates, last: "PingAccepted" },
    ]
}

#[tokio::test]
async fn each_stream_asks_proxies_to_pass_every_event_on_at_once_and_as_it_is() {
    let desk = Desk::open().await;
    for Open { path, header: (name, value), .. } in streams(&desk).await {
        let request = Request::get(&path).header(name, value).body(Body::empty()).expect("a request");
        let answer = desk.server.send(request).await;
        assert_eq!(header(&answer, "content-type"), "text/event-stream", "{path}");
        assert_eq!(header(&answer, "x-accel-buffering"), "no", "{path}");
        assert_eq!(header(&answer, "cache-control"), "no-store, no-transform", "{path}");
    }
    // What is no stream may be buffered and compressed.
    let page = desk.server.open("/coffees").await;
    assert_eq!(header(&page, "x-accel-buffering"), "");
    assert!(!header(&page, "cache-control").contains("no-transform"));
}

#[tokio::test]
async fn each_idle_stream_says_something_well_before_a_proxy_cuts_it() {
    let desk = Desk::open().await;
    for Open { path, header: (name, value), last } in streams(&desk).await {
        let mut stream = desk.stream(&path, (name, &value)).await;
        // What it reads of the database takes real time.
        while !stream.next().await.expect("the stream goes on").contains(last) {}
        pass(PROXY_WAITS / 2).await;
        assert!(tokio::time::timeout(PROXY_WAITS / 4, stream.heartbeat()).await.is_ok(), "{path} is silent");
    }
}

/// An `EventSource` waits as long before it opens a stream anew.
#[tokio::test]
async fn each_stream_tells_its_browser_another_wait_before_it_comes_back() {
    let desk = Desk::open().await;
    let mut waits = Vec::new();
    for _ in 0..20 {
        let first = desk.stream("/workspace/inbox/stream", ("cookie", &desk.cookie)).await.next().await;
        let first = first.expect("its first word");
        let wait = first.lines().find_map(|line| line.strip_prefix("retry: "));
        waits.push(wait.expect("a wait").parse::<u32>().expect("milliseconds"));
    }
    assert!(waits.iter().all(|wait| (1_500..=3_000).contains(wait)), "{waits:?}");
    waits.sort_unstable();
    waits.dedup();
    assert!(waits.len() > 5, "{waits:?}");
}

/// A browser passes on no event without data.
#[tokio::test]
async fn each_stream_begins_with_an_event_that_a_browser_passes_on() {
    let desk = Desk::open().await;
    for Open { path, header: (name, value), .. } in streams(&desk).await {
        let first = desk.stream(&path, (name, &value)).await.next().await.expect("its first word");
        let data = first.lines().find_map(|line| line.strip_prefix("data: "));
        assert!(data.is_some_and(|data| !data.is_empty()), "{path}: {first}");
    }
}

#[tokio::test]
async fn two_hundred_people_whose_streams_come_back_at_once_after_a_restart_get_what_they_missed() {
    let Database { url, folder } = Database::fresh().await;
    let clock = leptos_messenger::clock::Clock::manual(1_800_000_000);
    let before = Desk::over(&url, TempDir::new().expect("a folder"), clock.clone()).await;
    let mut people = Vec::new();
    for _ in 0..200 {
        let credential = before.visitor().await;
        let id = before.writes(&credential, "k1", None, "Hello").await;
        let thread = before.reads(&credential, id).await;
        let cursor = thread.split("data-cursor=\"").nth(1).and_then(|rest| rest.split('"').next());
        people.push((credential, id, cursor.expect("a cursor").to_owned()));
    }
    let reply = async |desk: &Desk, id: i64, text: &str| {
        assert_eq!(desk.acts("inbox_reply", &format!("id={id}&key={text}-{id}&text={text}")).await.0, 200);
    };
    // Every second one missed an answer.
    for (_, id, _) in people.iter().step_by(2) {
        reply(&before, *id, "Meanwhile").await;
    }
    before.server.state.db.close().await;
    drop(before);

    let desk = Desk::over(&url, folder, clock).await;
    let open = async |(credential, _, cursor): &(String, i64, String)| {
        let path = format!("/messenger/web/stream?app_id={}&after={cursor}", desk.app_id());
        let mut stream = desk.stream(&path, ("authorization", &format!("Bearer {credential}"))).await;
        let first = stream.next().await.expect("its first word");
        (stream, first)
    };
    let ping = json!({ "app_id": desk.app_id(), "call": "boot", "settings": {}, "page": { "url": "https://shop.example/" } });
    let (opened, ping) = tokio::join!(join_all(people.iter().map(open)), desk.person("ping", Some(ping), ""));
    assert_eq!(ping.0, 200, "{}", ping.1);
    let mut streams: Vec<Stream> = Vec::new();
    for (at, ((stream, first), (credential, id, _))) in opened.into_iter().zip(&people).enumerate() {
        let has_missed = at % 2 == 0;
        let expected = if has_missed { "event: change\n" } else { "event: ready\n" };
        assert!(first.starts_with(expected), "{at}: {first}");
        assert_eq!(desk.reads(credential, *id).await.contains("Meanwhile"), has_missed, "{at}");
        streams.push(stream);
    }
    // From now on, too.
    for ((_, id, _), stream) in people.iter().zip(&mut streams) {
        reply(&desk, *id, "Now").await;
        stream.until(*id).await;
    }
}
