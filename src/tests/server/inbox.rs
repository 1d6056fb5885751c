//! The teammates' inbox: who reads and writes what, through the routes.

mod assignment;
mod hostile;
mod unread;

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use futures::StreamExt;
use futures::stream::BoxStream;
use leptos_messenger::clock::Clock;
use leptos_messenger::database::Db;
use leptos_messenger::workspace::Workspace;
use serde_json::{Value, json};
use std::time::Duration;
use tempfile::TempDir;

use super::Server;
use crate::database::{Database, execute, texts};

/// For a stream that does not report what it should.
const PATIENCE: Duration = Duration::from_secs(60);
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

    /// Of a server on this database.
    pub async fn over(url: &str, folder: TempDir, clock: Clock) -> Self {
        let db = Db::open(url).await.expect("a database");
        let settings = [("LEPTOS_ENV", "DEV"), ("ARGON2_MEMORY_KIB", "7168"), ("ARGON2_PASSES", "1")];
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

    async fn asked(&self, request: Request<Body>) -> (StatusCode, String) {
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

    async fn acts_as(&self, endpoint: &str, form: &str, cookie: &str) -> (StatusCode, String) {
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
        assert_eq!(response.status(), StatusCode::OK);
        let text = |chunk: Result<_, _>| {
            String::from_utf8(axum::body::Bytes::into(chunk.expect("a chunk"))).expect("text")
        };
        Stream(response.into_body().into_data_stream().map(text).boxed())
    }
}

pub struct Stream(BoxStream<'static, String>);

impl Stream {
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

fn texts_of(thread: &Value) -> Vec<String> {
    let parts = thread["parts"].as_array().expect("parts");
    parts.iter().map(|part| part["text"].as_str().expect("a text").to_owned()).collect()
}

#[tokio::test]
async fn a_teammate_answers_and_the_person_reads_the_answer_and_never_a_note() {
    let desk = Desk::open().await;
    let visitor = desk.visitor().await;
    let id = desk.writes(&visitor, "k1", None, "Is the kettle on?").await;
    assert_eq!(desk.list("").await["rows"][0]["words"], "Is the kettle on?");
    let (status, body) = desk.acts("inbox_reply", &format!("id={id}&key=a1&text=It+is.")).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let (status, body) = desk.acts("inbox_note", &format!("id={id}&key=a2&text=Asked+before.")).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    assert_eq!(texts_of(&desk.thread(id).await), ["Is the kettle on?", "It is.", "Asked before."]);
    let read = desk.reads(&visitor, id).await;
    assert!(read.contains("It is.") && read.contains("Ines Aalto") && !read.contains("Asked"), "{read}");
}

#[tokio::test]
async fn the_same_reply_twice_is_stored_once_and_another_with_its_key_is_refused() {
    let desk = Desk::open().await;
    let id = desk.writes(&desk.visitor().await, "k1", None, "Hello").await;
    let form = format!("id={id}&key=a1&text=Good+morning");
    let (first, again) = (desk.acts("inbox_reply", &form).await, desk.acts("inbox_reply", &form).await);
    assert_eq!(first, again);
    let (other, words) = desk.acts("inbox_reply", &format!("id={id}&key=a1&text=Good+night")).await;
    assert!(
        other == StatusCode::CONFLICT && words.contains("What you sent first has arrived"),
        "{other} {words}"
    );
    assert_eq!(texts_of(&desk.thread(id).await), ["Hello", "Good morning"]);
}

#[tokio::test]
async fn who_has_waited_longest_comes_first_then_the_newest_and_pages_leave_none_out() {
    let desk = Desk::open().await;
    let clock = &desk.server.state.clock;
    let mut all = Vec::new();
    for n in 0..70 {
        let visitor = desk.visitor().await;
        let id = desk.writes(&visitor, "k", None, "Hello").await;
        if n % 2 == 0 {
            let (status, _) = desk.acts("inbox_reply", &format!("id={id}&key=a{n}&text=Hello+you")).await;
            assert_eq!(status, StatusCode::OK);
        }
        all.push(id);
        clock.advance(1);
    }
    let waiting = all.iter().copied().skip(1).step_by(2);
    let answered = all.iter().copied().step_by(2).rev();
    let expected: Vec<i64> = waiting.chain(answered).collect();
    let (mut listed, mut after) = (Vec::new(), String::new());
    loop {
        let page = desk.list(&format!("after={after}")).await;
        listed.extend(ids(&page));
        match page["next"].as_str() {
            Some(next) => next.clone_into(&mut after),
            None => break,
        }
    }
    assert_eq!(listed, expected);
}

#[tokio::test]
async fn a_closed_conversation_is_opened_again_by_its_persons_next_message() {
    let desk = Desk::open().await;
    let visitor = desk.visitor().await;
    let id = desk.writes(&visitor, "k1", None, "Hello").await;
    assert_eq!(desk.acts("inbox_close", &format!("id={id}")).await.0, StatusCode::OK);
    assert!(ids(&desk.list("").await).is_empty());
    assert_eq!(ids(&desk.list("folder=closed").await), [id]);
    assert!(!desk.reads(&visitor, id).await.contains("closed"), "nobody tells the person");
    desk.writes(&visitor, "k2", Some(id), "One more thing").await;
    assert_eq!(ids(&desk.list("").await), [id]);
    assert_eq!(desk.acts("inbox_snooze", &format!("id={id}&hours=24")).await.0, StatusCode::OK);
    assert_eq!(ids(&desk.list("folder=snoozed").await), [id]);
    assert_eq!(desk.acts("inbox_reopen", &format!("id={id}")).await.0, StatusCode::OK);
    assert_eq!(ids(&desk.list("").await), [id]);
    for hours in [0, 673, -1] {
        let (status, _) = desk.acts("inbox_snooze", &format!("id={id}&hours={hours}")).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{hours}");
    }
}

#[tokio::test]
async fn a_teammate_of_another_app_reads_nothing_and_another_apps_conversation_is_not_there() {
    let desk = Desk::open().await;
    let id = desk.writes(&desk.visitor().await, "k1", None, "Is the kettle on?").await;
    let db = &desk.server.state.db;
    execute(db, "insert into workspace_apps (app_id, name, created_at) values ('other', 'Other', 1)").await;
    execute(db, &format!("update conversations set app_id = 'other' where number = {id}")).await;
    let calls = [
        ("inbox_reply", format!("id={id}&key=a1&text=Hello")),
        ("inbox_note", format!("id={id}&key=a2&text=Hello")),
        ("inbox_assign", format!("id={id}&to=")),
        ("inbox_close", format!("id={id}")),
        ("inbox_snooze", format!("id={id}&hours=1")),
        ("inbox_seen", format!("id={id}&part={id}")),
    ];
    for (endpoint, form) in &calls {
        assert_eq!(desk.acts(endpoint, form).await.0, StatusCode::NOT_FOUND, "{endpoint}");
    }
    let path = format!("/api/inbox_conversation?id={id}");
    assert_eq!(desk.get(&path, &desk.cookie).await.0, StatusCode::NOT_FOUND);
    assert!(ids(&desk.list("").await).is_empty());

    // The account is a teammate of the other app alone.
    execute(db, &format!("update conversations set app_id = '{}' where number = {id}", desk.app_id())).await;
    execute(db, "update teammates set app_id = 'other'").await;
    for (endpoint, form) in &calls {
        assert_eq!(desk.acts(endpoint, form).await.0, StatusCode::FORBIDDEN, "{endpoint}");
    }
    for path in [path.as_str(), "/api/inbox", "/workspace/inbox/stream"] {
        let (status, body) = desk.get(path, &desk.cookie).await;
        assert!(status == StatusCode::FORBIDDEN && !body.contains("kettle"), "{path}: {status} {body}");
    }
    assert_eq!(texts(db, "select count(*) from parts").await, ["1"]);
}

#[tokio::test]
async fn both_sides_streams_report_a_reply_what_was_seen_and_a_new_conversation() {
    let desk = Desk::open().await;
    let visitor = desk.visitor().await;
    let id = desk.writes(&visitor, "k1", None, "Hello").await;
    let bearer = format!("Bearer {visitor}");
    let path = format!("/messenger/web/stream?app_id={}&after={}", desk.app_id(), i64::MAX);
    let mut persons = desk.stream(&path, ("authorization", &bearer)).await;
    let mut teammates = desk.stream("/workspace/inbox/stream", ("cookie", &desk.cookie)).await;
    assert!(persons.next().await.unwrap().contains("ready"));
    assert!(teammates.next().await.unwrap().contains("ready"));
    // The message from before may be reported still: it was stored, and is passed on a moment later.
    desk.acts("inbox_reply", &format!("id={id}&key=a2&text=A+reply")).await;
    persons.until(id).await;
    teammates.until(id).await;
    let seen = json!({ "app_id": desk.app_id(), "conversation": id.to_string(), "part": "999999" });
    assert_eq!(desk.person("seen", Some(seen), &visitor).await.0, StatusCode::NO_CONTENT);
    persons.until(id).await;
    teammates.until(id).await;
    let other = desk.writes(&visitor, "k2", None, "Something else").await;
    persons.until(other).await;
    teammates.until(other).await;
}

#[tokio::test]
async fn a_persons_stream_reports_at_once_what_changed_since_its_cursor_and_no_note() {
    let desk = Desk::open().await;
    let visitor = desk.visitor().await;
    let id = desk.writes(&visitor, "k1", None, "Hello").await;
    let read = desk.reads(&visitor, id).await;
    let cursor = read.split("data-cursor=\"").nth(1).expect("a cursor").split('"').next().expect("a number");
    let path = format!("/messenger/web/stream?app_id={}&after={cursor}", desk.app_id());
    let bearer = format!("Bearer {visitor}");
    desk.acts("inbox_note", &format!("id={id}&key=a1&text=A+note")).await;
    let first = desk.stream(&path, ("authorization", &bearer)).await.next().await.expect("an event");
    assert!(first.contains("event: ready"), "{first}");
    desk.acts("inbox_reply", &format!("id={id}&key=a2&text=A+reply")).await;
    let first = desk.stream(&path, ("authorization", &bearer)).await.next().await.expect("an event");
    assert!(first.contains("event: change"), "{first}");
}

#[tokio::test]
async fn streams_end_with_the_session_that_opened_them() {
    let desk = Desk::open().await;
    let visitor = desk.visitor().await;
    let bearer = format!("Bearer {visitor}");
    let path = format!("/messenger/web/stream?app_id={}&after={}", desk.app_id(), i64::MAX);
    let mut persons = desk.stream(&path, ("authorization", &bearer)).await;
    let mut teammates = desk.stream("/workspace/inbox/stream", ("cookie", &desk.cookie)).await;
    assert!(persons.next().await.is_some() && teammates.next().await.is_some());
    assert_eq!(desk.person("shutdown", Some(json!({})), &visitor).await.0, StatusCode::NO_CONTENT);
    desk.acts("log_out", "").await;
    assert_eq!((persons.next().await, teammates.next().await), (None, None));
}

#[tokio::test]
async fn what_a_side_has_read_never_goes_back_nor_beyond_what_there_is() {
    let desk = Desk::open().await;
    let visitor = desk.visitor().await;
    let first = desk.writes(&visitor, "k1", None, "One").await;
    desk.acts("inbox_reply", &format!("id={first}&key=a1&text=Two")).await;
    let newest = desk.thread(first).await["newest"].as_i64().unwrap();
    for (part, read_to) in [(first, first), (i64::MAX, newest), (first, newest), (-1, newest)] {
        let seen =
            json!({ "app_id": desk.app_id(), "conversation": first.to_string(), "part": part.to_string() });
        assert_eq!(desk.person("seen", Some(seen), &visitor).await.0, StatusCode::NO_CONTENT);
        assert_eq!(desk.thread(first).await["seen_to"], read_to, "{part}");
    }
    let stranger = desk.visitor().await;
    let seen = json!({ "app_id": desk.app_id(), "conversation": first.to_string(), "part": "1" });
    assert_eq!(desk.person("seen", Some(seen), &stranger).await.0, StatusCode::NOT_FOUND);
}
