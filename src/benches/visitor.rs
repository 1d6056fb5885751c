//! A browser's Messenger, as the server sees it: boots as a visitor, then pings from page to page.

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;
use tokio::net::TcpSocket;

/// Longer than an answer takes. Once, with the connection gone, nothing woke a request that waited.
const PATIENCE: Duration = Duration::from_secs(30);

pub struct Visitor {
    connection: SendRequest<Full<Bytes>>,
    app_id: String,
    credential: String,
}

impl Visitor {
    /// `None` if the server went away meanwhile.
    pub async fn boot(address: &str, app_id: &str, url: &str) -> Option<Self> {
        Some(Self::boot_with(address, app_id, url, json!({})).await?.0)
    }

    /// Boots with these settings. Returns the answer, too.
    pub async fn boot_with(address: &str, app_id: &str, url: &str, settings: Value) -> Option<(Self, Value)> {
        let connection = connect(address).await?;
        let mut visitor = Self { connection, app_id: app_id.to_owned(), credential: String::new() };
        let reply = visitor.ping("boot", url, settings).await?;
        reply["session"].as_str()?.clone_into(&mut visitor.credential);
        Some((visitor, reply))
    }

    pub fn credential(&self) -> &str {
        &self.credential
    }

    /// The answer: what it reports is stored. `None` if the server went away before that.
    pub async fn update(&mut self, url: &str) -> Option<Value> {
        self.ping("update", url, json!({})).await
    }

    /// The answer: the event is stored.
    pub async fn track(&mut self, name: &str) -> Option<Value> {
        self.post("/messenger/web/event", json!({ "app_id": self.app_id, "name": name })).await
    }

    /// The answer: the message is stored. `key` says which one it is; `to` is a conversation, or none begins one.
    pub async fn write(&mut self, key: &str, to: Option<&str>, text: &str) -> Option<Value> {
        let body = json!({ "app_id": self.app_id, "key": key, "conversation": to, "text": text });
        self.post("/messenger/web/message", body).await
    }

    /// Goes on at another server, or at one that was started again.
    pub async fn reconnect(&mut self, address: &str) -> Option<()> {
        self.connection = connect(address).await?;
        Some(())
    }

    async fn ping(&mut self, call: &str, url: &str, settings: Value) -> Option<Value> {
        let body = json!({
            "app_id": self.app_id,
            "ping_id": "0123456789abcdef0123456789abcdef",
            "call": call,
            "page": { "url": url, "title": "A coffee", "referrer": "" },
            "settings": settings,
        });
        self.post("/messenger/web/ping", body).await
    }

    async fn post(&mut self, path: &str, body: Value) -> Option<Value> {
        tokio::time::timeout(PATIENCE, self.send(path, body)).await.ok()?
    }

    async fn send(&mut self, path: &str, body: Value) -> Option<Value> {
        let mut request = Request::post(path).header("host", "shop.example");
        request = request.header("content-type", "application/json");
        if !self.credential.is_empty() {
            request = request.header("authorization", format!("Bearer {}", self.credential));
        }
        let request = request.body(Full::from(body.to_string())).ok()?;
        self.connection.ready().await.ok()?;
        let response = self.connection.send_request(request).await.ok()?;
        assert_eq!(response.status(), StatusCode::OK);
        let body = response.into_body().collect().await.ok()?.to_bytes();
        serde_json::from_slice(&body).ok()
    }
}

/// Each connection comes from another address of this machine: the server takes so many of one.
async fn connect(address: &str) -> Option<SendRequest<Full<Bytes>>> {
    static CONNECTIONS: AtomicU8 = AtomicU8::new(0);
    let socket = TcpSocket::new_v4().ok()?;
    let from = Ipv4Addr::new(127, 0, 2, CONNECTIONS.fetch_add(1, Ordering::Relaxed).max(1));
    socket.bind((from, 0).into()).ok()?;
    let stream = socket.connect(address.parse().ok()?).await.ok()?;
    stream.set_nodelay(true).ok()?;
    let (connection, driver) = handshake(TokioIo::new(stream)).await.ok()?;
    tokio::spawn(driver);
    Some(connection)
}
