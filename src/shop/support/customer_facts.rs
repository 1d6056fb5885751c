//! What is known of a customer, as custom attributes of the person in the workspace.

use super::value::{FactValue, Word};
use crate::shop::Money;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CustomerFacts {
    /// `cart_items`: how many things are in the cart just now.
    pub cart_items: i64,
    /// `cart_value_cents`: what they cost today, in the currency's smallest unit.
    pub cart_value: Option<Money>,
    /// `orders`: how many orders there ever were.
    pub orders: i64,
    /// `last_order_at`: when the last one was placed, in Unix seconds.
    pub last_order_at: Option<i64>,
    /// `plan`: the plan that runs, if one does.
    pub plan: Option<Word>,
    /// `favourite_roast`: the roast that was ordered most.
    pub favourite_roast: Option<Word>,
}

impl CustomerFacts {
    /// The facts under their names on the wire. `None` clears what the workspace knew before.
    pub fn attributes(&self) -> [(&'static str, Option<FactValue>); 6] {
        [
            ("cart_items", Some(self.cart_items.into())),
            ("cart_value_cents", Some(self.cart_value.map_or(0, |value| value.minor).into())),
            ("orders", Some(self.orders.into())),
            ("last_order_at", self.last_order_at.map(FactValue::Date)),
            ("plan", self.plan.clone().and_then(FactValue::of_word)),
            ("favourite_roast", self.favourite_roast.clone().and_then(FactValue::of_word)),
        ]
    }
}
