//! How much one network takes of a server at a time.

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, Response, StatusCode};
use std::net::SocketAddr;

use super::inbox::Desk;
use super::log::log;
use super::{Server, header};

/// Ten connections: two of one network, and eight streams.
const TEN: (&str, &str) = ("CONNECTIONS", "10");
const STREAM: &str = "/lifecycle/stream";

async fn get(server: &Server, path: &str, peer: &str, headers: &[(&str, &str)]) -> Response<Body> {
    let request =
        headers.iter().fold(Request::get(path), |request, (name, value)| request.header(*name, *value));
    let mut request = request.body(Body::empty()).expect("a request");
    let peer: SocketAddr = format!("{peer}:4711").parse().expect("an address");
    request.extensions_mut().insert(ConnectInfo(peer));
    server.send(request).await
}

#[tokio::test]
async fn streams_leave_a_fifth_of_the_connections_to_others_and_one_network_has_a_quarter() {
    let desk = Desk::with(&[TEN]).await;
    let stream = async |last: u8| {
        get(&desk.server, STREAM, &format!("192.0.2.{last}"), &[("cookie", &desk.cookie)]).await
    };
    let mut open = vec![stream(1).await, stream(1).await];
    let refused = stream(1).await;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(header(&refused, "retry-after"), "10");
    let page = get(&desk.server, "/favicon.svg", "192.0.2.1", &[]).await;
    assert_eq!(page.status(), StatusCode::OK, "what is no stream is answered");
    for last in [2, 2, 3, 3, 4, 4] {
        open.push(stream(last).await);
    }
    assert!(open.iter().all(|answer| answer.status() == StatusCode::OK));
    let refused = stream(5).await;
    assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(header(&refused, "retry-after"), "10");
    open.pop();
    assert_eq!(stream(5).await.status(), StatusCode::OK, "one that ended is free again");
}

#[tokio::test]
async fn behind_a_trusted_proxy_each_client_has_a_share_of_the_requests() {
    let server = Server::with(&[TEN, ("TRUSTED_PROXIES", "10.0.0.1")]).await;
    let ask = async |client: &'static str| {
        get(&server, "/favicon.svg", "10.0.0.1", &[("x-forwarded-for", client)]).await
    };
    // Their bodies are not read.
    let mut open = vec![ask("198.51.100.1").await, ask("198.51.100.1").await];
    assert!(open.iter().all(|answer| answer.status() == StatusCode::OK));
    let refused = ask("198.51.100.1").await;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(header(&refused, "retry-after"), "10");
    assert_eq!(ask("198.51.100.2").await.status(), StatusCode::OK, "another client");
    let own = async || get(&server, "/favicon.svg", "10.0.0.1", &[]).await;
    let of_proxy = [own().await, own().await, own().await];
    assert!(of_proxy.iter().all(|answer| answer.status() == StatusCode::OK), "the proxy is no person");
    open.pop();
    assert_eq!(ask("198.51.100.1").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_proxy_that_is_not_trusted_is_named_in_the_log_once() {
    let log = log();
    let server = Server::with(&[("TRUSTED_PROXIES", "10.0.0.1")]).await;
    for peer in ["10.0.0.1", "203.0.113.77", "203.0.113.78"] {
        get(&server, "/favicon.svg", peer, &[]).await;
        get(&server, "/favicon.svg", peer, &[("x-forwarded-for", "198.51.100.1")]).await;
        get(&server, "/favicon.svg", peer, &[("forwarded", "for=198.51.100.1")]).await;
    }
    let lines = log.lines();
    let named = |peer: &str| {
        let is_of = |line: &&String| line.contains("TRUSTED_PROXIES") && line.contains(peer);
        lines.iter().filter(is_of).count()
    };
    assert_eq!([named("10.0.0.1"), named("203.0.113.77"), named("203.0.113.78")], [0, 1, 0]);
}
