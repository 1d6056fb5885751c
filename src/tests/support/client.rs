//! The client of Intercom's REST API.

use leptos_messenger::intercom::{AccessToken, Client, ContactData, DataEvent, Error, RateLimit, VERSION};
use serde_json::{Map, json};
use std::time::Duration;

use super::intercom::{Answer, Intercom, TOKEN, accepted, not_found, ok, refusal};

fn event() -> DataEvent {
    let metadata = Map::from_iter([("price".to_owned(), json!({ "amount": 2900, "currency": "eur" }))]);
    DataEvent {
        event_name: "completed-purchase".into(),
        created_at: 1_800_000_000,
        user_id: "u_1".into(),
        metadata,
    }
}

async fn refused(answer: Answer) -> Error {
    let error = Intercom::answering([answer]).await.client().submit_event(&event()).await;
    error.expect_err("a refusal")
}

#[tokio::test]
async fn every_request_has_version_token_and_name() {
    let intercom = Intercom::answering([accepted()]).await;
    intercom.client().submit_event(&event()).await.expect("an answer");
    let asked = intercom.asked();
    assert_eq!(asked[0].what, "POST /events");
    let header = |name: &str| asked[0].headers[name].to_str().expect("text").to_owned();
    assert_eq!((header("intercom-version"), VERSION), ("2.16".to_owned(), "2.16"));
    assert_eq!(header("authorization"), format!("Bearer {TOKEN}"));
    assert_eq!(
        (header("accept"), header("content-type")),
        ("application/json".into(), "application/json".into())
    );
    assert!(header("user-agent").starts_with("leptos-messenger/"));
    assert_eq!(
        asked[0].body,
        json!({
            "event_name": "completed-purchase", "created_at": 1_800_000_000, "user_id": "u_1",
            "metadata": { "price": { "amount": 2900, "currency": "eur" } },
        })
    );
}

#[tokio::test]
async fn what_is_left_of_the_rate_limit_comes_with_the_answer() {
    let headers = vec![
        ("x-ratelimit-limit", "1666".into()),
        ("X-RateLimit-Remaining", "0".into()),
        ("x-ratelimit-reset", "1800000010".into()),
    ];
    let intercom = Intercom::answering([(202, headers, String::new()), accepted()]).await;
    let rate = intercom.client().submit_event(&event()).await.expect("an answer").rate;
    assert_eq!(rate, RateLimit { limit: Some(1666), remaining: Some(0), reset_at: Some(1_800_000_010) });
    assert_eq!(rate.spent_until(), Some(1_800_000_010));
    let without = intercom.client().submit_event(&event()).await.expect("an answer").rate;
    assert_eq!((without, without.spent_until()), (RateLimit::default(), None));
}

#[tokio::test]
async fn too_many_says_when_to_try_again() {
    let headers = vec![("x-ratelimit-reset", "1800000010".into()), ("retry-after", "7".into())];
    let body = refusal(429, "rate_limit_exceeded", "Exceeded rate limit of 83 in 10_seconds").2;
    let error = refused((429, headers, body)).await;
    let Error::TooMany { rate, retry_after } = &error else { panic!("{error:?}") };
    assert_eq!((rate.reset_at, *retry_after, error.is_passing()), (Some(1_800_000_010), Some(7), true));
    let error = refused((429, vec![("x-ratelimit-reset", "soon".into())], "nonsense".into())).await;
    assert_eq!(error, Error::TooMany { rate: RateLimit::default(), retry_after: None });
}

#[tokio::test]
async fn a_refusal_has_intercoms_codes_and_says_whether_it_may_pass() {
    for (status, code, passing) in [
        (400, "parameter_invalid", false),
        (401, "unauthorized", true),
        (403, "api_plan_restricted", true),
        (404, "not_found", false),
        (408, "request_timeout", true),
        (422, "data_invalid", false),
        (500, "server_error", true),
        (503, "service_unavailable", true),
    ] {
        let error = refused(refusal(status, code, "in words")).await;
        assert!(error.has_code(code) && error.status() == Some(status), "{error:?}");
        assert_eq!(error.is_passing(), passing, "{status}");
    }
    // What a proxy says, and lists that lack what they should have.
    for body in ["<html>bad gateway</html>", "", "[]", r#"{"errors":[{}]}"#, r#"{"errors":null}"#, "\u{0}"] {
        let error = refused((502, Vec::new(), body.into())).await;
        assert!(error.status() == Some(502) && error.is_passing(), "{error:?}");
    }
}

#[tokio::test]
async fn an_answer_that_is_not_what_it_should_be_is_an_error_and_unknown_fields_are_none() {
    let me = json!({ "type": "admin", "id": "1", "app": { "id_code": "abc", "new": {} }, "email": null, "new": [] });
    let intercom = Intercom::answering([ok(me), ok(json!([1])), (200, Vec::new(), "{".into())]).await;
    let client = intercom.client();
    let answer = client.me().await.expect("me").body;
    assert_eq!((answer.id.as_str(), answer.app.expect("an app").id_code.as_str()), ("1", "abc"));
    assert_eq!(client.me().await, Err(Error::Malformed { status: 200 }));
    assert_eq!(client.me().await, Err(Error::Malformed { status: 200 }));
}

#[tokio::test]
async fn one_that_does_not_answer_is_given_up() {
    let intercom = Intercom::answering([(0, Vec::new(), String::new())]).await;
    let client = intercom.client().with_patience(Duration::from_millis(50));
    assert_eq!(client.me().await, Err(Error::TimedOut));
    let nobody = Client::new("http://127.0.0.1:1", VERSION, AccessToken::new(TOKEN));
    let error = nobody.me().await.expect_err("nobody there");
    assert!(matches!(error, Error::Unreachable(_)) && error.is_passing(), "{error:?}");
    assert!(!format!("{error} {error:?}").contains(TOKEN));
}

#[tokio::test]
async fn contacts_are_found_made_changed_and_taken_away() {
    let contact =
        json!({ "type": "contact", "id": "64ab", "external_id": "u/1", "role": "user", "email": null });
    let deleted = json!({ "id": "64ab", "type": "contact", "external_id": "u/1", "deleted": true });
    let intercom = Intercom::answering([
        ok(contact.clone()),
        not_found(),
        ok(contact.clone()),
        ok(contact),
        ok(json!({ "id": "64ab", "archived": true })),
        ok(deleted),
        not_found(),
        ok(json!({ "id": 10 })),
    ])
    .await;
    let client = intercom.client();
    let data = ContactData {
        role: Some("user"),
        external_id: Some("u/1".into()),
        email: Some("marit@example.com".into()),
        ..ContactData::default()
    };
    assert_eq!(client.find_contact("u/1").await.expect("an answer").expect("a contact").body.id, "64ab");
    assert_eq!(client.find_contact("u/1").await.expect("an answer"), None);
    client.create_contact(&data).await.expect("a contact");
    client
        .update_contact("64ab", &ContactData { name: Some("Marit".into()), ..Default::default() })
        .await
        .expect("one");
    assert!(client.archive_contact("64ab").await.expect("an answer").expect("a contact").body.archived);
    assert!(client.delete_contact("64ab").await.expect("an answer").expect("a contact").body.deleted);
    assert_eq!(client.delete_contact("64ab").await.expect("an answer"), None);
    client.request_deletion("64ab").await.expect("an answer");
    assert_eq!(
        intercom.calls(),
        [
            "GET /contacts/find_by_external_id/u%2F1",
            "GET /contacts/find_by_external_id/u%2F1",
            "POST /contacts",
            "PUT /contacts/64ab",
            "POST /contacts/64ab/archive",
            "DELETE /contacts/64ab",
            "DELETE /contacts/64ab",
            "POST /user_delete_requests",
        ]
    );
    let asked = intercom.asked();
    assert_eq!(asked[2].body, json!({ "role": "user", "external_id": "u/1", "email": "marit@example.com" }));
    assert_eq!(asked[3].body, json!({ "name": "Marit" }));
}

#[tokio::test]
async fn a_conflict_names_the_contact_that_is_there() {
    for (message, expected) in [
        ("A contact matching those details already exists with id=64ab12", Some(("64ab12", false))),
        ("An archived contact matching those details already exists with id=64ab12.", Some(("64ab12", true))),
        ("Something else", None),
        ("id=", None),
    ] {
        let intercom = Intercom::answering([refusal(409, "conflict", message)]).await;
        let error = intercom.client().create_contact(&ContactData::default()).await.expect_err("a conflict");
        let expected = expected.map(|(id, archived)| (id.to_owned(), archived));
        assert_eq!(error.existing_contact(), expected, "{message}");
    }
}
