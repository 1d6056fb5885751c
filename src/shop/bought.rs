//! From what is bought to the events that are sent about it.

use super::support::{CustomerFacts, ShopEvent, Word};
use super::{Facts, Item, Money};

/// A thing of an order: the item, how many of it, and what they cost together.
pub type Line<'a> = (&'a Item, i64, Money);

impl ShopEvent {
    pub fn added((item, quantity, price): Line<'_>) -> Self {
        let coffee = item.takes().map(|(slug, _)| slug.into());
        Self::AddedToCart { coffee, plan: plan(item), quantity, price }
    }

    /// The events of the order, and of what it begins, if it begins anything.
    pub fn ordered(order_id: &str, price: Money, lines: &[Line<'_>]) -> Vec<Self> {
        let items = lines.iter().map(|(_, quantity, _)| quantity).sum();
        let plan_among = |lines: &[Line<'_>]| lines.iter().find_map(|(item, ..)| plan(item));
        let purchase =
            Self::CompletedPurchase { order_id: order_id.into(), price, items, plan: plan_among(lines) };
        let again: Vec<_> =
            lines.iter().filter(|(item, ..)| item.often().weeks().is_some()).copied().collect();
        let Some((first, ..)) = again.first() else { return vec![purchase] };
        let same = again.iter().all(|(item, ..)| item.often() == first.often());
        let started = Self::StartedSubscription {
            order_id: order_id.into(),
            plan: plan_among(&again),
            price: again.iter().fold(Money::eur(0), |sum, (.., price)| sum.plus(*price)),
            every_weeks: first.often().weeks().filter(|_| same),
        };
        vec![purchase, started]
    }
}

fn plan(item: &Item) -> Option<Word> {
    match item {
        Item::Plan { plan, .. } => Some(plan.key().into()),
        Item::Coffee { .. } => None,
    }
}

impl From<Facts> for CustomerFacts {
    fn from(facts: Facts) -> Self {
        Self {
            cart_items: facts.cart_items,
            cart_value: Some(facts.cart_value),
            orders: facts.orders,
            last_order_at: facts.last_order_at,
            plan: facts.plan.map(|plan| plan.key().into()),
            favourite_roast: facts.favourite_roast.map(|roast| roast.key().into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_sent_and_what_it_begins_once() {
        let coffee = Item::of_coffee("kelp-forest", "", "", "").expect("a coffee");
        let again = Item::of_coffee("kelp-forest", "", "", "4-weeks").expect("a coffee");
        let plan = Item::of_plan("harbour", "").expect("a plan");
        let line = |item, price| (item, 2, Money::eur(price));
        let once = ShopEvent::ordered("o7", Money::eur(1), &[line(&coffee, 10)]);
        assert_eq!(once.iter().map(ShopEvent::name).collect::<Vec<_>>(), ["completed-purchase"]);
        let all =
            ShopEvent::ordered("o7", Money::eur(60), &[line(&coffee, 10), line(&again, 20), line(&plan, 30)]);
        let (order_id, harbour) = (Word::from("o7"), Some(Word::from("harbour")));
        assert_eq!(
            all,
            [
                ShopEvent::CompletedPurchase {
                    order_id: order_id.clone(),
                    price: Money::eur(60),
                    items: 6,
                    plan: harbour.clone(),
                },
                ShopEvent::StartedSubscription {
                    order_id,
                    plan: harbour,
                    price: Money::eur(50),
                    every_weeks: None,
                },
            ]
        );
        let every_four = ShopEvent::ordered("o7", Money::eur(20), &[line(&again, 20)]);
        assert!(matches!(
            every_four[1],
            ShopEvent::StartedSubscription { every_weeks: Some(4), plan: None, .. }
        ));
        assert!(matches!(
            ShopEvent::added(line(&plan, 30)),
            ShopEvent::AddedToCart { coffee: None, plan: Some(_), .. }
        ));
    }
}
