//! What cart and checkout say of what lies in them.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use super::{Server, text};

/// The page at this path, for a customer who has put this into their cart.
async fn page(form: &'static str, path: &str) -> String {
    let server = Server::with(&[("LEPTOS_ENV", "DEV")]).await;
    let cookie = server.log_in("customer@example.com").await;
    let request = Request::post("/api/add_to_cart")
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("cookie", &cookie);
    let answer = server.send(request.body(Body::from(form)).unwrap()).await;
    assert_eq!(answer.status(), StatusCode::OK, "{form}");
    let request = Request::get(path).header("accept", "text/html").header("cookie", cookie);
    text(server.send(request.body(Body::empty()).unwrap()).await).await
}

#[tokio::test]
async fn that_something_can_be_stopped_is_said_only_where_something_comes_again() {
    for (form, again) in [
        ("coffee=kelp-forest&often=once", false),
        ("coffee=kelp-forest&often=4-weeks", true),
        ("plan=harbour&grind=filter", true),
    ] {
        let page = page(form, "/checkout").await;
        assert!(page.contains("Prices include tax."), "{page}");
        let said =
            page.contains("can be paused or stopped on your account page. Later deliveries come post free.");
        assert_eq!(said, again, "{form}: {page}");
    }
}

#[tokio::test]
async fn the_number_of_each_thing_is_called_what_it_is() {
    for (form, name) in [
        ("coffee=kelp-forest", "Number of bags of Kelp Forest"),
        ("plan=harbour&grind=filter", "Number of Harbour plans"),
    ] {
        let page = page(form, "/cart").await;
        assert!(page.contains(&format!(r#"aria-label="{name}""#)), "{page}");
    }
}
