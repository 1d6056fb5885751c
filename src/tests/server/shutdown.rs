use axum::Router;
use axum::body::Body;
use axum::routing::get;
use leptos_messenger::server::serve_until;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

#[tokio::test]
async fn a_stream_that_never_ends_does_not_hold_a_stop_for_ever() {
    let endless =
        || async { Body::from_stream(futures::stream::pending::<Result<Vec<u8>, std::io::Error>>()) };
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let stop = std::sync::Arc::new(Notify::new());
    let asked = {
        let stop = stop.clone();
        async move { stop.notified().await }
    };
    let app = Router::new().route("/", get(endless));
    let serving = tokio::spawn(serve_until(asked, listener, app, Duration::ZERO));

    let mut browser = TcpStream::connect(address).await.expect("a connection");
    browser.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.expect("a request");
    browser.read_u8().await.expect("the answer has begun");
    stop.notify_one();
    serving.await.expect("no panic").expect("a clean end");
}
