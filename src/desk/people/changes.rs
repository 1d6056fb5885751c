//! The changes of a person, as teammates read them.

use crate::error::Error;
use crate::workspace::Workspace;
use crate::workspace::ledger::{self, LedgerEntry, LedgerKind};

/// A change of a person, in words.
pub struct PersonChange {
    pub words: String,
    /// The names of the fields that changed.
    pub fields: String,
    /// The time in Unix seconds.
    pub at: i64,
}

/// Changes that the pane shows at most.
const CHANGES: i64 = 10;

/// The last changes of a person and who made each, the newest first. Messages stand in the conversation.
pub async fn changes_of(
    workspace: &Workspace,
    id: &str,
    teammates: &[(i64, String)],
) -> Result<Vec<PersonChange>, Error> {
    let changes = ledger::of_person(workspace.db(), workspace.app_id(), id, None, CHANGES).await?;
    let shown = changes.into_iter().filter_map(|change| {
        let what = words(change.kind)?;
        Some(PersonChange {
            words: format!("{what}{}", by(&change, teammates)),
            fields: fields(&change),
            at: change.at_ms.div_euclid(1_000),
        })
    });
    Ok(shown.collect())
}

/// Who made a change, as the end of its words. Nothing where the person or the workspace did.
pub fn by(change: &LedgerEntry, teammates: &[(i64, String)]) -> String {
    match (change.actor.as_deref(), &change.actor_id) {
        (Some("teammate"), Some(number)) => {
            let name = teammates.iter().find(|(one, _)| one.to_string() == *number);
            format!(", by {}", name.map_or("a teammate", |(_, name)| name))
        }
        (Some("api_token"), _) => ", by a program".to_owned(),
        (Some("import"), _) => ", by an import".to_owned(),
        _ => String::new(),
    }
}

/// The names of the fields that a change names.
pub fn fields(change: &LedgerEntry) -> String {
    let names = change.fields.iter().map(|name| name.strip_prefix("custom_attributes.").unwrap_or(name));
    names.collect::<Vec<_>>().join(", ")
}

/// The words for a change of a person. None where another part of the page says it.
pub fn words(kind: LedgerKind) -> Option<&'static str> {
    Some(match kind {
        LedgerKind::PersonCreated => "Came to be known",
        LedgerKind::PersonChanged => "Changed",
        LedgerKind::PersonMerged => "Somebody was merged into them",
        LedgerKind::PersonArchived => "Archived",
        LedgerKind::PersonUnarchived => "No longer archived",
        LedgerKind::PersonBlocked => "Blocked",
        LedgerKind::PersonUnblocked => "No longer blocked",
        LedgerKind::CompanyPersonAttached => "Joined a company",
        LedgerKind::CompanyPersonDetached => "Left a company",
        _ => return None,
    })
}
