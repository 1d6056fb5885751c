//! Which other origins a browser lets read an answer.

use super::*;
use axum::response::Response;

const ALLOWED: &str = "https://www.example";
const ALLOW_ORIGIN: &str = "access-control-allow-origin";

async fn bench() -> Bench {
    let bench = Bench::new().await;
    Bench { router: routes(bench.workspace.clone(), &[ALLOWED.to_owned()]), ..bench }
}

async fn ask(bench: &Bench, method: &str, path: &str, origin: Option<&str>) -> Response {
    let mut request = Request::builder().method(method).uri(path);
    if let Some(origin) = origin {
        request = request.header(header::ORIGIN, origin);
    }
    bench.send(request.body(Body::empty()).expect("a request")).await
}

fn allowed(response: &Response) -> Option<&str> {
    assert!(!response.headers().contains_key("access-control-allow-credentials"));
    response.headers().get(ALLOW_ORIGIN).map(|value| value.to_str().expect("text"))
}

/// What is not an allowed origin, however much it looks like one.
const OTHERS: [&str; 7] = [
    "https://www.example.evil",
    "http://www.example",
    "https://www.example:8443",
    "https://example",
    "https://WWW.example",
    "*",
    "",
];

#[tokio::test]
async fn pages_of_an_allowed_origin_may_ping_and_those_of_no_other() {
    let bench = bench().await;
    for path in ["/messenger/web/ping", "/messenger/web/shutdown"] {
        for method in ["OPTIONS", "POST"] {
            let response = ask(&bench, method, path, Some(ALLOWED)).await;
            assert_eq!(allowed(&response), Some(ALLOWED), "{method} {path}");
            assert_eq!(response.headers()[header::VARY], "origin");
            for other in OTHERS.iter().map(|other| Some(*other)).chain([Some("null"), None]) {
                let response = ask(&bench, method, path, other).await;
                assert_eq!(allowed(&response), None, "{method} {path} {other:?}");
                assert_eq!(response.headers()[header::VARY], "origin");
            }
        }
    }
}

#[tokio::test]
async fn a_preflight_is_answered_with_what_the_widget_sends() {
    let bench = bench().await;
    let answer = ask(&bench, "OPTIONS", "/messenger/web/ping", Some(ALLOWED)).await;
    assert_eq!(answer.status(), StatusCode::NO_CONTENT);
    assert_eq!(answer.headers()["access-control-allow-headers"], "authorization, content-type");
    assert_eq!(answer.headers()["access-control-allow-methods"], "GET, POST");
    let refused = ask(&bench, "OPTIONS", "/messenger/web/ping", Some("https://other.example")).await;
    assert!(!refused.headers().keys().any(|name| name.as_str().starts_with("access-control")));
    assert!(bench.entries().await.is_empty(), "a preflight is no ping");
}

#[tokio::test]
async fn a_sandboxed_frame_may_read_the_panels_own_addresses_and_no_others() {
    let bench = bench().await;
    let app_id = bench.workspace.app_id().to_owned();
    let home = format!("/messenger/web/home?app_id={app_id}");
    for method in ["OPTIONS", "GET"] {
        assert_eq!(allowed(&ask(&bench, method, &home, Some("null")).await), Some("null"), "{method}");
        for other in OTHERS.into_iter().chain([ALLOWED]) {
            assert_eq!(allowed(&ask(&bench, method, &home, Some(other)).await), None, "{method} {other}");
        }
    }
    for path in [format!("/widget/{app_id}"), format!("/messenger/web/panel?app_id={app_id}")] {
        assert_eq!(allowed(&ask(&bench, "GET", &path, Some("null")).await), None, "{path}");
    }
}

#[tokio::test]
async fn the_script_loads_everywhere_and_is_read_by_allowed_origins_alone() {
    let bench = bench().await;
    let path = format!("/widget/{}", bench.workspace.app_id());
    for (origin, reader) in
        [(Some(ALLOWED), Some(ALLOWED)), (Some("https://other.example"), None), (None, None)]
    {
        let response = ask(&bench, "GET", &path, origin).await;
        assert_eq!((response.status(), allowed(&response)), (StatusCode::OK, reader));
        assert!(response.headers().get_all(header::VARY).iter().any(|by| by == "origin"));
    }
}

#[tokio::test]
async fn without_the_setting_no_other_origin_may_read_anything() {
    let bench = Bench::new().await;
    for path in ["/messenger/web/ping", "/messenger/web/shutdown"] {
        assert_eq!(allowed(&ask(&bench, "OPTIONS", path, Some(ALLOWED)).await), None);
    }
}
