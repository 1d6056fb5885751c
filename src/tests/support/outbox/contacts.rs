//! An event needs a contact in Intercom.

use serde_json::json;

use super::{Bench, deliver, most};
use crate::database::execute;
use crate::support::intercom::{accepted, not_found, ok, refusal};

#[tokio::test]
async fn a_contact_that_is_not_there_yet_is_made_and_the_event_sent_again() {
    let contact = json!({ "id": "64ab", "external_id": "u_1" });
    let bench = Bench::answering([not_found(), ok(contact), accepted()]).await;
    bench.order().await;
    assert_eq!(deliver(&bench.delivery(most)).await, 1);
    assert_eq!(bench.intercom.calls(), ["POST /events", "POST /contacts", "POST /events"]);
    assert_eq!(
        bench.intercom.asked()[1].body,
        json!({
            "role": "user", "external_id": "u_1", "name": "Marit", "signed_up_at": 5,
        })
    );
}

#[tokio::test]
async fn a_contact_made_meanwhile_is_taken_as_it_is_and_an_archived_one_is_left_alone() {
    let there = |what: &str| {
        refusal(
            409,
            "conflict",
            &format!("{what} contact matching those details already exists with id=64ab"),
        )
    };
    let bench = Bench::answering([not_found(), there("A")]).await;
    bench.order().await;
    assert_eq!(deliver(&bench.delivery(most)).await, 1);
    assert_eq!(bench.intercom.calls(), ["POST /events", "POST /contacts", "POST /events"]);

    let bench = Bench::answering([not_found(), there("An archived")]).await;
    bench.order().await;
    assert_eq!(deliver(&bench.delivery(most)).await, 0);
    assert_eq!(bench.rows().await, ["completed-purchase 1 the contact is archived"]);
}

#[tokio::test]
async fn nobody_is_made_a_contact_whose_account_is_gone() {
    let bench = Bench::answering([not_found()]).await;
    bench.order().await;
    execute(&bench.db, "delete from accounts").await;
    deliver(&bench.delivery(most)).await;
    assert_eq!(bench.intercom.calls(), ["POST /events"]);
    assert!(bench.rows().await.is_empty());
}
