//! An event, read from a request's body.

use serde::Deserialize;

use super::Metadata;
use crate::refusal::Refusal;
use crate::wire::{is_plain_id, plain_id};

const LONGEST_NAME: usize = 190;

/// An event as a page sent it. Its session says whose it is.
#[derive(Deserialize)]
pub struct DataEvent {
    #[serde(deserialize_with = "plain_id")]
    pub app_id: String,
    pub ping_id: Option<String>,
    pub name: String,
    /// The metadata before any limit is checked.
    #[serde(default)]
    pub metadata: Metadata,
}

/// Reads an event from a body. The refusal repeats nothing of it.
pub fn parse(body: &[u8]) -> Result<DataEvent, Refusal> {
    let Ok(event) = serde_json::from_slice::<DataEvent>(body) else {
        return Err(Refusal::Malformed(
            "An event is JSON with a plain app_id, name and, maybe, metadata, an object.",
        ));
    };
    if !event.ping_id.as_deref().is_none_or(is_plain_id) {
        return Err(Refusal::Malformed("A ping_id has at most 64 letters, digits, - and _."));
    }
    let name = event.name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.contains(char::is_control) {
        return Err(Refusal::Malformed("An event's name has 1 to 190 visible characters."));
    }
    Ok(DataEvent { name: name.to_owned(), ..event })
}
