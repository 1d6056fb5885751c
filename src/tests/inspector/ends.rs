//! A stream ends with the session that opened it, on whichever server that session ends.

use crate::server::team::add_teammate;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Request, StatusCode, header::COOKIE};
use futures::StreamExt;
use futures::stream::BoxStream;
use leptos_messenger::accounts::{Accounts, CurrentSession, NewSession};
use leptos_messenger::clock::Clock;
use std::time::Duration;
use tempfile::TempDir;

use super::endpoints::{one_call, report};
use crate::database::{Database, execute};
use crate::server::Server;

const PRODUCTION: &[(&str, &str)] = &[("LEPTOS_ENV", "PROD")];
const EMAIL: &str = "astrid@tidewater.example";
const PASSWORD: &str = "kittiwake over the bay";
/// In seconds, as `.github/SECURITY.md` says.
const OUTLIVES_BY: i64 = 5;
/// For a stream that does not do what it should; one that does needs none of it.
const PATIENCE: Duration = Duration::from_secs(20);

/// A teammate's stream.
struct Watching {
    server: Server,
    /// On the same database.
    other: Server,
    session: CurrentSession,
    cookie: String,
    stream: BoxStream<'static, String>,
}

impl Watching {
    async fn begin(settings: &[(&str, &str)]) -> Self {
        let (database, clock) = (Database::fresh().await, Clock::manual(1_800_000_000));
        let (one, two) = (database.open().await, database.open().await);
        let server = Server::over(database.folder, one, clock.clone(), settings).await;
        let other = Server::over(TempDir::new().unwrap(), two, clock, settings).await;
        let accounts = &server.state.accounts;
        let signed_up = accounts.sign_up(&HeaderMap::new(), "Astrid Lunde", EMAIL, PASSWORD).await.unwrap();
        execute(&server.state.db, "update accounts set role = 'teammate'").await;
        let NewSession { session, cookie, .. } = signed_up;
        let app = server.state.brands.first().app_id();
        add_teammate(&server.state.db, app, &session.account_id, "Astrid Lunde").await;
        let cookie = cookie.split(';').next().unwrap().to_owned();
        let stream = open(&server, &cookie).await;
        Self { server, other, session, cookie, stream }
    }

    /// Those of the other server.
    fn accounts(&self) -> &Accounts {
        &self.other.state.accounts
    }

    fn headers(&self) -> HeaderMap {
        HeaderMap::from_iter([(COOKIE, HeaderValue::from_str(&self.cookie).unwrap())])
    }

    async fn log_in_elsewhere(&self) -> CurrentSession {
        self.accounts().log_in(&HeaderMap::new(), EMAIL, PASSWORD).await.unwrap().session
    }

    /// Reads until the stream has said this.
    async fn says(&mut self, what: &str) {
        let mut said = String::new();
        while !said.contains(what) {
            let next = tokio::time::timeout(PATIENCE, self.stream.next()).await;
            said += &next.expect("it says nothing").expect("it ended");
        }
    }

    async fn ends(&mut self) {
        let whole = async { while self.stream.next().await.is_some() {} };
        tokio::time::timeout(PATIENCE, whole).await.expect("the stream goes on");
    }
}

async fn open(server: &Server, cookie: &str) -> BoxStream<'static, String> {
    let request = Request::get("/lifecycle/stream").header("cookie", cookie);
    let response = server.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(response.status(), StatusCode::OK);
    let text = |chunk: Result<_, _>| String::from_utf8(axum::body::Bytes::into(chunk.unwrap())).unwrap();
    response.into_body().into_data_stream().map(text).boxed()
}

async fn ends_after(end: impl AsyncFnOnce(&Watching)) {
    let mut watching = Watching::begin(PRODUCTION).await;
    report(&watching.server, one_call(), Some(&watching.cookie)).await;
    watching.says("Blocked").await;
    end(&watching).await;
    watching.server.state.clock.advance(OUTLIVES_BY);
    watching.ends().await;
}

#[tokio::test]
async fn it_goes_on_while_its_session_lasts() {
    let mut watching = Watching::begin(PRODUCTION).await;
    for _ in 0..3 {
        watching.server.state.clock.advance(OUTLIVES_BY);
        report(&watching.server, one_call(), Some(&watching.cookie)).await;
        watching.says("Blocked").await;
    }
}

#[tokio::test]
async fn it_ends_with_a_log_out() {
    ends_after(async |it| _ = it.accounts().log_out(&it.headers(), Some(&it.session)).await.unwrap()).await;
}

/// The clock stands still: nothing is asked again by itself.
#[tokio::test]
async fn it_ends_at_once_with_a_log_out_on_its_own_server() {
    let mut watching = Watching::begin(PRODUCTION).await;
    report(&watching.server, one_call(), Some(&watching.cookie)).await;
    watching.says("Blocked").await;
    let accounts = watching.server.state.accounts.clone();
    accounts.log_out(&watching.headers(), Some(&watching.session)).await.unwrap();
    watching.ends().await;
}

#[tokio::test]
async fn it_goes_on_when_another_session_of_its_account_ends_on_its_server() {
    let mut watching = Watching::begin(PRODUCTION).await;
    let accounts = watching.server.state.accounts.clone();
    let elsewhere = accounts.log_in(&HeaderMap::new(), EMAIL, PASSWORD).await.unwrap().session;
    accounts.end_session(&watching.session, &elsewhere.signed_in.session_key).await.unwrap();
    report(&watching.server, one_call(), Some(&watching.cookie)).await;
    watching.says("Blocked").await;
}

#[tokio::test]
async fn it_ends_when_the_session_lay_idle_too_long() {
    ends_after(async |it| it.server.state.clock.advance(8 * 3600)).await;
}

#[tokio::test]
async fn it_ends_when_the_session_is_too_old_though_it_was_used() {
    ends_after(async |it| {
        execute(&it.other.state.db, "update sessions set created_at = created_at - 14 * 86400").await;
    })
    .await;
}

#[tokio::test]
async fn it_ends_when_another_browser_changes_the_password() {
    ends_after(async |it| {
        let elsewhere = it.log_in_elsewhere().await;
        let headers = HeaderMap::new();
        let changed =
            it.accounts().change_password(&headers, &elsewhere, PASSWORD, "puffins nest in burrows");
        changed.await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn it_ends_when_its_own_browser_changes_the_password_and_gets_a_new_cookie() {
    ends_after(async |it| {
        let headers = it.headers();
        let changed =
            it.accounts().change_password(&headers, &it.session, PASSWORD, "puffins nest in burrows");
        changed.await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn it_ends_with_a_log_out_everywhere() {
    ends_after(async |it| {
        let elsewhere = it.log_in_elsewhere().await;
        it.accounts().log_out_everywhere(&elsewhere).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn it_ends_when_another_browser_ends_its_session() {
    ends_after(async |it| {
        let elsewhere = it.log_in_elsewhere().await;
        it.accounts().end_session(&elsewhere, &it.session.signed_in.session_key).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn it_ends_when_the_account_is_deleted() {
    ends_after(async |it| _ = it.accounts().delete_account(&it.session, PASSWORD).await.unwrap()).await;
}

#[tokio::test]
async fn it_ends_when_the_role_is_taken() {
    ends_after(async |it| _ = execute(&it.other.state.db, "update accounts set role = 'customer'").await)
        .await;
}

#[tokio::test]
async fn it_ends_when_its_teammate_answers_for_the_app_no_more() {
    ends_after(async |it| _ = execute(&it.other.state.db, "delete from teammates").await).await;
}

#[tokio::test]
async fn a_reader_who_is_behind_receives_no_more_once_the_session_has_ended() {
    let mut watching = Watching::begin(PRODUCTION).await;
    watching.says("open").await;
    for _ in 0..50 {
        report(&watching.server, one_call(), Some(&watching.cookie)).await;
    }
    watching.accounts().log_out(&watching.headers(), Some(&watching.session)).await.unwrap();
    watching.server.state.clock.advance(OUTLIVES_BY);
    let received: Vec<String> =
        tokio::time::timeout(PATIENCE, (&mut watching.stream).collect()).await.expect("the stream goes on");
    assert!(!received.concat().contains("Blocked"), "{received:?}");
}

#[tokio::test]
async fn in_development_it_needs_no_session_and_outlives_one() {
    for cookie in [true, false] {
        let mut watching = Watching::begin(&[("LEPTOS_ENV", "DEV")]).await;
        if !cookie {
            watching.stream = open(&watching.server, "").await;
        }
        watching.accounts().log_out(&watching.headers(), Some(&watching.session)).await.unwrap();
        watching.server.state.clock.advance(OUTLIVES_BY);
        report(&watching.server, one_call(), None).await;
        watching.says("Blocked").await;
    }
}
