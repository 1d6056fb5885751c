//! The stream, cut and taken up again.

use axum::body::{Body, BodyDataStream};
use axum::http::{Request, Response, StatusCode};
use futures::StreamExt;
use leptos_messenger::inspector::{AppEntryKind, AppReport, StreamMessage};
use std::time::Duration;
use tracing::Instrument;

use super::app;
use super::endpoints::report;
use crate::server::Server;
use crate::server::log::{log, queries_in};

/// One message of the stream: its id, and what it holds.
type Message = (String, StreamMessage);

/// Reads messages from where a reader that comes back left off, until there are so many. What says what is wrong with
/// the settings just now is left out: it belongs to no place in the stream.
pub async fn messages(server: &Server, after: Option<&str>, count: usize) -> Vec<Message> {
    let mut request = Request::get("/lifecycle/stream");
    if let Some(after) = after {
        request = request.header("last-event-id", after);
    }
    read(server, request.body(Body::empty()).unwrap(), count).await
}

async fn read(server: &Server, request: Request<Body>, count: usize) -> Vec<Message> {
    messages_of(server.send(request).await, count).await
}

async fn messages_of(response: Response<Body>, count: usize) -> Vec<Message> {
    assert_eq!(response.status(), StatusCode::OK);
    let mut chunks = response.into_body().into_data_stream();
    let mut text = String::new();
    loop {
        // A message is whole when the empty line after it is there.
        let whole = text.rsplit_once("\n\n").map_or("", |(whole, _)| whole);
        let messages: Vec<Message> = whole.split("\n\n").filter_map(message).collect();
        if messages.len() >= count {
            return messages;
        }
        text.push_str(std::str::from_utf8(&chunks.next().await.unwrap().unwrap()).unwrap());
    }
}

fn message(text: &str) -> Option<Message> {
    let field = |name: &str| text.lines().find_map(|line| line.strip_prefix(name));
    let lane: StreamMessage = serde_json::from_str(field("data: ")?).ok()?;
    (!matches!(lane, StreamMessage::Warnings(_))).then(|| (field("id: ").expect("an id").to_owned(), lane))
}

async fn happen(server: &Server, times: std::ops::Range<u32>) {
    for n in times {
        let entries = vec![app(n, 5, AppEntryKind::Blocked)];
        let body = serde_json::to_string(&AppReport { sent_at_ms: 0, entries }).unwrap();
        assert_eq!(report(server, body, None).await.status(), StatusCode::NO_CONTENT);
        let ping = serde_json::json!({
            "app_id": server.state.brands.first().app_id(), "ping_id": format!("p{n}"), "call": "boot",
            "page": { "url": "http://a.example/" },
        });
        let request = Request::post("/messenger/web/ping")
            .header("content-type", "application/json")
            .body(Body::from(ping.to_string()))
            .unwrap();
        assert_eq!(server.send(request).await.status(), StatusCode::OK);
    }
}

/// `(lane, number)` of each, sorted: the lanes run beside each other, so only the order within one is promised.
fn numbers<'a>(messages: impl IntoIterator<Item = &'a Message>) -> Vec<(bool, u64)> {
    let mut numbers: Vec<_> = messages
        .into_iter()
        .map(|(_, lane)| match lane {
            StreamMessage::App(entry) => (false, entry.number),
            StreamMessage::Workspace(entry) => (true, entry.number),
            StreamMessage::Warnings(_) => unreachable!("left out"),
        })
        .collect();
    assert!(
        [false, true].iter().all(|lane| numbers.iter().filter(|(l, _)| l == lane).is_sorted()),
        "{numbers:?}"
    );
    numbers.sort_unstable();
    numbers
}

#[tokio::test]
async fn cut_after_any_message_it_goes_on_with_nothing_lost_and_nothing_twice() {
    let server = Server::start().await;
    happen(&server, 0..6).await;
    let whole = messages(&server, None, 12).await;
    let all = numbers(&whole);
    assert_eq!(all.len(), 12);
    for cut in 0..whole.len() {
        let (id, _) = &whole[cut];
        let rest =
            if cut + 1 < whole.len() { messages(&server, Some(id), 11 - cut).await } else { Vec::new() };
        assert_eq!(numbers(whole[..=cut].iter().chain(&rest)), all, "cut after {cut}");
    }
}

#[tokio::test]
async fn a_reader_that_is_cut_after_every_message_while_more_come_sees_each_once() {
    let server = Server::start().await;
    let reading = async {
        let mut seen: Vec<Message> = Vec::new();
        while seen.len() < 40 {
            let next = messages(&server, seen.last().map(|(id, _)| id.as_str()), 1).await;
            seen.extend(next.into_iter().take(1));
        }
        seen
    };
    let (seen, ()) = tokio::join!(reading, happen(&server, 0..20));
    assert_eq!(numbers(&seen), numbers(&messages(&server, None, 40).await));
}

#[tokio::test]
async fn a_reader_that_does_not_keep_up_still_sees_each_entry_once() {
    let server = Server::start().await;
    happen(&server, 0..1).await;
    let open = Request::get("/lifecycle/stream").body(Body::empty()).unwrap();
    let mut body = server.send(open).await.into_body().into_data_stream();
    let mut text = String::new();
    let mut read = async |most: usize| {
        while text.matches("\ndata: {").count() < most {
            text.push_str(std::str::from_utf8(&body.next().await.unwrap().unwrap()).unwrap());
        }
        text.clone()
    };
    // The settings' warnings, and one entry of each lane.
    read(3).await;
    // More than a queue holds, while nobody reads.
    happen(&server, 1..401).await;
    let text = tokio::time::timeout(Duration::from_secs(60), read(3 + 800)).await.expect("all of them");
    let seen: Vec<Message> = text.split("\n\n").filter_map(message).collect();
    assert_eq!(numbers(&seen), numbers(&messages(&server, None, 802).await));
}

#[tokio::test]
async fn new_entries_are_read_once_however_many_streams_watch() {
    log();
    let server = Server::start().await;
    happen(&server, 0..1).await;
    let mut streams = Vec::new();
    for _ in 0..5 {
        let open = Request::get("/lifecycle/stream").body(Body::empty()).unwrap();
        streams.push(server.send(open).await.into_body().into_data_stream());
    }
    let read = async |streams: &mut Vec<BodyDataStream>, until: &str| {
        for stream in streams {
            let mut text = String::new();
            while !text.contains(until) {
                text.push_str(std::str::from_utf8(&stream.next().await.unwrap().unwrap()).unwrap());
            }
        }
    };
    read(&mut streams, "\"p0\"").instrument(tracing::info_span!("streams catch up")).await;
    assert!(queries_in("streams catch up") >= 5, "queries are counted");
    happen(&server, 1..4).await;
    read(&mut streams, "\"p3\"").instrument(tracing::info_span!("streams follow")).await;
    assert_eq!(queries_in("streams follow"), 0);
}

#[tokio::test]
async fn the_place_to_go_on_from_may_stand_in_the_address_and_the_header_wins() {
    let server = Server::start().await;
    happen(&server, 0..2).await;
    let whole = messages(&server, None, 4).await;
    let request = |uri: String| Request::get(uri);
    let address = request(format!("/lifecycle/stream?after={}", whole[2].0)).body(Body::empty()).unwrap();
    assert_eq!(read(&server, address, 1).await, whole[3..]);
    let both =
        request(format!("/lifecycle/stream?after={}", whole[0].0)).header("last-event-id", &whole[2].0);
    assert_eq!(read(&server, both.body(Body::empty()).unwrap(), 1).await, whole[3..]);
}

#[tokio::test]
async fn a_place_that_is_none_starts_from_the_beginning() {
    let server = Server::start().await;
    happen(&server, 0..1).await;
    for id in ["", "x", "1", "1-x", "-", "1-2-3", "99999999999999999999-0"] {
        assert_eq!(messages(&server, Some(id), 2).await.len(), 2, "{id}");
    }
}

#[tokio::test]
async fn a_place_beyond_the_end_of_this_servers_log_goes_on_with_what_comes() {
    let server = Server::start().await;
    happen(&server, 0..1).await;
    let beyond = format!("{}-1", i64::MAX);
    let request = Request::get("/lifecycle/stream").header("last-event-id", beyond);
    let response = server.send(request.body(Body::empty()).unwrap()).await;
    happen(&server, 1..2).await;
    let received = tokio::time::timeout(Duration::from_secs(20), messages_of(response, 2)).await;
    assert_eq!(received.expect("both lanes go on").len(), 2);
}
