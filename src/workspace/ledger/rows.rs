//! The rows of the ledger.

use sqlx::QueryBuilder;
use sqlx::types::Json;

use super::{Change, LedgerKind};
use crate::database::{Db, Transaction, execute, push_list, read};

/// A change as the ledger keeps it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct LedgerEntry {
    /// The number of the event, among all events of the workspace.
    pub number: i64,
    /// The time in Unix milliseconds.
    pub at_ms: i64,
    pub kind: LedgerKind,
    /// The actor's kind. None of a change from before there was a ledger.
    pub actor: Option<String>,
    pub actor_id: Option<String>,
    pub person_id: Option<String>,
    pub company_id: Option<String>,
    pub conversation: Option<i64>,
    pub subject: Option<String>,
    pub fields: Json<Vec<String>>,
}

/// A change with its number, its app and its time in Unix milliseconds.
pub type Numbered = (i64, String, i64, Change);

/// Writes changes. Those of one transaction go together.
pub async fn add(db: &mut Transaction, changes: &[Numbered]) -> Result<(), sqlx::Error> {
    execute!(db, |db| async move {
        let mut insert = QueryBuilder::new(
            "insert into ledger (number, app_id, at_ms, kind, actor, actor_id, person_id, company_id, conversation,
                                 subject, fields) ",
        );
        insert.push_values(changes, |mut row, (number, app_id, at_ms, change)| {
            row.push_bind(number)
                .push_bind(app_id)
                .push_bind(at_ms)
                .push_bind(change.kind)
                .push_bind(change.by.kind())
                .push_bind(change.by.id())
                .push_bind(&change.person_id)
                .push_bind(&change.company_id)
                .push_bind(change.conversation)
                .push_bind(&change.subject)
                .push_bind(Json(&change.fields));
        });
        insert.build().execute(db).await
    })?;
    Ok(())
}

/// Gives the changes of a person to the person into whom they were merged.
pub async fn hand_over(db: &mut Transaction, from: &str, to: &str) -> Result<(), sqlx::Error> {
    execute!(db,
        "update ledger set person_id = $1, actor_id = case when actor_id = $2 then $1 else actor_id end
         where person_id = $2" => to, from)?;
    Ok(())
}

/// Deletes the changes of a person. A company's own stay, and say no more whose doing they were.
pub async fn forget_person(db: &mut Transaction, id: &str) -> Result<(), sqlx::Error> {
    execute!(&mut *db,
        "update ledger set person_id = null, actor_id = null
         where person_id = $1 and company_id is not null and kind in ('company_created', 'company_changed')" => id)?;
    execute!(&mut *db, "delete from ledger where person_id = $1" => id)?;
    Ok(())
}

/// Deletes the changes of visitors, who belong to no company.
pub async fn forget_visitors(
    db: &mut Transaction,
    ids: impl Iterator<Item = &String>,
) -> Result<(), sqlx::Error> {
    let ids: Vec<&String> = ids.collect();
    // PostgreSQL knows no empty list.
    if ids.is_empty() {
        return Ok(());
    }
    execute!(db, |db| async move {
        let mut delete = QueryBuilder::new("delete from ledger where person_id in ");
        push_list(&mut delete, ids).build().execute(db).await
    })?;
    Ok(())
}

/// Deletes the changes of a company that is gone.
pub async fn forget_company(db: &mut Transaction, id: &str) -> Result<(), sqlx::Error> {
    execute!(db, "delete from ledger where company_id = $1" => id)?;
    Ok(())
}

/// The last changes of a person, the newest first: at most `most`, with numbers below `before` if it is given. Who has
/// read what is no change of a person.
pub async fn of_person(
    db: &Db,
    app_id: &str,
    person_id: &str,
    before: Option<i64>,
    most: i64,
) -> Result<Vec<LedgerEntry>, sqlx::Error> {
    read!(db, all
        "select number, at_ms, kind, actor, actor_id, person_id, company_id, conversation, subject, fields from ledger
         where person_id = $1 and app_id = $2 and number < $3 and kind <> 'conversation_read'
         order by number desc limit $4"
        => person_id, app_id, before.unwrap_or(i64::MAX), most)
}

/// The last changes of a company, the newest first: at most `most`, with numbers below `before` if it is given.
pub async fn of_company(
    db: &Db,
    app_id: &str,
    company_id: &str,
    before: Option<i64>,
    most: i64,
) -> Result<Vec<LedgerEntry>, sqlx::Error> {
    read!(db, all
        "select number, at_ms, kind, actor, actor_id, person_id, company_id, conversation, subject, fields from ledger
         where company_id = $1 and app_id = $2 and number < $3 order by number desc limit $4"
        => company_id, app_id, before.unwrap_or(i64::MAX), most)
}
