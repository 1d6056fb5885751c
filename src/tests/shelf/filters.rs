//! The filtered list of coffees, and the home page.

use axum::http::StatusCode;
use leptos_messenger::shop::catalogue;

use super::{get, links};
use crate::server::Server;

#[tokio::test]
async fn a_filtered_list_comes_complete_with_its_boxes_ticked_and_counted() {
    let server = Server::start().await;
    let page = get(&server, "/coffees?roast=light&roast=dark&process=natural&sort=price").await;
    assert_eq!((page.status, page.cards()), (StatusCode::OK, 7));
    let words = page.words();
    assert!(words.contains("7 coffees") && words.contains("Clear filters"), "{words}");
    let ticked: Vec<_> = page
        .html
        .split("<input type=\"checkbox\"")
        .skip(1)
        .filter_map(|input| input.split('>').next().filter(|input| input.contains("checked")))
        .collect();
    assert_eq!(ticked.len(), 3, "{ticked:?}");
    // The counts of roasts look at naturals of any roast.
    assert!(words.contains("Light 3 coffees") && words.contains("Medium 1 coffee "), "{words}");
    assert!(!page.html.contains("skeleton"));
}

#[tokio::test]
async fn a_list_with_nothing_in_it_says_so_and_leads_on() {
    let server = Server::start().await;
    let page = get(&server, "/coffees?roast=light&for=decaf").await;
    assert_eq!((page.status, page.cards()), (StatusCode::OK, 0));
    assert!(page.words().contains("No coffee is all of that"));
    assert!(links(&page.html, "/coffees?").contains(&"/coffees?for=decaf"), "one filter can be taken away");
}

#[tokio::test]
async fn what_a_plain_form_sends_is_understood_with_its_empty_fields() {
    let server = Server::start().await;
    let page = get(&server, "/coffees?origin=kenya&origin=yemen&sort=").await;
    assert_eq!(page.cards(), 2);
    let hostile = get(&server, "/coffees?roast=%22%3E%3Cb%3E&origin=%01&price=&=&&&fathoms=9").await;
    assert_eq!((hostile.status, hostile.cards()), (StatusCode::OK, 24));
    let huge = get(&server, &format!("/coffees?{}roast=light", "origin=x&".repeat(2000))).await;
    assert_eq!((huge.status, huge.cards()), (StatusCode::OK, 8));
}

#[tokio::test]
async fn what_the_home_page_says_of_the_shelf_is_true() {
    let server = Server::start().await;
    let page = get(&server, "/").await;
    let words = page.words();
    assert_eq!(page.cards(), catalogue::on_the_roaster().len());
    assert_eq!((page.cards(), catalogue::rows().count()), (4, 24));
    assert!(words.contains("Four of the twenty-four.") && words.contains("All 24 coffees"), "{words}");
    let depths = links(&page.html, "/coffees?fathoms=");
    assert_eq!(depths.len(), 5);
    for (depth, href) in (1..).zip(depths) {
        let list = get(&server, href).await;
        assert_ne!(list.cards(), 0, "{href}");
        let row = page.html.split_once(href).unwrap().1.split_once("</a>").unwrap().0;
        let named: Vec<_> = catalogue::rows().filter(|coffee| row.contains(&coffee.name)).collect();
        assert!(!named.is_empty() && named.iter().all(|coffee| coffee.fathoms == depth), "{row}");
    }
}
