use serde::{Deserialize, Serialize};

use super::Value;
#[cfg(feature = "ssr")]
use super::{Event, Known};

/// What an answer of the shop brings along for the page's Messenger: names and values as they go on the wire, for the
/// page's code to pass on without knowing what shops are about. See `pages::told`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    pub events: Vec<ToldEvent>,
    /// Custom attributes; none where nothing is told of the person.
    pub known: Vec<(String, Option<Value>)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldEvent {
    pub name: String,
    pub metadata: Vec<(String, Value)>,
}

#[cfg(feature = "ssr")]
impl Told {
    pub fn new(events: Vec<Event>, known: Option<Known>) -> Self {
        let known = known.iter().flat_map(Known::attributes).map(|(name, value)| (name.to_owned(), value));
        Self { events: events.iter().map(ToldEvent::of).collect(), known: known.collect() }
    }
}

#[cfg(feature = "ssr")]
impl ToldEvent {
    pub fn of(event: &Event) -> Self {
        let metadata = event.metadata().into_iter().map(|(name, value)| (name.to_owned(), value));
        Self { name: event.name().to_owned(), metadata: metadata.collect() }
    }
}
