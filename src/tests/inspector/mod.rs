//! `/lifecycle`: who may look, what its endpoints receive, and how the lanes are joined.

mod endpoints;
mod ends;
mod filter;
mod filtered;
mod headings;
mod identity_changes;
mod ledger;
mod replay;
mod stream;
mod timeline;
mod token;
mod warnings;

use leptos_messenger::inspector::{AppCall, AppEntry, AppEntryKind, Moment, StreamMessage, Timeline};
use leptos_messenger::workspace::feed::{
    Call, Considered, FeedEntry, FeedKind, FeedPerson, PingAccepted, PingRefused, Verdict,
};

/// A call that the page made.
pub fn called(seq: u32, at_ms: i64, method: &str, token: Option<&str>) -> AppEntry {
    let call = AppCall {
        method: method.into(),
        url: format!("/{seq}"),
        title: "A page".into(),
        arguments: serde_json::Value::Null,
        token: token.map(str::to_owned),
        outside: false,
    };
    app(seq, at_ms, AppEntryKind::Called(call))
}

pub fn app(seq: u32, at_ms: i64, kind: AppEntryKind) -> AppEntry {
    AppEntry { number: u64::from(seq), page: "page".into(), browser: None, seq, at_ms, skew_ms: 0, kind }
}

/// The token call's answer.
pub fn answered(token: &str) -> AppEntryKind {
    let (text, token) = ("lives 2 h".into(), Some(token.to_owned()));
    AppEntryKind::TokenAnswered { ok: true, text, expires_in: Some(7200), token }
}

/// A ping that the workspace accepted.
pub fn received(number: u64, at_ms: i64, ping_id: &str) -> FeedEntry {
    let ping = PingAccepted {
        call: Call::Update,
        url: "http://127.0.0.1/".into(),
        title: "A page".into(),
        person: visitor(),
        impression: 1,
        merged_from: None,
        attributes: 0,
        refused_attributes: Vec::new(),
        more_refused: 0,
        company: None,
        checks: Vec::new(),
        warnings: Vec::new(),
        client: Vec::new(),
        messages: Vec::new(),
    };
    let (app_id, ping_id) = ("app".into(), Some(ping_id.to_owned()));
    FeedEntry { number, at_ms, app_id, ping_id, kind: FeedKind::PingAccepted(ping) }
}

/// The messages for the page of a ping.
pub fn considered(number: u64, at_ms: i64, ping_id: &str) -> FeedEntry {
    let messages = vec![Considered { title: "Plans".into(), verdict: Verdict::Shows }];
    let (app_id, ping_id) = ("app".into(), Some(ping_id.to_owned()));
    FeedEntry { number, at_ms, app_id, ping_id, kind: FeedKind::MessagesConsidered { messages } }
}

pub fn visitor() -> FeedPerson {
    FeedPerson { name: "Copper Heron".into(), user_id: None, verified: false }
}

/// A ping that was refused.
pub fn refused(number: u64, at_ms: i64, ping_id: &str) -> FeedEntry {
    let refused = PingRefused {
        call: Some(Call::Boot),
        url: Some("http://127.0.0.1/orders".into()),
        status: 403,
        reason: "The signature is wrong.".into(),
        fix: "Sign with the key of this workspace.".into(),
        more: None,
        checks: Vec::new(),
    };
    FeedEntry { kind: FeedKind::PingRefused(refused), ..received(number, at_ms, ping_id) }
}

/// The loader says which ping a call became.
pub fn announced(seq: u32, call: u32, ping_id: &str) -> StreamMessage {
    StreamMessage::App(app(seq, 0, AppEntryKind::Announced { call, ping_id: Some(ping_id.into()) }))
}

pub fn timeline(lanes: impl IntoIterator<Item = StreamMessage>) -> Timeline {
    let mut timeline = Timeline::default();
    lanes.into_iter().for_each(|lane| timeline.add(lane));
    timeline
}

pub fn moments(timeline: &Timeline) -> Vec<Moment> {
    timeline.moments().cloned().collect()
}

/// An `update` on a page of its own address.
pub fn update(seq: u32, at_ms: i64) -> StreamMessage {
    StreamMessage::App(called(seq, at_ms, "update", None))
}
