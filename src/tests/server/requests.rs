//! Readiness, unknown addresses, large bodies and the widget's cookies.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use std::time::Duration;
use tokio::time::Instant;

use super::inbox::pass;
use super::{Server, text};
use crate::database::texts;

#[tokio::test]
async fn a_server_is_ready_where_it_can_write_and_lives_where_it_cannot() {
    let (well, lost) = (Server::start().await, Server::start().await);
    lost.state.db.close().await;
    let ready = well.open("/readyz").await;
    assert_eq!((ready.status(), text(ready).await.as_str()), (StatusCode::OK, "ready\n"));
    let ready = lost.open("/readyz").await;
    assert_eq!(ready.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(text(ready).await, "not ready\nthe database does not store a row within 2 s\n");
    // A restart would not bring the database back.
    let alive = lost.open("/healthz").await;
    assert_eq!((alive.status(), text(alive).await.as_str()), (StatusCode::OK, "ok"));
}

#[tokio::test]
async fn a_server_that_is_asked_often_whether_it_is_ready_writes_once_a_second() {
    let server = Server::start().await;
    let written = async || texts(&server.state.db, "select checked_at_ms from readiness_check").await;
    let asked = async || {
        server.state.clock.advance(7);
        assert_eq!(server.open("/readyz").await.status(), StatusCode::OK);
        written().await
    };
    // Where the machine is too busy to ask twice within a second, once more.
    let first = loop {
        let began = Instant::now();
        let (first, second) = (asked().await, asked().await);
        if began.elapsed() < Duration::from_secs(1) {
            assert_eq!(second, first);
            break first;
        }
    };
    pass(Duration::from_secs(1)).await;
    assert_ne!(asked().await, first);
}

#[tokio::test]
async fn an_address_that_is_not_here_is_a_page_with_status_404() {
    let answer = Server::start().await.open("/nowhere?x=1").await;
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    assert!(text(answer).await.contains("<html"));
}

#[tokio::test]
async fn a_script_or_a_form_that_is_not_here_is_404_without_a_page() {
    let server = Server::start().await;
    let script = server.send(Request::get("/nowhere.js").body(Body::empty()).expect("a request")).await;
    assert_eq!(script.status(), StatusCode::NOT_FOUND);
    let form = Request::post("/nowhere").header("sec-fetch-site", "same-origin").body(Body::empty());
    assert_eq!(server.send(form.expect("a request")).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn more_than_64_kb_is_refused_whether_its_length_is_announced_or_not() {
    let server = Server::start().await;
    let post = |body: Body| {
        Request::post("/api/any").header("sec-fetch-site", "same-origin").body(body).expect("a request")
    };
    let announced = Body::from(vec![b'x'; 64 * 1024 + 1]);
    assert_eq!(server.send(post(announced)).await.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let chunks = futures::stream::iter((0..65).map(|_| Ok::<_, std::io::Error>(vec![b'x'; 1024])));
    let answer = server.send(post(Body::from_stream(chunks))).await;
    assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert!(text(answer).await.contains("too much at once"));
    assert_eq!(server.send(post(Body::from(vec![b'x'; 64 * 1024]))).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn cookies_of_the_widget_are_expired_by_a_log_out_and_by_nothing_that_only_asks() {
    let server = Server::with(&[("LEPTOS_ENV", "DEV")]).await;
    let cookie = server.log_in("customer@example.com").await;
    for (path, lines) in [("/api/current_account", 0), ("/api/log_out", 3)] {
        let request = Request::post(path)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("host", "localhost")
            .header("cookie", &cookie)
            .body(Body::empty())
            .expect("a request");
        let response = server.send(request).await;
        assert_eq!(response.headers().get_all("set-cookie").iter().count(), lines, "{path}");
    }
}
