use serde::{Deserialize, Serialize};
use std::fmt;

use super::verdict::Considered;
use crate::refusal::Check;

/// One thing that happened in the workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedEntry {
    /// Rises by one from entry to entry, and is higher in every later run of the server.
    pub number: u64,
    /// Unix milliseconds.
    pub at_ms: i64,
    pub app_id: String,
    /// The id that the loader gave its ping, and announced on the page.
    pub ping_id: Option<String>,
    pub kind: FeedKind,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FeedKind {
    PingAccepted(PingAccepted),
    PingRefused(PingRefused),
    /// The same call, URL and attributes as just before: nothing was stored.
    RepeatDropped {
        call: Call,
        url: String,
        person: FeedPerson,
    },
    /// A call that only brought a new token: no impression.
    TokenRenewed {
        call: Call,
        url: String,
        person: FeedPerson,
        /// Unix seconds.
        expires_at: i64,
        checks: Vec<Check>,
    },
    SessionEnded {
        person: FeedPerson,
    },
    /// A page reported what somebody did: no impression.
    EventTracked(EventTracked),
    /// Somebody changed the app's settings, its keys or its messages. Rows and recordings have the name that it had first.
    #[serde(rename = "IdentitySettingsChanged")]
    SettingsChanged {
        /// A sentence: who did what.
        what: String,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PingAccepted {
    pub call: Call,
    pub url: String,
    pub title: String,
    pub person: FeedPerson,
    /// Which of this person's impressions it is, counted from one.
    pub impression: i64,
    pub merged_from: Option<MergedFrom>,
    /// How many custom attributes were taken.
    pub attributes: usize,
    pub refused_attributes: Vec<RefusedAttribute>,
    /// How many beside those.
    #[serde(default)]
    pub more_refused: usize,
    /// The active company's name or id, where the ping named one.
    pub company: Option<String>,
    /// How the identity was checked, in order; empty where none was stated.
    pub checks: Vec<Check>,
    /// What is better done otherwise, a sentence each.
    pub warnings: Vec<String>,
    /// Which of the person's sessions it is, and their browser, language and time zone, as far as they are known.
    #[serde(default)]
    pub client: Vec<String>,
    /// Teammates' messages for this page, at most 20.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub messages: Vec<Considered>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PingRefused {
    /// Not known of a body that is no ping.
    pub call: Option<Call>,
    pub url: Option<String>,
    pub status: u16,
    /// A sentence for people of the workspace; the reply to the page never says it.
    pub reason: String,
    /// What its developer can do about it, a sentence or two.
    pub fix: String,
    /// What was checked, up to what failed.
    pub checks: Vec<Check>,
    /// So many more of the same status and reason came within a minute, of a flood. This entry stands for them all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub more: Option<u64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventTracked {
    pub name: String,
    /// In the order in which it was sent.
    pub metadata: Vec<(String, serde_json::Value)>,
    pub person: FeedPerson,
    pub refused_metadata: Vec<RefusedAttribute>,
    /// How many beside those.
    #[serde(default)]
    pub more_refused: usize,
    /// The same event had come already: nothing was stored.
    pub duplicate: bool,
}

/// The call on the page that a ping came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Call {
    Boot,
    Update,
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Boot => "boot",
            Self::Update => "update",
        })
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedPerson {
    pub name: String,
    /// A visitor has none.
    pub user_id: Option<String>,
    /// Whether a signed token said so.
    pub verified: bool,
}

/// The visitor that this user was until now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergedFrom {
    pub name: String,
    /// How many came along.
    pub impressions: i64,
}

/// An attribute that broke a limit and was left out; the others of its ping were taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedAttribute {
    pub name: String,
    pub reason: String,
}
