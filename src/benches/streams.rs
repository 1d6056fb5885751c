//! Streams that stay open, each of another person.

use std::net::Ipv4Addr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

use crate::server::Server;
use crate::visitor::Visitor;

/// Of one address; the server takes 200.
const PER_ADDRESS: usize = 150;

/// Open as long as this is kept. What comes on them waits in the system's buffers: heartbeats, no more.
pub struct Streams(Vec<TcpStream>);

impl Streams {
    /// One for each of these sessions.
    pub async fn open<'a>(server: &Server, credentials: impl Iterator<Item = &'a str>) -> Self {
        let mut open = Vec::new();
        for (nth, credential) in credentials.enumerate() {
            let path = format!("/messenger/web/stream?app_id={}&after={}", server.app_id, i64::MAX);
            let head = format!("authorization: Bearer {credential}");
            open.push(stream(server, nth / PER_ADDRESS, &path, &head).await);
        }
        Self(open)
    }

    /// All of them ask at the same moment, as after a restart.
    pub async fn open_at_once(server: &Server, credentials: impl Iterator<Item = &str>) -> Self {
        let path = format!("/messenger/web/stream?app_id={}&after={}", server.app_id, i64::MAX);
        let opening = credentials.enumerate().map(|(nth, credential)| {
            let (path, head) = (&path, format!("authorization: Bearer {credential}"));
            async move { stream(server, nth / PER_ADDRESS, path, &head).await }
        });
        Self(futures::future::join_all(opening).await)
    }

    pub fn count(&self) -> usize {
        self.0.len()
    }
}

/// Returns when its first event is there.
pub async fn stream(server: &Server, address: usize, path: &str, header: &str) -> TcpStream {
    let socket = TcpSocket::new_v4().expect("a socket");
    let address = Ipv4Addr::new(127, 0, 1, u8::try_from(address + 1).expect("an address"));
    socket.bind((address, 0).into()).expect("an address of loopback");
    let mut stream = socket.connect(server.address.parse().expect("an address")).await.expect("a connection");
    let request = format!("GET {path} HTTP/1.0\r\nhost: shop.example\r\n{header}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut answer = Vec::new();
    while !String::from_utf8_lossy(&answer).contains("\r\n\r\nevent: ready") {
        let read = stream.read_buf(&mut answer).await.expect("an answer");
        assert!(read > 0, "no stream: {}", String::from_utf8_lossy(&answer));
    }
    stream
}

/// Each with a session of their own.
pub async fn visitors(server: &Server, count: usize) -> Vec<Visitor> {
    let mut visitors = Vec::with_capacity(count);
    for _ in 0..count {
        visitors.push(visitor(server).await);
    }
    visitors
}

/// Of visitors who keep no connection.
pub async fn credentials(server: &Server, count: usize) -> Vec<String> {
    let mut credentials = Vec::with_capacity(count);
    for _ in 0..count {
        credentials.push(visitor(server).await.credential().to_owned());
    }
    credentials
}

async fn visitor(server: &Server) -> Visitor {
    let booted = Visitor::boot(&server.address, &server.app_id, "http://shop.example/").await;
    booted.expect("a visitor")
}
