//! The part of a shop's answer that is for the page's Messenger.

use crate::json::Readable;
use serde::{Deserialize, Serialize};

use super::Value;
#[cfg(feature = "ssr")]
use super::{CustomerFacts, Event};

/// The part of a shop's answer that is for the page's Messenger: names and values as they go on the wire, for the
/// page's code to pass on without knowing what shops are about. See `pages::activity`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct Activity {
    pub events: Vec<ActivityEvent>,
    /// Custom attributes; empty where the answer brings none.
    pub known: Vec<(String, Option<Value>)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct ActivityEvent {
    pub name: String,
    pub metadata: Vec<(String, Value)>,
}

#[cfg(feature = "ssr")]
impl Activity {
    pub fn new(events: Vec<Event>, known: Option<CustomerFacts>) -> Self {
        let known =
            known.iter().flat_map(CustomerFacts::attributes).map(|(name, value)| (name.to_owned(), value));
        Self { events: events.iter().map(ActivityEvent::of).collect(), known: known.collect() }
    }
}

#[cfg(feature = "ssr")]
impl ActivityEvent {
    pub fn of(event: &Event) -> Self {
        let metadata = event.metadata().into_iter().map(|(name, value)| (name.to_owned(), value));
        Self { name: event.name().to_owned(), metadata: metadata.collect() }
    }
}
