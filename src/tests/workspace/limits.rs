//! The limits of requests by person and by network address.

use super::*;
use axum::extract::ConnectInfo;
use leptos_messenger::workspace::Limits;
use std::net::SocketAddr;

async fn limited(per_person: u32, per_address: u32) -> Bench {
    with(Limits::new(per_person, per_address)).await
}

async fn with(limits: Limits) -> Bench {
    let bench = Bench::new().await;
    let secret = IdentitySecret::new(SECRET);
    let db = bench.database.open().await;
    let workspace =
        Workspace::open_limited(db, bench.clock.clone(), secret, limits).await.expect("a workspace");
    Bench { router: routes(workspace.clone(), &[]), workspace, ..bench }
}

impl Bench {
    async fn from(&self, address: &str, path: &str, body: String) -> axum::response::Response {
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
        let mut request = request.body(Body::from(body)).expect("a request");
        let peer: SocketAddr = address.parse().expect("an address");
        request.extensions_mut().insert(ConnectInfo(peer));
        self.send(request).await
    }

    /// A message's status, its `Retry-After` and its answer.
    async fn says(
        &self,
        key: &str,
        into: Option<&str>,
        credential: &str,
    ) -> (StatusCode, Option<String>, Value) {
        let app_id = self.workspace.app_id();
        let message = json!({ "app_id": app_id, "key": key, "conversation": into, "text": "Hello" });
        let request = Request::post("/messenger/web/message")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::AUTHORIZATION, format!("Bearer {credential}"));
        let response = self.send(request.body(Body::from(message.to_string())).expect("a request")).await;
        let wait =
            response.headers().get(header::RETRY_AFTER).map(|wait| wait.to_str().expect("text").to_owned());
        let status = response.status();
        let body = to_bytes(response.into_body(), usize::MAX).await.expect("a body");
        (status, wait, serde_json::from_slice(&body).expect("JSON"))
    }

    /// A boot from there.
    async fn boots_from(
        &self,
        address: &str,
        settings: Value,
        visitor_id: Option<&str>,
    ) -> (StatusCode, Option<String>, Value) {
        let boot = json!({ "app_id": self.workspace.app_id(), "call": "boot", "visitor_id": visitor_id,
            "page": { "url": HOME }, "settings": settings });
        let response = self.from(address, "/messenger/web/ping", boot.to_string()).await;
        let wait =
            response.headers().get(header::RETRY_AFTER).map(|wait| wait.to_str().expect("text").to_owned());
        let status = response.status();
        let body = to_bytes(response.into_body(), usize::MAX).await.expect("a body");
        (status, wait, serde_json::from_slice(&body).expect("JSON"))
    }

    async fn streams(&self, credential: &str) -> axum::response::Response {
        let path = format!("/messenger/web/stream?app_id={}&after=0", self.workspace.app_id());
        let request = Request::get(path).header(header::AUTHORIZATION, format!("Bearer {credential}"));
        self.send(request.body(Body::empty()).expect("a request")).await
    }

    /// How many refusals for too many pings the feed holds.
    async fn recorded_refusals(&self) -> usize {
        let entries = self.entries().await.into_iter();
        entries
            .filter(|entry| matches!(&entry.kind, FeedKind::PingRefused(refused) if refused.status == 429))
            .count()
    }
}

fn conversation((status, _, answer): &(StatusCode, Option<String>, Value)) -> String {
    assert_eq!(*status, StatusCode::OK);
    answer["conversation"].as_str().expect("a conversation").to_owned()
}

async fn stored(bench: &Bench, table: &str) -> String {
    let count = format!("select cast(count(*) as text) from {table}");
    texts(&bench.database.open().await, &count).await.remove(0)
}

#[tokio::test]
async fn one_session_may_ping_so_often_a_minute() {
    let bench = limited(5, 0).await;
    let credential = bench.boot_user("u_1").await.credential();
    let other = bench.boot_user("u_2").await.credential();
    for n in 0..8 {
        let answer = bench.ping("update", &format!("{HOME}{n}"), json!({}), Some(&credential)).await;
        assert_eq!(answer.status.as_u16(), if n < 5 { 200 } else { 429 }, "{n}");
    }
    assert_eq!(bench.recorded_refusals().await, 1);
    assert_eq!(bench.ping("update", HOME, json!({}), Some(&other)).await.status, StatusCode::OK);
    // Whoever leaves may always do so.
    let left = bench.post("/messenger/web/shutdown", String::new(), Some(&credential)).await;
    assert_eq!(left.status, StatusCode::NO_CONTENT);
    bench.clock.advance(12);
    assert_eq!(bench.ping("update", HOME, json!({}), Some(&credential)).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn events_count_as_pings_do() {
    let bench = limited(3, 0).await;
    let credential = bench.boot_user("u_1").await.credential();
    let body = json!({ "app_id": bench.workspace.app_id(), "name": "x" }).to_string();
    for n in 0..5 {
        let answer = bench.post("/messenger/web/event", body.clone(), Some(&credential)).await;
        assert_eq!(answer.status.as_u16(), if n < 3 { 200 } else { 429 }, "{n}");
    }
    assert_eq!(
        bench.ping("update", HOME, json!({}), Some(&credential)).await.status,
        StatusCode::TOO_MANY_REQUESTS
    );
    assert_eq!(bench.recorded_refusals().await, 1);
}

#[tokio::test]
async fn boots_with_one_token_count_together() {
    let bench = limited(3, 0).await;
    let settings = json!({ "intercom_user_jwt": token("u_1") });
    let mut last = StatusCode::OK;
    for _ in 0..4 {
        last = bench.ping("boot", HOME, settings.clone(), None).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn one_address_may_ping_so_often_a_minute_whatever_it_sends() {
    let bench = limited(0, 3).await;
    for n in 0..5 {
        let response = bench.from("192.0.2.1:1000", "/messenger/web/ping", "{".to_owned()).await;
        assert_eq!(response.status().as_u16(), if n < 3 { 400 } else { 429 });
        if n >= 3 {
            assert_eq!(response.headers()[header::RETRY_AFTER], "20");
        }
    }
    assert_eq!(bench.recorded_refusals().await, 1);
    let other = bench.from("192.0.2.2:1000", "/messenger/web/ping", "{".to_owned()).await;
    assert_eq!(other.status(), StatusCode::BAD_REQUEST);
    bench.clock.advance(20);
    let later = bench.from("192.0.2.1:2000", "/messenger/web/ping", "{".to_owned()).await;
    assert_eq!(later.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_person_writes_twenty_messages_a_minute_and_a_retry_costs_nothing() {
    let bench = Bench::new().await;
    let marit = bench.boot_user("u_1").await.credential();
    let first = bench.says("k0", None, &marit).await;
    let number = conversation(&first);
    for n in 1..20 {
        assert_eq!(bench.says(&format!("k{n}"), Some(&number), &marit).await.0, StatusCode::OK);
    }
    for _ in 0..2 {
        let refused = bench.says("k20", Some(&number), &marit).await;
        assert_eq!((refused.0, refused.1.as_deref()), (StatusCode::TOO_MANY_REQUESTS, Some("3")));
        assert_eq!(bench.says("k0", None, &marit).await, first, "it is stored, and says so again");
    }
    assert_eq!(stored(&bench, "parts").await, "20");
    let other = bench.boot_user("u_2").await.credential();
    assert_eq!(bench.says("k", None, &other).await.0, StatusCode::OK);
    bench.clock.advance(3);
    assert_eq!(bench.says("k20", Some(&number), &marit).await.0, StatusCode::OK);
    assert_eq!(bench.says("k21", Some(&number), &marit).await.0, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_person_begins_ten_conversations_an_hour_and_goes_on_in_those_there_are() {
    let bench = Bench::new().await;
    let marit = bench.boot_user("u_1").await.credential();
    let first = bench.says("k0", None, &marit).await;
    for n in 1..10 {
        assert_eq!(bench.says(&format!("k{n}"), None, &marit).await.0, StatusCode::OK);
    }
    let refused = bench.says("k10", None, &marit).await;
    assert_eq!((refused.0, refused.1.as_deref()), (StatusCode::TOO_MANY_REQUESTS, Some("360")));
    assert_eq!(stored(&bench, "conversations").await, "10");
    assert_eq!(bench.says("k11", Some(&conversation(&first)), &marit).await.0, StatusCode::OK);
    bench.clock.advance(360);
    assert_eq!(bench.says("k10", None, &marit).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_person_has_five_streams_and_one_that_ends_is_free_again() {
    let bench = Bench::new().await;
    let credential = bench.boot_user("u_1").await.credential();
    let mut open = Vec::new();
    for _ in 0..5 {
        let stream = bench.streams(&credential).await;
        assert_eq!(stream.status(), StatusCode::OK);
        open.push(stream);
    }
    let refused = bench.streams(&credential).await;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.headers()[header::RETRY_AFTER], "15");
    let other = bench.boot_user("u_2").await.credential();
    assert_eq!(bench.streams(&other).await.status(), StatusCode::OK, "each person has their own");
    open.pop();
    assert_eq!(bench.streams(&credential).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_bearer_that_opens_nothing_is_no_way_round_the_limit_of_a_person() {
    let bench = limited(5, 0).await;
    let mut taken = 0;
    for n in 0..20 {
        // Another token each time, as the token call gives them, and a made-up bearer.
        let settings = json!({ "intercom_user_jwt": token_until("u_1", NOW + 3_600 + n) });
        let answer = bench.ping("boot", HOME, settings, Some(&format!("made-up-{n}"))).await;
        taken += usize::from(answer.status == StatusCode::OK);
    }
    assert_eq!(taken, 5);
    assert_eq!(bench.recorded_refusals().await, 1);
    assert_eq!(bench.boot_user("u_2").await.status, StatusCode::OK);
}

#[tokio::test]
async fn whatever_is_read_of_the_messenger_counts_as_a_ping_does() {
    for path in [
        "/widget/any",
        "/messenger/web/panel",
        "/messenger/web/panel.js",
        "/messenger/web/panel.css",
        "/messenger/web/frame.js",
        "/messenger/web/home",
        "/messenger/web/conversations/1",
        "/messenger/web/messages",
        "/messenger/web/unread",
        "/messenger/web/stream",
        "/messenger/web/attachments/1",
        "/messenger/web/outbound/1",
    ] {
        let bench = limited(0, 2).await;
        let mut statuses = Vec::new();
        for _ in 0..3 {
            let mut request = Request::get(path).body(Body::empty()).expect("a request");
            let peer: SocketAddr = "192.0.2.1:1000".parse().expect("an address");
            request.extensions_mut().insert(ConnectInfo(peer));
            statuses.push(bench.send(request).await.status());
        }
        let is_refused = |status: &StatusCode| *status == StatusCode::TOO_MANY_REQUESTS;
        assert_eq!(statuses.iter().map(is_refused).collect::<Vec<_>>(), [false, false, true], "{path}");
        assert_eq!(bench.recorded_refusals().await, 1, "{path}");
    }
}

#[tokio::test]
async fn so_many_people_of_one_network_are_new_in_a_minute_and_who_is_known_or_proved_is_taken() {
    let bench = with(Limits::new(0, 0).and_newcomers(3, 0)).await;
    let (home, office) = ("[2001:db8:1:2::1]:1000", "192.0.2.1:1000");
    let (_, _, first) = bench.boots_from(home, json!({}), None).await;
    for _ in 0..2 {
        assert_eq!(bench.boots_from("[2001:db8:1:2::9]:2000", json!({}), None).await.0, StatusCode::OK);
    }
    for _ in 0..3 {
        let (status, wait, _) = bench.boots_from(home, json!({}), None).await;
        assert_eq!((status, wait.as_deref()), (StatusCode::TOO_MANY_REQUESTS, Some("20")));
    }
    assert_eq!(bench.recorded_refusals().await, 1, "of a flood, only how it began");
    assert_eq!(stored(&bench, "people").await, "3");
    let known = first["visitor_id"].as_str();
    assert_eq!(bench.boots_from(home, json!({}), known).await.0, StatusCode::OK);
    let proved = json!({ "intercom_user_jwt": token("u_1") });
    assert_eq!(bench.boots_from(home, proved, None).await.0, StatusCode::OK);
    assert_eq!(bench.boots_from(office, json!({}), None).await.0, StatusCode::OK);
    bench.clock.advance(20);
    assert_eq!(bench.boots_from(home, json!({}), None).await.0, StatusCode::OK);
}

#[tokio::test]
async fn people_of_one_network_begin_so_many_conversations_in_a_minute_and_go_on_with_those_they_have() {
    let bench = with(Limits::new(0, 0).and_newcomers(0, 2)).await;
    let says = async |address: &str, key: &str, into: Option<&str>, credential: &str| {
        let message =
            json!({ "app_id": bench.workspace.app_id(), "key": key, "conversation": into, "text": "Hello" });
        let mut request = Request::post("/messenger/web/message")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::AUTHORIZATION, format!("Bearer {credential}"))
            .body(Body::from(message.to_string()))
            .expect("a request");
        let peer: SocketAddr = address.parse().expect("an address");
        request.extensions_mut().insert(ConnectInfo(peer));
        let response = bench.send(request).await;
        let status = response.status();
        let body = to_bytes(response.into_body(), usize::MAX).await.expect("a body");
        (status, serde_json::from_slice::<Value>(&body).expect("JSON"))
    };
    let home = "192.0.2.1:1000";
    let marit = bench.boot_user("u_1").await.credential();
    let tomas = bench.boot_user("u_2").await.credential();
    let (_, begun) = says(home, "k1", None, &marit).await;
    assert_eq!(says(home, "k2", None, &tomas).await.0, StatusCode::OK);
    assert_eq!(says(home, "k3", None, &marit).await.0, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(says(home, "k4", begun["conversation"].as_str(), &marit).await.0, StatusCode::OK);
    assert_eq!(says("192.0.2.2:1000", "k5", None, &marit).await.0, StatusCode::OK, "another network");
    bench.clock.advance(30);
    assert_eq!(says(home, "k3", None, &marit).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_flood_of_refused_pings_is_one_entry_that_says_how_many_they_were() {
    let bench = Bench::new().await;
    for _ in 0..200 {
        assert_eq!(
            bench.post("/messenger/web/ping", "{".to_owned(), None).await.status,
            StatusCode::BAD_REQUEST
        );
    }
    assert_eq!(bench.entries().await.len(), 60, "the first of them have an entry each");
    bench.workspace.record_floods().await;
    let flood = bench.last_refused().await;
    assert_eq!((flood.status, flood.more), (400, Some(139)), "one, and so many more");
    assert_eq!(bench.entries().await.len(), 61);
    bench.workspace.record_floods().await;
    assert_eq!(bench.entries().await.len(), 61, "said once");
    bench.clock.advance(60);
    bench.post("/messenger/web/ping", "{".to_owned(), None).await;
    assert_eq!(bench.last_refused().await.more, None);
}

#[tokio::test]
async fn a_restart_gives_nobody_their_messages_and_conversations_back() {
    let bench = Bench::new().await;
    let marit = bench.boot_user("u_1").await.credential();
    let first = conversation(&bench.says("k0", None, &marit).await);
    for n in 1..10 {
        assert_eq!(bench.says(&format!("k{n}"), None, &marit).await.0, StatusCode::OK);
    }
    let bench = bench.reopened(IdentitySecret::new(SECRET)).await;
    assert_eq!(bench.says("k10", None, &marit).await.0, StatusCode::TOO_MANY_REQUESTS);
    for n in 10..20 {
        assert_eq!(bench.says(&format!("k{n}"), Some(&first), &marit).await.0, StatusCode::OK);
    }
    let bench = bench.reopened(IdentitySecret::new(SECRET)).await;
    assert_eq!(bench.says("k20", Some(&first), &marit).await.0, StatusCode::TOO_MANY_REQUESTS);
    bench.clock.advance(60);
    assert_eq!(bench.says("k20", Some(&first), &marit).await.0, StatusCode::OK);
    let other = bench.boot_user("u_2").await.credential();
    assert_eq!(bench.says("k0", None, &other).await.0, StatusCode::OK);
}
