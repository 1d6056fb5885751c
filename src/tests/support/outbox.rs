//! What the server tells by itself: kept with what happened, tried until it is there, by one server at a time.

use leptos_messenger::accounts::{Accounts, SessionSettings};
use leptos_messenger::clock::Clock;
use leptos_messenger::database::Db;
use leptos_messenger::error::Error;
use leptos_messenger::intercom::Client;
use leptos_messenger::shop::Money;
use leptos_messenger::shop::support::{Channel, Delivery, Event, Jitter};
use serde_json::json;
use std::sync::Arc;
use tokio::sync::watch;

use super::intercom::{Answer, Intercom, accepted, not_found, ok, refusal};
use crate::database::{Database, execute, texts};
use crate::server::log::log;

const NOW: i64 = 1_800_000_000;
const APP: &str = "hosted1x";
const DAY: i64 = 24 * 60 * 60;

struct Bench {
    db: Db,
    clock: Clock,
    intercom: Intercom,
    channel: Channel,
    _database: Database,
}

impl Bench {
    /// A customer, and an Intercom that answers so.
    async fn answering(answers: impl IntoIterator<Item = Answer>) -> Self {
        let database = Database::fresh().await;
        let (db, clock) = (database.open().await, Clock::manual(NOW));
        execute(
            &db,
            "insert into accounts (id, email, email_folded, name, password_hash, role, created_at)
             values ('u_1', 'Marit@example.com', 'marit@example.com', 'Marit', 'x', 'customer', 5)",
        )
        .await;
        let channel = Channel::new(APP, Arc::new([APP.to_owned()]), clock.clone());
        Self { db, clock, intercom: Intercom::answering(answers).await, channel, _database: database }
    }

    /// A server's hand, with this much jitter of what is possible.
    fn delivery(&self, jitter: impl Fn(u64) -> u64 + Send + Sync + 'static) -> Delivery {
        self.delivery_by(self.intercom.client(), jitter)
    }

    fn delivery_by(&self, client: Client, jitter: impl Fn(u64) -> u64 + Send + Sync + 'static) -> Delivery {
        let settings = SessionSettings { idle_seconds: 60, max_seconds: 60, secure_cookie: false };
        let accounts = Accounts::new(self.db.clone(), self.clock.clone(), settings);
        let workspaces = vec![(APP.to_owned(), client)];
        Delivery::new(self.db.clone(), self.clock.clone(), accounts, workspaces)
            .with_jitter(Jitter::new(jitter))
    }

    async fn record(&self, event: Event) {
        let mut transaction = self.db.begin().await.expect("a transaction");
        let left = self.channel.record(&mut transaction, Some("u_1"), event).await.expect("recorded");
        assert_eq!(left, None, "the page has nothing to tell");
        transaction.commit().await.expect("a commit");
    }

    async fn order(&self) {
        self.record(purchase()).await;
    }

    /// Milliseconds from now until the only row is due.
    async fn waits_ms(&self) -> i64 {
        let due = texts(
            &self.db,
            "select due_at_ms from support_outbox where failed_at is null and told_at is null",
        )
        .await;
        due[0].parse::<i64>().expect("a number") - self.clock.millis()
    }

    /// What was not told yet.
    async fn rows(&self) -> Vec<String> {
        let rows = "select name || ' ' || attempts || ' ' || coalesce(failure, 'waits') from support_outbox
                    where told_at is null order by id";
        texts(&self.db, rows).await
    }
}

fn purchase() -> Event {
    let (price, plan) = (Money::eur(2900), Some("harbour".into()));
    Event::CompletedPurchase { order_id: "o-7".into(), price, items: 2, plan }
}

async fn deliver(delivery: &Delivery) -> usize {
    delivery.deliver_due(&|| false).await.expect("a look into the outbox")
}

fn most(most: u64) -> u64 {
    most
}

#[tokio::test]
async fn an_event_goes_to_intercom_once_with_the_time_it_happened() {
    let bench = Bench::answering([]).await;
    bench.order().await;
    bench.clock.advance(60);
    let delivery = bench.delivery(most);
    assert_eq!((deliver(&delivery).await, deliver(&delivery).await), (1, 0));
    assert_eq!(bench.intercom.calls(), ["POST /events"]);
    assert_eq!(
        bench.intercom.asked()[0].body,
        json!({
            "event_name": "completed-purchase", "created_at": NOW, "user_id": "u_1",
            "metadata": {
                "order_id": "o-7", "price": { "amount": 2900, "currency": "eur" }, "items": 2, "plan": "harbour",
            },
        })
    );
    assert!(bench.rows().await.is_empty());
}

#[tokio::test]
async fn what_did_not_happen_is_not_told() {
    let bench = Bench::answering([]).await;
    let mut transaction = bench.db.begin().await.expect("a transaction");
    bench.channel.record(&mut transaction, Some("u_1"), purchase()).await.expect("recorded");
    drop(transaction);
    assert_eq!(deliver(&bench.delivery(most)).await, 0);
    assert!(bench.rows().await.is_empty());
}

#[tokio::test]
async fn without_a_token_and_of_visitors_the_page_tells_and_never_both() {
    let bench = Bench::answering([]).await;
    let embedded = Channel::new("own", Arc::new([APP.to_owned()]), bench.clock.clone());
    for (channel, account) in [(&embedded, Some("u_1")), (&embedded, None), (&bench.channel, None)] {
        let mut transaction = bench.db.begin().await.expect("a transaction");
        let left = channel.record(&mut transaction, account, purchase()).await.expect("recorded");
        transaction.commit().await.expect("a commit");
        assert_eq!(left, Some(purchase()));
    }
    assert!(bench.rows().await.is_empty());
}

#[tokio::test]
async fn of_one_name_there_is_one_a_second_whether_the_last_was_told_or_not() {
    let bench = Bench::answering([]).await;
    let delivery = bench.delivery(most);
    bench.order().await;
    bench.order().await;
    deliver(&delivery).await;
    bench.order().await;
    bench.clock.advance(1);
    bench.order().await;
    deliver(&delivery).await;
    let mut times: Vec<_> =
        bench.intercom.asked().iter().filter_map(|asked| asked.body["created_at"].as_i64()).collect();
    times.sort_unstable();
    assert_eq!(times, [NOW, NOW + 1, NOW + 2, NOW + 3]);
    bench.clock.advance(11 * 60);
    deliver(&delivery).await;
    assert_eq!(
        texts(&bench.db, "select id from support_outbox").await,
        [""; 0],
        "what was told is forgotten"
    );
}

#[tokio::test]
async fn what_fails_is_tried_again_after_waits_that_double_and_vary() {
    let bench = Bench::answering((0..4).map(|_| refusal(503, "service_unavailable", "later"))).await;
    bench.order().await;
    let delivery = bench.delivery(most);
    for wait in [2_000, 4_000, 8_000, 16_000] {
        assert_eq!(deliver(&delivery).await, 0);
        assert_eq!(bench.waits_ms().await, wait);
        assert_eq!(deliver(&delivery).await, 0, "not before its time");
        bench.clock.advance(wait / 1_000);
    }
    assert_eq!(bench.rows().await, ["completed-purchase 4 waits"]);
    assert_eq!(deliver(&delivery).await, 1);
    assert_eq!(bench.intercom.calls().len(), 5);

    let bench = Bench::answering([refusal(500, "server_error", "x")]).await;
    bench.order().await;
    deliver(&bench.delivery(|most| most / 4)).await;
    assert_eq!(bench.waits_ms().await, 500);
}

#[tokio::test]
async fn too_many_stops_all_until_the_window_is_over() {
    let headers = vec![("x-ratelimit-reset", (NOW + 7).to_string())];
    let bench = Bench::answering([(429, headers, String::new())]).await;
    bench.order().await;
    bench.order().await;
    let delivery = bench.delivery(|_| 0);
    assert_eq!(deliver(&delivery).await, 0);
    assert_eq!(bench.intercom.calls().len(), 1, "the second is not even tried");
    bench.clock.advance(6);
    deliver(&delivery).await;
    assert_eq!(bench.intercom.calls().len(), 1);
    bench.clock.advance(1);
    assert_eq!(deliver(&delivery).await, 2);
}

#[tokio::test]
async fn the_last_call_of_a_window_pauses_and_a_wrong_clock_does_not_stop_it_for_ever() {
    let spent =
        |reset: i64| vec![("x-ratelimit-remaining", "0".into()), ("x-ratelimit-reset", reset.to_string())];
    let bench =
        Bench::answering([(202, spent(NOW + 10), String::new()), (202, spent(i64::MAX), String::new())])
            .await;
    for _ in 0..3 {
        bench.order().await;
    }
    let delivery = bench.delivery(|_| 0);
    assert_eq!(deliver(&delivery).await, 1);
    bench.clock.advance(10);
    assert_eq!(deliver(&delivery).await, 1);
    bench.clock.advance(14 * 60);
    assert_eq!(deliver(&delivery).await, 0);
    bench.clock.advance(60);
    assert_eq!(deliver(&delivery).await, 1);
}

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

#[tokio::test]
async fn what_can_never_succeed_is_given_up_at_once_and_kept_with_its_reason() {
    let bench = Bench::answering([refusal(422, "data_invalid", "x")]).await;
    bench.order().await;
    let delivery = bench.delivery(most);
    deliver(&delivery).await;
    assert_eq!(bench.rows().await, ["completed-purchase 1 422 data_invalid"]);
    bench.clock.advance(DAY);
    deliver(&delivery).await;
    assert_eq!(bench.intercom.calls().len(), 1);
    bench.clock.advance(90 * DAY);
    deliver(&delivery).await;
    assert!(bench.rows().await.is_empty(), "after three months it is forgotten");
}

#[tokio::test]
async fn what_fails_for_three_days_is_given_up() {
    let bench = Bench::answering((0..9).map(|_| refusal(401, "unauthorized", "Access Token Invalid"))).await;
    bench.order().await;
    let delivery = bench.delivery(most);
    for _ in 0..3 {
        deliver(&delivery).await;
        bench.clock.advance(DAY);
    }
    assert_eq!(bench.rows().await, ["completed-purchase 3 waits"]);
    deliver(&delivery).await;
    assert_eq!(bench.rows().await, ["completed-purchase 4 401 unauthorized"]);
}

#[tokio::test]
async fn what_a_killed_server_had_in_hand_is_told_by_another_when_its_turn_is_over() {
    let bench = Bench::answering([(0, Vec::new(), String::new())]).await;
    bench.order().await;
    let killed = bench.delivery(most);
    {
        // Dropped while it waits for an answer.
        let telling = deliver(&killed);
        let asked = async {
            while bench.intercom.calls().is_empty() {
                tokio::task::yield_now().await;
            }
        };
        futures::future::select(Box::pin(telling), Box::pin(asked)).await;
    }
    let other = bench.delivery(most);
    assert_eq!(deliver(&other).await, 0, "its turn is not over");
    bench.clock.advance(90);
    assert_eq!(deliver(&other).await, 1);
    let asked = bench.intercom.asked();
    assert_eq!((asked.len(), &asked[0].body), (2, &asked[1].body), "the same, which Intercom keeps once");
}

#[tokio::test]
async fn several_servers_tell_each_event_once() {
    let bench = Bench::answering([]).await;
    for _ in 0..20 {
        bench.order().await;
    }
    let servers: Vec<_> = (0..4).map(|_| bench.delivery(most)).collect();
    let told = futures::future::join_all(servers.iter().map(deliver)).await;
    assert_eq!(told.iter().sum::<usize>(), 20);
    assert_eq!(bench.intercom.calls().len(), 20);
    assert!(bench.rows().await.is_empty());
}

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
    let told: serde_json::Value = serde_json::from_str(line).expect("JSON");
    assert!(told["level"] == "WARN" || told["level"] == "ERROR", "{line}");
    assert!(line.contains("contact") && line.contains(APP), "{line}");
    assert!(told["fields"]["reason"].as_str().expect("text").contains("422 cannot_be_deleted"), "{line}");
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
    let mut told = 0;
    while told < 2 {
        bench.clock.advance(DAY);
        told += deliver(&delivery).await;
        let given_up = "select failure from support_outbox where failed_at is not null";
        assert!(texts(&bench.db, given_up).await.is_empty());
        assert!(bench.intercom.calls().len() <= 9, "{:?}", bench.intercom.calls());
    }
    assert_eq!(bench.intercom.calls().len(), 9);
}

#[tokio::test]
async fn an_intercom_that_is_out_of_reach_holds_no_order_up() {
    let bench = Bench::answering([(0, Vec::new(), String::new())]).await;
    bench.order().await;
    let delivery = bench.delivery(most);
    let order = async {
        while bench.intercom.calls().is_empty() {
            tokio::task::yield_now().await;
        }
        bench.order().await;
    };
    futures::future::select(Box::pin(deliver(&delivery)), Box::pin(order)).await;
    assert_eq!(bench.rows().await.len(), 2);
}

#[tokio::test]
async fn it_stops_when_it_is_told_to_and_finishes_what_has_begun() -> Result<(), Error> {
    let bench = Bench::answering([]).await;
    bench.order().await;
    let delivery = bench.delivery(most);
    let (stop, stopping) = watch::channel(false);
    let running = async {
        delivery.run(stopping).await;
    };
    let told = async {
        while !bench.rows().await.is_empty() {
            tokio::task::yield_now().await;
        }
        stop.send(true).expect("it runs");
    };
    tokio::join!(running, told);
    // One that is told to stop begins nothing.
    bench.order().await;
    assert_eq!(delivery.deliver_due(&|| true).await?, 0);
    assert_eq!(bench.rows().await, ["completed-purchase 0 waits"]);
    Ok(())
}
