//! The contact of a deleted account is deleted.

use serde_json::json;

use super::{APP, Bench, DAY, deliver, most};
use crate::database::texts;
use crate::server::log::log;
use crate::support::intercom::{not_found, ok, refusal};

#[tokio::test]
async fn a_deleted_accounts_events_are_dropped_and_its_contact_is_deleted_when_no_token_can_bring_it_back() {
    let contact = || ok(json!({ "id": "64ab", "external_id": "u_1" }));
    let bench = Bench::answering([contact(), contact(), not_found()]).await;
    bench.order().await;
    for _ in 0..2 {
        let mut transaction = bench.db.begin().await.expect("a transaction");
        bench.channel.forget(&mut transaction, "u_1").await.expect("noted");
        transaction.commit().await.expect("a commit");
    }
    let delivery = bench.delivery(most);
    assert_eq!(deliver(&delivery).await, 0);
    bench.clock.advance(120);
    assert_eq!(deliver(&delivery).await, 1);
    bench.clock.advance(2 * 60 * 60);
    assert_eq!(deliver(&delivery).await, 1);
    let find = "GET /contacts/find_by_external_id/u_1";
    assert_eq!(bench.intercom.calls(), [find, "DELETE /contacts/64ab", find]);
}

#[tokio::test]
async fn a_contact_that_cannot_be_deleted_is_a_line_in_the_log_with_the_reason() {
    let log = log();
    let contact = ok(json!({ "id": "64ab", "external_id": "u_1" }));
    let bench = Bench::answering([contact, refusal(422, "cannot_be_deleted", "x")]).await;
    let mut transaction = bench.db.begin().await.expect("a transaction");
    bench.channel.forget(&mut transaction, "u_1").await.expect("noted");
    transaction.commit().await.expect("a commit");
    bench.clock.advance(120);
    assert_eq!(deliver(&bench.delivery(most)).await, 0);
    let tried = texts(&bench.db, "select id from support_outbox where attempts > 0").await;
    let [id] = &tried[..] else { panic!("{tried:?}") };
    let lines: Vec<_> = log.lines().into_iter().filter(|line| line.contains(id)).collect();
    let [line] = &lines[..] else { panic!("not one line: {lines:?}") };
    let entry: serde_json::Value = serde_json::from_str(line).expect("JSON");
    assert!(entry["level"] == "WARN" || entry["level"] == "ERROR", "{line}");
    assert!(line.contains("contact") && line.contains(APP), "{line}");
    assert!(entry["fields"]["reason"].as_str().expect("text").contains("422 cannot_be_deleted"), "{line}");
}

#[tokio::test]
async fn that_a_contact_is_to_be_deleted_is_never_given_up() {
    let refused = || refusal(401, "unauthorized", "Access Token Invalid");
    let contact = || ok(json!({ "id": "64ab", "external_id": "u_1" }));
    let answers = (0..8).map(|_| refused()).chain([contact(), contact(), not_found()]);
    let bench = Bench::answering(answers).await;
    let mut transaction = bench.db.begin().await.expect("a transaction");
    bench.channel.forget(&mut transaction, "u_1").await.expect("noted");
    transaction.commit().await.expect("a commit");
    let delivery = bench.delivery(most);
    for _ in 0..4 {
        bench.clock.advance(40 * DAY);
        assert_eq!(deliver(&delivery).await, 0, "the access token was refused");
    }
    bench.clock.advance(DAY);
    assert_eq!(deliver(&delivery).await, 2);
    assert!(bench.intercom.calls().contains(&"DELETE /contacts/64ab".to_owned()));
}

#[tokio::test]
async fn for_no_answer_but_not_found_is_a_contacts_deletion_given_up() {
    let contact = || ok(json!({ "id": "64ab", "external_id": "u_1" }));
    let broken = || (200, Vec::new(), "<html>".to_owned());
    let answers = [
        refusal(422, "data_invalid", "no"),
        refusal(400, "parameter_invalid", "no"),
        broken(),
        contact(),
        refusal(422, "data_invalid", "no"),
        contact(),
        broken(),
        not_found(),
        not_found(),
    ];
    let bench = Bench::answering(answers).await;
    let mut transaction = bench.db.begin().await.expect("a transaction");
    bench.channel.forget(&mut transaction, "u_1").await.expect("noted");
    transaction.commit().await.expect("a commit");
    let delivery = bench.delivery(most);
    let mut sent = 0;
    while sent < 2 {
        bench.clock.advance(DAY);
        sent += deliver(&delivery).await;
        let given_up = "select failure from support_outbox where failed_at is not null";
        assert!(texts(&bench.db, given_up).await.is_empty());
        assert!(bench.intercom.calls().len() <= 9, "{:?}", bench.intercom.calls());
    }
    assert_eq!(bench.intercom.calls().len(), 9);
}
