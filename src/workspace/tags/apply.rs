//! Which thing has which tag.

use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, QueryBuilder};
use std::collections::{BTreeMap, HashMap};

use super::Tagged;
use super::tag::find;
use crate::batch::Batch;
use crate::database::{Db, Transaction, execute, fetch, push_list, read};
use crate::error::Error;
use crate::ledger::{Change, ChangedBy, LedgerKind};
use crate::refusal::Refusal;

/// Tags that one thing may have. A person into whom others are merged keeps all of theirs.
const MOST: usize = 100;

/// A tag of a thing.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct AppliedTag {
    pub id: String,
    pub name: String,
    /// Unix seconds.
    pub applied_at: i64,
    /// The actor's kind, as the ledger names it, and their id.
    pub applied_by: String,
    pub applied_by_id: Option<String>,
}

/// Gives a thing a tag. What has it already keeps it as it is.
pub async fn attach(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    tag: &str,
    to: Tagged<'_>,
) -> Result<(), Refusal> {
    find(&mut batch.transaction, app_id, tag).await?.ok_or(Refusal::NoTag)?;
    let change = Change::new(to.kinds().0, by.clone()).about(tag);
    let change = to.named_in(batch, app_id, change).await?;
    let (table, of) = to.table();
    let select = format!("select tag from {table} where subject = cast($1 as {of})");
    let has: Vec<String> = fetch!(&mut batch.transaction, all values AssertSqlSafe(select) => to.id())?;
    if has.iter().any(|one| one == tag) {
        return Ok(());
    }
    if has.len() >= MOST {
        return Err(Refusal::Field("tag", "A person, company, conversation or part has at most 100 tags."));
    }
    let insert = format!(
        "insert into {table} (tag, subject, applied_at, applied_by, applied_by_id)
         values ($1, cast($2 as {of}), $3, $4, $5)"
    );
    execute!(&mut batch.transaction, AssertSqlSafe(insert)
        => tag, to.id(), batch.now, by.kind(), by.id())?;
    to.record(batch, app_id, change).await
}

/// Takes a tag from a thing.
pub async fn detach(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    tag: &str,
    from: Tagged<'_>,
) -> Result<(), Refusal> {
    find(&mut batch.transaction, app_id, tag).await?.ok_or(Refusal::NoTag)?;
    let change = Change::new(from.kinds().1, by.clone()).about(tag);
    let change = from.named_in(batch, app_id, change).await?;
    let (table, of) = from.table();
    let delete = format!("delete from {table} where tag = $1 and subject = cast($2 as {of})");
    let detached = execute!(&mut batch.transaction, AssertSqlSafe(delete) => tag, from.id())?;
    if detached > 0 { from.record(batch, app_id, change).await } else { Ok(()) }
}

/// The tags of a thing of this app, by name.
pub async fn of(
    db: &mut Transaction,
    app_id: &str,
    tagged: Tagged<'_>,
) -> Result<Vec<AppliedTag>, sqlx::Error> {
    let (table, of) = tagged.table();
    let select = format!(
        "select t.id, t.name, x.applied_at, x.applied_by, x.applied_by_id
         from {table} x join tags t on t.id = x.tag
         where t.app_id = $1 and x.subject = cast($2 as {of}) order by t.name_folded"
    );
    fetch!(db, all AssertSqlSafe(select) => app_id, tagged.id())
}

/// The names of the tags of people, or of companies, by the id of each that has any.
pub async fn names_of(
    db: &mut Transaction,
    tagged: &[Tagged<'_>],
) -> Result<HashMap<String, Vec<String>>, sqlx::Error> {
    let mut names = HashMap::<String, Vec<String>>::new();
    let Some(first) = tagged.first() else { return Ok(names) };
    let (table, _) = first.table();
    let rows: Vec<(String, String)> = fetch!(db, |db| async move {
        let begin = format!(
            "select x.subject, t.name from {table} x join tags t on t.id = x.tag where x.subject in "
        );
        let mut select = QueryBuilder::new(begin);
        push_list(&mut select, tagged.iter().map(|one| one.id()));
        select.push(" order by t.name_folded").build_query_as().fetch_all(db).await
    })?;
    for (id, name) in rows {
        names.entry(id).or_default().push(name);
    }
    Ok(names)
}

/// The tags of a thing, as the export of a person or company has them.
pub async fn export(
    db: &mut Transaction,
    app_id: &str,
    tagged: Tagged<'_>,
) -> Result<Vec<Value>, sqlx::Error> {
    let row =
        |AppliedTag { id, name, applied_at, .. }| json!({ "id": id, "name": name, "applied_at": applied_at });
    Ok(of(db, app_id, tagged).await?.into_iter().map(row).collect())
}

/// Names of tags, by the number of what has them.
pub type TagNames = BTreeMap<i64, Vec<String>>;

/// The tags of a person's conversations, and of the parts in them.
pub async fn in_conversations_of(
    db: &mut Transaction,
    app_id: &str,
    person_id: &str,
) -> Result<(TagNames, TagNames), sqlx::Error> {
    let of_conversations: Vec<(i64, String)> = fetch!(&mut *db, all
        "select x.subject, t.name from conversations c join conversation_tags x on x.subject = c.number
         join tags t on t.id = x.tag where c.app_id = $1 and c.person_id = $2 order by t.name_folded"
        => app_id, person_id)?;
    let of_parts: Vec<(i64, String)> = fetch!(db, all
        "select x.subject, t.name from conversations c join parts p on p.conversation = c.number
         join part_tags x on x.subject = p.number join tags t on t.id = x.tag
         where c.app_id = $1 and c.person_id = $2 order by t.name_folded" => app_id, person_id)?;
    Ok((by_number(of_conversations), by_number(of_parts)))
}

fn by_number(rows: Vec<(i64, String)>) -> TagNames {
    let mut names = TagNames::new();
    for (number, name) in rows {
        names.entry(number).or_default().push(name);
    }
    names
}

/// The tags of these conversations, by name.
pub async fn of_conversations(db: &Db, numbers: &[i64]) -> Result<TagNames, sqlx::Error> {
    if numbers.is_empty() {
        return Ok(TagNames::new());
    }
    let rows = read!(db, |db| async move {
        let mut select = QueryBuilder::new(
            "select x.subject, t.name from conversation_tags x join tags t on t.id = x.tag where x.subject in ",
        );
        push_list(&mut select, numbers.iter().copied());
        select.push(" order by t.name_folded").build_query_as().fetch_all(db).await
    })?;
    Ok(by_number(rows))
}

/// The ids and names of the tags of these parts, by name.
pub async fn of_parts(db: &Db, numbers: &[i64]) -> Result<HashMap<i64, Vec<(String, String)>>, sqlx::Error> {
    let mut tags = HashMap::<i64, Vec<(String, String)>>::new();
    if numbers.is_empty() {
        return Ok(tags);
    }
    let rows: Vec<(i64, String, String)> = read!(db, |db| async move {
        let mut select = QueryBuilder::new(
            "select x.subject, t.id, t.name from part_tags x join tags t on t.id = x.tag where x.subject in ",
        );
        push_list(&mut select, numbers.iter().copied());
        select.push(" order by t.name_folded").build_query_as().fetch_all(db).await
    })?;
    for (number, id, name) in rows {
        tags.entry(number).or_default().push((id, name));
    }
    Ok(tags)
}

/// Gives the tags of a person to the person into whom they are merged.
pub async fn hand_over(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    from: &str,
    to: &str,
) -> Result<(), Error> {
    let tags: Vec<String> = fetch!(&mut batch.transaction, all values
        "update person_tags set subject = $2 where subject = $1 and tag not in
           (select own.tag from person_tags own where own.subject = $2) returning tag" => from, to)?;
    for tag in tags {
        let change = Change::new(LedgerKind::PersonTagged, by.clone()).of_person(to).about(tag);
        batch.record_change(app_id, change);
    }
    Ok(())
}
