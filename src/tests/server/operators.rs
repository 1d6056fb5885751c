//! What the binary shows to those who run it: `/metrics`, `/readyz` and its log.

use std::collections::BTreeSet;
use std::fs;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::running::{PATIENCE, Running, ask, free_address, post_head, shipped};

const PRODUCTION: (&str, &str) = ("LEPTOS_ENV", "PROD");
const MARK: &str = "xq7marked9z";

/// Its first numbers, by the line's beginning.
fn sample(metrics: &str, series: &str) -> Option<f64> {
    let line = metrics.lines().find(|line| line.starts_with(series))?;
    line.rsplit(' ').next()?.parse().ok()
}

async fn until(condition: impl AsyncFn() -> bool) {
    let met = async {
        while !condition().await {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(PATIENCE, met).await.expect("the condition is met");
}

#[tokio::test]
async fn metrics_count_what_happens_by_its_kind_and_hold_nothing_of_who_did_it() {
    let operators = free_address();
    let settings = [PRODUCTION, ("OPERATOR_ADDR", &*operators), ("DEMO_ACCOUNTS", "1")];
    let running = Running::start(shipped(), &settings).await;
    let app = running.app_id().await;
    let page = format!(r#""page":{{"url":"https://shop.example/{MARK}","title":"{MARK}"}}"#);
    let ping = format!(r#"{{"app_id":"{app}","call":"boot",{page},"settings":{{}}}}"#);
    let answer = running.post("/messenger/web/ping", "", &ping).await;
    let session = answer.split(r#""session":""#).nth(1).expect("a session").split('"').next().unwrap();
    running.post("/messenger/web/ping", "", "{not JSON").await;
    running.post("/api/log_in", "", &format!("email={MARK}%40shop.example&password={MARK}")).await;
    running.get(&format!("/coffees/{MARK}"), "").await;
    running.get(&format!("/{MARK}"), "").await;

    let metrics = ask(&operators, "/metrics").await;
    let some = |series: &str| {
        let found = sample(&metrics, series);
        assert!(found.is_some_and(|number| number > 0.0), "{series}: {found:?} in\n{metrics}");
    };
    some(r#"http_requests_total{method="POST",route="/messenger/{platform}/ping",status="400"}"#);
    some(r#"http_requests_total{method="POST",route="/api/log_in",status="401"}"#);
    some(r#"http_requests_total{method="GET",route="/coffees/{slug}""#);
    some(r#"http_requests_total{method="GET",route="other",status="404"}"#);
    some(r#"http_request_seconds_bucket{route="/",le="+Inf"}"#);
    some(r#"workspace_refusals_total{reason="Malformed"}"#);
    some(r#"workspace_writes_total{kind="ping",outcome="stored"}"#);
    some("workspace_commit_seconds_count");
    some(r#"disk_free_bytes{of="database"}"#);
    some(r#"disk_free_bytes{of="files"}"#);
    some("database_up");
    some("database_bytes");
    some("http_connections");
    let succeeded = async |task: &str| {
        let series = format!(r#"background_task_last_success_timestamp_seconds{{task="{task}"}}"#);
        sample(&ask(&operators, "/metrics").await, &series).is_some_and(|at| at > 1.7e9)
    };
    for task in ["shelf", "forget_sessions", "forget_history", "forget_leads", "readiness", "manual_messages"]
    {
        until(async || succeeded(task).await).await;
    }
    assert_eq!(sample(&metrics, "panics_total"), Some(0.0));
    assert!(!metrics.contains(MARK) && !metrics.contains("shop.example"), "{metrics}");
    assert!(!metrics.contains(session), "nor what opens a session");
    assert!(running.get("/metrics", "").await.starts_with("HTTP/1.0 404"), "the others do not see it");

    // Each is explained, and what is explained exists.
    let shown: BTreeSet<_> = metrics
        .lines()
        .filter_map(|line| line.strip_prefix("# TYPE "))
        .map(|line| line.split(' ').next().unwrap().to_owned())
        .collect();
    let readme = fs::read_to_string("src/server/README.md").unwrap();
    let explained: BTreeSet<_> = readme
        .lines()
        .skip_while(|line| *line != "| metric | labels | meaning |")
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .map(|line| line.split('`').nth(1).unwrap().to_owned())
        .collect();
    let missing: Vec<_> = shown.difference(&explained).collect();
    assert!(missing.is_empty(), "the README does not explain {missing:?}");
    let rare = [
        "http_connections_refused_total",
        "http_streams",
        "background_task_failures_total",
        "support_deliveries_total",
    ];
    let gone: Vec<_> = explained.difference(&shown).filter(|name| !rare.contains(&name.as_str())).collect();
    assert!(gone.is_empty(), "there is no {gone:?}");
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_a_line_and_a_metric_and_the_server_recovers() {
    let (operators, folder) = (free_address(), shipped());
    let files = folder.path().join("data/files");
    let running = Running::start(folder, &[PRODUCTION, ("OPERATOR_ADDR", &*operators)]).await;
    let ready = async || ask(&operators, "/readyz").await;
    assert!(ready().await.ends_with("\r\n\r\nready\n"));
    fs::remove_dir_all(&files).unwrap();
    fs::write(&files, "in its place").unwrap();
    let lost = "the folder of ATTACHMENTS_DIR does not store a file within 2 s";
    until(async || ready().await.ends_with(&format!("not ready\n{lost}\n"))).await;
    assert!(ready().await.starts_with("HTTP/1.0 503"));
    assert_eq!(sample(&ask(&operators, "/metrics").await, r#"server_fault{fault="folder"}"#), Some(1.0));
    fs::remove_file(&files).unwrap();
    until(async || ready().await.starts_with("HTTP/1.0 200")).await;
    assert_eq!(sample(&ask(&operators, "/metrics").await, r#"server_fault{fault="folder"}"#), Some(0.0));
    let log = running.log();
    assert!(
        log.contains(&format!(r#""message":"{lost}""#)) && log.contains(&format!("over: {lost}")),
        "{log}"
    );
}

#[cfg(feature = "opentelemetry")]
#[tokio::test]
async fn each_request_is_a_span_of_the_collector_with_its_route_as_name() {
    let collector = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", collector.local_addr().unwrap());
    let mut running =
        Running::start(shipped(), &[PRODUCTION, ("OTEL_EXPORTER_OTLP_ENDPOINT", &*endpoint)]).await;
    running.get(&format!("/coffees/kelp-forest?q={MARK}"), &format!("session={MARK}")).await;
    // What is left is sent when the server stops.
    running.ask_to_stop();
    let mut received = Vec::new();
    let collecting = async {
        while !String::from_utf8_lossy(&received).contains("GET /coffees/{slug}") {
            let (mut stream, _) = collector.accept().await.unwrap();
            let mut bytes = vec![0; 1 << 20];
            while let Ok(read @ 1..) = stream.read(&mut bytes).await {
                received.extend_from_slice(&bytes[..read]);
                if String::from_utf8_lossy(&received).contains("GET /coffees/{slug}") {
                    stream
                        .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
                        .await
                        .unwrap();
                    break;
                }
            }
        }
    };
    tokio::time::timeout(PATIENCE, collecting).await.expect("the span comes");
    let received = String::from_utf8_lossy(&received);
    assert!(received.starts_with("POST /v1/traces ") && received.contains("leptos-messenger"), "{received}");
    assert!(!received.contains(MARK), "neither query nor cookie");
    assert!(running.ended().await.success(), "{}", running.log());
}

#[tokio::test]
async fn a_server_that_stops_says_so_to_operators_until_the_last_request_is_answered() {
    let operators = free_address();
    let mut running = Running::start(shipped(), &[PRODUCTION, ("OPERATOR_ADDR", &*operators)]).await;
    let body = "{not JSON";
    let mut asking = TcpStream::connect(&running.address).await.unwrap();
    let head = post_head("/messenger/web/ping", "", body) + "expect: 100-continue\r\n\r\n";
    asking.write_all(head.as_bytes()).await.unwrap();
    let mut go_on = [0; "HTTP/1.1 100 Continue\r\n\r\n".len()];
    tokio::time::timeout(PATIENCE, asking.read_exact(&mut go_on)).await.expect("it reads").unwrap();
    running.ask_to_stop();
    until(async || ask(&operators, "/readyz").await.contains("not ready\nthe server is stopping\n")).await;
    assert!(ask(&operators, "/healthz").await.starts_with("HTTP/1.0 200"));
    asking.write_all(body.as_bytes()).await.unwrap();
    assert!(running.ended().await.success(), "{}", running.log());
}
