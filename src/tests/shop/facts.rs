//! The facts about a customer that the shop reports.

use leptos_messenger::shop::subscription::SubscriptionState;
use leptos_messenger::shop::{Facts, Money, Plan, Roast};

use super::{KEY, MARIT, NOON, TOMAS, World, account};

#[tokio::test]
async fn facts_say_what_is_in_the_cart_what_was_ordered_and_what_is_liked_best() {
    let world = World::new().await;
    let nothing = Facts {
        cart_items: 0,
        cart_value: Money::eur(0),
        orders: 0,
        last_order_at: None,
        monthly_spend: Money::eur(0),
        plan: None,
        favourite_roast: None,
    };
    assert_eq!(world.shop.facts(MARIT).await.unwrap(), nothing);

    for (item, quantity) in
        [("kelp-forest.1kg.filter.once", 1), ("deep-fathom.250g.filter.once", 3), ("plan.harbour.filter", 1)]
    {
        world.put(&account(MARIT), item, quantity).await.unwrap();
    }
    world.order(MARIT, KEY).await.unwrap();
    world.put(&account(MARIT), "first-tide.250g.filter.once", 2).await.unwrap();
    let facts = world.shop.facts(MARIT).await.unwrap();
    assert_eq!(
        facts,
        Facts {
            cart_items: 2,
            cart_value: Money::eur(3300),
            orders: 1,
            last_order_at: Some(NOON),
            monthly_spend: world.shop.orders(MARIT).await.unwrap()[0].total,
            plan: Some(Plan::Harbour),
            favourite_roast: Some(Roast::Medium), // four bags in a kilo, three of the dark
        }
    );
    assert_eq!(world.shop.facts(TOMAS).await.unwrap(), nothing);
    let id = world.shop.subscriptions(MARIT).await.unwrap()[0].id.clone();
    world.shop.set_subscription(MARIT, &id, SubscriptionState::Stopped).await.unwrap();
    assert_eq!(world.shop.facts(MARIT).await.unwrap().plan, None);
    world.clock.advance(30 * 86_400);
    let later = world.shop.facts(MARIT).await.unwrap();
    assert_eq!((later.orders, later.monthly_spend), (1, Money::eur(0)));
}
