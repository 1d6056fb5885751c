//! The page as the server renders it, and as README.md shows it.

use axum::body::{Body, to_bytes};
use axum::http::Request;
use leptos::prelude::*;
use leptos_axum::{LeptosRoutes, generate_route_list};
use leptos_meta::MetaTags;
use std::fs;
use tower::ServiceExt;

use super::App;

fn shell() -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head><MetaTags/></head>
            <body><App/></body>
        </html>
    }
}

#[tokio::test]
async fn the_server_renders_the_page_with_its_data_and_its_form() {
    let options = LeptosOptions::builder().output_name("newcomer").build();
    let routes = generate_route_list(App);
    let app = axum::Router::new().leptos_routes(&options, routes, shell).with_state(options);
    let request = Request::builder().uri("/tastes").body(Body::empty()).unwrap();
    let response = app.oneshot(request).await.unwrap();
    assert!(response.status().is_success(), "{}", response.status());
    let page = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    let page = String::from_utf8(page.to_vec()).unwrap();
    for shown in ["apricot, cocoa", r#"action="/api/suggest_taste""#, " cups"] {
        assert!(page.contains(shown), "{shown} is not in: {page}");
    }
}

#[test]
fn the_readme_shows_this_page_and_this_line_of_the_table() {
    let readme = fs::read_to_string("README.md").unwrap();
    let block = |file: &str| {
        let after = readme.split(&format!("```rust {file}\n")).nth(1);
        after.and_then(|after| after.split("```\n").next()).map(str::to_owned)
    };
    let file = |name: &str| fs::read_to_string(format!("src/tests/newcomer/{name}")).unwrap();
    assert_eq!(block("src/pages/tastes.rs"), Some(file("tastes.rs")));
    let line = block("src/app/mod.rs").expect("a block with the line of the table");
    assert!(file("main.rs").lines().any(|own| own.trim() == line.trim()), "{line}");
}
