//! The embedded workspace, through its routes and without a socket.

#![expect(clippy::expect_used, clippy::panic, reason = "what a test stands on may fail loudly")]

mod attributes;
mod consents;
mod contacts;
mod conversation_fields;
mod conversations;
mod cors;
pub mod crash;
mod csv_export;
mod csv_import;
mod data;
mod data_events;
mod desk;
mod desk_stories;
mod feed;
mod filters;
mod floods;
mod forged;
mod identity;
mod keys;
mod ledger;
mod limits;
mod location;
pub mod lost_answer;
mod notes;
mod open;
mod panel;
mod people;
mod people_stories;
mod ratings;
mod retention;
mod revoked;
mod segments;
mod sessions;
mod statistics;
mod stories;
mod tags;
mod teammates;
mod unproved;
mod widget;
mod writer;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use leptos_messenger::clock::Clock;
use leptos_messenger::error::Error;
use leptos_messenger::workspace::feed::{FeedEntry, FeedKind, PingAccepted, PingRefused};
use leptos_messenger::workspace::widget::routes;
use leptos_messenger::workspace::{Files, IdentitySecret, Workspace, forget_old, forget_user, revoke_tokens};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::database::{Database, execute, texts};

/// When the tests' clock starts.
const NOW: i64 = 1_800_000_000;
const SECRET: &str = "a-secret-that-only-these-tests-know-of";
const HOME: &str = "https://shop.example/";

/// A workspace on a fresh database, with a clock of its own.
struct Bench {
    workspace: Workspace,
    clock: Clock,
    router: Router,
    database: Database,
}

struct Answer {
    status: StatusCode,
    body: String,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.body))
    }

    /// The credential of the session that a boot opened.
    fn credential(&self) -> String {
        assert_eq!(self.status, StatusCode::OK, "{}", self.body);
        self.json()["session"].as_str().expect("a session").to_owned()
    }

    fn visitor_id(&self) -> String {
        self.json()["visitor_id"].as_str().expect("a visitor id").to_owned()
    }
}

impl Bench {
    async fn new() -> Self {
        Self::with(IdentitySecret::new(SECRET)).await
    }

    async fn with(secret: Option<IdentitySecret>) -> Self {
        let database = Database::fresh().await;
        let clock = Clock::manual(NOW);
        let workspace = open_in(&database, &clock, secret).await;
        Self { router: routes(workspace.clone(), &[]), workspace, clock, database }
    }

    /// As after a restart.
    async fn reopened(self, secret: Option<IdentitySecret>) -> Self {
        let workspace = open_in(&self.database, &self.clock, secret).await;
        Self { router: routes(workspace.clone(), &[]), workspace, ..self }
    }

    /// A ping as the loader sends it, from the tests' app.
    async fn ping(&self, call: &str, url: &str, settings: Value, credential: Option<&str>) -> Answer {
        self.ping_as(None, call, url, settings, credential).await
    }

    async fn ping_as(
        &self,
        visitor_id: Option<&str>,
        call: &str,
        url: &str,
        settings: Value,
        credential: Option<&str>,
    ) -> Answer {
        let body = json!({
            "app_id": self.workspace.app_id(),
            "ping_id": "ping-1",
            "call": call,
            "page": { "url": url, "title": "A page", "referrer": "" },
            "visitor_id": visitor_id,
            "settings": settings,
        });
        self.post("/messenger/web/ping", body.to_string(), credential).await
    }

    /// A ping from any app and platform.
    async fn ping_on(
        &self,
        platform: &str,
        app_id: &str,
        call: &str,
        settings: Value,
        credential: Option<&str>,
    ) -> Answer {
        let body = json!({ "app_id": app_id, "call": call, "page": { "url": HOME }, "settings": settings });
        self.post(&format!("/messenger/{platform}/ping"), body.to_string(), credential).await
    }

    async fn post(&self, path: &str, body: String, credential: Option<&str>) -> Answer {
        let mut request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
        if let Some(credential) = credential {
            request = request.header(header::AUTHORIZATION, format!("Bearer {credential}"));
        }
        let response = self.send(request.body(Body::from(body)).expect("a request")).await;
        assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
        let status = response.status();
        let body = to_bytes(response.into_body(), usize::MAX).await.expect("a body");
        Answer { status, body: String::from_utf8(body.to_vec()).expect("text") }
    }

    async fn send(&self, request: Request<Body>) -> axum::response::Response {
        self.router.clone().oneshot(request).await.expect("an answer")
    }

    async fn boot_user(&self, user_id: &str) -> Answer {
        self.ping("boot", HOME, json!({ "intercom_user_jwt": token(user_id) }), None).await
    }

    /// What the server does once an hour.
    async fn forget_old(&self, seconds: i64) -> Result<u64, Error> {
        forget_old(&self.database.open().await, self.clock.seconds(), seconds).await
    }

    async fn forget_user(&self, user_id: &str) -> Result<(), Error> {
        forget_user(&self.database.open().await, &Files::default(), user_id, self.clock.seconds()).await
    }

    async fn revoke_tokens(&self, user_id: &str) -> Result<(), Error> {
        revoke_tokens(&self.database.open().await, user_id, self.clock.seconds()).await
    }

    async fn entries(&self) -> Vec<FeedEntry> {
        self.entries_after(0).await
    }

    async fn entries_after(&self, number: u64) -> Vec<FeedEntry> {
        let (feed, app_id) = (self.workspace.feed(), self.workspace.app_id());
        let mut entries = feed.after(app_id, number, 1_000_000).await.expect("entries");
        while let Some(last) = entries.last() {
            let page = feed.after(app_id, last.number, 1_000_000).await.expect("entries");
            if page.is_empty() {
                break;
            }
            entries.extend(page);
        }
        entries
    }

    async fn last(&self) -> FeedKind {
        self.entries().await.pop().expect("an entry").kind
    }

    async fn last_accepted(&self) -> PingAccepted {
        match self.last().await {
            FeedKind::PingAccepted(accepted) => accepted,
            other => panic!("not accepted: {other:?}"),
        }
    }

    async fn last_refused(&self) -> PingRefused {
        match self.last().await {
            FeedKind::PingRefused(refused) => refused,
            other => panic!("not refused: {other:?}"),
        }
    }

    async fn last_reason(&self) -> String {
        self.last_refused().await.reason
    }

    /// How many impressions the workspace accepted.
    async fn impressions(&self) -> usize {
        self.entries().await.iter().filter(|entry| matches!(entry.kind, FeedKind::PingAccepted(_))).count()
    }
}

async fn open_in(database: &Database, clock: &Clock, secret: Option<IdentitySecret>) -> Workspace {
    Workspace::open(database.open().await, clock.clone(), secret).await.expect("a workspace")
}

/// A token for two hours.
fn token(user_id: &str) -> String {
    token_until(user_id, NOW + 7_200)
}

fn token_until(user_id: &str, exp: i64) -> String {
    sign(&json!({ "user_id": user_id, "name": format!("{user_id} by name"), "exp": exp }))
}

fn sign(claims: &Value) -> String {
    sign_with(Algorithm::HS256, SECRET, claims)
}

fn sign_with(algorithm: Algorithm, secret: &str, claims: &Value) -> String {
    encode(&Header::new(algorithm), claims, &EncodingKey::from_secret(secret.as_bytes())).expect("a token")
}

/// Any text as a part of a token.
fn part(json: &str) -> String {
    use base64::Engine;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(json)
}
