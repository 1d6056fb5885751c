//! `GET /lifecycle/ledger`: the ledger of the person whom an entry of the workspace's lane is about.

use axum::extract::Query;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use jiff::Timestamp;
use serde::Deserialize;

use super::{Access, Inspector};
use crate::workspace::Workspace;
use crate::workspace::feed;
use crate::workspace::ledger::{self, LedgerEntry};

/// Changes that are looked at, of which the inspector's are shown.
const LOOKED_AT: i64 = 500;
/// Changes that are shown.
const SHOWN: usize = 100;
const HEADING: &str =
    "The last changes of this person, the newest first (UTC). The ledger has names of fields, and no values.";
const NOTHING: &str = "The ledger has no changes of this person: the entry or the person is gone.\n";

#[derive(Deserialize)]
pub struct LedgerQuery {
    /// The number of the workspace's entry.
    entry: u64,
}

/// Answers with a page of text: a line for each of the last changes, the newest first. It has the time in UTC, the kind, who
/// made the change, and the names of changed fields.
pub async fn ledger(
    _: Access,
    inspector: Inspector,
    Query(LedgerQuery { entry }): Query<LedgerQuery>,
) -> Result<impl IntoResponse, StatusCode> {
    let workspace = inspector.workspace.ok_or(StatusCode::NOT_FOUND)?;
    let changes = changes_of(&workspace, entry).await.map_err(|error| {
        tracing::error!(%error, "the ledger could not be read");
        StatusCode::INTERNAL_SERVER_ERROR
    })?;
    let shown = changes.iter().filter(|change| change.kind.readers().inspector).take(SHOWN);
    let lines: Vec<String> = shown.map(line).collect();
    let text = match lines.is_empty() {
        true => NOTHING.to_owned(),
        false => format!("{HEADING}\n\n{}\n", lines.join("\n")),
    };
    Ok(([(header::CACHE_CONTROL, "no-store")], text))
}

/// The last changes of the person whom the workspace's entry is about. Empty where the entry or its person is gone.
async fn changes_of(workspace: &Workspace, entry: u64) -> Result<Vec<LedgerEntry>, sqlx::Error> {
    let (db, app_id) = (workspace.db(), workspace.app_id());
    match feed::person_of(db, app_id, entry).await? {
        Some(person) => ledger::of_person(db, app_id, &person, None, LOOKED_AT).await,
        None => Ok(Vec::new()),
    }
}

fn line(LedgerEntry { at_ms, kind, actor, actor_id, fields, .. }: &LedgerEntry) -> String {
    let at = Timestamp::from_millisecond(*at_ms).unwrap_or_default();
    let mut line = format!("{} {}", at.strftime("%F %T"), kind.as_str());
    match (actor.as_deref(), actor_id) {
        (Some("teammate"), Some(number)) => line += &format!(" by teammate {number}"),
        (Some(actor), _) => line += &format!(" by {}", actor.replace('_', " ")),
        (None, _) => {}
    }
    if !fields.is_empty() {
        line += &format!(": {}", fields.join(", "));
    }
    line
}
