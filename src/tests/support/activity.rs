//! Nothing personal is said of anybody: every event and attribute, with values that try.

use leptos_messenger::pages::activity::{attributes, metadata};
use leptos_messenger::shop::Money;
use leptos_messenger::shop::support::{Activity, ActivityEvent, CustomerFacts, FactValue, ShopEvent, Word};

/// What somebody might put where a word of the shop belongs.
const HOSTILE: [&str; 12] = [
    "marit@example.com",
    "Marit Solberg",
    "Strandgata 4, 5003 Bergen",
    "+47 900 00 000",
    "<script>alert(1)</script>",
    "https://shop.example/orders/7",
    "' or 1=1 --",
    "über",
    "a\u{0}b",
    "two\nlines",
    "",
    "x",
];

/// A name in metadata, and its kind.
const ALLOWED: [(&str, &str); 7] = [
    ("coffee", "word"),
    ("every_weeks", "number"),
    ("items", "number"),
    ("order_id", "word"),
    ("plan", "word"),
    ("price", "money"),
    ("quantity", "number"),
];

fn every_event(text: &str, number: i64) -> Vec<ShopEvent> {
    let (word, price) = (|| Some(Word::from(text)), Money::eur(number));
    let events = vec![
        ShopEvent::AddedToCart { coffee: word(), plan: word(), quantity: number, price },
        ShopEvent::CompletedPurchase { order_id: text.into(), price, items: number, plan: word() },
        ShopEvent::StartedSubscription {
            order_id: text.into(),
            plan: word(),
            price,
            every_weeks: Some(number),
        },
    ];
    // A new event does not compile before it has a place here, and above.
    let place = |event: &ShopEvent| match event {
        ShopEvent::AddedToCart { .. } => 0,
        ShopEvent::CompletedPurchase { .. } => 1,
        ShopEvent::StartedSubscription { .. } => 2,
    };
    assert_eq!(events.iter().map(place).collect::<Vec<_>>(), [0, 1, 2]);
    events
}

fn texts() -> impl Iterator<Item = String> {
    HOSTILE.into_iter().map(str::to_owned).chain(["x".repeat(65), "x".repeat(100_000)])
}

fn kind(value: &FactValue) -> &'static str {
    match value {
        FactValue::Word(_) => "word",
        FactValue::Number(_) => "number",
        FactValue::Money(_) => "money",
        FactValue::Date(_) => "date",
    }
}

/// JavaScript holds no larger whole number exactly.
const MAX_SAFE: i64 = (1 << 53) - 1;

#[test]
fn an_event_says_nothing_but_words_of_the_shop_numbers_and_amounts() {
    for text in texts() {
        for number in [-MAX_SAFE, -1, 0, 1, MAX_SAFE] {
            for event in every_event(&text, number) {
                for (name, value) in event.metadata() {
                    assert!(ALLOWED.contains(&(name, kind(&value))), "{name}: {value:?}");
                    if let FactValue::Word(word) = &value {
                        assert!((1..=64).contains(&word.as_str().len()), "{word:?}");
                        let plain = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
                        assert!(word.as_str().chars().all(plain), "{word:?}");
                    }
                }
                let metadata = metadata(ActivityEvent::of(&event).metadata).expect("within the limits");
                let sent = serde_json::to_string(&metadata).expect("JSON");
                assert!(text == "x" || text.is_empty() || !sent.contains(&text), "{sent}");
            }
        }
    }
}

#[test]
fn a_browser_that_reads_an_answer_takes_no_more_than_that() {
    for text in texts() {
        let event = serde_json::json!({ "name": "completed-purchase", "metadata": [
            ["order_id", { "Word": text }], ["price", { "Money": { "minor": 1, "currency": "EUR" } }], ["plan", { "Word": text }],
        ] });
        let event: ActivityEvent = serde_json::from_value(event).expect("an event");
        let said = format!("{event:?}");
        assert!(text == "x" || text.is_empty() || !said.contains(&text), "{said}");
    }
}

#[test]
fn events_go_under_these_names_with_amounts_as_intercom_has_them() {
    let names = every_event("o-7", 2900).iter().map(ShopEvent::name).collect::<Vec<_>>();
    assert_eq!(names, ["added-to-cart", "completed-purchase", "started-subscription"]);
    let purchase = &every_event("o-7", 2900)[1];
    assert_eq!(
        serde_json::to_value(metadata(ActivityEvent::of(purchase).metadata).expect("metadata"))
            .expect("JSON"),
        serde_json::json!({
            "order_id": "o-7", "price": { "amount": 2900, "currency": "eur" }, "items": 2900, "plan": "o-7",
        })
    );
}

#[test]
fn what_is_known_goes_under_these_names_and_clears_what_is_no_more() {
    let known = CustomerFacts {
        cart_items: 2,
        cart_value: Some(Money::eur(2900)),
        orders: 3,
        last_order_at: Some(1_800_000_000),
        plan: Some("harbour".into()),
        favourite_roast: Some("dark".into()),
    };
    let sent = |known| {
        let known = Activity::new(Vec::new(), Some(known)).known;
        serde_json::to_value(attributes(known).expect("attributes")).expect("JSON")
    };
    assert_eq!(
        sent(known),
        serde_json::json!({
            "cart_items": 2, "cart_value_cents": 2900, "orders": 3, "last_order_at": 1_800_000_000,
            "plan": "harbour", "favourite_roast": "dark",
        })
    );
    let nothing = sent(CustomerFacts { plan: Some("Marit Solberg".into()), ..CustomerFacts::default() });
    assert_eq!(
        nothing,
        serde_json::json!({
            "cart_items": 0, "cart_value_cents": 0, "orders": 0, "last_order_at": null, "plan": null,
            "favourite_roast": null,
        })
    );
}

#[test]
fn what_an_answer_brings_along_is_read_as_it_was_sent() {
    let activity = Activity::new(
        every_event("o-7", 2900),
        Some(CustomerFacts { orders: 1, ..CustomerFacts::default() }),
    );
    let json = serde_json::to_string(&activity).expect("JSON");
    assert_eq!(serde_json::from_str::<Activity>(&json).expect("what was sent"), activity);
    assert_eq!((activity.events.len(), activity.known.len()), (3, 6));
    assert_eq!(Activity::new(Vec::new(), None), Activity::default());
}
