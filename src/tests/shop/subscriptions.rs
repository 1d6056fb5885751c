//! Subscriptions: paused, resumed and stopped by their own customer.

use leptos_messenger::error::Error;
use leptos_messenger::shop::subscription::SubscriptionState;

use super::{KEY, MARIT, TOMAS, World, account};

#[tokio::test]
async fn what_comes_again_is_paused_resumed_and_stopped_by_its_own_customer_alone() {
    let world = World::new().await;
    world.put(&account(MARIT), "plan.skiff.filter", 1).await.unwrap();
    world.order(MARIT, KEY).await.unwrap();
    let mine = async || world.shop.subscriptions(MARIT).await.unwrap();
    let id = mine().await[0].id.clone();
    assert_eq!(mine().await[0].next, Some(("Tuesday 1 December 2026".to_owned(), "2026-12-01".to_owned())));
    assert!(mine().await[0].is_plan);

    assert_eq!(
        world.shop.set_subscription(TOMAS, &id, SubscriptionState::Stopped).await,
        Err(Error::NotFound)
    );
    world.shop.set_subscription(MARIT, &id, SubscriptionState::Paused).await.unwrap();
    assert_eq!((mine().await[0].state, &mine().await[0].next), (SubscriptionState::Paused, &None));
    world.clock.advance(40 * 86_400);
    world.shop.set_subscription(MARIT, &id, SubscriptionState::Active).await.unwrap();
    assert_eq!(mine().await[0].next.as_ref().unwrap().1, "2026-12-29", "in the rhythm it had");

    world.shop.set_subscription(MARIT, &id, SubscriptionState::Stopped).await.unwrap();
    assert_eq!(mine().await, []);
    assert_eq!(
        world.shop.set_subscription(MARIT, &id, SubscriptionState::Active).await,
        Err(Error::NotFound),
        "for good"
    );
    assert_eq!(world.shop.subscriptions(TOMAS).await.unwrap(), []);
}
