//! Two servers on one PostgreSQL, with one folder of files: what one stores, streams of both report and both serve.

use axum::http::StatusCode;
use serde_json::json;
use std::time::Duration;
use tempfile::TempDir;

use super::inbox::outbound::started_at_one_server_shows_at_the_other;
use super::inbox::outbound::unanswered::race;
use super::inbox::outbound::walks::walks;
use super::inbox::{Desk, Stream, parsed};
use super::postgres_network::Network;
use crate::database::Database;

/// Less than the 10 s after which a server looks by itself.
const SOON: Duration = Duration::from_secs(8);
/// And more, but less than the minute after which the workspace ends snoozes, and sees what is new by that.
const PATIENCE: Duration = Duration::from_secs(30);

struct Pair {
    one: Desk,
    other: Desk,
    /// Between the other one and the database.
    network: Network,
}

impl Pair {
    async fn open() -> Self {
        let Database { url, folder } = Database::fresh().await;
        let clock = leptos_messenger::clock::Clock::manual(1_800_000_000);
        let files = folder.path().join("files");
        let one = Desk::over(&url, folder, clock.clone()).await;
        let (network, through) = Network::to(&url).await;
        let other = Desk::sharing(&through, TempDir::new().expect("a folder"), &files, clock).await;
        Self { one, other, network }
    }

    /// At both servers, of this person and of the app's teammates.
    async fn streams(&self, credential: &str) -> Vec<Stream> {
        let mut streams = Vec::new();
        for desk in [&self.one, &self.other] {
            let path = format!("/messenger/web/stream?app_id={}&after={}", desk.app_id(), i64::MAX);
            streams.push(desk.stream(&path, ("authorization", &format!("Bearer {credential}"))).await);
            streams.push(desk.stream("/workspace/inbox/stream", ("cookie", &desk.cookie)).await);
        }
        for stream in &mut streams {
            assert!(stream.next().await.expect("an event").contains("ready"));
        }
        streams
    }
}

#[tokio::test]
#[ignore = "needs PostgreSQL: .ci/with-postgres"]
async fn what_one_server_stores_streams_of_both_report_soon_and_in_order() {
    let pair = Pair::open().await;
    let (desk, clock) = (&pair.one, &pair.one.server.state.clock);
    let credential = desk.visitor().await;
    let mut all = Vec::new();
    for n in 0..8 {
        all.push(desk.writes(&credential, &format!("k{n}"), None, "Hello").await);
        clock.advance(10);
    }
    // The messages from before may be reported still: they were stored, and are passed on a moment later.
    let mut streams = pair.streams(&credential).await;
    let marker = desk.writes(&credential, "marker", None, "Hello").await;
    for stream in &mut streams {
        stream.until(marker).await;
    }
    // Each of both sides' messages, in an order that no sorting makes.
    let mut sent = Vec::new();
    for n in 0..32 {
        let id = all[n * 5 % 8];
        match n % 3 {
            0 => _ = desk.writes(&credential, &format!("m{n}"), Some(id), "More").await,
            _ => _ = desk.acts("inbox_reply", &format!("id={id}&key=a{n}&text=More")).await,
        }
        sent.push(format!("event: change\ndata: {id}\n\n"));
        clock.advance(10);
    }
    for stream in &mut streams {
        for expected in &sent {
            let event = tokio::time::timeout(SOON, stream.next()).await.expect("it is woken");
            assert_eq!(event.as_ref(), Some(expected));
        }
    }
}

#[tokio::test]
#[ignore = "needs PostgreSQL: .ci/with-postgres"]
async fn who_is_writing_at_one_server_streams_of_both_say() {
    let pair = Pair::open().await;
    let credential = pair.one.visitor().await;
    let id = pair.one.writes(&credential, "k1", None, "Hello").await;
    let mut streams = pair.streams(&credential).await;
    let typing = serde_json::json!({ "app_id": pair.one.app_id(), "conversation": id.to_string() });
    pair.one.person("typing", Some(typing), &credential).await;
    pair.other.acts("inbox_typing", &format!("id={id}")).await;
    for (index, stream) in streams.iter_mut().enumerate() {
        let name = if index % 2 == 0 { " Ines Aalto" } else { "" };
        let expected = format!("event: typing\ndata: {id}{name}\n\n");
        // The message from before may be reported still.
        let heard = async { while stream.next().await.expect("the stream goes on") != expected {} };
        tokio::time::timeout(SOON, heard).await.expect("it is woken");
    }
}

#[tokio::test]
#[ignore = "needs PostgreSQL: .ci/with-postgres"]
async fn what_was_sent_while_a_servers_connection_was_lost_its_streams_report() {
    let pair = Pair::open().await;
    let credential = pair.one.visitor().await;
    let id = pair.one.writes(&credential, "k1", None, "Hello").await;
    for is_cut in [true, false] {
        let mut streams = pair.streams(&credential).await;
        // Nothing comes through any more, and nobody says so: the notification is lost.
        pair.network.lose_notifications();
        pair.one.acts("inbox_reply", &format!("id={id}&key=a-{is_cut}&text=Hello+you")).await;
        pair.network.until_one_is_lost().await;
        if is_cut {
            pair.network.cut();
        }
        pair.network.heal();
        for stream in &mut streams {
            tokio::time::timeout(PATIENCE, stream.until(id)).await.expect("it looks by itself");
        }
    }
}

#[tokio::test]
#[ignore = "needs PostgreSQL: .ci/with-postgres"]
async fn a_file_that_one_server_took_goes_with_a_message_through_the_other_and_both_serve_it() {
    let pair = Pair::open().await;
    let credential = pair.one.visitor().await;
    let (status, body) = pair.one.uploads(&credential, "a.txt", b"Hei".to_vec()).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let id = parsed(&body)["id"].as_str().expect("an id").to_owned();
    let message = json!({ "app_id": pair.one.app_id(), "key": "k1", "text": "", "attachments": [id] });
    let (status, body) = pair.other.person("message", Some(message), &credential).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    for desk in [&pair.one, &pair.other] {
        let path = format!("attachments/{id}?app_id={}", desk.app_id());
        assert_eq!(desk.person(&path, None, &credential).await, (StatusCode::OK, "Hei".to_owned()));
        let of_desk = format!("/workspace/attachments/{id}");
        assert_eq!(desk.get(&of_desk, &desk.cookie).await, (StatusCode::OK, "Hei".to_owned()));
    }
}

#[tokio::test]
#[ignore = "needs PostgreSQL: .ci/with-postgres"]
async fn on_no_walk_at_two_servers_does_a_message_stand_on_another_page_or_show_twice() {
    let pair = Pair::open().await;
    walks([&pair.one, &pair.other]).await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL: .ci/with-postgres"]
async fn of_two_servers_that_are_asked_at_one_moment_one_shows_a_message() {
    let pair = Pair::open().await;
    race([&pair.one, &pair.other]).await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL: .ci/with-postgres"]
async fn a_message_started_or_stopped_at_one_server_is_so_at_the_next_ping_of_another() {
    let pair = Pair::open().await;
    started_at_one_server_shows_at_the_other(&pair.one, &pair.other).await;
}
