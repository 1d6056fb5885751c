//! The brewing guides and their pages.

use axum::http::StatusCode;
use leptos_messenger::shop::{catalogue, guides};

use super::{get, links};
use crate::server::Server;

#[tokio::test]
async fn the_list_leads_to_every_guide_and_each_is_complete_without_a_script() {
    let server = Server::start().await;
    let list = get(&server, "/brewing").await;
    assert_eq!(list.status, StatusCode::OK);
    for row in guides::rows() {
        let href = row.card().href();
        assert!(links(&list.html, "/brewing/").contains(&href.as_str()), "{href}");
        let page = get(&server, &href).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.html.contains(&format!("<title>{} · Tidewater Coffee</title>", row.name)));
        let words = page.words();
        assert!(
            row.steps.iter().all(|step| words.contains(&step.name) && words.contains(&step.text)),
            "{words}"
        );
        let main = page.html.split("<main").nth(1).and_then(|main| main.split("</main>").next());
        assert!(
            !main.expect("a page").contains("<button class=\"button main"),
            "no button that nothing answers"
        );
        assert_eq!(page.cards(), row.coffees.len());
    }
}

#[tokio::test]
async fn an_unknown_guide_is_not_found() {
    let server = Server::start().await;
    let page = get(&server, "/brewing/percolator").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.html.contains("Nothing anchored here"));
}

#[tokio::test]
async fn the_number_of_cups_stands_in_the_address() {
    let server = Server::start().await;
    let two = get(&server, "/brewing/pour-over?cups=2").await.words();
    assert!(
        two.contains("Coffee 30 g") && two.contains("Water 500 g") && two.contains("Scale: 90 g"),
        "{two}"
    );
    for odd in ["?cups=0", "?cups=99", "?cups=-1", "?cups=%01", "?cups=4294967296"] {
        assert!(
            get(&server, &format!("/brewing/pour-over{odd}")).await.words().contains("Coffee 15 g"),
            "{odd}"
        );
    }
}

#[tokio::test]
async fn a_coffee_leads_to_the_guides_it_is_at_home_in() {
    let server = Server::start().await;
    for row in catalogue::rows() {
        let page = get(&server, &format!("/coffees/{}", row.slug)).await;
        for (href, _) in guides::that_suit(&row.slug) {
            assert!(links(&page.html, "/brewing/").contains(&href.as_str()), "{}: {href}", row.name);
        }
    }
}
