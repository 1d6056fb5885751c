//! What may be said of a person, a company and an event: Intercom's limits, said by name where the value is made.

use leptos::serde_json::{json, to_value};
use leptos_messenger::messenger::server::{IdentitySecret, Region, Workspace};
use leptos_messenger::messenger::{
    Alignment, Attributes, Company, EventMetadata, Look, MetadataValue, ThemeMode, Value,
};

fn refused(name: &str, value: impl Into<Value>) -> String {
    Attributes::new().with(name, value).expect_err("refused").to_string()
}

fn refused_metadata(name: &str, value: impl Into<MetadataValue>) -> String {
    EventMetadata::new().with(name, value).expect_err("refused").to_string()
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
    let nested = Value::Company(Company::new("c1", "Harbour Café").expect("within the limits"));
    assert!(refused("employer", nested).contains("setter"));
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

#[test]
fn the_look_travels_by_intercoms_names() {
    let look = Look {
        alignment: Some(Alignment::Left),
        vertical_padding: Some(40),
        theme_mode: Some(ThemeMode::Dark),
        ..Look::default()
    };
    let workspace = Workspace::hosted("app", IdentitySecret::new("secret"), Region::Us).look(&look);
    let wire: serde_json::Value = serde_json::from_str(&workspace.widget.look).expect("JSON");
    assert_eq!(wire, json!({ "alignment": "left", "vertical_padding": 40, "theme_mode": "dark" }));
}
