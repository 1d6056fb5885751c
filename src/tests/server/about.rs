//! The description and the canonical address in each page's head.

use std::collections::HashSet;

use super::{Server, text};

/// The value of the first attribute with this name after `before`.
fn after<'a>(html: &'a str, before: &str, attribute: &str) -> Option<&'a str> {
    let (_, rest) = html.split_once(before)?;
    rest.split_once(&format!("{attribute}=\""))?.1.split('"').next()
}

#[tokio::test]
async fn each_page_is_described_in_words_of_its_own() {
    let server = Server::start().await;
    let mut seen = HashSet::new();
    for path in [
        "/",
        "/coffees",
        "/coffees/kelp-forest",
        "/coffees/lighthouse-blend",
        "/brewing",
        "/brewing/pour-over",
        "/brewing/moka-pot",
        "/plans",
        "/search?q=kenya",
        "/cart",
        "/login",
        "/signup",
        "/privacy",
    ] {
        let html = text(server.open(path).await).await;
        let description =
            after(&html, "<meta name=\"description\"", "content").expect("a description").to_owned();
        assert!((40..=300).contains(&description.len()), "{path}: {description}");
        assert!(seen.insert(description), "{path} is described as another page is");
    }
    let filtered = text(server.open("/coffees?roast=light").await).await;
    assert!(seen.contains(after(&filtered, "<meta name=\"description\"", "content").expect("a description")));
    let unknown = text(server.open("/coffees/nowhere").await).await;
    assert!(seen.contains(after(&unknown, "<meta name=\"description\"", "content").expect("a description")));
}

#[tokio::test]
async fn a_page_names_its_one_address_where_the_site_has_one() {
    let canonical = async |server: &Server, path: &str| {
        let html = text(server.open(path).await).await;
        after(&html, "<link rel=\"canonical\"", "href").map(str::to_owned)
    };
    assert_eq!(canonical(&Server::start().await, "/coffees").await, None);
    let public = Server::with(&[("PUBLIC_URL", "https://tidewater.example")]).await;
    for path in ["/coffees", "/coffees?roast=light&sort=price"] {
        let address = canonical(&public, path).await;
        assert_eq!(address.as_deref(), Some("https://tidewater.example/coffees"), "{path}");
    }
}
