//! The refusal pages of the shelf, and pages without inline styles.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};

use super::get;
use crate::server::{Server, text};

#[tokio::test]
async fn a_person_reads_a_refusal_on_a_page_with_a_policy_of_its_own() {
    let server = Server::start().await;
    server.state.db.close().await;
    let answer = server
        .send(
            Request::get("/coffees")
                .header(header::ACCEPT, "text/html")
                .header(header::COOKIE, "session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
                .body(Body::empty())
                .unwrap(),
        )
        .await;
    assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let policy = answer.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
    assert!(policy.contains("style-src 'self'") && !policy.contains("script-src"), "{policy}");
    let html = text(answer).await;
    assert!(html.contains("<h1>We ran aground</h1>") && html.contains("href=\"\">Try again</a>"), "{html}");
    assert!(!html.contains(" style=") && !html.contains("<script"));
}

#[tokio::test]
async fn no_page_of_the_shelf_carries_inline_styles() {
    let server = Server::start().await;
    for path in [
        "/coffees?roast=light",
        "/coffees?roast=light&for=decaf",
        "/brewing",
        "/brewing/espresso",
        "/search?q=sea",
    ] {
        assert!(!get(&server, path).await.html.contains(" style="), "{path}");
    }
}
