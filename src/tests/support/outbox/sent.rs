//! An event is sent once, by the server or by the page.

use leptos_messenger::shop::support::Channel;
use serde_json::json;
use std::sync::Arc;

use super::{APP, Bench, NOW, deliver, most, purchase};
use crate::database::texts;

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
async fn what_did_not_happen_is_not_sent() {
    let bench = Bench::answering([]).await;
    let mut transaction = bench.db.begin().await.expect("a transaction");
    bench.channel.record(&mut transaction, Some("u_1"), purchase()).await.expect("recorded");
    drop(transaction);
    assert_eq!(deliver(&bench.delivery(most)).await, 0);
    assert!(bench.rows().await.is_empty());
}

#[tokio::test]
async fn without_a_token_and_of_visitors_the_page_sends_and_never_both() {
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
async fn of_one_name_there_is_one_a_second_whether_the_last_was_sent_or_not() {
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
        "what was sent is forgotten"
    );
}
