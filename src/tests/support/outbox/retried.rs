//! An event that Intercom refuses is sent again, or given up.

use super::{Bench, DAY, NOW, deliver, most};
use crate::support::intercom::refusal;

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
