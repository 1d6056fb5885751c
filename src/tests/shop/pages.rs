//! The shop's pages as a browser without JavaScript gets them.

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};

use crate::server::Server;

struct Page {
    status: StatusCode,
    location: String,
    html: String,
}

async fn get(path: &str) -> Page {
    let request = Request::get(path).header(header::ACCEPT, "text/html").body(Body::empty()).unwrap();
    let response = Server::start().await.send(request).await;
    let status = response.status();
    let location = response
        .headers()
        .get(header::LOCATION)
        .map(|to| to.to_str().unwrap().to_owned())
        .unwrap_or_default();
    let html = String::from_utf8(to_bytes(response.into_body(), 1 << 20).await.unwrap().to_vec()).unwrap();
    Page { status, location, html }
}

fn cards(page: &Page) -> usize {
    page.html.matches("<li class=\"coffee ").count()
}

#[tokio::test]
async fn a_list_is_complete_without_javascript() {
    let page = get("/coffees").await;
    assert_eq!((page.status, cards(&page)), (StatusCode::OK, 24));
    assert!(page.html.contains("<title>Coffees · Tidewater Coffee</title>"));
    let mut buttons = page.html.split("<button").filter(|button| button.contains(">Show<"));
    assert!(
        buttons.all(|button| button.contains("type=\"submit\"")),
        "filters need a button that sends them"
    );
    assert_eq!(page.html.matches(">Show<").count(), 2, "one in the sheet, one beside the order");
    assert!(!page.html.contains("skeleton"));
    assert_eq!(cards(&get("/").await), 4);
}

#[tokio::test]
async fn an_address_filters_and_sorts_and_what_is_unknown_in_it_does_nothing() {
    assert_eq!(cards(&get("/coffees?roast=light&sort=price").await), 8);
    let odd = get("/coffees?roast=%22%3E%3Cb%3E&sort=&sort=x").await;
    assert_eq!((odd.status, cards(&odd)), (StatusCode::OK, 24));
}

#[tokio::test]
async fn a_coffee_has_its_own_title_and_an_unknown_one_is_not_found() {
    let page = get("/coffees/kelp-forest").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.html.contains("<title>Kelp Forest · Tidewater Coffee</title>"));
    let missing = get("/coffees/flat-white").await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    assert!(missing.html.contains("Nothing anchored here"));
}

#[tokio::test]
async fn an_unknown_address_is_a_page_and_not_found() {
    for path in ["/nope", "/coffees/kelp-forest/more", "/svg/none.svg"] {
        let page = get(path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert!(page.html.contains("Nothing anchored here"), "{path}");
    }
}

#[tokio::test]
async fn orders_send_a_visitor_to_log_in_and_back_to_the_same_address() {
    let page = get("/orders?year=2026").await;
    assert_eq!(
        (page.status, page.location.as_str()),
        (StatusCode::FOUND, "/login?next=%2Forders%3Fyear%3D2026")
    );
    assert!(!page.html.contains("No orders yet"));
}

#[tokio::test]
async fn no_page_of_the_shop_carries_inline_styles() {
    for path in ["/", "/coffees", "/coffees/first-tide", "/privacy", "/nope"] {
        assert!(!get(path).await.html.contains(" style="), "{path}");
    }
}
