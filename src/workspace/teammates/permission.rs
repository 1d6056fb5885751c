//! Which teammates manage people.

use super::teammate::find;
use crate::batch::Batch;
use crate::database::{execute, fetch};
use crate::error::Error;
use crate::ledger::{Change, ChangedBy, LedgerKind};

/// Lets a teammate manage people from now on, or ends it: see [`Teammate::manages_people`](super::Teammate).
/// Nobody ends it for themselves, and the last teammate who manages people keeps it.
/// Returns false where the app has no such teammate.
pub async fn permit(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    number: i64,
    manages_people: bool,
) -> Result<bool, Error> {
    let Some(before) = find(&mut batch.transaction, app_id, number).await? else { return Ok(false) };
    if before.manages_people == manages_people {
        return Ok(true);
    }
    if !manages_people {
        if *by == ChangedBy::Teammate(number) {
            return Err(Error::invalid("", "You cannot take this from yourself. Another teammate can."));
        }
        another_manages(batch, app_id, number).await?;
    }
    execute!(&mut batch.transaction,
        "update teammates set manages_people = $3 where app_id = $1 and number = $2"
        => app_id, number, manages_people)?;
    let change = Change::new(LedgerKind::TeammateChanged, by.clone()).about(number);
    batch.record_change(app_id, change.in_fields(vec!["manages_people".to_owned()]));
    Ok(true)
}

/// Refuses where no teammate but this one manages people of the app.
async fn another_manages(batch: &mut Batch, app_id: &str, number: i64) -> Result<(), Error> {
    let another = fetch!(&mut batch.transaction, any
        "select number from teammates
         where app_id = $1 and number <> $2 and manages_people and account_id is not null and removed_at is null"
        => app_id, number)?;
    match another {
        true => Ok(()),
        false => {
            Err(Error::invalid("", "Nobody else manages people. Let another teammate manage people first."))
        }
    }
}

/// Refuses to remove the last teammate who manages people, while the app has others.
pub(super) async fn may_go(batch: &mut Batch, app_id: &str, number: i64) -> Result<(), Error> {
    let goes = find(&mut batch.transaction, app_id, number).await?;
    let has_others = fetch!(&mut batch.transaction, any
        "select number from teammates
         where app_id = $1 and number <> $2 and account_id is not null and removed_at is null"
        => app_id, number)?;
    match goes {
        Some(goes) if goes.manages_people && has_others => another_manages(batch, app_id, number).await,
        _ => Ok(()),
    }
}
