//! Messages that go between pages, server and inspector. None holds a usable token.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::token::without_signature;
use crate::workspace::feed::FeedEntry;

/// The stream's event that carries a [`StreamMessage`].
pub const STREAM_EVENT: &str = "lane";

/// Something that the Messenger pattern did in a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AppEntry {
    /// The server numbers the entries.
    #[serde(default)]
    pub number: u64,
    /// Identifies a page load.
    pub page: String,
    /// Identifies the browser among others, by a random text. None where it keeps no such text.
    #[serde(default)]
    pub browser: Option<String>,
    /// Counts the entries of this page.
    pub seq: u32,
    /// The time in Unix milliseconds, by the page's clock. Where the two clocks differ much, it is by the server's.
    pub at_ms: i64,
    /// The milliseconds by which the server corrected `at_ms`. Positive where the page's clock is slow.
    #[serde(default)]
    pub skew_ms: i64,
    pub kind: AppEntryKind,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum AppEntryKind {
    /// The page called `window.Intercom(method, …)`.
    Called(AppCall),
    /// The loader says which ping an earlier call (by its `seq`) became; none if it sent none.
    Announced { call: u32, ping_id: Option<String> },
    /// The token call answered.
    TokenAnswered {
        ok: bool,
        text: String,
        /// The token's life in seconds.
        #[serde(default)]
        expires_in: Option<u32>,
        /// The token's header and claims. The signature stays in the page.
        #[serde(default)]
        token: Option<String>,
    },
    /// The pattern did not carry something out.
    Dropped {
        what: String,
        reason: String,
        /// The page's path, query and hash.
        #[serde(default)]
        url: String,
    },
    /// The page sees that something is wrong: cause and fix in a line.
    Found { finding: String },
    /// The widget's script did not come.
    Blocked,
    /// The widget's script came late.
    Late { after_ms: i64 },
}

/// A `window.Intercom` call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AppCall {
    pub method: String,
    /// The page's path, query and hash.
    pub url: String,
    pub title: String,
    pub arguments: Value,
    /// Header and claims of the token that went along; the signature stays in the page.
    pub token: Option<String>,
    /// Other code of the page made the call, or its console: the arguments are not known.
    #[serde(default)]
    pub outside: bool,
}

impl AppEntryKind {
    /// Cuts the signature off the token, so that nobody can use it.
    pub fn cut_signature(&mut self) {
        if let Self::Called(AppCall { token, .. }) | Self::TokenAnswered { token, .. } = self
            && let Some(token) = token
        {
            token.truncate(without_signature(token).len());
        }
    }
}

/// The entries that a page posts at once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AppReport {
    /// The page's clock at posting. The server sees by it whether that clock is wrong.
    pub sent_at_ms: i64,
    pub entries: Vec<AppEntry>,
}

/// A message of the inspector's stream.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum StreamMessage {
    App(AppEntry),
    Workspace(FeedEntry),
    /// All warnings about the workspace's settings, a sentence each.
    /// The server sends them when the stream opens, and when they change.
    Warnings(Vec<String>),
}
