//! What the server takes of one connection, and of all together.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::routing::{get, post};
use leptos_messenger::server::{Limits, Network, TrustedProxies, serve_until};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use super::Server;

/// For what is to be refused.
const SHORT: Duration = Duration::from_millis(200);
/// A limit that ends, under which a busy machine still does what must succeed.
const LONG: Duration = Duration::from_secs(2);
/// For what must come: much longer than any limit here.
const PATIENCE: Duration = Duration::from_secs(20);

async fn serve(app: Router, limits: Limits) -> (SocketAddr, Arc<Notify>, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let (address, stop) = (listener.local_addr().expect("an address"), Arc::new(Notify::new()));
    let asked = {
        let stop = stop.clone();
        async move { stop.notified().await }
    };
    (address, stop, tokio::spawn(serve_until(asked, listener, app, limits)))
}

fn usual() -> Limits {
    Limits::of(900, TrustedProxies::default())
}

/// Sends this, and reads until the server closes the connection.
async fn say(address: SocketAddr, words: &str) -> String {
    let talking = async {
        let mut stream = TcpStream::connect(address).await.expect("a connection");
        stream.write_all(words.as_bytes()).await.expect("sent");
        let mut answer = Vec::new();
        // A connection that is reset is closed as well.
        _ = stream.read_to_end(&mut answer).await;
        String::from_utf8(answer).expect("text")
    };
    tokio::time::timeout(PATIENCE, talking).await.expect("the server closes the connection")
}

#[tokio::test]
async fn a_stream_that_never_ends_does_not_hold_a_stop_for_ever() {
    let endless =
        || async { Body::from_stream(futures::stream::pending::<Result<Vec<u8>, std::io::Error>>()) };
    let limits = Limits { last_requests: Duration::ZERO, ..usual() };
    let (address, stop, serving) = serve(Router::new().route("/", get(endless)), limits).await;
    let mut browser = TcpStream::connect(address).await.expect("a connection");
    browser.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.expect("a request");
    browser.read_u8().await.expect("the answer has begun");
    stop.notify_one();
    serving.await.expect("no panic");
}

#[tokio::test]
async fn a_request_that_runs_at_a_stop_is_answered() {
    let limits = Limits { last_requests: PATIENCE, ..usual() };
    let (begun, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let slow = {
        let (begun, go_on) = (begun.clone(), go_on.clone());
        move || async move {
            begun.notify_one();
            go_on.notified().await;
            "answered"
        }
    };
    let (address, stop, serving) = serve(Router::new().route("/", get(slow)), limits).await;
    let stopping = async {
        begun.notified().await;
        stop.notify_one();
        while TcpStream::connect(address).await.is_ok() {
            tokio::task::yield_now().await;
        }
        go_on.notify_one();
    };
    let (answer, ()) = tokio::join!(say(address, "GET / HTTP/1.1\r\nhost: x\r\n\r\n"), stopping);
    assert!(answer.ends_with("answered"), "{answer}");
    serving.await.expect("no panic");
}

#[tokio::test]
async fn who_sends_a_head_too_slowly_or_nothing_more_loses_the_connection() {
    let limits = Limits { head: SHORT, ..usual() };
    let (address, ..) = serve(Router::new().route("/", get(|| async { "whole" })), limits).await;
    for cut in ["", "GET / HT", "GET / HTTP/1.1\r\nhost: x\r\nx-slow: "] {
        assert!(!say(address, cut).await.contains("200 OK"), "{cut:?}");
    }
    let limits = Limits { head: LONG, ..usual() };
    let (address, ..) = serve(Router::new().route("/", get(|| async { "whole" })), limits).await;
    let answer = say(address, "GET / HTTP/1.1\r\nhost: x\r\n\r\n").await;
    assert!(answer.contains("200 OK") && answer.ends_with("whole"), "idle from then on: {answer}");
}

#[tokio::test]
async fn a_body_that_dribbles_fails_at_its_time_however_busily() {
    let read = |body: Result<Bytes, _>| async move { if body.is_ok() { "whole" } else { "broken" } };
    let limits = Limits { body: SHORT, ..usual() };
    let (address, ..) = serve(Router::new().route("/", post(read)), limits).await;
    let dribbling = async {
        let mut stream = TcpStream::connect(address).await.expect("a connection");
        let head = "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000000\r\n\r\n";
        stream.write_all(head.as_bytes()).await.expect("sent");
        let (mut from, mut to) = stream.split();
        let mut answer = [0; 512];
        let dribble = async {
            while to.write_all(b"x").await.is_ok() {
                tokio::time::sleep(SHORT / 20).await;
            }
            std::future::pending::<()>().await;
        };
        tokio::select! {
            read = from.read(&mut answer) => String::from_utf8_lossy(&answer[..read.expect("an answer")]).into_owned(),
            () = dribble => String::new(),
        }
    };
    let answer = tokio::time::timeout(PATIENCE, dribbling).await.expect("an end");
    assert!(answer.ends_with("broken"), "{answer}");
    let (address, ..) = serve(Router::new().route("/", post(read)), usual()).await;
    let whole = "POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 1\r\n\r\nx";
    assert!(say(address, whole).await.ends_with("whole"));
}

#[tokio::test]
async fn a_large_body_that_comes_steadily_has_the_time_that_it_takes() {
    const PART: [u8; 16 * 1_024] = [b'x'; 16 * 1_024];
    let read = |body: Result<Bytes, _>| async move { if body.is_ok() { "whole" } else { "broken" } };
    let limits = Limits { body: LONG, ..usual() };
    let (address, ..) = serve(Router::new().route("/", post(read)), limits).await;
    let sending = async {
        let mut stream = TcpStream::connect(address).await.expect("a connection");
        let head = format!(
            "POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
            6 * PART.len()
        );
        stream.write_all(head.as_bytes()).await.expect("sent");
        for _ in 0..6 {
            stream.write_all(&PART).await.expect("sent");
            tokio::time::sleep(LONG / 4).await;
        }
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.expect("an answer");
        answer
    };
    let answer = tokio::time::timeout(PATIENCE, sending).await.expect("an end");
    assert!(answer.ends_with("whole"), "{answer}");
}

#[tokio::test]
async fn a_form_that_does_not_arrive_in_time_is_408() {
    let server = Server::start().await;
    let limits = Limits { body: SHORT, ..usual() };
    let (address, ..) = serve(server.router.clone(), limits).await;
    let form = "POST /api/log_in HTTP/1.1\r\nhost: x\r\nsec-fetch-site: same-origin\r\ncontent-length: 9\r\n\r\nemail";
    let answer = say(address, form).await;
    assert!(answer.starts_with("HTTP/1.1 408 ") && answer.contains("in time"), "{answer}");
}

#[tokio::test]
async fn only_so_many_connections_are_served_at_once_and_all_in_the_end() {
    let (running, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let busy = {
        let (running, most) = (running.clone(), most.clone());
        move || async move {
            most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            // What it works on.
            tokio::time::sleep(Duration::from_millis(50)).await;
            running.fetch_sub(1, Ordering::SeqCst);
            "done"
        }
    };
    let limits = Limits { connections: 3, spare: PATIENCE, ..usual() };
    let (address, ..) = serve(Router::new().route("/", get(busy)), limits).await;
    let request = "GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    let answers = futures::future::join_all((0..12).map(|_| say(address, request))).await;
    assert!(answers.iter().all(|answer| answer.ends_with("done")), "{answers:?}");
    assert_eq!(most.load(Ordering::SeqCst), 3);
}

const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nhost: x\r\n\r\n";

/// From one of this machine's own addresses, 127.0.0.`last`.
async fn connect_from(last: u8, to: SocketAddr) -> TcpStream {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.bind(SocketAddr::from(([127, 0, 0, last], 0))).expect("an address");
    socket.connect(to).await.expect("a connection")
}

/// Reads until this has come.
async fn reads_until(stream: &mut TcpStream, end: &str) -> String {
    let reading = async {
        let mut read = Vec::new();
        while !read.ends_with(end.as_bytes()) {
            read.push(stream.read_u8().await.expect("more"));
        }
        String::from_utf8(read).expect("text")
    };
    tokio::time::timeout(PATIENCE, reading).await.expect("the answer")
}

async fn reads_to_end(stream: &mut TcpStream) -> String {
    let mut read = Vec::new();
    let reading = tokio::time::timeout(PATIENCE, stream.read_to_end(&mut read)).await;
    // A connection that is reset is closed as well.
    _ = reading.expect("the server closes the connection");
    String::from_utf8(read).expect("text")
}

/// Answers without an end, and a sign for each that is dropped.
fn endless(dropped: &Arc<Notify>) -> Router {
    struct Dropped(Arc<Notify>);
    impl Drop for Dropped {
        fn drop(&mut self) {
            self.0.notify_one();
        }
    }
    let dropped = dropped.clone();
    let endless = move || {
        let held = Dropped(dropped.clone());
        let parts = std::iter::repeat_with(move || {
            let _held = &held;
            Ok::<_, std::io::Error>(Bytes::from_static(&[b'x'; 64 * 1_024]))
        });
        async { Body::from_stream(futures::stream::iter(parts)) }
    };
    Router::new().route("/", get(endless))
}

#[tokio::test]
async fn a_client_that_reads_nothing_of_its_answer_loses_the_connection() {
    let dropped = Arc::new(Notify::new());
    let limits = Limits { unread: SHORT, ..usual() };
    let (address, ..) = serve(endless(&dropped), limits).await;
    let mut browser = TcpStream::connect(address).await.expect("a connection");
    browser.write_all(REQUEST).await.expect("sent");
    tokio::time::timeout(PATIENCE, dropped.notified()).await.expect("the answer is given up");
}

#[tokio::test]
async fn a_client_that_reads_slowly_keeps_the_connection() {
    let dropped = Arc::new(Notify::new());
    let limits = Limits { unread: LONG, ..usual() };
    let (address, ..) = serve(endless(&dropped), limits).await;
    let mut browser = TcpStream::connect(address).await.expect("a connection");
    browser.write_all(REQUEST).await.expect("sent");
    let mut part = vec![0; 4 * 1_024 * 1_024];
    // Longer in all than the time without any reading.
    for _ in 0..6 {
        browser.read_exact(&mut part).await.expect("the answer goes on");
        tokio::time::sleep(LONG / 4).await;
    }
    browser.read_exact(&mut part).await.expect("the answer goes on");
}

#[tokio::test]
async fn one_network_leaves_connections_for_others_and_a_trusted_proxy_needs_no_share() {
    let app = || Router::new().route("/", get(|| async { "whole" }));
    let limits = Limits { of_network: 2, ..usual() };
    let (address, ..) = serve(app(), limits.clone()).await;
    let mut held = Vec::new();
    for _ in 0..2 {
        let mut stream = connect_from(1, address).await;
        stream.write_all(REQUEST).await.expect("sent");
        assert!(reads_until(&mut stream, "whole").await.contains("200 OK"));
        held.push(stream);
    }
    let mut third = connect_from(1, address).await;
    let refused = reads_to_end(&mut third).await;
    assert!(refused.starts_with("HTTP/1.1 429 ") && refused.contains("retry-after: 10\r\n"), "{refused}");
    let mut other = connect_from(2, address).await;
    other.write_all(REQUEST).await.expect("sent");
    assert!(reads_until(&mut other, "whole").await.contains("200 OK"), "another network");

    let proxy = [Network::parse("127.0.0.1").expect("an address")];
    let (address, ..) = serve(app(), Limits { trusted_proxies: TrustedProxies::new(&proxy), ..limits }).await;
    for _ in 0..5 {
        let mut stream = connect_from(1, address).await;
        stream.write_all(REQUEST).await.expect("sent");
        assert!(reads_until(&mut stream, "whole").await.contains("200 OK"));
        held.push(stream);
    }
}

#[tokio::test]
async fn a_full_server_says_that_it_is_healthy_and_to_everybody_else_that_it_is_full() {
    let pending =
        || async { Body::from_stream(futures::stream::pending::<Result<Vec<u8>, std::io::Error>>()) };
    let app = || Router::new().route("/", get(pending)).route("/healthz", get(|| async { "ok" }));
    let health = "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n";
    let (address, ..) = serve(app(), Limits { connections: 2, spare: LONG, ..usual() }).await;
    let mut held = Vec::new();
    for _ in 0..2 {
        let mut stream = TcpStream::connect(address).await.expect("a connection");
        stream.write_all(REQUEST).await.expect("sent");
        reads_until(&mut stream, "\r\n\r\n").await;
        held.push(stream);
    }
    for _ in 0..2 {
        let answer = say(address, health).await;
        assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("ok"), "{answer}");
    }
    let answer = say(address, "GET / HTTP/1.1\r\nhost: x\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 503 ") && answer.contains("retry-after: 10\r\n"), "{answer}");
    assert!(answer.contains("no free connection"), "{answer}");
    // Nothing comes on these.
    let silent = futures::future::join_all((0..30).map(|_| async { say(address, "").await })).await;
    assert!(silent.iter().all(|answer| !answer.contains("200 OK")));
    held.pop();
    let mut next = TcpStream::connect(address).await.expect("a connection");
    next.write_all(REQUEST).await.expect("sent");
    assert!(reads_until(&mut next, "\r\n\r\n").await.contains("200 OK"), "a place is free again");
}

#[tokio::test]
async fn where_few_places_are_left_no_connection_is_kept_for_a_next_request() {
    let app = Router::new().route("/", get(|| async { "whole" }));
    let (address, ..) = serve(app, Limits { connections: 20, ..usual() }).await;
    let mut held = Vec::new();
    for count in 1..=20 {
        let mut stream = TcpStream::connect(address).await.expect("a connection");
        stream.write_all(REQUEST).await.expect("sent");
        let answer = reads_until(&mut stream, "whole").await;
        assert_eq!(answer.contains("connection: close"), count > 18, "{count}: {answer}");
        held.push(stream);
    }
}
