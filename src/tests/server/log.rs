//! The log line of a request.

use axum::body::Body;
use axum::http::Request;
use std::collections::HashMap;
use std::fmt::Debug;
use std::io::{self, Write};
use std::sync::{Arc, LazyLock, Mutex};
use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::{Event, Level, Metadata, Subscriber};
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::{Context, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::{Layer, fmt};

use super::{Server, header};

/// What was logged.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("nobody panicked").write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    pub fn lines(&self) -> Vec<String> {
        let bytes = self.0.lock().expect("nobody panicked").clone();
        String::from_utf8(bytes).expect("text").lines().map(str::to_owned).collect()
    }
}

/// Everything this whole test binary logs: a log of one test's own would miss call sites that another made first.
pub fn log() -> &'static Log {
    static LOG: LazyLock<Log> = LazyLock::new(|| {
        let log = Log::default();
        let writer = log.clone();
        let lines = fmt::layer().json().with_writer(move || writer.clone()).with_filter(LevelFilter::INFO);
        let queries = Queries.with_filter(filter_fn(is_counted));
        let subscriber = tracing_subscriber::registry().with(lines).with(queries);
        tracing::subscriber::set_global_default(subscriber).expect("the only log of these tests");
        log
    });
    &LOG
}

/// Counts what the database is asked, by the names of the spans that it is asked in.
struct Queries;

static ASKED: LazyLock<Mutex<HashMap<&'static str, usize>>> = LazyLock::new(Mutex::default);

fn is_counted(what: &Metadata) -> bool {
    what.target() == "sqlx::query" || what.is_span() && *what.level() <= Level::INFO
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Queries {
    fn on_event(&self, event: &Event, context: Context<S>) {
        let mut set_up = SetsUpAConnection(false);
        event.record(&mut set_up);
        if set_up.0 {
            return;
        }
        for span in context.event_scope(event).into_iter().flatten() {
            *ASKED.lock().expect("nobody panicked").entry(span.name()).or_default() += 1;
        }
    }
}

/// Whether the statement is one that each new connection begins with. The pool may open one in any request: it takes a
/// connection back in a task of its own, which may not have run yet.
struct SetsUpAConnection(bool);

impl Visit for SetsUpAConnection {
    fn record_str(&mut self, field: &Field, value: &str) {
        // PostgreSQL's and SQLite's.
        let begins = |first: &str| value.starts_with(first);
        self.0 |= field.name() == "summary" && (begins("set lock_timeout") || begins("PRAGMA"));
    }

    fn record_debug(&mut self, _: &Field, _: &dyn Debug) {}
}

/// How many queries ran in spans of this name, once [`log`] was there.
pub fn queries_in(span: &str) -> usize {
    ASKED.lock().expect("nobody panicked").get(span).copied().unwrap_or_default()
}

#[tokio::test]
async fn a_request_is_one_line_with_its_id_and_without_query_or_cookie() {
    let log = log();
    let request =
        Request::get("/healthz?token=hunter2").header("cookie", "session=hunter3").body(Body::empty());
    let answer = Server::start().await.send(request.expect("a request")).await;

    let id = header(&answer, "x-request-id");
    let lines: Vec<String> = log.lines().into_iter().filter(|line| line.contains(id)).collect();
    let [line] = &lines[..] else { panic!("not one line: {lines:?}") };
    let line: serde_json::Value = serde_json::from_str(line).expect("JSON");
    assert_eq!(line["fields"]["status"], 200);
    assert!(line["fields"]["ms"].is_i64());
    assert_eq!(line["span"]["method"], "GET");
    assert_eq!(line["span"]["path"], "/healthz");
    assert!(!log.lines().concat().contains("hunter"));
}
