//! Orders of guests: who may place, read and list one, and whose it becomes.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use leptos_messenger::error::Error;
use leptos_messenger::shop::cart::Shopper;
use leptos_messenger::shop::order::{
    Address, GUEST_ORDER_KEPT_SECONDS, Guest, MOST_BAGS_OF_A_GUEST, Placed, order_number,
};
use leptos_messenger::shop::support::{FactValue, ShopEvent};
use leptos_messenger::shop::{Shop, refusals};
use std::net::{IpAddr, Ipv4Addr};

use super::browser::Browser;
use super::{GUEST, KEY, MARIT, World, account, address, held, invalid, logged_in, place_as_guest};
use crate::database::{execute, texts};
use crate::server::{Server, text};

const KELP: &str = "kelp-forest.250g.whole-bean.once";
const KILO: &str = "kelp-forest.1kg.filter.once";
const OTHER_KEY: &str = "the-key-of-the-second-form";
const ADD: &str = r#"action="/api/add_to_cart""#;
const PLACE: &str = r#"action="/api/place_order""#;
const TYPED: [(&str, &str); 5] = [
    ("email", GUEST),
    ("address[name]", "Marit Solheim"),
    ("address[street]", "Bryggen 4"),
    ("address[postcode]", "5003"),
    ("address[city]", "Bergen"),
];

#[tokio::test]
async fn a_guests_order_takes_cart_and_stock_and_whoever_has_its_id_reads_it() {
    let world = World::new().await;
    let guest = world.visitor_with(KELP, 2).await;
    let bags = world.bags("kelp-forest").await;
    let placed = place_as_guest(&world.shop, &guest, KEY).await.unwrap();

    assert!(world.cart(&guest).await.lines.is_empty());
    assert_eq!(bags - world.bags("kelp-forest").await, 2);
    // 36 letters of 5 bits: 26 of them are in no number.
    assert_eq!((placed.id.len(), order_number(&placed.id).len()), (36, 10));
    let order = world.shop.guest_order(&placed.id).await.unwrap();
    assert_eq!((order.address, order.email.as_deref()), (address(), Some(GUEST)));
    assert_eq!(order.totals.total.minor, 2 * 1500 + 490);

    for id in [order_number(&placed.id), "", "nonsense'; --"] {
        assert_eq!(world.shop.guest_order(id).await, Err(Error::NotFound), "{id}");
    }
    assert_eq!(world.shop.order(MARIT, &placed.id).await, Err(Error::NotFound), "it is no account's");
    let again = world.shop.order_again(&account(MARIT), MARIT, &placed.id, KEY, false).await;
    assert!(matches!(again, Err(Error::NotFound)));
}

#[tokio::test]
async fn an_accounts_order_is_no_guests_whatever_its_id() {
    let world = World::new().await;
    world.put(&account(MARIT), KELP, 1).await.unwrap();
    let id = world.order(MARIT, KEY).await.unwrap();
    assert_eq!(world.shop.guest_order(&id).await, Err(Error::NotFound));
}

#[tokio::test]
async fn the_support_team_gets_the_number_of_a_guests_order_and_not_what_opens_it() {
    let world = World::new().await;
    let guest = world.visitor_with(KELP, 1).await;
    let Placed { id, events } = place_as_guest(&world.shop, &guest, KEY).await.unwrap();
    let [event] = &events[..] else { panic!("{events:?}") };
    assert_eq!(event.name(), "completed-purchase");
    let metadata = event.metadata();
    let ("order_id", FactValue::Word(order)) = &metadata[0] else { panic!("{metadata:?}") };
    assert_eq!(order.as_str(), order_number(&id));
    assert!(matches!(event, ShopEvent::CompletedPurchase { items: 1, .. }));
}

#[tokio::test]
async fn the_browser_that_placed_an_order_lists_it_and_no_other_person_there() {
    let world = World::new().await;
    let (guest, other) = (world.visitor_with(KELP, 1).await, world.visitor_with(KELP, 1).await);
    let id = place_as_guest(&world.shop, &guest, KEY).await.unwrap().id;
    let listed = world.shop.orders_of_browser(&guest).await.unwrap();
    assert_eq!(listed.iter().map(|order| order.id.as_str()).collect::<Vec<_>>(), [&id]);
    for stranger in [&other, &Shopper::default()] {
        assert_eq!(world.shop.orders_of_browser(stranger).await.unwrap(), []);
    }
    assert_eq!(world.shop.orders(MARIT).await.unwrap(), []);
    // The cart that Marit takes over at her log-in there brings no order along.
    world.cart(&logged_in(&guest, MARIT)).await;
    assert_eq!(world.shop.orders(MARIT).await.unwrap(), []);
}

#[tokio::test]
async fn one_form_of_a_guest_makes_one_order_pressed_ten_times_at_once_on_two_servers() {
    let world = World::new().await;
    let second = world.second_server().await;
    let guest = world.visitor_with(KELP, 1).await;
    let (bags, seen) = (world.bags("kelp-forest").await, world.cart(&guest).await.seal());
    let (from, address) = (from_network(1), address());
    let presses = (0..10).map(|press| {
        let shop = if press % 2 == 0 { &world.shop } else { &second };
        shop.place_as_guest(&guest, from, KEY, &seen, &address)
    });
    let mut ids: Vec<_> =
        futures::future::join_all(presses).await.into_iter().map(|placed| placed.unwrap().id).collect();
    ids.dedup();
    assert_eq!((ids.len(), world.count("select count(*) from orders").await), (1, 1));
    assert_eq!(bags - world.bags("kelp-forest").await, 1);
    // Another browser's key is another key; another form finds an empty cart.
    let other = world.visitor_with(KELP, 1).await;
    assert_ne!(place_as_guest(&world.shop, &other, KEY).await.unwrap().id, ids[0]);
    assert_eq!(invalid(place_as_guest(&world.shop, &guest, OTHER_KEY).await).1, refusals::CART_EMPTY);
    assert_eq!(invalid(place_as_guest(&world.shop, &Shopper::default(), KEY).await).1, refusals::CART_EMPTY);
}

#[tokio::test]
async fn a_guest_orders_no_plan_no_subscription_and_no_more_than_ten_kilos() {
    let world = World::new().await;
    for item in ["plan.harbour.espresso", "kelp-forest.250g.filter.2-weeks"] {
        let guest = world.visitor_with(KELP, 1).await;
        world.put(&guest, item, 1).await.unwrap();
        let refused = invalid(place_as_guest(&world.shop, &guest, KEY).await);
        assert_eq!(refused, (String::new(), refusals::NEEDS_ACCOUNT.to_owned()), "{item}");
        assert_eq!(world.cart(&guest).await.lines.len(), 2, "the cart is kept");
    }
    let kilos = MOST_BAGS_OF_A_GUEST / 4;
    let guest = world.visitor_with(KILO, kilos).await;
    world.put(&guest, KELP, 1).await.unwrap();
    assert_eq!(invalid(place_as_guest(&world.shop, &guest, KEY).await).1, refusals::TOO_MUCH_FOR_A_GUEST);
    assert_eq!(world.count("select count(*) from orders").await, 0);
    world.shop.remove(&guest, KELP).await.unwrap();
    place_as_guest(&world.shop, &guest, KEY).await.expect("ten kilos");
}

/// A guest at this network address.
fn from_network(last: u8) -> Guest<'static> {
    Guest { email: GUEST, network: Some(IpAddr::V4(Ipv4Addr::new(203, 0, 113, last))) }
}

#[tokio::test]
async fn a_network_has_five_guest_orders_at_once_and_refused_or_repeated_ones_cost_nothing() {
    let world = World::new().await;
    let order = async |from: Guest<'static>, guest: &Shopper, address: &Address| {
        let seen = world.cart(guest).await.seal();
        world.shop.place_as_guest(guest, from, KEY, &seen, address).await
    };
    let mut last = Shopper::default();
    for _ in 0..5 {
        last = world.visitor_with(KELP, 1).await;
        order(from_network(1), &last, &Address::default()).await.unwrap_err();
        order(from_network(1), &last, &address()).await.unwrap();
        order(from_network(1), &last, &address()).await.unwrap();
    }
    let (sixth, bags) = (world.visitor_with(KELP, 1).await, world.bags("kelp-forest").await);
    let refused = order(from_network(1), &sixth, &address()).await;
    assert_eq!(refused, Err(Error::TooMany { seconds: 600 }));
    assert_eq!((held(&world.cart(&sixth).await), world.bags("kelp-forest").await), (vec![(KELP, 1)], bags));
    order(from_network(1), &last, &address()).await.expect("the order that is there");
    order(from_network(2), &world.visitor_with(KELP, 1).await, &address()).await.expect("another network");
    world.clock.advance(600);
    order(from_network(1), &sixth, &address()).await.expect("one more after ten minutes");
}

#[tokio::test]
async fn a_guests_email_is_checked_as_at_the_sign_up_and_with_the_address_at_once() {
    let world = World::new().await;
    let guest = world.visitor_with(KELP, 1).await;
    let seen = world.cart(&guest).await.seal();
    let place = async |email: &str, address: &Address| {
        world.shop.place_as_guest(&guest, Guest { email, network: None }, KEY, &seen, address).await
    };
    for email in ["", "marit", "marit@example", "marit @example.com", "marit\0@example.com"] {
        assert_eq!(invalid(place(email, &address()).await).0, "email", "{email:?}");
    }
    let Err(Error::Faults(faults)) =
        place("marit", &Address { city: String::new(), country: String::new(), ..address() }).await
    else {
        panic!("both are wrong")
    };
    let fields: Vec<_> = faults.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(fields, ["email", "city", "country"]);
    let id = place(" Marit@Example.com ", &address()).await.unwrap().id;
    assert_eq!(world.shop.guest_order(&id).await.unwrap().email.as_deref(), Some("Marit@Example.com"));
}

#[tokio::test]
async fn a_guests_order_is_deleted_after_a_year_and_an_accounts_never() {
    let world = World::new().await;
    let guest = world.visitor_with(KELP, 1).await;
    let id = place_as_guest(&world.shop, &guest, KEY).await.unwrap().id;
    world.put(&account(MARIT), KELP, 1).await.unwrap();
    world.order(MARIT, KEY).await.unwrap();
    world.clock.advance(GUEST_ORDER_KEPT_SECONDS - 1);
    assert_eq!(world.shop.forget_guest_orders().await.unwrap(), 0);
    world.clock.advance(1);
    assert_eq!(world.shop.forget_guest_orders().await.unwrap(), 1);
    assert_eq!(world.shop.guest_order(&id).await, Err(Error::NotFound));
    assert_eq!(world.count("select count(*) from order_lines").await, 1);
    assert_eq!(world.shop.orders(MARIT).await.unwrap().len(), 1);
}

async fn server() -> Server {
    Server::with(&[("LEPTOS_ENV", "DEV")]).await
}

/// A guest who has just ordered; the path of their order.
async fn ordered(server: &Server) -> (Browser<'_>, String) {
    let mut browser = Browser::of(server);
    browser.open("/coffees/kelp-forest").await;
    browser.submit(ADD, &[]).await;
    browser.open("/checkout").await;
    browser.submit(PLACE, &TYPED).await;
    let path = browser.at.strip_suffix("?placed=1").unwrap_or_else(|| panic!("{}", browser.at)).to_owned();
    (browser, path)
}

async fn sign_up(browser: &mut Browser<'_>, email: &str) {
    browser.open("/signup?next=/orders").await;
    let fields = [("name", "Astrid Lunde"), ("email", email), ("password", "kittiwake over the bay")];
    browser.submit(r#"action="/api/sign_up""#, &fields).await;
    assert_eq!(browser.at, "/orders");
}

#[tokio::test]
async fn a_guest_orders_without_a_script_and_reads_the_order_again_in_any_browser() {
    let server = server().await;
    let (mut browser, path) = ordered(&server).await;
    assert!(browser.says("Thank you.") && browser.says("Bryggen 4") && browser.says(GUEST));
    assert!(
        browser.html.contains(r#"aria-label="Cart, empty""#) && browser.says("Keep the address of this page")
    );
    let number = path["/orders/".len()..][..10].to_uppercase();
    assert!(
        browser.says(&format!("Order {number}")) && !browser.says(&path["/orders/".len()..].to_uppercase())
    );
    assert!(!browser.html.contains("/api/order_again"));
    browser.open("/orders").await;
    assert!(browser.at == "/orders" && browser.says(&number) && browser.says("in this browser as a guest"));

    let mut other = Browser::of(&server);
    other.open(&path).await;
    assert!(other.status == StatusCode::OK && other.says("Bryggen 4") && !other.says("Thank you."));
    other.open("/orders").await;
    assert_eq!(other.at, "/login?next=%2Forders");
    // By its number it is nobody's: a visitor is asked to log in, as for any number, and a customer finds nothing.
    let short = path[.."/orders/".len() + 10].to_owned();
    other.open(&short).await;
    assert!(other.at.starts_with("/login?next=%2Forders%2F"), "{}", other.at);
    other.log_in("second@example.com").await;
    assert_eq!((other.at.as_str(), other.status), (short.as_str(), StatusCode::NOT_FOUND));
    assert!(!other.says("Bryggen"));
}

#[tokio::test]
async fn a_sign_up_takes_the_orders_of_its_browser_along_and_the_same_email_elsewhere_gets_none() {
    let server = server().await;
    let (mut browser, path) = ordered(&server).await;
    let mut elsewhere = Browser::of(&server);
    sign_up(&mut elsewhere, GUEST).await;
    assert!(elsewhere.says("No orders yet"), "{}", elsewhere.html);

    sign_up(&mut browser, "astrid@example.com").await;
    let number = path["/orders/".len()..][..10].to_uppercase();
    assert!(browser.says(&number), "{}", browser.html);
    browser.open(&path).await;
    assert!(browser.says("Bryggen 4") && browser.html.contains("/api/order_again") && !browser.says(GUEST));
    // It is the account's alone from now on, and stays as long as the account.
    let mut stranger = Browser::of(&server);
    stranger.open(&path).await;
    assert!(stranger.at.starts_with("/login"), "{}", stranger.at);
    elsewhere.open(&path).await;
    assert_eq!(elsewhere.status, StatusCode::NOT_FOUND);
    server.state.clock.advance(GUEST_ORDER_KEPT_SECONDS + 1);
    assert_eq!(server.state.shop.forget_guest_orders().await.unwrap(), 0);
}

#[tokio::test]
async fn a_log_in_takes_no_guest_order_and_a_log_out_ends_the_browsers_list() {
    let server = server().await;
    let (mut browser, path) = ordered(&server).await;
    browser.open("/login?next=/orders").await;
    browser.log_in("second@example.com").await;
    assert!(browser.at == "/orders" && browser.says("No orders yet"));
    browser.submit(r#"action="/api/log_out""#, &[]).await;
    browser.open("/orders").await;
    assert_eq!(browser.at, "/login?next=%2Forders", "the next person finds none");
    sign_up(&mut browser, "astrid@example.com").await;
    assert!(browser.says("No orders yet"));
    browser.open("/account").await;
    browser.open(&path).await;
    assert!(browser.says("Bryggen 4"), "who kept the address still reads it");
}

#[tokio::test]
async fn log_out_everywhere_and_the_end_of_an_account_end_the_browsers_list_too() {
    let server = server().await;
    for end in [r#"action="/api/log_out_everywhere""#, r#"action="/api/delete_account""#] {
        let (mut browser, _) = ordered(&server).await;
        // Another tab's order, which came after the sign-up.
        sign_up(&mut browser, &format!("{}@example.com", end.len())).await;
        execute(&server.state.db, "update orders set account_id = null, email = 'a@example.com', cookie_hash = (select cookie_hash from carts where cookie_hash is not null order by used_at desc, id limit 1)").await;
        browser.open("/account").await;
        browser.submit(end, &[("password", "kittiwake over the bay")]).await;
        let bound = texts(&server.state.db, "select id from orders where cookie_hash is not null").await;
        assert!(bound.is_empty(), "{end}: {bound:?}");
        execute(&server.state.db, "delete from orders").await;
        execute(&server.state.db, "delete from carts").await;
    }
}

#[tokio::test]
async fn a_guests_form_of_somebody_who_has_logged_in_since_is_refused_and_keeps_what_was_typed() {
    let server = server().await;
    let mut browser = Browser::of(&server);
    browser.open("/coffees/kelp-forest").await;
    browser.submit(ADD, &[]).await;
    browser.open("/checkout").await;
    let form = browser.form(PLACE);
    browser.open("/login?next=/checkout").await;
    browser.log_in("customer@example.com").await;
    browser.html = form;
    browser.submit(PLACE, &TYPED).await;
    assert!(
        browser.at.starts_with("/checkout?")
            && browser.says("You have logged in since this page was opened.")
    );
    assert!(browser.html.contains(r#"value="Bryggen 4""#), "{}", browser.html);
    assert!(!browser.at.contains("Bryggen") && !browser.at.contains("guest"), "{}", browser.at);
    let orders = texts(&server.state.db, "select id from orders").await;
    assert!(orders.is_empty());
    // And a customer's form after the log-out is no guest's.
    browser.open("/checkout").await;
    let form = browser.form(PLACE);
    browser.submit(r#"action="/api/log_out""#, &[]).await;
    (browser.html, browser.at) = (form, "/checkout".to_owned());
    browser.submit(PLACE, &TYPED[1..]).await;
    assert!(browser.says("You are not logged in. An account keeps its own cart"), "{}", browser.html);
    assert!(texts(&server.state.db, "select id from orders").await.is_empty());
}

#[tokio::test]
async fn a_guest_sees_the_ways_to_order_and_what_needs_an_account_and_gets_back_what_was_typed() {
    let server = server().await;
    let mut browser = Browser::of(&server);
    browser.open("/plans").await;
    browser.submit(r#"value="skiff""#, &[]).await;
    browser.open("/checkout").await;
    assert!(browser.at == "/checkout" && browser.says("Your cart waits"), "{}", browser.at);
    assert!(browser.html.contains(r#"href="/signup?next=%2Fcheckout""#));
    assert!(browser.says("Both need an account"));
    browser.submit(PLACE, &TYPED).await;
    assert!(browser.says("Plans and subscriptions need an account"), "{}", browser.html);
    for (_, value) in TYPED {
        assert!(browser.html.contains(&format!(r#"value="{value}""#)), "{value}");
        assert!(!browser.at.contains(value), "{}", browser.at);
    }
}

#[tokio::test]
async fn neither_the_address_of_a_guests_order_nor_the_email_is_in_the_log() {
    let log = crate::server::log::log();
    let server = server().await;
    let (browser, path) = ordered(&server).await;
    let request = Request::get(&path).header("accept", "text/html").body(Body::empty()).unwrap();
    assert!(text(server.send(request).await).await.contains("Bryggen 4"));
    assert!(browser.says(GUEST));
    let lines = log.lines().concat();
    let number = &path["/orders/".len()..][..10];
    assert!(lines.contains(number), "the audit names the order by its number");
    assert!(!lines.contains(GUEST));
    assert!(
        !lines.contains(&path) && !lines.contains(&path["/orders/".len()..]) && !lines.contains("Bryggen")
    );
}

/// Of a cookie that was made up, nothing becomes.
#[tokio::test]
async fn a_made_up_cart_cookie_lists_and_joins_nothing() {
    let world = World::new().await;
    let guest = world.visitor_with(KELP, 1).await;
    place_as_guest(&world.shop, &guest, KEY).await.unwrap();
    for cookie in ["cart=; Path=/", "cart=a; Path=/", "cart=null; Path=/"] {
        assert_eq!(orders_in(&world.shop, &world.browser(cookie)).await, 0, "{cookie}");
    }
}

async fn orders_in(shop: &Shop, who: &Shopper) -> usize {
    shop.orders_of_browser(who).await.unwrap().len()
}
