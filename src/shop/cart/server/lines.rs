//! How much one cart takes.

use super::super::{MOST_LINES, MOST_OF_ONE};
use crate::database::{Transaction, execute, fetch};
use crate::error::Error;
use crate::shop::{Item, Shop, refusals};

impl Shop {
    /// The number of an item that the cart takes in addition. None if the cart holds too many other things.
    pub(super) async fn room(
        &self,
        transaction: &mut Transaction,
        cart: &str,
        item: &str,
    ) -> Result<Option<i64>, Error> {
        let lines: Vec<(String, i64)> = fetch!(transaction, all
            "select item, quantity from cart_lines where cart_id = $1" => cart)?;
        let there = lines.iter().find(|(key, _)| key == item).map(|(_, quantity)| quantity);
        let full = there.is_none() && lines.len() >= MOST_LINES;
        Ok((!full).then(|| MOST_OF_ONE - there.unwrap_or(&0)))
    }

    /// Takes other plans out of the cart if the item is a plan: a cart holds one. Returns the plan that was there.
    pub(super) async fn make_way(
        &self,
        transaction: &mut Transaction,
        cart: &str,
        item: &Item,
    ) -> Result<Option<(Item, i64)>, Error> {
        let Item::Plan { .. } = item else { return Ok(None) };
        let others: Vec<(String, i64)> = fetch!(transaction, all
            "delete from cart_lines where cart_id = $1 and item like 'plan.%' and item <> $2
             returning item, quantity" => cart, item.to_string())?;
        Ok(others.into_iter().find_map(|(key, quantity)| Some((key.parse().ok()?, quantity))))
    }

    /// Puts an item into the cart, up to the most there can be of one thing.
    pub(super) async fn put(
        &self,
        transaction: &mut Transaction,
        cart: &str,
        item: &str,
        quantity: i64,
    ) -> Result<(), Error> {
        execute!(transaction,
            "insert into cart_lines (cart_id, item, quantity, number)
             select $1, $2, $3, coalesce(max(number), 0) + 1 from cart_lines where cart_id = $1
             on conflict (cart_id, item) do update set quantity =
             case when cart_lines.quantity + $3 > $4 then $4 else cart_lines.quantity + $3 end"
            => cart, item, quantity, MOST_OF_ONE)?;
        Ok(())
    }
}

pub(super) fn check_quantity(quantity: i64) -> Result<(), Error> {
    match quantity {
        1..=MOST_OF_ONE => Ok(()),
        _ => Err(Error::invalid("quantity", refusals::QUANTITY)),
    }
}
