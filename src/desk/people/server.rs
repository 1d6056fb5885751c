//! Changes people as a teammate asks for it, and reads their changes.

use crate::desk::guard::begin;
use crate::error::Error;
use crate::workspace::FieldUpdate;
use crate::workspace::audit::{self, Actor};
use crate::workspace::contacts::{self, FoundPerson, PersonUpdate};
use crate::workspace::ledger::{self, LedgerKind};
use crate::workspace::refusal::Refusal;
use crate::workspace::{Batch, Workspace};

pub async fn own(workspace: &Workspace, by: Actor<'_>, id: &str, owner: &str) -> Result<(), Error> {
    let owner = match owner {
        "" => FieldUpdate::Clear,
        number => FieldUpdate::To(number.parse().map_err(|_| Error::invalid("owner", "Choose a teammate."))?),
    };
    let app_id = workspace.app_id();
    let (mut batch, changed_by) = begin(workspace, by).await?;
    let fields = PersonUpdate { owner, ..PersonUpdate::default() };
    contacts::update(&mut batch, &changed_by, app_id, id, fields).await.map_err(said)?;
    batch.commit().await?;
    audit::log(by, app_id, "person_changed", &format!("gave the person {id} an owner"));
    Ok(())
}

pub async fn archive(workspace: &Workspace, by: Actor<'_>, id: &str, archived: bool) -> Result<(), Error> {
    let app_id = workspace.app_id();
    let (mut batch, changed_by) = begin(workspace, by).await?;
    contacts::archive(&mut batch, &changed_by, app_id, id, archived).await.map_err(said)?;
    batch.commit().await?;
    let (event, did) = match archived {
        true => ("person_archived", "archived"),
        false => ("person_unarchived", "put back"),
    };
    audit::log(by, app_id, event, &format!("{did} the person {id}"));
    Ok(())
}

pub async fn merge(workspace: &Workspace, by: Actor<'_>, id: &str, into: &str) -> Result<(), Error> {
    let app_id = workspace.app_id();
    let (mut batch, changed_by) = begin(workspace, by).await?;
    let from = batch.person_of_app(app_id, id).await.map_err(said)?;
    let into = user_id_of(&mut batch, app_id, into.trim()).await?;
    let mut into = batch.person_of_app(app_id, &into).await.map_err(said)?;
    contacts::merge(&mut batch, &changed_by, app_id, from, &mut into).await.map_err(said)?;
    let what = format!("merged the person {id} into {}", into.id);
    batch.save_person(app_id, into, changed_by);
    batch.commit().await?;
    audit::log(by, app_id, "person_merged", &what);
    Ok(())
}

/// The id of the user whose id, user_id or e-mail this is, surest first.
async fn user_id_of(batch: &mut Batch, app_id: &str, who: &str) -> Result<String, Error> {
    match contacts::find_any(&mut batch.transaction, app_id, who).await? {
        FoundPerson::One(person) | FoundPerson::Merged(person) => Ok(person.id),
        FoundPerson::Several(_) => {
            Err(Error::invalid("into", "Several people have this e-mail. Name one by the id."))
        }
        FoundPerson::Nobody => {
            Err(Error::invalid("into", "Nobody of this app has that id, user_id or e-mail."))
        }
    }
}

pub async fn delete(workspace: &Workspace, by: Actor<'_>, id: &str, typed: &str) -> Result<(), Error> {
    if !typed.trim().eq_ignore_ascii_case("delete") {
        return Err(Error::invalid("typed", "Type the word delete."));
    }
    let app_id = workspace.app_id();
    let (batch, changed_by) = begin(workspace, by).await?;
    workspace.delete_person_in(batch, &changed_by, id).await.map_err(said)?;
    audit::log(by, app_id, "person_deleted", &format!("deleted the person {id}"));
    Ok(())
}

/// A refusal, in words for a teammate.
pub fn said(refusal: Refusal) -> Error {
    match refusal {
        Refusal::NoPerson => Error::NotFound,
        Refusal::Field(name, why) => Error::invalid(name, why),
        refusal @ Refusal::PersonExists { .. } => Error::conflict(refusal.to_string()),
        Refusal::Internal => Error::Internal,
        other => Error::invalid("", other.to_string()),
    }
}

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
        let by = match (change.actor.as_deref(), &change.actor_id) {
            (Some("teammate"), Some(number)) => {
                let name = teammates.iter().find(|(one, _)| one.to_string() == *number);
                format!(", by {}", name.map_or("a teammate", |(_, name)| name))
            }
            (Some("api_token"), _) => ", by a program".to_owned(),
            (Some("import"), _) => ", by an import".to_owned(),
            _ => String::new(),
        };
        let fields = change.fields.iter().map(|name| name.strip_prefix("custom_attributes.").unwrap_or(name));
        Some(PersonChange {
            words: format!("{what}{by}"),
            fields: fields.collect::<Vec<_>>().join(", "),
            at: change.at_ms.div_euclid(1_000),
        })
    });
    Ok(shown.collect())
}

/// The words for a change of a person. None where another part of the page says it.
fn words(kind: LedgerKind) -> Option<&'static str> {
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
