//! Deletes a person for good.

use crate::batch::Batch;
use crate::database::execute;
use crate::ledger::{self, Change, ChangedBy, LedgerKind};
use crate::refusal::Refusal;
use crate::{attachments, companies};

/// Deletes a person. Their entry in the ledger, with the id that they had, is all that is left.
/// Sessions, impressions, data events, conversations, receipts, memberships, tags, notes, consents, files and rows of imports
/// go with the person.
/// Returns the ids of the files, whose bytes are removed after the commit.
pub async fn delete(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    id: &str,
) -> Result<Vec<String>, Refusal> {
    batch.person_of_app(app_id, id).await?;
    let files = attachments::of_person(&mut batch.transaction, id).await?;
    companies::forget_person(batch, app_id, id).await?;
    batch.events.forget(id);
    batch.sessions.forget(id);
    batch.people.forget(id);
    ledger::forget_person(&mut batch.transaction, id).await?;
    for change in [
        // A message without a recipient is for all who match. An empty one is nobody. A draft of an older server may name a
        // user_id or an e-mail.
        "update outbound_messages set recipient = '' where recipient is not null and (exists
           (select 1 from people p where p.id = $1 and p.app_id = outbound_messages.app_id and
              (outbound_messages.recipient in (p.id, p.user_id) or lower(outbound_messages.recipient) = p.email_folded))
           or recipient in (select m.id from merged_people m where m.person_id = $1))",
        // Of a file that is imported, or just was, the rows that name the person. Those that made or changed them go with them.
        "delete from csv_import_rows where (import, number) in
           (select r.import, r.number from people p join csv_import_rows r on r.named_id = p.id
            join csv_imports i on i.id = r.import and i.app_id = p.app_id where p.id = $1
            union all
            select r.import, r.number from people p join csv_import_rows r on r.named_user_id = p.user_id
            join csv_imports i on i.id = r.import and i.app_id = p.app_id where p.id = $1
            union all
            select r.import, r.number from people p join csv_import_rows r on r.named_email = p.email_folded
            join csv_imports i on i.id = r.import and i.app_id = p.app_id where p.id = $1)",
        "delete from events where person_id = $1",
        "delete from people where id = $1",
    ] {
        execute!(&mut batch.transaction, change => id)?;
    }
    let change = Change::new(LedgerKind::PersonDeleted, by.clone()).of_person(id);
    batch.record_change(app_id, change);
    Ok(files)
}
