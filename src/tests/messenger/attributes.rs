//! What the app may say of a person besides who they are.

use leptos_messenger::messenger::server::{IdentitySecret, Region, Workspace};
use leptos_messenger::messenger::{Alignment, Attributes, Look, Value};
use serde_json::json;

#[test]
fn a_name_or_value_beyond_the_limits_is_refused_by_name() {
    let long_name = "n".repeat(191);
    for name in
        ["", long_name.as_str(), "note.text", "pr$ce", "user_id", "email", "intercom_user_jwt", "user_hash"]
    {
        let error = Attributes::new().with(name, "x").unwrap_err();
        assert_eq!(error.name, name);
        assert!(error.to_string().contains(error.reason));
    }
    for value in [Value::Text("t".repeat(256)), Value::Number(f64::NAN), Value::Number(f64::INFINITY)] {
        assert!(Attributes::new().with("plan", value).is_err());
    }
    assert!(Attributes::new().with(&"n".repeat(190), "ü".repeat(255)).is_ok());
}

#[test]
fn the_last_value_of_a_name_counts_and_none_clears() {
    let attributes = Attributes::new()
        .with("plan", "gold")
        .and_then(|attributes| attributes.with("cart_items", 3))
        .and_then(|attributes| attributes.with("plan", Value::None))
        .and_then(|attributes| attributes.with("subscribed", true))
        .unwrap();
    let wire = serde_json::to_value(&attributes).unwrap();
    assert_eq!(wire, json!({ "plan": null, "cart_items": 3.0, "subscribed": true }));
}

#[test]
fn the_look_travels_by_intercoms_names() {
    let look = Look { alignment: Some(Alignment::Left), vertical_padding: Some(40), ..Look::default() };
    let workspace = Workspace::hosted("app", IdentitySecret::new("secret"), Region::Us).look(&look);
    let wire: serde_json::Value = serde_json::from_str(&workspace.widget.look).unwrap();
    assert_eq!(wire, json!({ "alignment": "left", "vertical_padding": 40 }));
}
