//! The sums of a cart and of an order.

use crate::json::Readable;
use serde::{Deserialize, Serialize};

use super::Money;

/// The price from which on goods are delivered free of charge.
pub const FREE_DELIVERY_FROM: Money = Money::eur(4000);
/// The price of a delivery.
const DELIVERY: Money = Money::eur(490);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct Totals {
    pub goods: Money,
    pub delivery: Money,
    pub total: Money,
}

impl Totals {
    /// Sums up the prices of lines. `with_plan`: a plan is among them, and a plan includes the delivery.
    pub fn of(lines: impl IntoIterator<Item = Money>, with_plan: bool) -> Self {
        let goods = lines.into_iter().fold(Money::eur(0), Money::plus);
        let free = with_plan || goods.minor == 0 || goods.minor >= FREE_DELIVERY_FROM.minor;
        let delivery = if free { Money::eur(0) } else { DELIVERY };
        Self { goods, delivery, total: goods.plus(delivery) }
    }

    /// The price of the goods that are missing until the delivery is free; none where it is.
    pub fn until_free_delivery(self) -> Option<Money> {
        (self.delivery.minor > 0).then(|| Money::eur(FREE_DELIVERY_FROM.minor - self.goods.minor))
    }
}
