//! Orders as pages show them.

use crate::json::Readable;
use serde::{Deserialize, Serialize};

use super::Address;
use crate::shop::{Money, Totals, cart::Cart, support::Activity};

/// The number that is read out on the phone. A guest's order has a longer id, which opens the order.
pub fn order_number(id: &str) -> &str {
    id.get(..10).unwrap_or(id)
}

/// An order that was just placed, and what the page sends about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct NewOrder {
    pub id: String,
    pub activity: Activity,
}

/// The data that the checkout starts with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct Checkout {
    pub cart: Cart,
    /// The cart's seal: the order is refused if the cart has changed since.
    pub seen: String,
    /// The form's key. It goes with the order, so that the same form makes one order however often it is sent.
    pub key: String,
    /// The address that the last order went to, unless the customer has had it forgotten.
    pub address: Address,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct OrderSummary {
    pub id: String,
    pub day: String,
    pub iso: String,
    /// The last step that is reached.
    pub status: String,
    pub count: i64,
    pub total: Money,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct OrderView {
    pub id: String,
    /// The form's key. It goes with "order again", so that the same form adds once however often it is sent.
    pub key: String,
    pub day: String,
    pub iso: String,
    /// The e-mail of a guest.
    pub email: Option<String>,
    pub address: Address,
    pub lines: Vec<OrderLine>,
    pub totals: Totals,
    pub timeline: Vec<OrderStage>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct OrderLine {
    pub name: String,
    pub words: String,
    pub quantity: i64,
    pub price: Money,
    /// Whether it is a plan or a subscription.
    pub comes_again: bool,
    /// Whether one can have it again today.
    pub sold: bool,
}

/// A step of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct OrderStage {
    pub words: String,
    /// The day of the step: "Friday 13 November 2026", and `iso` is the same for machines.
    pub day: String,
    pub iso: String,
    pub reached: bool,
}

impl NewOrder {
    /// The order's page, which says thank you there.
    pub fn href(&self) -> String {
        format!("/orders/{}?placed=1", self.id)
    }
}

impl OrderSummary {
    pub fn href(&self) -> String {
        format!("/orders/{}", self.id)
    }
}
