//! Both sides of conversations, through the routes: people in the panel, teammates at the inbox.

mod act_many;
mod assignment;
mod attachments;
mod background;
mod blocking;
mod conversation_tags;
mod conversations;
mod files_of_teammates;
mod folder;
mod forgotten;
mod hostile;
mod lead;
mod messenger_settings;
mod notes_page;
pub mod outbound;
mod pages_of_parts;
mod people;
mod people_import;
mod people_lists;
mod permissions;
mod person;
mod record_attributes;
mod records;
mod subscriptions_page;
mod tags_and_notes;
mod tags_page;
mod teammates;
mod timeline;
mod typing;
mod unread;
mod uploads;
mod usual_reply;

use axum::body::{Body, to_bytes};
use axum::http::{Request, Response, StatusCode};
use futures::StreamExt;
use futures::stream::BoxStream;
use leptos_messenger::clock::Clock;
use leptos_messenger::database::Db;
use leptos_messenger::workspace::Workspace;
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;

use super::Server;
use crate::database::{Database, execute, texts};

/// For a stream that does not report what it should.
const PATIENCE: Duration = Duration::from_secs(60);

/// For the runtime's timers alone: what waits for the database or the network goes on in real time.
pub async fn pass(time: Duration) {
    tokio::time::pause();
    tokio::time::advance(time).await;
    tokio::time::resume();
}
const TEAMMATE: &str = "teammate@example.com";

/// Both sides of an app's conversations.
pub struct Desk {
    pub server: Server,
    pub cookie: String,
}

impl Desk {
    pub async fn open() -> Self {
        let Database { url, folder } = Database::fresh().await;
        Self::over(&url, folder, Clock::manual(1_800_000_000)).await
    }

    /// With these settings instead of the defaults.
    pub async fn with(settings: &[(&str, &str)]) -> Self {
        let database = Database::fresh().await;
        let db = database.open().await;
        Self::set(db, database.folder, Clock::manual(1_800_000_000), settings).await
    }

    /// Of a server on this database.
    pub async fn over(url: &str, folder: TempDir, clock: Clock) -> Self {
        let attachments = folder.path().join("files");
        Self::sharing(url, folder, &attachments, clock).await
    }

    /// And with this folder of files.
    pub async fn sharing(url: &str, folder: TempDir, attachments: &Path, clock: Clock) -> Self {
        Self::on(Db::open(url).await.expect("a database"), folder, attachments, clock).await
    }

    /// The same, of a database that is open.
    pub async fn on(db: Db, folder: TempDir, attachments: &Path, clock: Clock) -> Self {
        Self::set(db, folder, clock, &[("ATTACHMENTS_DIR", attachments.to_str().expect("text"))]).await
    }

    async fn set(db: Db, folder: TempDir, clock: Clock, settings: &[(&str, &str)]) -> Self {
        let settings = [settings, &[("LEPTOS_ENV", "DEV")]].concat();
        let server = Server::over(folder, db, clock, &settings).await;
        let cookie = server.log_in(TEAMMATE).await;
        Self { server, cookie }
    }

    pub fn workspace(&self) -> &Workspace {
        self.server.state.brands.first().embedded.as_ref().expect("a workspace")
    }

    pub fn app_id(&self) -> String {
        self.server.state.brands.first().app_id().to_owned()
    }

    pub async fn asked(&self, request: Request<Body>) -> (StatusCode, String) {
        let response = self.server.send(request).await;
        let status = response.status();
        let body = to_bytes(response.into_body(), usize::MAX).await.expect("a body");
        (status, String::from_utf8(body.to_vec()).expect("text"))
    }

    /// A person's own request to the workspace, with their session if they have one.
    pub async fn person(&self, path: &str, body: Option<Value>, credential: &str) -> (StatusCode, String) {
        let method = if body.is_some() { "POST" } else { "GET" };
        let request = Request::builder().method(method).uri(format!("/messenger/web/{path}"));
        let request = match credential {
            "" => request,
            credential => request.header("authorization", format!("Bearer {credential}")),
        };
        let body = body.map_or(Body::empty(), |body| Body::from(body.to_string()));
        self.asked(request.header("content-type", "application/json").body(body).expect("a request")).await
    }

    /// A visitor's session.
    pub async fn visitor(&self) -> String {
        let page = json!({ "url": "https://shop.example/plans", "title": "Plans" });
        let boot = json!({ "app_id": self.app_id(), "call": "boot", "page": page, "settings": {} });
        let (status, body) = self.person("ping", Some(boot), "").await;
        assert_eq!(status, StatusCode::OK, "{body}");
        parsed(&body)["session"].as_str().expect("a session").to_owned()
    }

    /// A person's file.
    pub async fn uploads(&self, credential: &str, name: &str, content: Vec<u8>) -> (StatusCode, String) {
        let request =
            Request::post(format!("/messenger/web/attachments?app_id={}&name={name}", self.app_id()))
                .header("authorization", format!("Bearer {credential}"))
                .header("content-type", "application/octet-stream");
        self.asked(request.body(Body::from(content)).expect("a request")).await
    }

    /// Returns the conversation.
    pub async fn writes(&self, credential: &str, key: &str, into: Option<i64>, words: &str) -> i64 {
        let conversation = into.map(|number| number.to_string());
        let message =
            json!({ "app_id": self.app_id(), "key": key, "conversation": conversation, "text": words });
        let (status, body) = self.person("message", Some(message), credential).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        parsed(&body)["conversation"].as_str().expect("an id").parse().expect("a number")
    }

    pub async fn reads(&self, credential: &str, conversation: i64) -> String {
        let path = format!("conversations/{conversation}?app_id={}", self.app_id());
        self.person(&path, None, credential).await.1
    }

    pub async fn list(&self, query: &str) -> Value {
        let (status, body) = self.get(&format!("/api/inbox?{query}"), &self.cookie).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        parsed(&body)
    }

    pub async fn thread(&self, id: i64) -> Value {
        let (status, body) = self.get(&format!("/api/inbox_conversation?id={id}"), &self.cookie).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        parsed(&body)
    }

    pub async fn get(&self, path: &str, cookie: &str) -> (StatusCode, String) {
        let request = Request::get(path).header("cookie", cookie).header("accept", "application/json");
        self.asked(request.body(Body::empty()).expect("a request")).await
    }

    pub async fn acts(&self, endpoint: &str, form: &str) -> (StatusCode, String) {
        self.acts_as(endpoint, form, &self.cookie).await
    }

    pub async fn acts_as(&self, endpoint: &str, form: &str, cookie: &str) -> (StatusCode, String) {
        let request = Request::post(format!("/api/{endpoint}"))
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("accept", "application/json")
            .header("cookie", cookie);
        self.asked(request.body(Body::from(form.to_owned())).expect("a request")).await
    }

    pub async fn stream(&self, path: &str, header: (&str, &str)) -> Stream {
        let request = Request::get(path).header(header.0, header.1);
        let response = self.server.send(request.body(Body::empty()).expect("a request")).await;
        Stream::of(response)
    }
}

pub struct Stream(BoxStream<'static, String>);

impl Stream {
    pub fn of(response: Response<Body>) -> Self {
        assert_eq!(response.status(), StatusCode::OK);
        let text = |chunk: Result<_, _>| {
            String::from_utf8(axum::body::Bytes::into(chunk.expect("a chunk"))).expect("text")
        };
        Self(response.into_body().into_data_stream().map(text).boxed())
    }

    /// The next event, and no heartbeat. None at the end.
    pub async fn next(&mut self) -> Option<String> {
        let event = async {
            loop {
                match self.0.next().await {
                    Some(event) if event.contains("heartbeat") => {}
                    other => return other,
                }
            }
        };
        tokio::time::timeout(PATIENCE, event).await.expect("the stream says something")
    }

    /// Reads until one comes: an event of its own, or a comment.
    pub async fn heartbeat(&mut self) {
        let is_heartbeat = |event: &str| event.starts_with(':') || event.starts_with("event: heartbeat\n");
        while !is_heartbeat(&self.0.next().await.expect("the stream goes on")) {}
    }

    /// Reads until a change of this conversation is reported.
    pub async fn until(&mut self, conversation: i64) {
        let change = format!("event: change\ndata: {conversation}\n\n");
        while self.next().await.expect("the stream goes on") != change {}
    }
}

pub fn parsed(body: &str) -> Value {
    serde_json::from_str(body).unwrap_or_else(|_| panic!("no JSON: {body}"))
}

pub fn ids(list: &Value) -> Vec<i64> {
    let rows = list["rows"].as_array().expect("rows");
    rows.iter().map(|row| row["id"].as_i64().expect("an id")).collect()
}

pub fn texts_of(thread: &Value) -> Vec<String> {
    let parts = thread["parts"].as_array().expect("parts");
    parts.iter().map(|part| part["text"].as_str().expect("a text").to_owned()).collect()
}
