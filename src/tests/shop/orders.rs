//! Orders: stock, prices, repeated forms and orders at once.

use leptos_messenger::error::Error;
use leptos_messenger::shop::order::Address;
use leptos_messenger::shop::support::ShopEvent;
use leptos_messenger::shop::{Item, Money, refusals};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::{KEY, MARIT, TOMAS, World, account, address, held, invalid};
use crate::database::texts;

const KELP: &str = "kelp-forest.250g.whole-bean.once";
const KILO: &str = "kelp-forest.1kg.filter.once";
const AGAIN: &str = "lighthouse-blend.250g.filter.2-weeks";
const PLAN: &str = "plan.harbour.espresso";
const OTHER_KEY: &str = "the-key-of-the-second-form";

#[tokio::test]
async fn an_order_takes_the_cart_the_stock_and_todays_prices_and_begins_what_comes_again() {
    let world = World::new().await;
    for (item, quantity) in [(KELP, 2), (KILO, 3), (AGAIN, 2), (PLAN, 1)] {
        world.put(&account(MARIT), item, quantity).await.unwrap();
    }
    let (kelp, lighthouse) = (world.bags("kelp-forest").await, world.bags("lighthouse-blend").await);
    let id = world.order(MARIT, KEY).await.unwrap();

    assert!(world.cart(&account(MARIT)).await.lines.is_empty());
    assert_eq!(kelp - world.bags("kelp-forest").await, 2 + 3 * 4);
    assert_eq!(lighthouse - world.bags("lighthouse-blend").await, 2);
    let order = world.shop.order(MARIT, &id).await.unwrap();
    let prices: Vec<_> = order.lines.iter().map(|line| (line.name.as_str(), line.price.minor)).collect();
    let bought = [
        ("Kelp Forest", 2 * 1500),
        ("Kelp Forest", 3 * 5250),
        ("Lighthouse Blend", 2 * 1305),
        ("Harbour plan", 2400),
    ];
    for line in bought {
        assert!(prices.contains(&line), "{line:?} in {prices:?}");
    }
    let goods = Money::eur(bought.iter().map(|(_, minor)| minor).sum());
    assert_eq!(
        (order.totals.goods, order.totals.delivery, order.totals.total),
        (goods, Money::eur(0), goods)
    );
    assert_eq!(order.address, address());
    assert_eq!(order.timeline.iter().filter(|stage| stage.reached).count(), 1);
    assert_eq!(world.shop.subscriptions(MARIT).await.unwrap().len(), 2);

    let [summary] = &world.shop.orders(MARIT).await.unwrap()[..] else { panic!("one order") };
    assert_eq!((summary.id.as_str(), summary.count, summary.total), (id.as_str(), 8, goods));
    assert_eq!((summary.status.as_str(), summary.day.as_str()), ("Received", "Friday 13 November 2026"));
}

#[tokio::test]
async fn another_customers_order_is_not_there() {
    let world = World::new().await;
    world.put(&account(MARIT), KELP, 1).await.unwrap();
    let id = world.order(MARIT, KEY).await.unwrap();
    assert_eq!(world.shop.order(TOMAS, &id).await, Err(Error::NotFound));
    assert!(matches!(
        world.shop.order_again(&account(TOMAS), TOMAS, &id, KEY, true).await,
        Err(Error::NotFound)
    ));
    assert_eq!(world.shop.orders(TOMAS).await.unwrap(), []);
    assert_eq!(world.shop.order(MARIT, "nonsense'; --").await, Err(Error::NotFound));
}

#[tokio::test]
async fn the_same_key_is_the_same_order_whatever_is_in_the_cart_by_then() {
    let world = World::new().await;
    world.put(&account(MARIT), KELP, 1).await.unwrap();
    let first = world.order(MARIT, KEY).await.unwrap();
    assert_eq!(world.order(MARIT, KEY).await.unwrap(), first, "with an empty cart");
    world.put(&account(MARIT), KILO, 2).await.unwrap();
    assert_eq!(
        world.shop.place(MARIT, KEY, "", &Address::default()).await.unwrap().id,
        first,
        "with another cart"
    );
    assert_eq!(held(&world.cart(&account(MARIT)).await), [(KILO, 2)], "which stays");

    world.put(&account(TOMAS), KELP, 1).await.unwrap();
    assert_ne!(world.order(TOMAS, KEY).await.unwrap(), first, "another account's key is another key");
    assert_ne!(world.order(MARIT, OTHER_KEY).await.unwrap(), first);
}

#[tokio::test]
async fn pressed_ten_times_at_once_on_two_servers_it_is_one_order() {
    let world = World::new().await;
    let second = world.second_server().await;
    world.put(&account(MARIT), KELP, 1).await.unwrap();
    let (bags, seen) = (world.bags("kelp-forest").await, world.cart(&account(MARIT)).await.seal());
    let address = address();
    let presses = (0..10).map(|press| {
        let shop = if press % 2 == 0 { &world.shop } else { &second };
        shop.place(MARIT, KEY, &seen, &address)
    });
    let mut ids: Vec<_> =
        futures::future::join_all(presses).await.into_iter().map(|placed| placed.unwrap().id).collect();
    ids.dedup();
    assert_eq!(ids.len(), 1);
    assert_eq!(world.count("select count(*) from orders").await, 1);
    assert_eq!(bags - world.bags("kelp-forest").await, 1);
}

#[tokio::test]
async fn two_tabs_with_two_forms_of_one_cart_make_one_order() {
    let world = World::new().await;
    let second = world.second_server().await;
    world.put(&account(MARIT), KELP, 1).await.unwrap();
    let (seen, address) = (world.cart(&account(MARIT)).await.seal(), address());
    let (one, two) = tokio::join!(
        world.shop.place(MARIT, KEY, &seen, &address),
        second.place(MARIT, OTHER_KEY, &seen, &address)
    );
    let refused = if one.is_ok() { two } else { one };
    assert_eq!(invalid(refused), ("cart".to_owned(), refusals::CART_EMPTY.to_owned()));
    assert_eq!(world.count("select count(*) from orders").await, 1);
}

#[tokio::test]
async fn the_last_bag_is_sold_once_however_many_want_it() {
    let world = World::new().await;
    let second = world.second_server().await;
    for round in 0..5 {
        world.set_bags("kelp-forest", 1).await;
        world.set_bags("deep-fathom", 1).await;
        for who in [MARIT, TOMAS] {
            world.put(&account(who), KELP, 1).await.unwrap();
            world.put(&account(who), "deep-fathom.250g.filter.once", 1).await.unwrap();
        }
        let (seen, address) = (world.cart(&account(MARIT)).await.seal(), address());
        let key = format!("the-key-of-round-{round}");
        let (one, two) = tokio::join!(
            world.shop.place(MARIT, &key, &seen, &address),
            second.place(TOMAS, &key, &seen, &address)
        );
        assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
        let (loser, refused) = if one.is_ok() { (TOMAS, two) } else { (MARIT, one) };
        assert_eq!(invalid(refused), ("cart".to_owned(), refusals::NOT_ENOUGH.to_owned()));
        assert_eq!((world.bags("kelp-forest").await, world.bags("deep-fathom").await), (0, 0));
        let cart = world.cart(&account(loser)).await;
        assert!(cart.lines.len() == 2 && !cart.is_available(), "the cart is kept, and says what is gone");
        for line in cart.lines {
            world.shop.remove(&account(loser), &line.item).await.unwrap();
        }
    }
}

#[tokio::test]
async fn an_order_that_is_refused_leaves_everything_as_it_was() {
    let world = World::new().await;
    // The first coffee is there, the second is not.
    for item in ["deep-fathom.250g.filter.once", KELP] {
        world.put(&account(MARIT), item, 5).await.unwrap();
    }
    world.set_bags("kelp-forest", 4).await;
    let (before, bags) = (world.cart(&account(MARIT)).await, world.bags("deep-fathom").await);
    assert_eq!(invalid(world.order(MARIT, KEY).await).1, refusals::NOT_ENOUGH);
    assert_eq!(world.cart(&account(MARIT)).await, before);
    assert_eq!((world.bags("deep-fathom").await, world.bags("kelp-forest").await), (bags, 4));
    assert_eq!(world.count("select count(*) from orders").await, 0);
    // Once it is put right, the same form's key still makes the order.
    world.shop.set_quantity(&account(MARIT), KELP, 4).await.unwrap();
    assert!(world.order(MARIT, KEY).await.is_ok());
}

#[tokio::test]
async fn nobody_orders_what_they_have_not_seen() {
    let world = World::new().await;
    world.put(&account(MARIT), KELP, 1).await.unwrap();
    let seen = world.cart(&account(MARIT)).await.seal();
    world.put(&account(MARIT), KELP, 1).await.unwrap();
    let refused = invalid(world.shop.place(MARIT, KEY, &seen, &address()).await);
    assert_eq!(refused, ("cart".to_owned(), refusals::CART_CHANGED.to_owned()));
    // For the same money, too.
    world.shop.set_quantity(&account(MARIT), KELP, 1).await.unwrap();
    assert_eq!(world.cart(&account(MARIT)).await.seal(), seen, "what was taken back is as it was");
    world.shop.remove(&account(MARIT), KELP).await.unwrap();
    world.put(&account(MARIT), "kelp-forest.250g.espresso.once", 1).await.unwrap();
    let refused = invalid(world.shop.place(MARIT, KEY, &seen, &address()).await);
    assert_eq!(refused, ("cart".to_owned(), refusals::CART_CHANGED.to_owned()));
    assert_eq!(world.count("select count(*) from orders").await, 0);
}

#[tokio::test]
async fn an_order_whose_answer_was_lost_is_sent_with_the_next_one() {
    let world = World::new().await;
    for item in [KELP, PLAN] {
        world.put(&account(MARIT), item, 2).await.unwrap();
    }
    let seen = world.cart(&account(MARIT)).await.seal();
    let lost = world.shop.place(MARIT, KEY, &seen, &address()).await.unwrap();
    let names: Vec<_> = lost.events.iter().map(ShopEvent::name).collect();
    assert_eq!(names, ["completed-purchase", "started-subscription"]);
    assert_eq!(world.shop.place(MARIT, KEY, &seen, &address()).await.unwrap(), lost);
}

#[tokio::test]
async fn an_empty_cart_a_broken_key_and_a_bad_address_are_refused_at_their_field() {
    let world = World::new().await;
    assert_eq!(invalid(world.order(MARIT, KEY).await).1, refusals::CART_EMPTY);
    world.put(&account(MARIT), KELP, 1).await.unwrap();
    for key in ["", "short", "with a space in the key", "ключ-ключ-ключ-ключ", &"k".repeat(65)]
    {
        assert_eq!(
            invalid(world.order(MARIT, key).await),
            ("key".to_owned(), refusals::FORM_BROKEN.to_owned())
        );
    }
    let bad = |change: fn(&mut Address)| {
        let mut address = address();
        change(&mut address);
        invalid(address.checked())
    };
    for (change, field, message) in [
        ((|a| a.name = "  ".into()) as fn(&mut Address), "name", refusals::NAME_MISSING),
        (|a| a.street.clear(), "street", refusals::STREET_MISSING),
        (|a| a.postcode.clear(), "postcode", refusals::POSTCODE_MISSING),
        (|a| a.city = "\u{3000}".into(), "city", refusals::CITY_MISSING),
        (|a| a.country = "Atlantis".into(), "country", refusals::COUNTRY_UNKNOWN),
        (|a| a.extra = "é".repeat(101), "extra", refusals::TOO_LONG),
        (|a| a.street = "Bryggen\n4".into(), "street", refusals::NOT_ONE_LINE),
        (|a| a.name = "Marit\0".into(), "name", refusals::NOT_ONE_LINE),
    ] {
        assert_eq!(bad(change), (field.to_owned(), message.to_owned()));
        assert_eq!(refusals::known_message(message), message, "the page may show it");
    }
    assert_eq!(format!("{:?}", address()), "Address(…)", "no log shows one by accident");
}

#[tokio::test]
async fn the_next_checkout_begins_with_a_key_of_its_own_and_where_the_last_order_went() {
    let world = World::new().await;
    world.put(&account(MARIT), KELP, 1).await.unwrap();
    let checkout = async || world.shop.checkout(&account(MARIT)).await.unwrap();
    let (one, two) = (checkout().await, checkout().await);
    assert!(one.key != two.key && one.address == Address::default());
    world.order(MARIT, &one.key).await.expect("the server's own key is one");
    assert_eq!(checkout().await.address, address());
    assert_eq!(world.shop.checkout(&account(TOMAS)).await.unwrap().address, Address::default());
}

#[tokio::test]
async fn a_forgotten_address_is_in_no_checkout_and_in_its_orders_as_before() {
    let world = World::new().await;
    for (who, key) in [(MARIT, KEY), (TOMAS, KEY), (MARIT, OTHER_KEY)] {
        world.put(&account(who), KELP, 1).await.unwrap();
        world.order(who, key).await.unwrap();
    }
    world.shop.forget_address(MARIT).await.unwrap();
    assert_eq!(world.shop.checkout(&account(MARIT)).await.unwrap().address, Address::default());
    assert_eq!(world.shop.checkout(&account(TOMAS)).await.unwrap().address, address());
    for order in world.shop.orders(MARIT).await.unwrap() {
        assert_eq!(world.shop.order(MARIT, &order.id).await.unwrap().address, address());
    }
    let moved = Address { street: "Kaigaten 7".into(), ..address() };
    world.put(&account(MARIT), KELP, 1).await.unwrap();
    let seen = world.cart(&account(MARIT)).await.seal();
    world.shop.place(MARIT, "the-key-of-the-third-form", &seen, &moved).await.unwrap();
    assert_eq!(world.shop.checkout(&account(MARIT)).await.unwrap().address, moved);
}

#[tokio::test]
async fn ordering_again_fills_the_cart_with_what_is_still_sold_reports_it_and_names_the_rest() {
    let world = World::new().await;
    for item in [KELP, AGAIN, PLAN] {
        world.put(&account(MARIT), item, 2).await.unwrap();
    }
    let id = world.order(MARIT, KEY).await.unwrap();
    world.set_bags("kelp-forest", 0).await;
    let sold: Vec<_> =
        world.shop.order(MARIT, &id).await.unwrap().lines.iter().map(|line| line.sold).collect();
    assert_eq!(sold.iter().filter(|sold| **sold).count(), 2);
    let again = world.shop.order_again(&account(MARIT), MARIT, &id, KEY, true).await.unwrap();
    assert_eq!((again.added.count, again.complete), (4, false));
    let names: Vec<_> = again.added.events.iter().map(ShopEvent::name).collect();
    assert_eq!(names, ["added-to-cart", "added-to-cart"]);
    assert_eq!(world.shop.left_out(&account(MARIT), MARIT, &id, true).await.unwrap(), ["Kelp Forest"]);
    assert_eq!(world.shop.left_out(&account(TOMAS), TOMAS, &id, true).await, Err(Error::NotFound));
    let cart = world.cart(&account(MARIT)).await;
    let mut held = held(&cart);
    held.sort();
    assert_eq!(held, [(AGAIN, 2), (PLAN, 2)]);
}

#[tokio::test]
async fn ordering_again_begins_no_subscription_anew_unless_the_person_says_so() {
    let world = World::new().await;
    for item in [AGAIN, PLAN] {
        world.put(&account(MARIT), item, 2).await.unwrap();
    }
    let id = world.order(MARIT, KEY).await.unwrap();
    let lines = world.shop.order(MARIT, &id).await.unwrap().lines;
    assert!(lines.iter().all(|line| line.comes_again));
    let once = world.shop.order_again(&account(MARIT), MARIT, &id, KEY, false).await.unwrap();
    assert!(
        once.complete && world.shop.left_out(&account(MARIT), MARIT, &id, false).await.unwrap().is_empty()
    );
    let bought_once: Item = AGAIN.parse().unwrap();
    let bought_once = bought_once.just_once().unwrap().to_string();
    assert_eq!(held(&world.cart(&account(MARIT)).await), [(bought_once.as_str(), 2)]);
    assert_eq!(world.shop.left_out(&account(MARIT), MARIT, &id, true).await.unwrap().len(), 2);
}

#[tokio::test]
async fn an_order_of_a_plan_alone_is_not_ordered_again_without_subscribing() {
    let world = World::new().await;
    world.put(&account(MARIT), PLAN, 1).await.unwrap();
    let id = world.order(MARIT, KEY).await.unwrap();
    let again = world.shop.order_again(&account(MARIT), MARIT, &id, KEY, false).await;
    assert_eq!(invalid(again).1, refusals::PLAN_ALONE);
    assert!(world.cart(&account(MARIT)).await.lines.is_empty());
}

#[tokio::test]
async fn the_form_that_orders_again_does_so_once_however_often_and_at_once_it_is_sent() {
    let world = World::new().await;
    world.put(&account(MARIT), KELP, 2).await.unwrap();
    let id = world.order(MARIT, KEY).await.unwrap();
    let again = async |key: &str| world.shop.order_again(&account(MARIT), MARIT, &id, key, true).await;
    let (one, other) = tokio::join!(again("the-key-of-this-form"), again("the-key-of-this-form"));
    let counts = [&one, &other].map(|again| again.as_ref().unwrap().added.events.len());
    assert_eq!(counts.iter().sum::<usize>(), 1, "{counts:?}");
    // The answer was lost; the browser sends what it had.
    let third = again("the-key-of-this-form").await.unwrap();
    assert_eq!((third.added.count, third.complete, third.added.events.len()), (2, true, 0));
    assert_eq!(held(&world.cart(&account(MARIT)).await), [(KELP, 2)]);
    assert_eq!(again("the-key-of-another-form").await.unwrap().added.count, 4);
    for broken in ["", "short", "a key of no form at all"] {
        assert_eq!(invalid(again(broken).await).0, "key", "{broken}");
    }
    let shown = async || world.shop.order(MARIT, &id).await.unwrap().key;
    assert_ne!(shown().await, shown().await, "each page has a form of its own");
}

#[tokio::test]
async fn a_days_orders_are_listed_newest_first_with_how_far_each_is() {
    let world = World::new().await;
    for day in 0..3 {
        world.put(&account(MARIT), KELP, 1).await.unwrap();
        world.order(MARIT, &format!("the-key-of-day-{day}")).await.unwrap();
        world.clock.advance(86_400 * 3);
    }
    // An hour before the last one arrives.
    world.clock.advance(-3_600);
    let orders = world.shop.orders(MARIT).await.unwrap();
    let states: Vec<_> = orders.iter().map(|order| (order.iso.as_str(), order.status.as_str())).collect();
    assert_eq!(
        states,
        [("2026-11-19", "On the boat"), ("2026-11-16", "Delivered"), ("2026-11-13", "Delivered")],
    );
}

/// Whatever two people do at once: no bag is sold twice, and none is lost. A dozen cases, however many others get:
/// each has databases of its own.
#[test]
fn bags_sold_and_bags_left_are_the_bags_there_were() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let wants = (prop::collection::vec((any::<bool>(), 1_i64..=6, any::<bool>()), 1..6), 0_i64..20);
    let twelve = Config { cases: 12, failure_persistence: None, ..Config::default() };
    let held = TestRunner::new(twelve).run(&wants, |(wants, there)| {
        runtime.block_on(two_buy_at_once(&wants, there));
        Ok(())
    });
    held.unwrap_or_else(|failure| panic!("{failure}"));
}

async fn two_buy_at_once(wants: &[(bool, i64, bool)], there: i64) {
    let world = World::new().await;
    let second = world.second_server().await;
    for (round, (kilo, quantity, both)) in wants.iter().enumerate() {
        world.set_bags("kelp-forest", 100).await;
        for who in [MARIT, TOMAS] {
            world.put(&account(who), if *kilo { KILO } else { KELP }, *quantity).await.unwrap();
        }
        let seen = world.cart(&account(MARIT)).await.seal();
        world.set_bags("kelp-forest", there).await;
        let (key, address) = (format!("the-key-of-round-{round}"), address());
        let one = world.shop.place(MARIT, &key, &seen, &address);
        let two = second.place(if *both { TOMAS } else { MARIT }, &key, &seen, &address);
        let (one, two) = tokio::join!(one, two);
        let each = quantity * if *kilo { 4 } else { 1 };
        let mut sold: Vec<_> = [one, two].into_iter().flatten().map(|placed| placed.id).collect();
        sold.dedup();
        let sold = i64::try_from(sold.len()).unwrap() * each;
        assert_eq!(world.bags("kelp-forest").await, there - sold);
        crate::database::execute(&world.db, "delete from cart_lines").await;
    }
    let uncounted =
        "select o.id from orders o where not exists (select 1 from order_lines l where l.order_id = o.id)";
    assert!(texts(&world.db, uncounted).await.is_empty(), "an order without lines");
}
