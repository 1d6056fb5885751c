use axum::body::Body;
use axum::http::Request;
use std::io::{self, Write};
use std::sync::{Arc, LazyLock, Mutex};

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
        let subscriber = tracing_subscriber::fmt().json().with_writer(move || writer.clone()).finish();
        tracing::subscriber::set_global_default(subscriber).expect("the only log of these tests");
        log
    });
    &LOG
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
