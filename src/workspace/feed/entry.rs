//! The entries of the feed, on the server and in the browser.

use serde::{Deserialize, Serialize};
use std::fmt;

use super::verdict::Considered;
use crate::refusal::Check;

/// An entry of the feed: something that happened in the workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct FeedEntry {
    /// The entry's number. It rises by one from entry to entry, and is higher in every later run of the server.
    #[cfg_attr(feature = "ssr", sqlx(try_from = "i64"))]
    pub number: u64,
    /// The time in Unix milliseconds.
    pub at_ms: i64,
    pub app_id: String,
    /// The id that the loader gave its ping, and announced on the page.
    pub ping_id: Option<String>,
    #[cfg_attr(feature = "ssr", sqlx(json))]
    pub kind: FeedKind,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FeedKind {
    PingAccepted(PingAccepted),
    PingRefused(PingRefused),
    /// A call repeated the one before, and nothing was stored.
    RepeatDropped {
        call: Call,
        url: String,
        person: FeedPerson,
    },
    /// A call brought only a new token, and made no impression.
    TokenRenewed {
        call: Call,
        url: String,
        person: FeedPerson,
        /// The time of expiry in Unix seconds.
        expires_at: i64,
        checks: Vec<Check>,
    },
    /// What the messages for a page view were to its person. It follows the entry of the ping, and has its `ping_id`.
    MessagesConsidered {
        /// At most 20.
        messages: Vec<Considered>,
    },
    SessionEnded {
        person: FeedPerson,
    },
    /// A page reported what a person did, and made no impression.
    EventTracked(EventTracked),
    /// Somebody changed the app's settings, its keys or its messages. Rows and recordings have the name that it had first.
    #[serde(rename = "IdentitySettingsChanged")]
    SettingsChanged {
        /// A sentence that says who did what.
        what: String,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PingAccepted {
    pub call: Call,
    pub url: String,
    pub title: String,
    pub person: FeedPerson,
    /// The number of this impression among the person's own, counted from one.
    pub impression: i64,
    pub merged_from: Option<MergedFrom>,
    /// Count of custom attributes that were taken.
    pub attributes: usize,
    pub refused_attributes: Vec<RefusedAttribute>,
    /// Count of refused attributes that are not named.
    #[serde(default)]
    pub more_refused: usize,
    /// The active company's name or id, where the ping named one.
    pub company: Option<String>,
    /// The checks of the identity, in order. Empty where none was stated.
    pub checks: Vec<Check>,
    /// Advice, a sentence each.
    pub warnings: Vec<String>,
    /// The number of the person's session, then their browser, language and time zone where they are known.
    #[serde(default)]
    pub client: Vec<String>,
    /// Teammates' messages for this page, of [`FeedKind::MessagesConsidered`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub messages: Vec<Considered>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PingRefused {
    /// The call. None for a body that is no ping.
    pub call: Option<Call>,
    pub url: Option<String>,
    pub status: u16,
    /// A sentence for teammates. The reply to the page never holds it.
    pub reason: String,
    /// Advice to the page's developer, in a sentence or two.
    pub fix: String,
    /// The checks of the identity, the failed one last.
    pub checks: Vec<Check>,
    /// Count of further refusals of a flood within a minute, all with this status and reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub more: Option<u64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventTracked {
    pub name: String,
    /// Names and values in the order in which they were sent.
    pub metadata: Vec<(String, serde_json::Value)>,
    pub person: FeedPerson,
    pub refused_metadata: Vec<RefusedAttribute>,
    /// Count of refused values that are not named.
    #[serde(default)]
    pub more_refused: usize,
    /// Whether the same event was stored before.
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
    /// The user's own id. None for a visitor.
    pub user_id: Option<String>,
    /// Whether a token or hash proved the user.
    pub verified: bool,
}

/// The visitor whom a user was until now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergedFrom {
    pub name: String,
    /// Count of the visitor's impressions.
    pub impressions: i64,
}

/// An attribute that broke a limit and was left out; the others of its ping were taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedAttribute {
    pub name: String,
    pub reason: String,
}
