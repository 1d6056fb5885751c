//! From a coffee to its order, as a browser without JavaScript goes there.

use axum::http::StatusCode;

use super::browser::Browser;
use crate::server::Server;
use leptos_messenger::shop::refusals;

const ADDRESS: [(&str, &str); 4] = [
    ("address[name]", "Marit Solheim"),
    ("address[street]", "Bryggen 4"),
    ("address[postcode]", "5003"),
    ("address[city]", "Bergen"),
];
const ADD: &str = r#"action="/api/add_to_cart""#;
const PLACE: &str = r#"action="/api/place_order""#;
/// The number in the header, where there is none to show.
const NO_COUNT: &str = r#"hidden class="count">0<"#;

async fn server() -> Server {
    Server::with(&[("LEPTOS_ENV", "DEV")]).await
}

#[tokio::test]
async fn a_visitor_fills_the_cart_logs_in_orders_and_orders_again() {
    let server = server().await;
    let mut browser = Browser::of(&server);
    browser.open("/coffees/kelp-forest").await;
    assert!(browser.html.contains(r#"aria-label="Cart, empty""#) && browser.html.contains(NO_COUNT));
    assert!(browser.says("Add to cart") && !browser.says("Add to cart, "), "{}", browser.html);
    browser.submit(ADD, &[("size", "1kg"), ("grind", "french-press"), ("quantity", "2")]).await;
    assert_eq!(browser.at, "/cart?added=1");
    assert!(browser.says("It is in the cart.") && browser.says("1 kg, ground for French press"));
    assert!(browser.says("€105.00") && browser.says("The post is on us."));
    assert!(browser.html.contains(r#"aria-label="Cart, 2 items""#));

    browser.submit(r#"action="/api/set_quantity""#, &[("quantity", "3")]).await;
    assert!(browser.at == "/cart" && browser.says("€157.50"));
    browser.open("/plans").await;
    browser.submit(r#"value="skiff""#, &[]).await;
    assert!(browser.says("Skiff plan"));
    browser.submit(r#"action="/api/remove_from_cart""#, &[]).await;
    assert!(browser.says("Skiff plan") && !browser.says("1 kg"), "{}", browser.html);

    browser.open("/login?next=/checkout").await;
    browser.log_in("customer@example.com").await;
    assert_eq!(browser.at, "/checkout");
    assert!(browser.says("no coffee is sent") && browser.says("Place the order, €13.00"));
    for token in [
        "shipping name",
        "shipping address-line1",
        "shipping postal-code",
        "shipping address-level2",
        "shipping country",
    ] {
        assert!(browser.html.contains(&format!(r#"autocomplete="{token}""#)), "{token}");
    }
    browser.submit(PLACE, &ADDRESS).await;
    assert!(browser.at.starts_with("/orders/") && browser.at.ends_with("?placed=1"), "{}", browser.at);
    assert!(browser.says("Thank you.") && browser.says("Bryggen 4") && browser.says("Norway"));
    assert!(browser.html.contains(r#"aria-label="Cart, empty""#));

    assert!(browser.says("Subscribe again"));
    browser.submit(r#"action="/api/order_again""#, &[("subscribe", "true")]).await;
    assert!(browser.at == "/cart?added=1" && browser.says("Skiff plan"));
    browser.open("/plans").await;
    browser.submit(r#"value="harbour""#, &[]).await;
    assert!(browser.at == "/cart?replaced=1" && browser.says("in place of the plan from before"));
    assert!(browser.says("Harbour plan") && !browser.says("Skiff plan"), "{}", browser.html);
    browser.open("/orders").await;
    assert!(browser.says("Received") && browser.says("1 item"));
}

#[tokio::test]
async fn the_log_in_and_the_sign_up_say_that_a_cart_waits_where_the_checkout_comes_next() {
    let server = server().await;
    let mut browser = Browser::of(&server);
    for page in ["/login", "/signup"] {
        let to_checkout = format!("{page}?next=/checkout");
        browser.open(&to_checkout).await;
        assert!(!browser.says("Your cart waits."), "{page}: an empty one waits for nothing");
    }
    browser.open("/coffees/kelp-forest").await;
    browser.submit(ADD, &[]).await;
    for (page, says) in [
        ("/login?next=/checkout", true),
        ("/signup?next=/checkout", true),
        ("/login", false),
        ("/signup?next=/orders", false),
    ] {
        browser.open(page).await;
        assert_eq!(browser.says("Your cart waits."), says, "{page}");
    }
}

#[tokio::test]
async fn a_customer_has_the_saved_address_forgotten() {
    let server = server().await;
    let mut browser = at_checkout(&server).await;
    assert!(!browser.says("Forget this address"));
    browser.submit(PLACE, &ADDRESS).await;
    let order = browser.at.clone();
    browser.open("/coffees/kelp-forest").await;
    browser.submit(ADD, &[]).await;
    browser.open("/checkout").await;
    assert!(browser.says("Forget this address") && browser.html.contains("Bryggen 4"));
    browser.submit(r#"action="/api/forget_address""#, &[]).await;
    assert!(browser.at == "/checkout" && !browser.html.contains("Bryggen 4"), "{}", browser.html);
    assert!(!browser.says("Forget this address") && browser.html.contains(r#"value="Marit Solheim""#));
    browser.open(&order).await;
    assert!(browser.says("Bryggen 4"));
}

/// Somebody who is logged in, with one thing in the cart.
async fn at_checkout(server: &Server) -> Browser<'_> {
    let mut browser = Browser::of(server);
    browser.open("/login?next=/coffees/kelp-forest").await;
    browser.log_in("customer@example.com").await;
    browser.submit(ADD, &[]).await;
    browser.open("/checkout").await;
    browser
}

#[tokio::test]
async fn an_address_that_cannot_be_taken_comes_back_with_its_reason_and_what_was_typed() {
    let server = server().await;
    let mut browser = at_checkout(&server).await;
    let street = "Bryggen 4 <b>\"ø\"";
    browser
        .submit(
            PLACE,
            &[
                ("address[name]", "Marit"),
                ("address[street]", street),
                ("address[postcode]", " "),
                ("address[city]", "Bergen"),
            ],
        )
        .await;
    assert!(browser.at.starts_with("/checkout?"), "{}", browser.at);
    assert!(browser.says("The post needs a postcode, such as 5003."));
    let tag = |id: &str| {
        let found = browser.html.split('<').find(|tag| tag.contains(&format!(r#" id="{id}""#)));
        found.unwrap().to_owned()
    };
    assert!(tag("postcode").contains(r#"aria-invalid="true""#), "{}", tag("postcode"));
    assert!(tag("postcode").contains(r#"aria-describedby="postcode-error""#));
    assert!(tag("street").contains("Bryggen 4 &lt;b&gt;"), "{}", tag("street"));
    assert!(tag("city").contains(r#"value="Bergen""#) && !tag("city").contains("aria-invalid"));
    for part in ["Bryggen", "Bergen", "5003"] {
        assert!(!browser.at.contains(part), "no address stands in an address bar: {}", browser.at);
    }
    browser.submit(PLACE, &ADDRESS).await;
    assert!(browser.at.starts_with("/orders/"), "{}", browser.at);
}

#[tokio::test]
async fn all_that_is_wrong_with_an_address_is_said_at_once() {
    let server = server().await;
    let mut browser = at_checkout(&server).await;
    let long = "x".repeat(101);
    let wrong = [
        ("address[name]", "Marit"),
        ("address[street]", long.as_str()),
        ("address[postcode]", " "),
        ("address[city]", ""),
        ("address[country]", "XX"),
    ];
    browser.submit(PLACE, &wrong).await;
    for (id, message) in [
        ("street", refusals::TOO_LONG),
        ("postcode", refusals::POSTCODE_MISSING),
        ("city", refusals::CITY_MISSING),
        ("country", refusals::COUNTRY_UNKNOWN),
    ] {
        let error = browser.html.split(&format!(r#"id="{id}-error""#)).nth(1).unwrap_or_default();
        assert!(error.split("</p>").next().unwrap().contains(message), "{id}: {message}");
    }
    assert!(!browser.html.contains("name-error") && !browser.html.contains("extra-error"));
}

#[tokio::test]
async fn the_same_form_sent_twice_shows_the_same_order() {
    let server = server().await;
    let mut browser = at_checkout(&server).await;
    let form = browser.form(PLACE);
    browser.submit(PLACE, &ADDRESS).await;
    let first = browser.at.clone();
    // The answer was lost; the browser sends what it had.
    browser.html = form;
    browser.submit(PLACE, &ADDRESS).await;
    assert_eq!(browser.at, first);
}

#[tokio::test]
async fn what_is_sold_out_is_not_offered_and_not_taken() {
    let server = server().await;
    let mut browser = Browser::of(&server);
    browser.open("/coffees/north-mole").await;
    assert!(browser.says("Sold out just now.") && !browser.html.contains(ADD));
    browser.post("/api/add_to_cart", &[("coffee".to_owned(), "north-mole".to_owned())]).await;
    assert_eq!(browser.at, "/cart?refused=1");
    assert!(browser.says("That was not added") && browser.says("Nothing in the cart yet"));
}

#[tokio::test]
async fn another_customers_order_is_not_found_and_a_visitor_is_asked_to_log_in() {
    let server = server().await;
    let mut browser = at_checkout(&server).await;
    browser.submit(PLACE, &ADDRESS).await;
    let order = browser.at.split('?').next().unwrap().to_owned();

    let mut other = Browser::of(&server);
    other.open(&order).await;
    assert!(other.at.starts_with("/login?next=%2Forders%2F"), "{}", other.at);
    other.log_in("second@example.com").await;
    assert_eq!((other.at.as_str(), other.status), (order.as_str(), StatusCode::NOT_FOUND));
    assert!(other.says("Nothing anchored here") && !other.says("Bryggen"));
    other.open("/orders").await;
    assert!(other.says("No orders yet"));
    // At the counter's computer, too: the cart went with the account that logged out.
    browser.open("/coffees/first-tide").await;
    browser.submit(ADD, &[]).await;
    browser.open("/cart").await;
    browser.submit(r#"action="/api/log_out""#, &[]).await;
    browser.open("/cart").await;
    assert!(browser.says("Nothing in the cart yet"));
}

#[tokio::test]
async fn a_page_comes_with_each_list_that_it_waits_for() {
    let server = server().await;
    let mut browser = Browser::of(&server);
    browser.open("/login?next=/account").await;
    browser.log_in("customer@example.com").await;
    assert_eq!(browser.at, "/account");
    for list in ["Customer since", "See the plans", "This one"] {
        assert!(browser.says(list), "{list}: {}", browser.html);
    }
}
