//! `/lifecycle`: who may look, what comes through its doors, and how the lanes are joined.

mod doors;
mod stream;
mod timeline;

use leptos_messenger::inspector::{AppEntry, AppKind};
use leptos_messenger::workspace::feed::{Call, FeedEntry, FeedKind, FeedPerson, PingAccepted};

/// A call that the page made.
pub fn called(seq: u32, at_ms: i64, method: &str, token: Option<&str>) -> AppEntry {
    let kind = AppKind::Called {
        method: method.into(),
        url: format!("/{seq}"),
        title: "A page".into(),
        arguments: serde_json::Value::Null,
        token: token.map(str::to_owned),
    };
    app(seq, at_ms, kind)
}

pub fn app(seq: u32, at_ms: i64, kind: AppKind) -> AppEntry {
    AppEntry { number: u64::from(seq), page: "page".into(), seq, at_ms, kind }
}

/// A ping that the workspace accepted.
pub fn received(number: u64, at_ms: i64, ping_id: &str) -> FeedEntry {
    let person = FeedPerson { name: "Copper Heron".into(), user_id: None, verified: false };
    let ping = PingAccepted {
        call: Call::Update,
        url: "http://127.0.0.1/".into(),
        title: "A page".into(),
        person,
        impression: 1,
        merged_from: None,
        attributes: 0,
        refused_attributes: Vec::new(),
        company: None,
        checks: Vec::new(),
        warnings: Vec::new(),
    };
    let (app_id, ping_id) = ("app".into(), Some(ping_id.to_owned()));
    FeedEntry { number, at_ms, app_id, ping_id, kind: FeedKind::PingAccepted(ping) }
}
