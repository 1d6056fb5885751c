//! Prices, totals and the keys of things for sale.

use leptos_messenger::shop::{Grind, Item, Money, Often, Plan, Size, Totals};
use proptest::prelude::*;

fn price(key: &str, bag: i64) -> i64 {
    key.parse::<Item>().unwrap().price(Money::eur(bag)).minor
}

#[test]
fn a_kilo_costs_three_and_a_half_bags_and_a_subscription_a_tenth_less() {
    for (size_and_often, expected) in [
        ("250g.filter.once", 1450),
        ("1kg.filter.once", 5075),
        ("250g.filter.2-weeks", 1305),
        ("1kg.filter.4-weeks", 4568), // 4567.5: half a cent up
    ] {
        assert_eq!(price(&format!("lighthouse-blend.{size_and_often}"), 1450), expected, "{size_and_often}");
    }
    assert_eq!(price("plan.harbour.filter", 0), Plan::Harbour.price().minor);
}

#[test]
fn the_post_is_free_from_forty_euros_on_with_a_plan_and_for_nothing() {
    let totals = |lines: &[i64], plan| {
        let Totals { goods, delivery, total } =
            Totals::of(lines.iter().map(|minor| Money::eur(*minor)), plan);
        (goods.minor, delivery.minor, total.minor)
    };
    assert_eq!(totals(&[1450, 2549], false), (3999, 490, 4489));
    assert_eq!(totals(&[1450, 2550], false), (4000, 0, 4000));
    assert_eq!(totals(&[1300], true), (1300, 0, 1300));
    assert_eq!(totals(&[], false), (0, 0, 0));
    let missing = Totals::of([Money::eur(3999)], false).until_free_delivery();
    assert_eq!(missing, Some(Money::eur(1)));
    assert_eq!(Totals::of([Money::eur(4000)], false).until_free_delivery(), None);
}

fn items() -> impl Strategy<Value = Item> {
    let (sizes, grinds) = (prop::sample::select(&Size::ALL), prop::sample::select(&Grind::ALL));
    let (often, plans) = (prop::sample::select(&Often::ALL), prop::sample::select(&Plan::ALL));
    prop_oneof![
        ("[a-z]{1,12}(-[a-z]{1,8})?", sizes, grinds.clone(), often)
            .prop_map(|(slug, size, grind, often)| Item::Coffee { slug, size, grind, often }),
        (plans, grinds).prop_map(|(plan, grind)| Item::Plan { plan, grind }),
    ]
}

proptest! {
    #[test]
    fn a_key_says_what_it_is_and_nothing_else_is_a_key(item in items(), noise in "\\PC{0,40}") {
        prop_assert_eq!(item.to_string().parse::<Item>(), Ok(item.clone()));
        for more in [format!("{item}."), format!(".{item}"), format!("{item}{item}")] {
            prop_assert!(more.parse::<Item>().is_err());
        }
        if let Ok(parsed) = noise.parse::<Item>() {
            prop_assert_eq!(parsed.to_string(), noise);
        }
    }

    #[test]
    fn totals_are_the_sum_of_what_is_shown_and_prices_are_rounded_by_less_than_a_cent(
        bought in prop::collection::vec((items(), 1_i64..=20, 1_i64..10_000), 0..50),
    ) {
        let lines: Vec<_> = bought.iter().map(|(item, quantity, bag)| item.price(Money::eur(*bag)).times(*quantity)).collect();
        let totals = Totals::of(lines.clone(), false);
        prop_assert_eq!(totals.goods.minor, lines.iter().map(|line| line.minor).sum::<i64>());
        prop_assert_eq!(totals.total.minor, totals.goods.minor + totals.delivery.minor);
        prop_assert!([0, 490].contains(&totals.delivery.minor));
        for (item, _, bag) in &bought {
            if let Item::Coffee { size, often, .. } = item {
                // In twentieths of a cent, exactly.
                let kilo = if *size == Size::Kilo { 7 } else { 2 };
                let rhythm = if *often == Often::Once { 10 } else { 9 };
                let exact = bag * kilo * rhythm;
                let off = item.price(Money::eur(*bag)).minor * 20 - exact;
                // A kilo is rounded once, a subscription once more.
                prop_assert!((-10..=20).contains(&off), "{item} at {bag}: {off}");
            }
        }
    }
}

#[test]
fn what_is_unknown_or_left_out_of_a_key_is_refused() {
    for key in [
        "",
        ".",
        "plan",
        "plan.",
        "plan.skiff",
        "plan.skiff.",
        "plan.trawler.filter",
        "plan.skiff.filter.once",
        "kelp-forest",
        "kelp-forest.250g",
        "kelp-forest.250g.filter",
        "kelp-forest.500g.filter.once",
        "kelp-forest.250g.turkish.once",
        "kelp-forest.250g.filter.weekly",
        "kelp-forest.250g..once",
        ".250g.filter.once",
        "kelp forest.250g.filter.once",
        "kélp.250g.filter.once",
        "Kelp-Forest.250G.filter.once",
    ] {
        assert!(key.parse::<Item>().is_err(), "{key}");
    }
    // What a form leaves out is a bag of whole beans, just once.
    let least = Item::of_coffee("kelp-forest", "", "", "").unwrap();
    assert_eq!(least.to_string(), "kelp-forest.250g.whole-bean.once");
    assert_eq!(Item::of_plan("skiff", "").unwrap().to_string(), "plan.skiff.whole-bean");
}

/// Sums of money are whole numbers of cents, in the code and in the database.
#[test]
fn money_is_never_a_float() {
    let mut files = vec![std::path::PathBuf::from("src/shop")];
    let mut seen = 0;
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        seen += 1;
        // A number of JavaScript's is a float until it is read; whole cents come through unchanged.
        let text = std::fs::read_to_string(&path).unwrap().replace(".as_f64()", "");
        let floats = text.split(|c: char| !c.is_alphanumeric()).find(|word| ["f32", "f64"].contains(word));
        assert_eq!(floats, None, "{}", path.display());
    }
    assert!(seen > 10);
    let schema = std::fs::read_to_string("src/foundation/database/migrations/0005_shop.sql").unwrap();
    assert!(!schema.contains("double") && !schema.contains("real") && !schema.contains("numeric"));
}
