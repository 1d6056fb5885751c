//! The part of a shop's answer that is for the page's Messenger.

use crate::json::Readable;
use serde::{Deserialize, Serialize};

use super::FactValue;
#[cfg(feature = "ssr")]
use super::{CustomerFacts, ShopEvent};

/// The part of a shop's answer that is for the page's Messenger: names and values as they go on the wire.
/// The page's code passes them on without knowing what shops are about. See `pages::activity`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct Activity {
    pub events: Vec<ActivityEvent>,
    /// The custom attributes. Empty where the answer brings none.
    pub known: Vec<(String, Option<FactValue>)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct ActivityEvent {
    pub name: String,
    pub metadata: Vec<(String, FactValue)>,
}

#[cfg(feature = "ssr")]
impl Activity {
    pub fn new(events: Vec<ShopEvent>, known: Option<CustomerFacts>) -> Self {
        let known =
            known.iter().flat_map(CustomerFacts::attributes).map(|(name, value)| (name.to_owned(), value));
        Self { events: events.iter().map(ActivityEvent::of).collect(), known: known.collect() }
    }
}

#[cfg(feature = "ssr")]
impl ActivityEvent {
    pub fn of(event: &ShopEvent) -> Self {
        let metadata = event.metadata().into_iter().map(|(name, value)| (name.to_owned(), value));
        Self { name: event.name().to_owned(), metadata: metadata.collect() }
    }
}
