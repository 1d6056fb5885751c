//! Teammates who are away.

use super::teammate::find;
use crate::batch::Batch;
use crate::database::{Transaction, execute, fetch};
use crate::error::Error;
use crate::ledger::{Change, ChangedBy, LedgerKind};

/// Sets a teammate away, or back. With `reassigns`, a conversation of theirs in which its person writes meanwhile is
/// unassigned, and its team stays. Source: Intercom's REST API, "Set an admin to away" (`away_mode_reassign`).
/// Returns false where the app has no such teammate.
pub async fn set_away(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    number: i64,
    is_away: bool,
    reassigns: bool,
) -> Result<bool, Error> {
    let Some(before) = find(&mut batch.transaction, app_id, number).await? else { return Ok(false) };
    let reassigns = is_away && reassigns;
    if (before.away_since.is_some(), before.away_reassigns) == (is_away, reassigns) {
        return Ok(true);
    }
    let away_since = is_away.then(|| before.away_since.unwrap_or(batch.now));
    execute!(&mut batch.transaction,
        "update teammates set away_since = $3, away_reassigns = $4 where app_id = $1 and number = $2"
        => app_id, number, away_since, reassigns)?;
    let kind = if is_away { LedgerKind::TeammateAway } else { LedgerKind::TeammateBack };
    let fields = (before.away_reassigns != reassigns).then(|| "away_reassigns".to_owned());
    let change = Change::new(kind, by.clone()).about(number).in_fields(fields.into_iter().collect());
    batch.record_change(app_id, change);
    Ok(true)
}

/// Whether the teammate is away, and new messages take their conversations from them.
pub async fn reassigns(db: &mut Transaction, app_id: &str, number: i64) -> Result<bool, sqlx::Error> {
    fetch!(db, any
        "select number from teammates
         where app_id = $1 and number = $2 and away_since is not null and away_reassigns" => app_id, number)
}
