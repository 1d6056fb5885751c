//! Servers send beside each other, stop and are killed.

use leptos_messenger::error::Error;
use tokio::sync::watch;

use super::{Bench, deliver, most};

#[tokio::test]
async fn what_a_killed_server_had_in_hand_is_sent_by_another_when_its_turn_is_over() {
    let bench = Bench::answering([(0, Vec::new(), String::new())]).await;
    bench.order().await;
    let killed = bench.delivery(most);
    {
        // Dropped while it waits for an answer.
        let delivering = deliver(&killed);
        let asked = async {
            while bench.intercom.calls().is_empty() {
                tokio::task::yield_now().await;
            }
        };
        futures::future::select(Box::pin(delivering), Box::pin(asked)).await;
    }
    let other = bench.delivery(most);
    assert_eq!(deliver(&other).await, 0, "its turn is not over");
    bench.clock.advance(90);
    assert_eq!(deliver(&other).await, 1);
    let asked = bench.intercom.asked();
    assert_eq!((asked.len(), &asked[0].body), (2, &asked[1].body), "the same, which Intercom keeps once");
}

#[tokio::test]
async fn several_servers_send_each_event_once() {
    let bench = Bench::answering([]).await;
    for _ in 0..20 {
        bench.order().await;
    }
    let servers: Vec<_> = (0..4).map(|_| bench.delivery(most)).collect();
    let sent = futures::future::join_all(servers.iter().map(deliver)).await;
    assert_eq!(sent.iter().sum::<usize>(), 20);
    assert_eq!(bench.intercom.calls().len(), 20);
    assert!(bench.rows().await.is_empty());
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
async fn it_stops_when_it_is_asked_to_and_finishes_what_has_begun() -> Result<(), Error> {
    let bench = Bench::answering([]).await;
    bench.order().await;
    let delivery = bench.delivery(most);
    let (stop, stopping) = watch::channel(false);
    let running = async {
        delivery.run(stopping).await;
    };
    let stopper = async {
        while !bench.rows().await.is_empty() {
            tokio::task::yield_now().await;
        }
        stop.send(true).expect("it runs");
    };
    tokio::join!(running, stopper);
    // One that is asked to stop begins nothing.
    bench.order().await;
    assert_eq!(delivery.deliver_due(&|| true).await?, 0);
    assert_eq!(bench.rows().await, ["completed-purchase 0 waits"]);
    Ok(())
}
