//! Attributes of people: their limits, their merge and the token's precedence.

use super::*;

/// One update with these attributes by a visitor; what was refused, by name.
async fn refused(settings: Value) -> Vec<String> {
    let bench = Bench::new().await;
    let credential = bench.ping("boot", HOME, json!({}), None).await.credential();
    let answer = bench.ping("update", HOME, settings, Some(&credential)).await;
    assert_eq!(answer.status, StatusCode::OK);
    let named: Vec<String> = answer.json()["refused_attributes"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|refused| refused["name"].as_str().expect("a name").to_owned())
        .collect();
    let in_feed: Vec<_> =
        bench.last_accepted().await.refused_attributes.into_iter().map(|refused| refused.name).collect();
    assert_eq!(named, in_feed);
    named
}

#[tokio::test]
async fn texts_numbers_and_booleans_are_taken() {
    let longest = "é".repeat(255);
    let settings =
        json!({ "plan": "pro", "seats": 3, "rate": 0.5, "beta": false, "gone": null, "note": longest });
    assert!(refused(settings).await.is_empty());
    assert!(refused(json!({ "n".repeat(190): 1 })).await.is_empty());
}

#[tokio::test]
async fn what_breaks_a_limit_is_refused_alone() {
    for bad in [
        json!({ "note.text": "x" }),
        json!({ "$price": 1 }),
        json!({ "": 1 }),
        json!({ "n".repeat(191): 1 }),
        json!({ "note": "x".repeat(256) }),
        json!({ "cart": { "a": 1 } }),
        json!({ "tags": ["a"] }),
    ] {
        let mut settings = bad;
        settings["plan"] = "pro".into();
        assert_eq!(refused(settings.clone()).await.len(), 1, "{settings}");
    }
}

#[tokio::test]
async fn settings_of_the_messenger_are_no_attributes() {
    let bench = Bench::new().await;
    let settings = json!({ "app_id": "x", "alignment": "left", "z_index": 3, "phone": "1", "plan": "pro" });
    bench.ping("boot", HOME, settings, None).await;
    let accepted = bench.last_accepted().await;
    assert_eq!((accepted.attributes, accepted.refused_attributes), (1, vec![]));
    let claims =
        json!({ "user_id": "u_1", "exp": NOW + 60, "company": { "id": 1, "name": "One" }, "plan": "pro" });
    bench.ping("boot", HOME, json!({ "intercom_user_jwt": sign(&claims) }), None).await;
    let accepted = bench.last_accepted().await;
    assert_eq!((accepted.attributes, accepted.refused_attributes), (1, vec![]));
}

#[tokio::test]
async fn attributes_are_merged_and_null_clears() {
    let bench = Bench::new().await;
    let credential = bench.ping("boot", HOME, json!({ "plan": "pro", "seats": 3 }), None).await.credential();
    bench.ping("update", HOME, json!({ "plan": null, "beta": true }), Some(&credential)).await;
    assert_eq!(bench.attributes().await, vec![json!({ "seats": 3, "beta": true })]);
}

#[tokio::test]
async fn the_tokens_attribute_wins() {
    let bench = Bench::new().await;
    let token = sign(&json!({ "user_id": "u_1", "exp": NOW + 60, "iat": NOW, "plan": "free" }));
    bench.ping("boot", HOME, json!({ "intercom_user_jwt": token, "plan": "pro" }), None).await;
    assert_eq!(bench.attributes().await, vec![json!({ "plan": "free" })]);
}

#[tokio::test]
async fn a_visitors_attributes_come_along_where_the_user_has_none() {
    let bench = Bench::new().await;
    let visitor = bench.ping("boot", HOME, json!({ "plan": "pro", "seats": 3 }), None).await.credential();
    let token = sign(&json!({ "user_id": "u_1", "exp": NOW + 60, "plan": "free" }));
    bench.ping("boot", HOME, json!({ "intercom_user_jwt": token }), Some(&visitor)).await;
    assert_eq!(bench.attributes().await, vec![json!({ "plan": "free", "seats": 3 })]);
}

#[tokio::test]
async fn a_person_holds_a_bounded_number_of_attributes() {
    let many: serde_json::Map<_, _> = (0..260).map(|n| (format!("a{n:03}"), json!(n))).collect();
    assert_eq!(refused(Value::Object(many)).await.len(), 10);
}

#[tokio::test]
async fn an_email_in_clear_is_not_taken_beside_a_token_that_has_none() {
    let bench = Bench::new().await;
    let settings = json!({ "intercom_user_jwt": token("u_1"), "email": "one@example.com" });
    let answer = bench.ping("boot", HOME, settings, None).await;
    assert_eq!(answer.json()["refused_attributes"][0]["name"], "email");
}

impl Bench {
    /// What is stored of each person.
    async fn attributes(&self) -> Vec<Value> {
        let texts = texts(&self.database.open().await, "select attributes from people").await;
        texts.iter().map(|text| serde_json::from_str(text).expect("JSON")).collect()
    }
}

#[tokio::test]
async fn what_a_page_says_later_holds_against_the_token_it_booted_with() {
    let bench = Bench::new().await;
    let jwt = sign(&json!({ "user_id": "u_1", "cart_items": 1, "orders": 3, "exp": NOW + 600,
        "company": { "company_id": "42", "name": "Skarvik Roastery" } }));
    let credential = bench.ping("boot", HOME, json!({ "intercom_user_jwt": jwt }), None).await.credential();
    assert_eq!(bench.last_accepted().await.company.as_deref(), Some("Skarvik Roastery"));
    bench.ping("update", HOME, json!({ "cart_items": 2 }), Some(&credential)).await;
    let held = texts(&bench.database.open().await, "select attributes from people").await;
    let held: Value = serde_json::from_str(&held[0]).expect("JSON");
    assert_eq!(held, json!({ "cart_items": 2, "orders": 3 }));
}
