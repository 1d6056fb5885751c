//! `POST /lifecycle/calls`: receives the entries of a page.

use axum::body::Bytes;
use axum::http::StatusCode;

use super::stream::json;
use super::{Access, Inspector};
use crate::inspector::{AppReport, StreamMessage};

/// The most entries that the server takes of a report: a page sends a few at a time.
const MOST_ENTRIES: usize = 500;
/// The difference in milliseconds below which two clocks count as equal: the report takes some of them to arrive.
const SKEW: i64 = 2_000;

pub async fn receive(_: Access, inspector: Inspector, body: Bytes) -> StatusCode {
    let Ok(report) = serde_json::from_slice::<AppReport>(&body) else { return StatusCode::BAD_REQUEST };
    let ahead = inspector.clock.millis().saturating_sub(report.sent_at_ms);
    let correction = if ahead.abs() < SKEW { 0 } else { ahead };
    for mut entry in report.entries.into_iter().take(MOST_ENTRIES) {
        entry.at_ms = entry.at_ms.saturating_add(correction);
        entry.skew_ms = correction;
        // The page leaves it out; whatever else may report, no usable token is kept.
        entry.kind.cut_signature();
        inspector.app.append(|number| {
            entry.number = number;
            json(&StreamMessage::App(entry))
        });
    }
    StatusCode::NO_CONTENT
}
