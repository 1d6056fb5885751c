//! The app's lane: what a page reports of its own Messenger. Never holds a usable token.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::workspace::feed::FeedEntry;

/// Something that the pattern did in a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AppEntry {
    /// Set by the server; rises.
    #[serde(default)]
    pub number: u64,
    /// One for each page load.
    pub page: String,
    /// Counts what this page did.
    pub seq: u32,
    /// Unix milliseconds, by the page's clock; by the server's where the two differ much.
    pub at_ms: i64,
    /// Set by the server: by how much it put `at_ms` right. Positive where the page's clock is slow.
    #[serde(default)]
    pub skew_ms: i64,
    pub kind: AppKind,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum AppKind {
    /// `window.Intercom(method, …)`.
    Called {
        method: String,
        /// The page's path, query and hash.
        url: String,
        title: String,
        arguments: Value,
        /// Header and claims of the token that went along; the signature stays in the page.
        token: Option<String>,
        /// By other code of the page, or typed into its console: what went along is not known.
        #[serde(default)]
        outside: bool,
    },
    /// The loader says which ping an earlier call (by its `seq`) became; none if it sent none.
    Announced { call: u32, ping_id: Option<String> },
    /// The token call answered.
    TokenAnswered {
        ok: bool,
        text: String,
        /// In seconds.
        #[serde(default)]
        expires_in: Option<u32>,
        /// Header and claims; the signature stays in the page.
        #[serde(default)]
        token: Option<String>,
    },
    /// The pattern did not carry something out.
    Dropped { what: String, reason: String },
    /// The page sees that something is wrong: cause and fix in a line.
    Found { finding: String },
    /// The widget's script did not come.
    Blocked,
    /// It came, so long after it was asked for.
    Late { after_ms: i64 },
}

/// What the page posts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The page's clock at posting: shows whether it is wrong.
    pub sent_at_ms: i64,
    pub entries: Vec<AppEntry>,
}

/// One message of the inspector's stream.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Lane {
    App(AppEntry),
    Workspace(FeedEntry),
    /// What is wrong with the workspace's settings just now, a sentence each: replaces what was said before. Sent when
    /// the stream opens, and when it changes.
    Standing(Vec<String>),
}

/// What the page has to know before the stream begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InspectorSettings {
    /// Whether this person may look, and whether their pages report.
    pub open: bool,
    /// The workspace is hosted: the second lane is kept there.
    pub hosted: bool,
}

impl InspectorSettings {
    /// For `App`: hands the server's settings to the browser with the page, as two letters.
    pub fn provide() {
        let text = SharedValue::new_str(|| {
            let Self { open, hosted } = use_context().unwrap_or_default();
            String::from(if open { "o" } else { "" }) + if hosted { "h" } else { "" }
        });
        let text = text.into_inner();
        provide_context(Self { open: text.contains('o'), hosted: text.contains('h') });
    }
}
