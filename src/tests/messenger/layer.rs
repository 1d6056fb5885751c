//! The layer: what a host is asked, and who hears the answer.

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{Request, StatusCode};
use leptos_messenger::messenger::server::{IdentitySecret, Person, Region, Workspace, layer};

use super::host::{Host, open, routes, send};
use crate::server::text;

fn token_call(cookie: &str) -> Request<Body> {
    let request = Request::post("/api/messenger_token").header("sec-fetch-site", "same-origin");
    request.header("cookie", cookie).body(Body::empty()).expect("a request")
}

#[tokio::test]
async fn the_host_is_asked_for_the_workspace_once_a_request() {
    for path in ["/", "/nowhere"] {
        let host = Host::default();
        let page = open(host.app(|| {}), path).await;
        let app_id = if path == "/" { "home" } else { "elsewhere" };
        assert!(text(page).await.contains(&format!("widget.intercom.io/widget/{app_id}")), "{path}");
        assert_eq!(host.asked(), 1, "{path}");
    }
    let host = Host::default();
    let reply = send(host.app(|| {}), token_call("session=1")).await;
    assert_eq!(reply.status(), StatusCode::OK);
    assert_eq!(host.asked(), 1);
}

#[tokio::test]
async fn a_host_that_cannot_find_out_who_is_here_is_asked_again_and_logs_nobody_out() {
    let answer = async |cookie| send(Host::default().app(|| {}), token_call(cookie)).await;
    let unavailable = answer("session=broken").await;
    assert_eq!(unavailable.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(text(unavailable).await, "\"Unavailable\"");
}

#[tokio::test]
async fn without_a_workspace_a_page_has_no_widget_and_no_token_is_signed() {
    let off = Host::without_workspace();
    let page = text(open(off.app(|| {}), "/").await).await;
    assert!(page.contains("A page") && !page.contains("widget.intercom.io"), "{page}");
    let reply = send(off.app(|| {}), token_call("session=1")).await;
    assert_eq!(reply.status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(text(reply).await, "\"NoWorkspace\"");
}

#[tokio::test]
async fn a_token_call_that_the_layer_does_not_reach_says_so() {
    let reply = send(routes(|| {}), token_call("session=1")).await;
    assert_eq!(reply.status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(text(reply).await, "\"NoHost\"");
}

#[tokio::test]
async fn a_workspace_alone_is_a_host_for_visitors() {
    let app = || routes(|| {}).layer(layer(Workspace::hosted("abc123", None, Region::Us)));
    let page = text(open(app(), "/").await).await;
    assert!(page.contains("widget.intercom.io/widget/abc123"), "{page}");
    assert_eq!(send(app(), token_call("session=1")).await.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_workspace_and_a_function_that_says_who_is_logged_in_are_a_host() {
    let person = async |request: Parts| {
        tokio::task::yield_now().await;
        Ok(request.headers.get("cookie").map(|_| Person::new("u_1", "k", 60)))
    };
    let ask = async |secret: Option<IdentitySecret>| {
        let host = (Workspace::hosted("abc123", secret, Region::Us), person);
        send(routes(|| {}).layer(layer(host)), token_call("session=1")).await
    };
    let reply = ask(Some(IdentitySecret::new("between-us"))).await;
    assert_eq!(reply.status(), StatusCode::OK);
    assert!(text(reply).await.contains("\"key\":\"k\""));
    let without_secret = ask(None).await;
    assert_eq!(without_secret.status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(text(without_secret).await, "\"NoSecret\"");
}
