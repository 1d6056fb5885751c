//! The security and cache headers of answers.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use super::{Server, header};

#[tokio::test]
async fn every_answer_is_guarded() {
    let server = Server::start().await;
    for path in ["/", "/healthz", "/favicon.svg", "/nowhere", "/v/old/pkg/app.js"] {
        let answer = server.open(path).await;
        assert_eq!(header(&answer, "x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header(&answer, "referrer-policy"), "same-origin", "{path}");
        assert_eq!(header(&answer, "cross-origin-opener-policy"), "same-origin", "{path}");
        assert!(header(&answer, "permissions-policy").contains("microphone=()"), "{path}");
        assert!(header(&answer, "content-security-policy").contains("frame-ancestors 'none'"), "{path}");
        assert!(!header(&answer, "cache-control").is_empty(), "{path}");
        assert_eq!(header(&answer, "x-request-id").len(), 16, "{path}");
    }
}

#[tokio::test]
async fn browsers_are_instructed_to_stay_on_https_only_where_people_use_it() {
    assert_eq!(header(&Server::start().await.open("/").await, "strict-transport-security"), "");
    let https = Server::with(&[("PUBLIC_URL", "https://tidewater.example")]).await;
    assert_eq!(header(&https.open("/").await, "strict-transport-security"), "max-age=31536000");
    let all =
        Server::with(&[("PUBLIC_URL", "https://tidewater.example"), ("HSTS_INCLUDE_SUBDOMAINS", "1")]).await;
    let stay = "max-age=31536000; includeSubDomains";
    assert_eq!(header(&all.open("/").await, "strict-transport-security"), stay);
    let http = Server::with(&[("HSTS_INCLUDE_SUBDOMAINS", "1")]).await;
    assert_eq!(header(&http.open("/").await, "strict-transport-security"), "");
}

#[tokio::test]
async fn a_visitors_page_is_private_and_checked_again() {
    assert_eq!(header(&Server::start().await.open("/").await, "cache-control"), "private, no-cache");
}

#[tokio::test]
async fn a_logged_in_persons_page_is_stored_nowhere() {
    let server = Server::start().await;
    let mut request = Request::get("/").header("accept", "text/html").body(Body::empty()).expect("a request");
    request.extensions_mut().insert(leptos_messenger::server::LoggedIn);
    assert_eq!(header(&server.send(request).await, "cache-control"), "no-store");
}

#[tokio::test]
async fn what_server_functions_answer_is_stored_nowhere() {
    let request = Request::post("/api/any").header("sec-fetch-site", "same-origin").body(Body::empty());
    let answer = Server::start().await.send(request.expect("a request")).await;
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    assert_eq!(header(&answer, "cache-control"), "no-store");
}
