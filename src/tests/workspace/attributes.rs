//! Attributes of people: their limits, their merge and the token's precedence.

use super::*;
use leptos_messenger::workspace::contacts::{self, fields_of};
use leptos_messenger::workspace::data_attributes::{
    self, AttributeOf, AttributeType, AttributeUpdate, NewAttribute, definitions,
};
use leptos_messenger::workspace::ledger::ChangedBy;
use leptos_messenger::workspace::refusal::Refusal;

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
async fn a_person_holds_250_attributes_and_a_page_without_proof_makes_100_of_an_app() {
    let many: serde_json::Map<_, _> = (0..260).map(|n| (format!("a{n:03}"), json!(n))).collect();
    assert_eq!(refused_count(Value::Object(many.clone())).await, 160);
    let mut claims = json!({ "user_id": "u_1", "exp": NOW + 60 });
    claims.as_object_mut().expect("an object").extend(many);
    assert_eq!(refused_count(json!({ "intercom_user_jwt": sign(&claims) })).await, 10);
}

/// How many attributes of a boot were refused.
async fn refused_count(settings: Value) -> usize {
    let bench = Bench::new().await;
    bench.ping("boot", HOME, settings, None).await;
    let accepted = bench.last_accepted().await;
    accepted.refused_attributes.len() + accepted.more_refused
}

impl Bench {
    /// Pings as a visitor, and returns the reasons for which attributes were refused.
    async fn states(&self, session: &str, settings: Value) -> Vec<String> {
        let answer = self.ping("update", HOME, settings, Some(session)).await;
        assert_eq!(answer.status, StatusCode::OK);
        let refused = answer.json()["refused_attributes"].as_array().cloned().unwrap_or_default();
        refused.iter().map(|refused| refused["reason"].as_str().expect("a reason").to_owned()).collect()
    }

    /// The kinds of the ledger's entries of attributes.
    async fn attribute_changes(&self) -> Vec<String> {
        texts(
            &self.database.open().await,
            "select kind || fields from ledger where kind like 'attribute%' order by number",
        )
        .await
    }
}

#[tokio::test]
async fn a_first_value_gives_an_attribute_its_type_and_another_type_is_refused_while_the_rest_is_stored() {
    let bench = Bench::new().await;
    let first = json!({ "plan": "pro", "cups": 3, "beta": true, "renewal_at": "2027-01-15T08:00:00Z" });
    let session = bench.ping("boot", HOME, first, None).await.credential();
    let other = json!({ "plan": 1, "cups": "three", "beta": "yes", "renewal_at": "soon", "city": "Bergen" });
    assert_eq!(bench.states(&session, other).await.len(), 4);
    let held =
        json!({ "plan": "pro", "cups": 3, "beta": true, "renewal_at": 1_800_000_000, "city": "Bergen" });
    assert_eq!(bench.attributes().await, [held]);
    let types = definitions(bench.workspace.db(), bench.workspace.app_id()).await.expect("the catalogue");
    let types: Vec<_> =
        types.iter().map(|one| (&*one.name, one.data_type.expect("a type").as_str())).collect();
    assert_eq!(
        types,
        [
            ("beta", "boolean"),
            ("city", "string"),
            ("cups", "number"),
            ("plan", "string"),
            ("renewal_at", "date")
        ]
    );
    assert_eq!(bench.attribute_changes().await, ["attribute_created[]"; 5]);
}

#[tokio::test]
async fn a_company_has_attributes_of_its_own_in_the_catalogue() {
    let bench = Bench::new().await;
    let company = json!({ "company_id": "c", "name": "C", "cups": "many" });
    let claims = json!({ "user_id": "u_1", "exp": NOW + 60, "cups": 3, "company": company });
    bench.ping("boot", HOME, json!({ "intercom_user_jwt": sign(&claims) }), None).await;
    let types = definitions(bench.workspace.db(), bench.workspace.app_id()).await.expect("the catalogue");
    let types: Vec<_> = types.iter().map(|one| (one.of, one.data_type)).collect();
    let (company, person) = (AttributeOf::Company, AttributeOf::Person);
    assert_eq!(types, [(company, Some(AttributeType::String)), (person, Some(AttributeType::Number))]);
}

#[tokio::test]
async fn what_is_archived_stays_as_it_is_and_counts_no_more_and_each_change_of_the_catalogue_is_an_event() {
    let bench = Bench::new().await;
    let app_id = bench.workspace.app_id();
    let session = bench.ping("boot", HOME, json!({ "plan": "pro" }), None).await.credential();
    let by = ChangedBy::Teammate(1);
    let mut batch = bench.workspace.begin().await.expect("a batch");
    let update =
        AttributeUpdate { description: Some("What they pay for".to_owned()), ..AttributeUpdate::default() };
    for _ in 0..2 {
        data_attributes::change(&mut batch, &by, app_id, AttributeOf::Person, "plan", update.clone())
            .await
            .expect("changed");
        data_attributes::archive(&mut batch, &by, app_id, AttributeOf::Person, "plan", true)
            .await
            .expect("archived");
    }
    batch.commit().await.expect("committed");
    for value in [json!("free"), Value::Null] {
        assert_eq!(bench.states(&session, json!({ "plan": value })).await.len(), 1);
    }
    assert_eq!(bench.attributes().await, [json!({ "plan": "pro" })]);
    let mut batch = bench.workspace.begin().await.expect("a batch");
    data_attributes::archive(&mut batch, &by, app_id, AttributeOf::Person, "plan", false)
        .await
        .expect("there");
    batch.commit().await.expect("committed");
    assert!(bench.states(&session, json!({ "plan": "free" })).await.is_empty());
    assert_eq!(
        bench.attribute_changes().await,
        [
            "attribute_created[]",
            "attribute_changed[\"description\"]",
            "attribute_archived[]",
            "attribute_unarchived[]"
        ]
    );
}

#[tokio::test]
async fn each_writer_states_what_they_may_and_a_program_makes_no_attribute_by_a_value() {
    let bench = Bench::new().await;
    let app_id = bench.workspace.app_id();
    let mut batch = bench.workspace.begin().await.expect("a batch");
    let closed = [
        ("by_token", (false, true, false)),
        ("by_api", (false, false, true)),
        ("by_page", (true, false, false)),
    ];
    for (name, (browser, token, api)) in closed {
        let fields = AttributeUpdate {
            browser_writable: Some(browser),
            token_writable: Some(token),
            api_writable: Some(api),
            ..AttributeUpdate::default()
        };
        let (of, name) = (AttributeOf::Person, name.to_owned());
        let new = NewAttribute { of, name, data_type: AttributeType::Number, fields };
        data_attributes::create(&mut batch, &ChangedBy::Workspace, app_id, new).await.expect("made");
    }
    batch.commit().await.expect("committed");
    let all = json!({ "by_token": 1, "by_api": 1, "by_page": 1 });
    let mut claims = all.clone();
    claims["user_id"] = "u_1".into();
    claims["exp"] = (NOW + 600).into();
    let booted = bench.ping("boot", HOME, json!({ "intercom_user_jwt": sign(&claims) }), None).await;
    assert_eq!(bench.attributes().await, [json!({ "by_token": 1 })]);
    assert_eq!(bench.states(&booted.credential(), all).await.len(), 2);
    assert_eq!(bench.attributes().await, [json!({ "by_token": 1, "by_page": 1 })]);
    let id = booted.json()["contact_id"].as_str().expect("an id").to_owned();
    let stated = json!({ "custom_attributes": { "by_token": 2, "by_api": 2, "by_page": 2, "new": 2 } });
    let fields = fields_of(serde_json::from_value(stated).expect("an object")).expect("fields");
    for (by, held) in [
        (ChangedBy::ApiToken("t".to_owned()), json!({ "by_token": 1, "by_page": 1, "by_api": 2 })),
        (ChangedBy::Teammate(1), json!({ "by_token": 2, "by_page": 2, "by_api": 2, "new": 2 })),
    ] {
        let mut batch = bench.workspace.begin().await.expect("a batch");
        contacts::update(&mut batch, &by, app_id, &id, fields.clone()).await.expect("updated");
        batch.commit().await.expect("committed");
        assert_eq!(bench.attributes().await, [held], "{by:?}");
    }
}

#[tokio::test]
async fn an_attribute_that_cannot_be_is_refused_with_a_reason() {
    let bench = Bench::new().await;
    let app_id = bench.workspace.app_id();
    bench.ping("boot", HOME, json!({ "plan": "pro" }), None).await;
    let options = |options: &[&str]| AttributeUpdate {
        options: Some(options.iter().map(|option| (*option).to_owned()).collect()),
        ..AttributeUpdate::default()
    };
    let (list, text) = (AttributeType::List, AttributeType::String);
    for (name, data_type, fields) in [
        ("plan", text, AttributeUpdate::default()),
        ("a.b", text, AttributeUpdate::default()),
        ("phone", text, AttributeUpdate::default()),
        ("renewal_at", text, AttributeUpdate::default()),
        ("taste", list, AttributeUpdate::default()),
        ("taste", list, options(&["sweet"])),
        ("taste", list, options(&["sweet", " sweet "])),
        ("taste", list, options(&["sweet", "so\0ur"])),
        ("taste", text, options(&["sweet", "sour"])),
        ("taste", text, AttributeUpdate { description: Some("\0".to_owned()), ..AttributeUpdate::default() }),
    ] {
        let mut batch = bench.workspace.begin().await.expect("a batch");
        let new = NewAttribute { of: AttributeOf::Person, name: name.to_owned(), data_type, fields };
        let made = data_attributes::create(&mut batch, &ChangedBy::Workspace, app_id, new.clone()).await;
        assert!(matches!(made, Err(Refusal::Field(..))), "{new:?}");
    }
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

#[tokio::test]
async fn what_one_value_of_a_transaction_teaches_holds_for_the_next() {
    let bench = Bench::new().await;
    let app_id = bench.workspace.app_id();
    let booted = bench.ping("boot", HOME, json!({}), None).await.json();
    let id = booted["contact_id"].as_str().expect("an id");
    let mut batch = bench.workspace.begin().await.expect("a batch");
    for (taste, refused_count) in [(json!("sour"), 0), (json!(3), 1), (json!("sweet"), 0)] {
        let fields = json!({ "custom_attributes": { "taste": taste } });
        let fields = fields_of(serde_json::from_value(fields).expect("an object")).expect("fields");
        let by = ChangedBy::Teammate(1);
        let (_, refused) = contacts::update(&mut batch, &by, app_id, id, fields).await.expect("updated");
        assert_eq!(refused.count(), refused_count, "{taste}");
        let of = AttributeOf::Person;
        data_attributes::archive(&mut batch, &by, app_id, of, "taste", true).await.expect("archived");
        let fields = fields_of(
            serde_json::from_value(json!({ "custom_attributes": { "taste": "bitter" } })).expect("an object"),
        );
        let (_, refused) =
            contacts::update(&mut batch, &by, app_id, id, fields.expect("fields")).await.expect("updated");
        assert_eq!(refused.count(), 1, "archived a moment ago");
        data_attributes::archive(&mut batch, &by, app_id, of, "taste", false).await.expect("there again");
    }
    batch.commit().await.expect("committed");
    assert_eq!(bench.attributes().await, [json!({ "taste": "sweet" })]);
}
