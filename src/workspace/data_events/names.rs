//! The names of an app's events, as teammates see and archive them.

use crate::audit::{self, Actor};
use crate::batch::{Batch, Store};
use crate::database::{Db, execute, read};
use crate::error::Error;
use crate::ledger::LedgerKind;

#[derive(sqlx::FromRow)]
pub struct EventName {
    pub name: String,
    /// Whether a proved person has used the name.
    pub proved: bool,
    pub archived: bool,
}

/// The names of an app's events in alphabetical order, the archived ones last.
pub async fn event_names(db: &Db, app_id: &str) -> Result<Vec<EventName>, Error> {
    Ok(read!(db, all
        "select name, proved, archived_at is not null as archived from data_event_names where app_id = $1
         order by archived_at is not null, name" => app_id)?)
}

/// Archives or restores a name. No event of an archived name is stored, and it does not count among the 120.
pub async fn archive_event_name(
    store: &Store,
    by: Actor<'_>,
    app_id: &str,
    name: &str,
    archived: bool,
) -> Result<(), Error> {
    let mut batch = Batch::begin(store).await?;
    let at = archived.then_some(batch.now);
    let changed = execute!(&mut batch.transaction,
        "update data_event_names set archived_at = $3
         where app_id = $1 and name = $2 and (archived_at is null) <> ($3 is null)" => app_id, name, at)?;
    if changed == 0 {
        return Ok(());
    }
    let (kind, did) = match archived {
        true => (LedgerKind::EventNameArchived, "archived"),
        false => (LedgerKind::EventNameRestored, "restored"),
    };
    audit::commit(batch, by, app_id, (kind, name), format!("{did} the event name “{name}”")).await
}
