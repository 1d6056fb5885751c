//! What may be said of a person, a company and an event: Intercom's limits, said by name where the value is made.

use leptos::serde_json::{json, to_value};
use leptos_messenger::messenger::{Attributes, Company, EventMetadata, MetadataValue, Value};

fn refused(name: &str, value: impl Into<Value>) -> String {
    Attributes::new().with(name, value).expect_err("refused").to_string()
}

fn refused_metadata(name: &str, value: impl Into<MetadataValue>) -> String {
    EventMetadata::new().with(name, value).expect_err("refused").to_string()
}

fn link(url: &str, value: &str) -> MetadataValue {
    MetadataValue::Link { url: url.to_owned(), value: value.to_owned() }
}

fn money(currency: &str) -> MetadataValue {
    MetadataValue::Money { amount: 2_350, currency: currency.to_owned() }
}

#[test]
fn attributes_are_plain_values_under_intercoms_names() {
    let attributes = Attributes::new()
        .with("plan", "gold")
        .and_then(|a| a.with("orders", 3))
        .and_then(|a| a.with("newsletter", true))
        .and_then(|a| a.with("last_order_at", Value::Date(1_700_000_000)))
        .and_then(|a| a.with("coupon", Value::None))
        .expect("within the limits");
    assert_eq!(
        to_value(attributes).expect("JSON"),
        json!({ "plan": "gold", "orders": 3, "newsletter": true, "last_order_at": 1_700_000_000, "coupon": null })
    );
}

#[test]
fn an_attribute_beyond_the_limits_is_refused_by_name() {
    for (text, part) in [
        (refused("a.b", 1), "“a.b”"),
        (refused("a$b", 1), "“.” or “$”"),
        (refused("", 1), "1 to 190"),
        (refused(&"n".repeat(191), 1), "1 to 190"),
        (refused("bio", "x".repeat(256)), "“bio”: a text has at most 255"),
        (refused("ratio", f64::NAN), "finite"),
        (refused("born", Value::Date(0)), "ends in “_at”"),
    ] {
        assert!(text.contains(part), "{text}");
    }
    assert!(Attributes::new().with(&"ø".repeat(190), "ø".repeat(255)).is_ok(), "characters, not bytes");
}

/// 2^53 − 1 in each type that can hold it, and the number after it.
const LARGEST: i64 = (1 << 53) - 1;

#[test]
fn a_value_is_made_of_each_plain_type_of_rust() {
    fn written(attribute: impl Into<Value>, metadata: impl Into<MetadataValue>) -> serde_json::Value {
        let attributes = Attributes::new().with("it", attribute).expect("within the limits");
        let metadata = EventMetadata::new().with("it", metadata).expect("within the limits");
        let written = to_value(attributes).expect("JSON")["it"].clone();
        assert_eq!(to_value(metadata).expect("JSON")["it"], written);
        written
    }
    assert_eq!(written("text", "text"), json!("text"));
    assert_eq!(written("text".to_owned(), "text".to_owned()), json!("text"));
    assert_eq!(written(true, true), json!(true));
    assert_eq!(written(-3_i32, -3_i32), json!(-3));
    assert_eq!(written(u32::MAX, u32::MAX), json!(u32::MAX));
    assert_eq!(written(1.5, 1.5), json!(1.5));
    assert_eq!(written(-LARGEST, -LARGEST), json!(-LARGEST));
    assert_eq!(written(LARGEST as u64, LARGEST as u64), json!(LARGEST));
}

#[test]
fn a_number_that_javascript_would_round_is_refused_by_name() {
    for text in [
        refused("account", LARGEST + 1),
        refused("account", -LARGEST - 1),
        // Rounded to 2^53 on its way already.
        refused("account", LARGEST + 2),
        refused("account", u64::MAX),
        refused("account", 1e300),
        refused("created_on_at", Value::Date(i64::MAX)),
        refused_metadata("account", LARGEST + 1),
        refused_metadata("account", u64::MAX),
        refused_metadata("account", MetadataValue::Money { amount: i64::MIN, currency: "eur".into() }),
    ] {
        assert!(text.contains("“account”") || text.contains("_at”"), "{text}");
        assert!(text.contains("2^53"), "{text}");
    }
}

#[test]
fn who_someone_is_cannot_be_written_as_an_attribute() {
    for name in [
        "user_id",
        "email",
        "name",
        "created_at",
        "user_hash",
        "intercom_user_jwt",
        "auth_tokens",
        "app_id",
        "api_base",
        "company",
        "companies",
        "avatar",
        "last_request_at",
        "exp",
        "sub",
    ] {
        let text = refused(name, "x");
        assert!(text.contains(name) && text.contains("reserved"), "{text}");
    }
}

#[test]
fn an_avatar_is_sent_as_the_object_that_intercom_documents() {
    let avatar = |url| Attributes::new().avatar(url).expect("https");
    let wire = |url| json!({ "avatar": { "type": "avatar", "image_url": url } });
    let url = "https://shop.example/people/7.png?size=96";
    assert_eq!(to_value(avatar(url)).expect("JSON"), wire(url));
    let changed = avatar("https://shop.example/old.png").avatar(url).expect("https");
    assert_eq!(to_value(changed).expect("JSON"), wire(url), "the last one counts");
}

#[test]
fn an_avatar_that_is_not_an_https_address_is_refused() {
    for url in [
        "http://a.example/7.png",
        "/people/7.png",
        "data:image/png;base64,AAAA",
        "https://",
        "https://a b",
        "",
    ] {
        let text = Attributes::new().avatar(url).expect_err("refused").to_string();
        assert!(text.contains("“avatar”") && text.contains("https://"), "{text}");
    }
}

#[test]
fn a_company_has_an_id_a_name_and_attributes_of_its_own() {
    let company = Company::new("c1", "Harbour Café")
        .and_then(|company| company.with("plan", "trade"))
        .and_then(|company| company.with("monthly_spend", 120))
        .and_then(|company| company.with("created_at", Value::Date(1_700_000_000)))
        .expect("within the limits");
    let wire = json!({
        "company_id": "c1", "name": "Harbour Café", "plan": "trade", "monthly_spend": 120, "created_at": 1_700_000_000,
    });
    let person = Attributes::new().company(company.clone()).companies(vec![company]);
    assert_eq!(to_value(person).expect("JSON"), json!({ "company": wire, "companies": [wire] }));
}

#[test]
fn a_company_beyond_the_limits_is_refused_by_name() {
    assert!(Company::new("", "Harbour Café").expect_err("refused").to_string().contains("company_id"));
    assert!(Company::new("c1", "x".repeat(256)).expect_err("refused").to_string().contains("“name”"));
    let company = Company::new("c1", "Harbour Café").expect("within the limits");
    for name in ["id", "company_id", "name", "companies"] {
        assert!(company.clone().with(name, "x").expect_err("refused").to_string().contains(name));
    }
    assert!(company.with("born", Value::Date(0)).is_err());
}

#[test]
fn an_event_carries_texts_numbers_dates_links_and_money() {
    let metadata = EventMetadata::new()
        .with("guide", "moka")
        .and_then(|m| m.with("cups", 2))
        .and_then(|m| m.with("paid", true))
        .and_then(|m| m.with("order_date", MetadataValue::Date(1_700_000_000)))
        .and_then(|m| {
            m.with("order", MetadataValue::Link { url: "https://a.example/1".into(), value: "1".into() })
        })
        .and_then(|m| m.with("total", MetadataValue::Money { amount: 2_350, currency: "eur".into() }))
        .expect("within the limits");
    assert_eq!(
        to_value(metadata).expect("JSON"),
        json!({
            "guide": "moka", "cups": 2, "paid": true, "order_date": 1_700_000_000,
            "order": { "url": "https://a.example/1", "value": "1" },
            "total": { "amount": 2_350, "currency": "eur" },
        })
    );
}

#[test]
fn an_events_eleventh_value_and_others_beyond_the_limits_are_refused_by_name() {
    let full = (0..10).try_fold(EventMetadata::new(), |metadata, n| metadata.with(&format!("k{n}"), n));
    let full = full.expect("ten");
    assert!(full.clone().with("k3", "in its place").is_ok());
    let error = full.with("k10", 1).expect_err("refused").to_string();
    assert!(error.contains("“k10”") && error.contains("ten"), "{error}");
    for (text, part) in [
        (refused_metadata("shipped", MetadataValue::Date(0)), "“shipped”: a date's name ends in “_date”"),
        (refused_metadata("", 1), "1 to 190"),
        (refused_metadata("a.b", 1), "“a.b”"),
        (refused_metadata("note", "x".repeat(256)), "255"),
        (refused_metadata("ratio", f64::INFINITY), "finite"),
        (
            refused_metadata("order", link("javascript:alert(1)", "1")),
            "“order”: a link's url begins with https://",
        ),
        (refused_metadata("order", link("https://a.example/1", &"x".repeat(256))), "255"),
        (refused_metadata("total", money("EUR")), "“total”: a currency is three lower-case letters"),
        (refused_metadata("total", money("euro")), "ISO 4217"),
    ] {
        assert!(text.contains(part), "{text}");
    }
}

#[test]
fn the_last_value_of_a_name_counts_and_none_clears() {
    let attributes = Attributes::new()
        .with("plan", "gold")
        .and_then(|attributes| attributes.with("cart_items", 3))
        .and_then(|attributes| attributes.with("plan", Value::None))
        .expect("within the limits");
    assert_eq!(to_value(&attributes).expect("JSON"), json!({ "plan": null, "cart_items": 3 }));
}
