//! An event, read from a request's body.

use serde::Deserialize;

use super::Metadata;
use crate::refusal::Refusal;
use crate::wire::{is_plain_id, plain_id};

const LONGEST_NAME: usize = 190;

/// An event as a page sent it. Its session says whose it is.
pub struct DataEvent {
    pub app_id: String,
    pub ping_id: Option<String>,
    pub name: String,
    /// The metadata before any limit is checked.
    pub metadata: Metadata,
}

#[derive(Deserialize)]
struct EventBody {
    #[serde(deserialize_with = "plain_id")]
    app_id: String,
    ping_id: Option<String>,
    name: String,
    #[serde(default)]
    metadata: Metadata,
}

/// Reads an event from a body. The refusal repeats nothing of it.
pub fn parse(body: &[u8]) -> Result<DataEvent, Refusal> {
    let Ok(EventBody { app_id, ping_id, name, metadata }) = serde_json::from_slice(body) else {
        return Err(Refusal::Malformed(
            "An event is JSON with a plain app_id, name and, maybe, metadata, an object.",
        ));
    };
    if !ping_id.as_deref().is_none_or(is_plain_id) {
        return Err(Refusal::Malformed("A ping_id has at most 64 letters, digits, - and _."));
    }
    let name = name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.contains(char::is_control) {
        return Err(Refusal::Malformed("An event's name has 1 to 190 visible characters."));
    }
    Ok(DataEvent { app_id, ping_id, name: name.to_owned(), metadata })
}
