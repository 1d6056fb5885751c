//! A teammate's browser, as the server sees it.

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

const PASSWORD: &str = "guillemots on the ledge";
/// The settings of a server that makes the teammate.
pub const TEAMMATE: [(&str, &str); 2] = [("DEMO_ACCOUNTS", "1"), ("DEMO_TEAMMATE_PASSWORD", PASSWORD)];

pub struct Teammate {
    connection: SendRequest<Full<Bytes>>,
    cookie: String,
}

impl Teammate {
    pub async fn log_in(address: &str) -> Self {
        let stream = TcpStream::connect(address).await.expect("a connection");
        stream.set_nodelay(true).expect("a socket");
        let (connection, driver) = handshake(TokioIo::new(stream)).await.expect("a connection");
        tokio::spawn(driver);
        let mut teammate = Self { connection, cookie: String::new() };
        let form = format!("email=teammate%40example.com&password={}", PASSWORD.replace(' ', "+"));
        teammate.cookie = teammate.post("/api/log_in", form).await;
        teammate
    }

    /// Submits a form. Returns the cookie that the answer sets.
    pub async fn post(&mut self, path: &str, form: String) -> String {
        let request = Request::post(path)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("cookie", &self.cookie)
            .body(Full::from(form));
        self.send(request.expect("a request")).await.0
    }

    pub fn cookie(&self) -> String {
        format!("cookie: {}", self.cookie)
    }

    /// With the app's session, or a person's credential instead.
    pub async fn get(&mut self, path: &str, credential: Option<&str>) -> String {
        let request = Request::get(path).header("accept", "application/json");
        let request = match credential {
            Some(credential) => request.header("authorization", format!("Bearer {credential}")),
            None => request.header("cookie", &self.cookie),
        };
        self.send(request.body(Full::default()).expect("a request")).await.1
    }

    /// Cookie and body.
    async fn send(&mut self, mut request: Request<Full<Bytes>>) -> (String, String) {
        request.headers_mut().insert("host", "shop.example".parse().expect("a header"));
        self.connection.ready().await.expect("a connection");
        let response = self.connection.send_request(request).await.expect("an answer");
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.into_body().collect().await.expect("a body").to_bytes();
        let body = String::from_utf8_lossy(&body).into_owned();
        assert_eq!(status, StatusCode::OK, "{body}");
        let cookie = headers.get("set-cookie").and_then(|line| line.to_str().ok()).unwrap_or_default();
        (cookie.split(';').next().unwrap_or_default().to_owned(), body)
    }
}
