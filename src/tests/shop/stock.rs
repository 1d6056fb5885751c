use leptos_messenger::shop::{Filter, Shop, catalogue};

use super::{MARIT, World, account};

#[tokio::test]
async fn the_shelf_is_filled_from_the_catalogue_once_and_never_overwritten() {
    let world = World::new().await;
    for coffee in catalogue::list(Filter::default()) {
        assert_eq!(world.bags(&coffee.slug).await == 0, coffee.sold_out, "{}", coffee.slug);
    }
    world.set_bags("kelp-forest", 3).await;
    world.set_bags("deep-fathom", 0).await;
    crate::database::execute(&world.db, "delete from stock where slug = 'first-tide'").await;
    Shop::open(world.db.clone(), world.clock.clone(), false).await.unwrap();
    assert_eq!((world.bags("kelp-forest").await, world.bags("deep-fathom").await), (3, 0));
    assert!(world.bags("first-tide").await > 0, "what the catalogue lists anew comes");
}

#[tokio::test]
async fn each_batch_fills_the_shelf_up_once_but_for_what_is_not_roasted() {
    let world = World::new().await;
    world.set_bags("kelp-forest", 0).await;
    // Friday noon; the next batch is out of the roaster on Tuesday at ten.
    world.clock.advance(4 * 86_400 - 2 * 3_600 - 1);
    assert_eq!((world.shop.fill_shelf().await, world.bags("kelp-forest").await), (Ok(0), 0));
    world.clock.advance(1);
    let (one, two) = tokio::join!(world.shop.fill_shelf(), world.shop.fill_shelf());
    let roasted = catalogue::list(Filter::default()).len() as u64;
    assert_eq!(one.unwrap() + two.unwrap(), roasted, "by one of two servers");
    assert!(world.bags("kelp-forest").await > 100);
    assert_eq!(world.bags("north-mole").await, 0);
    world.set_bags("kelp-forest", 7).await;
    world.clock.advance(3 * 86_400 - 3_600);
    world.shop.fill_shelf().await.unwrap();
    assert_eq!(world.bags("kelp-forest").await, 7);
}

#[tokio::test]
async fn a_coffee_is_sold_out_when_its_last_bag_goes() {
    let world = World::new().await;
    world.set_bags("kelp-forest", 4).await;
    let marked = async || {
        let mut coffees = catalogue::list(Filter::default());
        world.shop.mark_sold_out(&mut coffees).await.unwrap();
        coffees.into_iter().find(|coffee| coffee.slug == "kelp-forest").unwrap().sold_out
    };
    assert!(!marked().await);
    world.put(&account(MARIT), "kelp-forest.1kg.filter.once", 1).await.unwrap();
    world.order(MARIT, super::KEY).await.unwrap();
    assert!(marked().await);
}
