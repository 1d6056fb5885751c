//! The stock of coffees: its first filling, its batches and its locks.

use leptos_messenger::database::Transaction;
use leptos_messenger::shop::{Filter, Shop, catalogue};

use super::{MARIT, World, account};
use crate::database::texts;

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
    assert!(!is_marked(&world.shop).await);
    world.put(&account(MARIT), "kelp-forest.1kg.filter.once", 1).await.unwrap();
    world.order(MARIT, super::KEY).await.unwrap();
    assert!(is_marked(&world.shop).await);
    world.clock.advance(7 * 86_400);
    world.shop.fill_shelf().await.unwrap();
    assert!(!is_marked(&world.shop).await);
}

#[tokio::test]
async fn another_server_marks_a_coffee_as_sold_out_within_a_second() {
    let world = World::new().await;
    world.set_bags("kelp-forest", 4).await;
    let other = world.second_server().await;
    assert!(!is_marked(&other).await);
    world.put(&account(MARIT), "kelp-forest.1kg.filter.once", 1).await.unwrap();
    world.order(MARIT, super::KEY).await.unwrap();
    world.clock.advance(1);
    assert!(is_marked(&other).await);
}

/// Whether a list marks the kelp forest as sold out.
async fn is_marked(shop: &Shop) -> bool {
    let mut coffees = catalogue::list(Filter::default());
    shop.mark_sold_out(&mut coffees).await.unwrap();
    coffees.into_iter().find(|coffee| coffee.slug == "kelp-forest").unwrap().sold_out
}

#[tokio::test]
#[ignore = "needs PostgreSQL: .ci/with-postgres"]
async fn an_order_and_a_batch_take_coffees_in_one_order_so_that_neither_waits_for_the_other() {
    let world = World::new().await;
    let other = world.second_server().await;
    let mut slugs: Vec<_> = catalogue::list(Filter::default())
        .into_iter()
        .filter(|coffee| !coffee.sold_out)
        .map(|c| c.slug)
        .collect();
    slugs.sort();
    let middle = slugs.len() / 2;
    for item in [&slugs[middle + 1], &slugs[middle], &slugs[middle - 1]] {
        world.put(&account(MARIT), &format!("{item}.250g.filter.once"), 1).await.unwrap();
    }
    world.clock.advance(7 * 86_400);
    // Whoever holds the one in the middle sees what the others took before it, and what they have left alone.
    for filling in [false, true] {
        let mut holding = world.db.begin().await.unwrap();
        let Transaction::Postgres(held) = &mut holding else { panic!("no PostgreSQL") };
        sqlx::query("select slug from stock where slug = $1 for update")
            .bind(&slugs[middle])
            .execute(&mut **held)
            .await
            .unwrap();
        let taking = async {
            match filling {
                true => assert!(other.fill_shelf().await.unwrap() > 0),
                false => assert!(world.order(MARIT, super::KEY).await.is_ok()),
            }
        };
        let looking = async {
            let waits = "select count(*) from pg_stat_activity
                         where datname = current_database() and wait_event_type = 'Lock'";
            while texts(&world.db, waits).await != ["1"] {
                tokio::task::yield_now().await;
            }
            let Transaction::Postgres(held) = &mut holding else { panic!("no PostgreSQL") };
            let free: Vec<String> = sqlx::query_scalar("select slug from stock for update skip locked")
                .fetch_all(&mut **held)
                .await
                .unwrap();
            holding.commit().await.unwrap();
            free
        };
        let ((), free) = tokio::join!(taking, looking);
        let (before, after) = match filling {
            true => (&slugs[..middle], &slugs[middle + 1..]),
            false => (&slugs[middle - 1..middle], &slugs[middle + 1..middle + 2]),
        };
        assert!(before.iter().all(|slug| !free.contains(slug)), "taken before: filling {filling}");
        assert!(after.iter().all(|slug| free.contains(slug)), "taken after: filling {filling}");
    }
}
