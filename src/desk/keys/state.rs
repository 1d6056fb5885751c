//! The data of the keys page: the keys and names of an app.

use crate::json::Readable;
use serde::{Deserialize, Serialize};

use crate::workspace::Platform;

/// The keys and names of an app, and the names of the other apps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct KeysState {
    pub apps: Vec<AppName>,
    pub app_id: String,
    pub platforms: Vec<PlatformState>,
    pub protected: Vec<String>,
    pub event_names: Vec<EventName>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct EventName {
    pub name: String,
    /// Whether a person with a proved identity has used the name.
    pub proved: bool,
    pub archived: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct AppName {
    pub app_id: String,
    pub name: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct PlatformState {
    pub platform: Platform,
    pub enforced: bool,
    /// Whether the environment gives the platform's only key.
    pub given: bool,
    /// The keys of the platform, the newest first.
    pub keys: Vec<KeyRow>,
}

/// A key by its name, without any of its characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct KeyRow {
    pub id: String,
    pub name: String,
    /// The day in UTC on which the key was made, such as `2026-11-20`.
    pub made_on: String,
    pub retired_on: Option<String>,
    /// Whether the key signs: it is the newest that is not retired.
    pub signs: bool,
}

impl PlatformState {
    pub fn active(&self) -> usize {
        self.keys.iter().filter(|key| key.retired_on.is_none()).count()
    }
}

/// A key that was made just now: the one time that its secret is shown.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct MadeKey {
    pub name: String,
    pub platform: Platform,
    pub secret: String,
}
