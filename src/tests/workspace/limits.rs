use super::*;
use axum::extract::ConnectInfo;
use leptos_messenger::workspace::Limits;
use std::net::SocketAddr;

async fn limited(per_person: u32, per_address: u32) -> Bench {
    let bench = Bench::new().await;
    let secret = IdentitySecret::new(SECRET);
    let limits = Limits::new(per_person, per_address);
    let db = bench.database.open().await;
    let workspace =
        Workspace::open_limited(db, bench.clock.clone(), secret, limits).await.expect("a workspace");
    Bench { router: workspace.routes(&[]), workspace, ..bench }
}

impl Bench {
    async fn from(&self, address: &str, path: &str, body: String) -> axum::response::Response {
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
        let mut request = request.body(Body::from(body)).expect("a request");
        let peer: SocketAddr = address.parse().expect("an address");
        request.extensions_mut().insert(ConnectInfo(peer));
        self.send(request).await
    }

    /// How many refusals for too many pings the feed holds.
    async fn recorded_refusals(&self) -> usize {
        let entries = self.entries().await.into_iter();
        entries
            .filter(|entry| matches!(&entry.kind, FeedKind::PingRefused(refused) if refused.status == 429))
            .count()
    }
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
