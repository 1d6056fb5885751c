//! The refusal of changes that come from pages of other origins.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::middleware::from_fn_with_state;
use axum::routing::any;
use leptos_messenger::server::{OwnOrigin, same_origin};
use tower::ServiceExt;

use super::{Server, text};

/// `PUBLIC_URL`, the request's headers, the answer.
type Case<'a> = (Option<&'a str>, &'a [(&'a str, &'a str)], StatusCode);

const PUBLIC: &str = "https://tidewater.example";

async fn status(public_url: Option<&str>, method: &str, headers: &[(&str, &str)]) -> StatusCode {
    let app = Router::new()
        .route("/", any(|| async {}))
        .layer(from_fn_with_state(OwnOrigin::new(public_url.map(str::to_owned)), same_origin));
    let request = headers
        .iter()
        .fold(Request::builder().method(method), |request, (name, value)| request.header(*name, *value));
    app.oneshot(request.body(Body::empty()).expect("a request")).await.expect("an answer").status()
}

#[tokio::test]
async fn only_our_own_pages_may_change_anything() {
    const YES: StatusCode = StatusCode::OK;
    const NO: StatusCode = StatusCode::FORBIDDEN;
    let host = ("host", "shop:3000");
    let cases: [Case; 17] = [
        // The browser's own word counts before anything else.
        (None, &[("sec-fetch-site", "same-origin")], YES),
        (None, &[("sec-fetch-site", "same-site")], NO),
        (None, &[("sec-fetch-site", "cross-site")], NO),
        (None, &[("sec-fetch-site", "none")], NO),
        (None, &[("sec-fetch-site", "cross-site"), host, ("origin", "http://shop:3000")], NO),
        (Some(PUBLIC), &[("sec-fetch-site", "same-origin"), ("origin", PUBLIC), host], YES),
        // Without it: the origin, held against the host the request came to, or the public address.
        (None, &[host, ("origin", "http://shop:3000")], YES),
        (None, &[host, ("origin", "http://SHOP:3000")], YES),
        (None, &[host, ("origin", "http://shop")], NO),
        (None, &[host, ("origin", "http://shop:3000.evil.example")], NO),
        (None, &[host, ("origin", "https://evil.example")], NO),
        (None, &[host, ("origin", "null")], NO),
        (None, &[host, ("origin", "")], NO),
        (Some(PUBLIC), &[host, ("origin", PUBLIC)], YES),
        (Some(PUBLIC), &[host, ("origin", "http://tidewater.example")], NO),
        // Silence is no.
        (None, &[host], NO),
        (Some(PUBLIC), &[], NO),
    ];
    for method in ["POST", "PUT", "PATCH", "DELETE"] {
        for (public_url, headers, expected) in cases {
            assert_eq!(
                status(public_url, method, headers).await,
                expected,
                "{method} {public_url:?} {headers:?}"
            );
        }
    }
}

#[tokio::test]
async fn reading_is_open_to_links_from_anywhere() {
    for method in ["GET", "HEAD", "OPTIONS"] {
        assert_eq!(
            status(None, method, &[("sec-fetch-site", "cross-site")]).await,
            StatusCode::OK,
            "{method}"
        );
    }
}

#[tokio::test]
async fn a_refused_call_reads_the_apps_own_error_and_a_person_reads_words() {
    let server = Server::start().await;
    let from_elsewhere = |accept: &str| {
        Request::post("/api/any")
            .header("sec-fetch-site", "cross-site")
            .header("accept", accept)
            .body(Body::empty())
    };
    let call = server.send(from_elsewhere("application/json").expect("a request")).await;
    assert_eq!(call.status(), StatusCode::FORBIDDEN);
    assert_eq!(text(call).await, "\"Forbidden\"");
    let form = server.send(from_elsewhere("text/html").expect("a request")).await;
    assert_eq!(form.status(), StatusCode::FORBIDDEN);
    assert!(text(form).await.contains("<p>That is not allowed from here.</p>"));
}
