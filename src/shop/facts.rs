//! What a support team would want to know of a customer.

use super::cart::items::{known, view};
use super::day::DAY;
use super::{Item, Money, Plan, Roast, Shop, catalogue};
use crate::database::read;
use crate::error::Error;

const MONTH: i64 = 30 * DAY;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    pub cart_items: i64,
    /// The value of the cart's goods alone, at today's prices.
    pub cart_value: Money,
    pub orders: i64,
    /// The time of the last order, in Unix seconds.
    pub last_order_at: Option<i64>,
    /// The sum of the orders of the last thirty days.
    pub monthly_spend: Money,
    /// The newest plan that is not stopped, paused or not.
    pub plan: Option<Plan>,
    /// The roast of which most bags were ordered; of two alike the lighter.
    pub favourite_roast: Option<Roast>,
}

impl Shop {
    pub async fn facts(&self, account_id: &str) -> Result<Facts, Error> {
        // Asked with every token, so all of it at once.
        let rows: Vec<(String, String, i64, Option<i64>)> = read!(&self.db, all
            "select 'cart', l.item, l.quantity, cast(null as bigint)
               from cart_lines l join carts c on c.id = l.cart_id where c.account_id = $1
             union all
             select 'bought', l.item, cast(sum(l.quantity) as bigint), null
               from order_lines l join orders o on o.id = l.order_id where o.account_id = $1 group by l.item
             union all
             select 'orders', '', count(*), max(placed_at) from orders where account_id = $1
             union all
             select 'spend', '', cast(coalesce(sum(goods + post), 0) as bigint), null
               from orders where account_id = $1 and placed_at > $2
             union all
             select 'plan', newest.item, newest.started_at, null from
               (select item, started_at from subscriptions
                where account_id = $1 and state <> 'stopped' and item like 'plan.%'
                order by started_at desc, id limit 1) newest" => account_id, self.clock.seconds() - MONTH)?;
        let (mut cart, mut bought) = (Vec::new(), Vec::new());
        let (mut orders, mut last_order_at, mut spend, mut plan) = (0, None, 0, None);
        for (what, item, number, at) in rows {
            match what.as_str() {
                "cart" => cart.push((item, number)),
                "bought" => bought.push((item, number)),
                "orders" => (orders, last_order_at) = (number, at),
                "spend" => spend = number,
                _ => plan = Some(item),
            }
        }
        let cart = known(cart);
        Ok(Facts {
            cart_items: cart.iter().map(|(_, quantity)| quantity).sum(),
            cart_value: view(&cart, &Default::default()).totals.goods,
            orders,
            last_order_at,
            monthly_spend: Money::eur(spend),
            plan: plan.and_then(|key| match key.parse() {
                Ok(Item::Plan { plan, .. }) => Some(plan),
                _ => None,
            }),
            favourite_roast: favourite(&known(bought)),
        })
    }
}

fn favourite(bought: &[(Item, i64)]) -> Option<Roast> {
    let bags = |roast: &Roast| -> i64 {
        let taken = bought.iter().filter_map(|(item, quantity)| Some((item.takes()?, quantity)));
        taken
            .filter(|((slug, _), _)| catalogue::find(slug).is_some_and(|found| found.coffee.roast == *roast))
            .map(|((_, bags), quantity)| bags * quantity)
            .sum()
    };
    // Of equals the last one is taken.
    Roast::ALL.into_iter().rev().filter(|roast| bags(roast) > 0).max_by_key(bags)
}
