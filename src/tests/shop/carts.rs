//! Carts of visitors and accounts: their cookie, their merge at log-in and their limits.

use leptos_messenger::shop::cart::{MOST_LINES, Shopper};
use leptos_messenger::shop::refusals;
use leptos_messenger::shop::{Grind, Often, Size};

use super::{MARIT, TOMAS, World, account, held, invalid, logged_in};

const KELP: &str = "kelp-forest.250g.whole-bean.once";
const DEEP: &str = "deep-fathom.1kg.espresso.2-weeks";

#[tokio::test]
async fn a_visitors_cart_is_the_one_of_their_cookie_alone() {
    let world = World::new().await;
    let (one, two) = (world.visitor_with(KELP, 2).await, world.visitor_with(DEEP, 1).await);
    assert_eq!(held(&world.cart(&one).await), [(KELP, 2)]);
    assert_eq!(held(&world.cart(&two).await), [(DEEP, 1)]);
    assert_eq!(world.shop.count(&one).await.unwrap(), 2);
    for nobody in ["cart=", "cart=forged", "session=x", "cart='; drop table carts; --"] {
        assert!(world.cart(&world.browser(nobody)).await.lines.is_empty(), "{nobody}");
    }
    assert!(world.cart(&Shopper::default()).await.lines.is_empty());
    assert!(world.cart(&account(MARIT)).await.lines.is_empty());
}

#[tokio::test]
async fn the_cookie_is_for_this_host_and_no_script_and_only_its_hash_is_kept() {
    let world = World::new().await;
    let line = world.put(&Shopper::default(), KELP, 1).await.unwrap().unwrap();
    assert!(line.ends_with("; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax"), "{line}");
    let id = line.split(';').next().unwrap().strip_prefix("cart=").unwrap();
    assert!(id.len() >= 40, "{id}");
    let kept = crate::database::texts(&world.db, "select cookie_hash from carts").await;
    assert!(kept.len() == 1 && kept[0] != id);
    let https =
        leptos_messenger::shop::Shop::open(world.db.clone(), world.clock.clone(), true).await.unwrap();
    let line = https.add(&Shopper::default(), &KELP.parse().unwrap(), 1).await.unwrap().cookie.unwrap();
    assert!(line.starts_with("__Host-cart=") && line.ends_with("; Secure"), "{line}");
}

#[tokio::test]
async fn an_id_that_nobody_gave_out_is_never_taken_for_a_cart() {
    let world = World::new().await;
    let planted = world.browser("cart=planted-by-somebody-else");
    let cookie = world.put(&planted, KELP, 1).await.unwrap().unwrap();
    assert!(!cookie.contains("planted"));
    assert!(world.cart(&planted).await.lines.is_empty());
    assert_eq!(held(&world.cart(&world.browser(&cookie)).await), [(KELP, 1)]);
}

#[tokio::test]
async fn at_log_in_the_visitors_cart_goes_over_to_the_account_and_adds_up() {
    let world = World::new().await;
    world.put(&account(MARIT), KELP, 15).await.unwrap();
    let browser = world.visitor_with(KELP, 7).await;
    world.put(&browser, DEEP, 1).await.unwrap();
    let here = logged_in(&browser, MARIT);
    assert_eq!(held(&world.cart(&here).await), [(KELP, 20), (DEEP, 1)], "20 of one thing at most");
    assert_eq!(held(&world.cart(&here).await), [(KELP, 20), (DEEP, 1)], "once");
    assert_eq!(held(&world.cart(&account(MARIT)).await), [(KELP, 20), (DEEP, 1)], "on every device");
    assert!(world.cart(&browser).await.lines.is_empty(), "after the log-out there is nothing of it");
}

#[tokio::test]
async fn what_another_tab_puts_in_while_somebody_logs_in_is_not_lost() {
    let world = World::new().await;
    let browser = world.visitor_with(KELP, 1).await;
    let here = logged_in(&browser, MARIT);
    world.cart(&here).await;
    // It was sent before the log-in, and arrives after it.
    world.put(&browser, DEEP, 2).await.unwrap();
    assert_eq!(held(&world.cart(&here).await), [(KELP, 1), (DEEP, 2)]);
}

#[tokio::test]
async fn two_tabs_that_merge_at_once_add_up_once() {
    let world = World::new().await;
    let second = world.second_server().await;
    for round in 1..=5_i64 {
        let browser = world.visitor_with(DEEP, 1).await;
        let here = logged_in(&browser, MARIT);
        let (one, two) = tokio::join!(world.shop.cart(&here), second.cart(&here));
        assert!(one.is_ok() && two.is_ok());
        assert_eq!(held(&world.cart(&account(MARIT)).await), [(DEEP, round)]);
    }
}

#[tokio::test]
async fn nobody_reaches_into_anothers_cart() {
    let world = World::new().await;
    let visitor = world.visitor_with(KELP, 2).await;
    world.put(&account(MARIT), KELP, 3).await.unwrap();
    for stranger in [account(TOMAS), world.visitor_with(DEEP, 1).await, Shopper::default()] {
        world.shop.set_quantity(&stranger, KELP, 9).await.unwrap();
        world.shop.remove(&stranger, KELP).await.unwrap();
    }
    assert_eq!(held(&world.cart(&visitor).await), [(KELP, 2)]);
    assert_eq!(held(&world.cart(&account(MARIT)).await), [(KELP, 3)]);
}

#[tokio::test]
async fn a_quantity_is_between_one_and_twenty_and_what_is_removed_does_not_come_back() {
    let world = World::new().await;
    let who = world.visitor_with(KELP, 2).await;
    for quantity in [0, -1, 21, i64::MAX, i64::MIN] {
        for refused in [
            invalid(world.shop.set_quantity(&who, KELP, quantity).await),
            invalid(world.put(&who, KELP, quantity).await),
        ] {
            assert_eq!(refused, ("quantity".to_owned(), refusals::QUANTITY.to_owned()));
        }
    }
    assert_eq!(held(&world.shop.set_quantity(&who, KELP, 20).await.unwrap()), [(KELP, 20)]);
    assert!(world.shop.remove(&who, KELP).await.unwrap().lines.is_empty());
    assert!(world.shop.set_quantity(&who, KELP, 3).await.unwrap().lines.is_empty());
}

#[tokio::test]
async fn more_than_twenty_of_one_thing_are_refused_in_words_and_sent_to_nobody() {
    let world = World::new().await;
    world.put(&account(MARIT), KELP, 15).await.unwrap();
    assert_eq!(invalid(world.put(&account(MARIT), KELP, 6).await).1, refusals::MOST_IN);
    assert_eq!(held(&world.cart(&account(MARIT)).await), [(KELP, 15)]);
    let wanted = [(KELP.parse().unwrap(), 6), (DEEP.parse().unwrap(), 1)];
    let added = world.shop.add_all(&account(MARIT), &wanted, None).await.unwrap();
    assert_eq!((added.events.len(), added.refused.len()), (1, 1));
    world.put(&account(MARIT), KELP, 5).await.expect("what has room");
    assert_eq!(held(&world.cart(&account(MARIT)).await), [(KELP, 20), (DEEP, 1)]);
    assert_eq!(refusals::known_message(refusals::MOST_IN), refusals::MOST_IN, "the page may show it");
}

#[tokio::test]
async fn a_second_plan_takes_the_place_of_the_first_and_the_answer_names_the_first() {
    let (harbour, skiff) = ("plan.harbour.filter", "plan.skiff.whole-bean");
    let world = World::new().await;
    let add = async |item: &str, quantity| {
        let added = world.shop.add(&account(MARIT), &item.parse().unwrap(), quantity).await.unwrap();
        (added.count, added.replaced.map(|(item, quantity)| (item.to_string(), quantity)))
    };
    world.put(&account(MARIT), KELP, 1).await.unwrap();
    assert_eq!(add(harbour, 2).await, (3, None));
    assert_eq!(add(harbour, 1).await, (3, None), "the same plan stays as it is");
    assert_eq!(add(skiff, 1).await, (2, Some((harbour.to_owned(), 2))));
    assert_eq!(held(&world.cart(&account(MARIT)).await), [(KELP, 1), (skiff, 1)]);
    assert_eq!(add(harbour, 2).await, (3, Some((skiff.to_owned(), 1))), "Undo");
}

#[tokio::test]
async fn a_visitors_plan_takes_the_place_of_the_accounts_plan_at_the_log_in() {
    let world = World::new().await;
    world.put(&account(MARIT), "plan.harbour.filter", 1).await.unwrap();
    let browser = world.visitor_with("plan.skiff.filter", 1).await;
    let cart = world.cart(&logged_in(&browser, MARIT)).await;
    assert_eq!(held(&cart), [("plan.skiff.filter", 1)]);
}

#[tokio::test]
async fn a_cart_holds_fifty_different_things_and_a_merge_leaves_out_what_does_not_fit() {
    let world = World::new().await;
    let mut keys = Vec::new();
    for slug in ["kelp-forest", "deep-fathom", "first-tide", "little-catch"] {
        for (size, grind, often) in Size::ALL.iter().flat_map(|size| {
            Grind::ALL.iter().flat_map(move |grind| Often::ALL.iter().map(move |often| (size, grind, often)))
        }) {
            keys.push(format!("{slug}.{}.{}.{}", size.key(), grind.key(), often.key()));
        }
    }
    let browser = world.visitor_with("plan.skiff.filter", 1).await;
    for key in &keys[..MOST_LINES - 1] {
        world.put(&browser, key, 1).await.unwrap();
    }
    let full = invalid(world.put(&browser, &keys[MOST_LINES], 1).await);
    assert_eq!(full.1, refusals::CART_FULL);
    world.put(&browser, &keys[0], 1).await.expect("more of what is in it fits");

    world.put(&account(MARIT), &keys[60], 4).await.unwrap();
    let cart = world.cart(&logged_in(&browser, MARIT)).await;
    assert_eq!(cart.lines.len(), MOST_LINES);
    assert_eq!(held(&cart).iter().find(|(item, _)| *item == keys[60]), Some(&(keys[60].as_str(), 4)));
}

#[tokio::test]
async fn what_is_not_sold_cannot_be_put_in_and_what_sold_out_since_says_so() {
    let world = World::new().await;
    let visitor = Shopper::default();
    assert_eq!(invalid(world.put(&visitor, "north-mole.250g.filter.once", 1).await).1, refusals::SOLD_OUT);
    assert_eq!(
        invalid(world.put(&visitor, "flat-white.250g.filter.once", 1).await).1,
        refusals::UNKNOWN_COFFEE
    );
    assert_eq!(world.count("select count(*) from carts").await, 0, "no cart is made for it");

    let who = world.visitor_with(KELP, 3).await;
    world.put(&who, "kelp-forest.1kg.filter.once", 1).await.unwrap();
    assert!(world.cart(&who).await.is_available());
    for (bags, only) in [(7, None), (6, Some(6)), (0, Some(0))] {
        world.set_bags("kelp-forest", bags).await;
        let cart = world.cart(&who).await;
        assert!(cart.lines.iter().all(|line| line.only == only), "{bags}: {cart:?}");
        assert_eq!(cart.is_available(), only.is_none());
    }
}

#[tokio::test]
async fn a_visitors_cart_is_forgotten_after_thirty_days_without_use_and_an_accounts_is_not() {
    let world = World::new().await;
    world.put(&account(MARIT), KELP, 1).await.unwrap();
    let (used, unused) = (world.visitor_with(KELP, 1).await, world.visitor_with(KELP, 1).await);
    world.clock.advance(29 * 86_400);
    world.put(&used, KELP, 1).await.unwrap();
    world.clock.advance(86_400);
    let cookie = world.put(&unused, DEEP, 1).await.unwrap().unwrap();
    assert_eq!(
        held(&world.cart(&world.browser(&cookie)).await),
        [(DEEP, 1)],
        "too old a cart is not taken up again"
    );
    assert!(world.cart(&unused).await.lines.is_empty());
    assert_eq!(held(&world.cart(&used).await), [(KELP, 2)]);
    assert_eq!(held(&world.cart(&account(MARIT)).await), [(KELP, 1)]);
}

#[tokio::test]
async fn what_the_catalogue_lists_no_longer_does_no_harm() {
    let world = World::new().await;
    world.put(&account(MARIT), KELP, 1).await.unwrap();
    crate::database::execute(
        &world.db,
        "insert into cart_lines (cart_id, item, quantity, number)
         select id, 'gone.250g.filter.once', 2, 9 from carts",
    )
    .await;
    assert_eq!(held(&world.cart(&account(MARIT)).await), [(KELP, 1)]);
    assert_eq!(world.shop.count(&account(MARIT)).await.unwrap(), 1);
}
