//! A small server that plays Intercom's REST API.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, Response};
use leptos_messenger::intercom::{AccessToken, Client, VERSION};
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;

pub const TOKEN: &str = "dG9rOmEtc2VjcmV0LXRva2Vu";

/// What it is to answer: status, headers, body.
pub type Answer = (u16, Vec<(&'static str, String)>, String);

#[derive(Clone, Debug)]
pub struct Asked {
    /// Method and path.
    pub what: String,
    pub headers: HeaderMap,
    pub body: Value,
}

#[derive(Clone)]
pub struct Intercom {
    pub base: String,
    asked: Arc<Mutex<Vec<Asked>>>,
    answers: Arc<Mutex<VecDeque<Answer>>>,
}

pub fn ok(body: Value) -> Answer {
    (200, Vec::new(), body.to_string())
}

pub fn accepted() -> Answer {
    (202, Vec::new(), String::new())
}

pub fn refusal(status: u16, code: &str, message: &str) -> Answer {
    let errors = [json!({ "code": code, "message": message, "field": null, "unknown": [1] })];
    (status, Vec::new(), json!({ "type": "error.list", "request_id": null, "errors": errors }).to_string())
}

pub fn not_found() -> Answer {
    refusal(404, "not_found", "User Not Found")
}

impl Intercom {
    /// Answers in this order, and 202 from then on.
    pub async fn answering(answers: impl IntoIterator<Item = Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let (asked, answers) = (Arc::default(), Arc::new(Mutex::new(answers.into_iter().collect())));
        let this = Self { base, asked, answers };
        let serving = this.clone();
        let app = Router::new().fallback(move |request| serving.clone().answer(request));
        tokio::spawn(async move { axum::serve(listener, app).await });
        this
    }

    async fn answer(self, request: Request<Body>) -> Response<Body> {
        let (head, body) = request.into_parts();
        let body = to_bytes(body, 1 << 20).await.expect("a body");
        let what = format!("{} {}", head.method, head.uri);
        let body = serde_json::from_slice(&body).unwrap_or_default();
        self.asked.lock().expect("a lock").push(Asked { what, headers: head.headers, body });
        let next = self.answers.lock().expect("a lock").pop_front();
        let (status, headers, body) = next.unwrap_or_else(accepted);
        if status == 0 {
            return std::future::pending().await;
        }
        let mut response = Response::builder().status(status);
        for (name, value) in headers {
            response = response.header(name, value);
        }
        response.body(Body::from(body)).expect("a response")
    }

    pub fn client(&self) -> Client {
        Client::new(&self.base, VERSION, AccessToken::new(TOKEN))
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("a lock").clone()
    }

    /// Methods and paths.
    pub fn calls(&self) -> Vec<String> {
        self.asked().into_iter().map(|asked| asked.what).collect()
    }
}
