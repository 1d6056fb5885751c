//! What lies in a cart, against the catalogue and the shelf of today.

use std::collections::BTreeMap;

use super::{Cart, CartLine};
use crate::random;
use crate::shop::{Item, Money, Totals, catalogue};

/// The items of a cart's rows, without what the catalogue lists no longer.
pub fn known(rows: Vec<(String, i64)>) -> Vec<(Item, i64)> {
    let items = rows.into_iter().filter_map(|(key, quantity)| Some((key.parse::<Item>().ok()?, quantity)));
    items.filter(|(item, _)| item.takes().is_none_or(|(slug, _)| catalogue::find(slug).is_some())).collect()
}

/// The number of bags of each coffee that these items take.
pub fn bags(items: &[(Item, i64)]) -> BTreeMap<&str, i64> {
    let mut bags = BTreeMap::new();
    for (item, quantity) in items {
        if let Some((slug, each)) = item.takes() {
            *bags.entry(slug).or_default() += each * quantity;
        }
    }
    bags
}

/// The cart of these items, at today's prices.
pub fn view(items: &[(Item, i64)], shelf: &BTreeMap<String, i64>) -> Cart {
    let wanted = bags(items);
    let lines: Vec<_> = items
        .iter()
        .map(|(item, quantity)| {
            let coffee = item.takes().and_then(|(slug, _)| catalogue::find(slug)).map(|found| found.coffee);
            let each = item.price(coffee.as_ref().map_or(Money::eur(0), |coffee| coffee.price));
            let left = item.takes().map(|(slug, _)| {
                (shelf.get(slug).copied().unwrap_or_default(), wanted.get(slug).copied().unwrap_or_default())
            });
            CartLine {
                item: item.to_string(),
                name: name(item, coffee.as_ref().map(|coffee| coffee.name.as_str())),
                words: item.words(),
                href: coffee.as_ref().map_or_else(|| "/plans".to_owned(), |coffee| coffee.href()),
                bag: coffee.map(|coffee| (coffee.palette(), coffee.mark)),
                quantity: *quantity,
                each,
                price: each.times(*quantity),
                only: left.filter(|(there, wanted)| wanted > there).map(|(there, _)| there),
            }
        })
        .collect();
    let with_plan = items.iter().any(|(item, _)| matches!(item, Item::Plan { .. }));
    Cart { totals: Totals::of(lines.iter().map(|line| line.price), with_plan), lines }
}

impl Cart {
    /// A hash of the cart's lines and prices: another as soon as a line, a number or a price differs.
    pub fn seal(&self) -> String {
        let line = |line: &CartLine| format!("{} {} {}\n", line.quantity, line.item, line.price.minor);
        let lines: String = self.lines.iter().map(line).collect();
        random::hash(&format!("{lines}{}", self.totals.total.minor))
    }
}

fn name(item: &Item, coffee: Option<&str>) -> String {
    match item {
        Item::Coffee { slug, .. } => coffee.unwrap_or(slug).to_owned(),
        Item::Plan { plan, .. } => format!("{} plan", plan.words()),
    }
}
