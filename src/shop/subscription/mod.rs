//! What comes again and again: begun by an order, paused and stopped by its customer.
//!
//! A demo: nothing is roasted or paid for. When the next one comes follows from when it began, its rhythm and the time.

mod api;
#[cfg(feature = "ssr")]
mod server;

pub use api::{SetSubscription, Subscriptions, set_subscription, subscriptions};

use crate::json::Readable;
use serde::{Deserialize, Serialize};

use super::Money;
use super::keyed::keyed;
#[cfg(feature = "ssr")]
use super::{day::DAY, order::batch_after};

keyed! {
    SubscriptionState {
        Active = "active", "Active";
        Paused = "paused", "Paused";
        /// A subscription that is over for good.
        Stopped = "stopped", "Stopped";
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct Subscription {
    pub id: String,
    pub name: String,
    pub words: String,
    pub quantity: i64,
    /// The price of what comes each time.
    pub price: Money,
    pub state: SubscriptionState,
    pub is_plan: bool,
    /// The day of the next batch, for people and for machines; none while it is paused.
    pub next: Option<(String, String)>,
}

#[cfg(feature = "ssr")]
/// The time at which the next one goes into the roaster, in Unix seconds. The first came with the order.
pub fn next_batch(started_at: i64, weeks: i64, now: i64) -> i64 {
    let period = weeks.max(1) * 7 * DAY;
    let gone = (now - started_at).div_euclid(period).max(1);
    let batch = |times| batch_after(started_at + times * period);
    if batch(gone) > now { batch(gone) } else { batch(gone + 1) }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_next_one_is_the_first_of_its_rhythm_that_is_still_to_come(
            started in 1_500_000_000_i64..2_500_000_000, weeks in prop::sample::select(vec![2, 4]), later in 0_i64..200_000_000,
        ) {
            let (now, period) = (started + later, weeks * 7 * DAY);
            let next = next_batch(started, weeks, now);
            prop_assert!(next > now && next <= now + period + 4 * DAY);
            let rhythm = (1..=later / period + 2).map(|times| batch_after(started + times * period));
            prop_assert_eq!(Some(next), rhythm.into_iter().find(|batch| *batch > now));
        }
    }
}
