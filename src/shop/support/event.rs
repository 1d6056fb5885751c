//! What people do in the shop that a support team should know of.

use super::value::{FactValue, Word};
use crate::shop::Money;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShopEvent {
    /// **added-to-cart**: somebody put something into the cart.
    /// Sent when the cart has it; not for a change of quantity in the cart.
    AddedToCart {
        /// `coffee`: which one, as in its address: `kelp-forest`.
        coffee: Option<Word>,
        /// `plan`: which one, in place of a coffee: `harbour`.
        plan: Option<Word>,
        /// `quantity`: how many of it.
        quantity: i64,
        /// `price`: the price of all of them together.
        price: Money,
    },
    /// **completed-purchase**: somebody ordered what was in the cart. Sent once for each order, when it is placed.
    CompletedPurchase {
        /// `order_id`: what the order is called at `/orders`.
        order_id: Word,
        /// `price`: what it cost, post included.
        price: Money,
        /// `items`: how many things are in it.
        items: i64,
        /// `plan`: the plan that was among them, if there was one.
        plan: Option<Word>,
    },
    /// **started-subscription**: coffee will come again and again.
    /// Sent once for each order that begins a subscription or several, beside `completed-purchase`.
    StartedSubscription {
        /// `order_id`: the order that began it.
        order_id: Word,
        /// `plan`: the plan, if it is one.
        plan: Option<Word>,
        /// `price`: what one delivery costs.
        price: Money,
        /// `every_weeks`: how often it comes, where that is the same for all of it.
        every_weeks: Option<i64>,
    },
}

impl ShopEvent {
    /// The event's name, as Intercom lists it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::AddedToCart { .. } => "added-to-cart",
            Self::CompletedPurchase { .. } => "completed-purchase",
            Self::StartedSubscription { .. } => "started-subscription",
        }
    }

    /// The metadata of the event. An unknown value is left out.
    pub fn metadata(&self) -> Vec<(&'static str, FactValue)> {
        let word = |word: &Word| FactValue::of_word(word.clone());
        let optional = |of: &Option<Word>| of.as_ref().and_then(word);
        let pairs = match self {
            Self::AddedToCart { coffee, plan, quantity, price } => [
                ("coffee", optional(coffee)),
                ("plan", optional(plan)),
                ("quantity", Some((*quantity).into())),
                ("price", Some((*price).into())),
            ],
            Self::CompletedPurchase { order_id, price, items, plan } => [
                ("order_id", word(order_id)),
                ("price", Some((*price).into())),
                ("items", Some((*items).into())),
                ("plan", optional(plan)),
            ],
            Self::StartedSubscription { order_id, plan, price, every_weeks } => [
                ("order_id", word(order_id)),
                ("plan", optional(plan)),
                ("price", Some((*price).into())),
                ("every_weeks", every_weeks.map(FactValue::from)),
            ],
        };
        pairs.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }
}
