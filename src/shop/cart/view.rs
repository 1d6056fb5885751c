//! A cart as pages show it, at today's prices.

use crate::json::Readable;
use serde::{Deserialize, Serialize};

use crate::shop::{Money, Totals, support::Activity};

/// The state of the cart after something was added.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct InCart {
    /// The number of things in the cart now.
    pub count: u32,
    /// The cart's page, which says what came in and what did not.
    pub href: String,
    /// The key and the quantity of the plan that was in the cart until another plan came in.
    pub replaced: Option<(String, i64)>,
    /// The events that the page sends to the support team.
    pub activity: Activity,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct Cart {
    pub lines: Vec<CartLine>,
    pub totals: Totals,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct CartLine {
    /// The key of what is bought: see [`crate::shop::Item`].
    pub item: String,
    pub name: String,
    /// The choice in words: "250 g, ground for filter, every two weeks".
    pub words: String,
    pub href: String,
    /// The classes of its colours, and the drawing on its label; a plan has none.
    pub bag: Option<(String, String)>,
    pub quantity: i64,
    pub each: Money,
    pub price: Money,
    /// The number of bags of 250 g that are left, if more are wanted. It is why the line cannot be ordered.
    pub only: Option<i64>,
}

impl Cart {
    pub fn count(&self) -> u32 {
        self.lines.iter().map(|line| u32::try_from(line.quantity).unwrap_or_default()).sum()
    }

    /// Whether all of it is there to be ordered.
    pub fn is_available(&self) -> bool {
        self.lines.iter().all(|line| line.only.is_none())
    }
}
