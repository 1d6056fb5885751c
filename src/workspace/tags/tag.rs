//! The tags of an app.

use sqlx::AssertSqlSafe;

use crate::batch::Batch;
use crate::database::{Db, Transaction, execute, fetch, read};
use crate::ledger::{Change, ChangedBy, LedgerKind};
use crate::name::{checked_name, folded_name};
use crate::random;
use crate::refusal::Refusal;

/// Tags that an app may have.
const MOST: i64 = 1_000;

/// A tag of an app.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Tag {
    pub id: String,
    pub name: String,
    /// Unix seconds.
    pub created_at: i64,
    /// The kind of the actor who made it, as the ledger names it, and their id.
    pub made_by: String,
    pub made_by_id: Option<String>,
}

/// How many things have a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct TagCounts {
    pub people: i64,
    pub companies: i64,
    pub conversations: i64,
    pub parts: i64,
}

/// A tag, and how many things have it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ListedTag {
    #[sqlx(flatten)]
    pub tag: Tag,
    #[sqlx(flatten)]
    pub counts: TagCounts,
}

/// The columns of [`TagCounts`], for a tag t.
const COUNTS: &str = "(select count(*) from person_tags x where x.tag = t.id) as people,
    (select count(*) from company_tags x where x.tag = t.id) as companies,
    (select count(*) from conversation_tags x where x.tag = t.id) as conversations,
    (select count(*) from part_tags x where x.tag = t.id) as parts";

/// All tags of an app, by name.
pub async fn list(db: &Db, app_id: &str) -> Result<Vec<ListedTag>, sqlx::Error> {
    let select = format!("select t.*, {COUNTS} from tags t where t.app_id = $1 order by t.name_folded");
    read!(db, all AssertSqlSafe(select) => app_id)
}

/// The ids and names of all tags of an app, by name.
pub async fn names(db: &Db, app_id: &str) -> Result<Vec<(String, String)>, sqlx::Error> {
    read!(db, all "select id, name from tags where app_id = $1 order by name_folded" => app_id)
}

/// The ids and names of the tags that a conversation has, by name. `with` is listed, too, whatever has it.
pub async fn names_on_conversations(
    db: &Db,
    app_id: &str,
    with: &str,
) -> Result<Vec<(String, String)>, sqlx::Error> {
    read!(db, all
        "select t.id, t.name from tags t where t.app_id = $1
           and (t.id = $2 or exists (select 1 from conversation_tags x where x.tag = t.id))
         order by t.name_folded" => app_id, with)
}

/// A tag of this app.
pub async fn find(db: &mut Transaction, app_id: &str, id: &str) -> Result<Option<Tag>, sqlx::Error> {
    fetch!(db, optional "select * from tags where app_id = $1 and id = $2" => app_id, id)
}

/// The tag of this app that has this name, whatever its case.
pub async fn find_by_name(
    db: &mut Transaction,
    app_id: &str,
    name: &str,
) -> Result<Option<Tag>, sqlx::Error> {
    fetch!(db, optional
        "select * from tags where app_id = $1 and name_folded = $2" => app_id, folded_name(name.trim()))
}

/// Makes a tag. Returns the tag that has the name already, whatever its case, if there is one.
pub async fn make(batch: &mut Batch, by: &ChangedBy, app_id: &str, name: &str) -> Result<Tag, Refusal> {
    let name = checked_name(name)?;
    if let Some(tag) = find_by_name(&mut batch.transaction, app_id, name).await? {
        return Ok(tag);
    }
    let count: i64 = fetch!(&mut batch.transaction, one value
        "select count(*) from tags where app_id = $1" => app_id)?;
    if count >= MOST {
        return Err(Refusal::Field("name", "An app has at most 1,000 tags."));
    }
    let tag = Tag {
        id: random::id()?,
        name: name.to_owned(),
        created_at: batch.now,
        made_by: by.kind().to_owned(),
        made_by_id: by.id(),
    };
    execute!(&mut batch.transaction,
        "insert into tags (id, app_id, name, name_folded, created_at, made_by, made_by_id)
         values ($1, $2, $3, $4, $5, $6, $7)"
        => &tag.id, app_id, name, folded_name(name), tag.created_at, &tag.made_by, &tag.made_by_id)?;
    batch.record_change(app_id, Change::new(LedgerKind::TagMade, by.clone()).about(&tag.id));
    Ok(tag)
}

/// Renames a tag. Refuses the name of another one.
pub async fn rename(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    id: &str,
    name: &str,
) -> Result<Tag, Refusal> {
    let name = checked_name(name)?;
    let tag = find(&mut batch.transaction, app_id, id).await?.ok_or(Refusal::NoTag)?;
    if find_by_name(&mut batch.transaction, app_id, name).await?.is_some_and(|other| other.id != tag.id) {
        return Err(Refusal::Field("name", "Another tag has this name."));
    }
    if tag.name == name {
        return Ok(tag);
    }
    execute!(&mut batch.transaction,
        "update tags set name = $2, name_folded = $3 where id = $1" => id, name, folded_name(name))?;
    let change = Change::new(LedgerKind::TagRenamed, by.clone()).about(id);
    batch.record_change(app_id, change.in_fields(vec!["name".to_owned()]));
    Ok(Tag { name: name.to_owned(), ..tag })
}

/// Deletes a tag. Returns how many things have lost it. The ledger does not list them.
pub async fn delete(batch: &mut Batch, by: &ChangedBy, app_id: &str, id: &str) -> Result<TagCounts, Refusal> {
    let select = format!("select {COUNTS} from tags t where t.app_id = $1 and t.id = $2");
    let lost: Option<TagCounts> =
        fetch!(&mut batch.transaction, optional AssertSqlSafe(select) => app_id, id)?;
    let lost = lost.ok_or(Refusal::NoTag)?;
    execute!(&mut batch.transaction, "delete from tags where id = $1" => id)?;
    batch.record_change(app_id, Change::new(LedgerKind::TagDeleted, by.clone()).about(id));
    Ok(lost)
}
