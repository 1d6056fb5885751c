//! One tag of an app becomes another one.

use serde_json::Value;
use sqlx::AssertSqlSafe;
use sqlx::types::Json;

use super::tag::{delete, find};
use super::tagged::TABLES;
use crate::batch::Batch;
use crate::database::{Transaction, execute, fetch};
use crate::filter::fields::Type;
use crate::ledger::{Change, ChangedBy, LedgerKind};
use crate::refusal::Refusal;
use crate::{outbound, segments};

/// Gives all that has one tag another one, and deletes the first. Conditions of segments and messages name the second then.
/// The ledger says that the second is merged, which segments and messages changed, and that the first is deleted; their
/// things are not listed.
pub async fn merge(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    from: &str,
    into: &str,
) -> Result<(), Refusal> {
    for id in [from, into] {
        find(&mut batch.transaction, app_id, id).await?.ok_or(Refusal::NoTag)?;
    }
    if from == into {
        return Err(Refusal::Field("into", "A tag is merged into another one."));
    }
    merge_in_imports(&mut batch.transaction, from, into).await?;
    for table in TABLES {
        let copy = format!(
            "insert into {table} (tag, subject, applied_at, applied_by, applied_by_id)
             select $2, subject, applied_at, applied_by, applied_by_id from {table} where tag = $1
             on conflict (tag, subject) do nothing"
        );
        execute!(&mut batch.transaction, AssertSqlSafe(copy) => from, into)?;
    }
    batch.record_change(app_id, Change::new(LedgerKind::TagMerged, by.clone()).about(into));
    segments::merge_tag(batch, by, app_id, from, into).await?;
    outbound::replace_merged(batch, by, app_id, Type::Tag, from, into).await?;
    delete(batch, by, app_id, from).await?;
    Ok(())
}

/// Has the undo of an import take the tag that stays, from the people to whom the import gave the other one. Who has both
/// keeps the one that stays.
async fn merge_in_imports(db: &mut Transaction, from: &str, into: &str) -> Result<(), sqlx::Error> {
    let rows: Vec<(String, i64, Json<Value>)> = fetch!(&mut *db, all
        "select r.import, r.number, r.undo from person_tags t join csv_import_rows r on r.person_id = t.subject
         where t.tag = $1 and r.undo is not null
           and not exists (select 1 from person_tags o where o.tag = $2 and o.subject = t.subject)" => from, into)?;
    for (import, number, Json(mut undo)) in rows {
        let Some(tag) =
            undo["tags"].as_array_mut().and_then(|tags| tags.iter_mut().find(|tag| **tag == from))
        else {
            continue;
        };
        *tag = Value::from(into);
        execute!(&mut *db,
            "update csv_import_rows set undo = $3 where import = $1 and number = $2" => import, number, Json(undo))?;
    }
    Ok(())
}
