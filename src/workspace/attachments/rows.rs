//! The rows of files: whose each is, and the part that it was sent with.

use std::collections::HashSet;
use std::ops::RangeInclusive;

use super::Attachment;
use super::reservation::Reservation;
use crate::database::{Db, Transaction, commit, execute, fetch, push_list, read};

/// Files that are looked for at a time.
const STEP: i64 = 500;

/// A stored file, and the person whose it is, or in whose conversation a teammate sends it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct StoredFile {
    #[sqlx(flatten)]
    pub attachment: Attachment,
    pub app_id: String,
    pub person_id: String,
    /// The number of the teammate who uploaded the file. None of a person's own.
    pub teammate: Option<i64>,
    /// The part of a conversation that the file was sent with.
    pub part: Option<i64>,
}

/// Writes a file's row in place of its reservation. `now` in Unix seconds.
pub async fn insert(
    db: &Db,
    stored: &StoredFile,
    reservation: Reservation,
    now: i64,
) -> Result<(), sqlx::Error> {
    let StoredFile { attachment, app_id, person_id, teammate, .. } = stored;
    let mut transaction = db.begin().await?;
    execute!(&mut transaction,
        "insert into attachments
           (id, app_id, person_id, name, content_type, size, width, height, created_at, network_hash, teammate)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
        => &attachment.id, app_id, person_id, &attachment.name, &attachment.content_type, attachment.size,
           attachment.width, attachment.height, now, reservation.network_hash.as_deref(), teammate)?;
    reservation.commit(transaction).await
}

pub async fn find(db: &Db, id: &str) -> Result<Option<StoredFile>, sqlx::Error> {
    read!(db, optional "select * from attachments where id = $1" => id)
}

/// A file that this person has uploaded, or that a message to them has. None for any other, such as a note's.
pub async fn find_for_person(
    db: &Db,
    (app_id, person_id): (&str, &str),
    id: &str,
) -> Result<Option<StoredFile>, sqlx::Error> {
    read!(db, optional
        "select a.* from attachments a left join parts p on p.number = a.part
         where a.id = $1 and a.app_id = $2 and a.person_id = $3 and (a.teammate is null or p.audience = 'person')"
        => id, app_id, person_id)
}

/// The files of these parts, in the order that the messages name them.
pub async fn of_parts(
    db: &Db,
    conversation: i64,
    parts: RangeInclusive<i64>,
) -> Result<Vec<(i64, Attachment)>, sqlx::Error> {
    let found: Vec<StoredFile> = read!(db, all
        "select a.* from attachments a join parts p on p.number = a.part where p.conversation = $1
         and p.number between $2 and $3 order by a.part, a.position"
        => conversation, parts.start(), parts.end())?;
    Ok(found.into_iter().filter_map(|stored| Some((stored.part?, stored.attachment))).collect())
}

/// Whether these are different files that the person, or the teammate for the person's conversations, has uploaded and
/// not sent.
pub async fn may_send(
    db: &mut Transaction,
    (app_id, person_id): (&str, &str),
    teammate: Option<i64>,
    ids: &[String],
) -> Result<bool, sqlx::Error> {
    for (index, id) in ids.iter().enumerate() {
        let is_unsent = fetch!(&mut *db, any
            "select id from attachments where id = $1 and app_id = $2 and person_id = $3 and part is null
               and coalesce(teammate, 0) = $4"
            => id, app_id, person_id, teammate.unwrap_or(0))?;
        if !is_unsent || ids.iter().take(index).any(|earlier| earlier == id) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Notes that these files were sent with this part, in this order.
/// Fails where one was forgotten since [`may_send`]: on PostgreSQL, the hourly sweep waits for no writer.
pub async fn attach(db: &mut Transaction, ids: &[String], part: i64) -> Result<(), sqlx::Error> {
    for (position, id) in (0_i64..).zip(ids) {
        let changed = execute!(&mut *db,
            "update attachments set part = $2, position = $3 where id = $1 and part is null"
            => id, part, position)?;
        if changed == 0 {
            return Err(sqlx::Error::RowNotFound);
        }
    }
    Ok(())
}

pub async fn hand_over(db: &mut Transaction, from: &str, to: &str) -> Result<(), sqlx::Error> {
    execute!(db, "update attachments set person_id = $1 where person_id = $2" => to, from)?;
    Ok(())
}

/// The ids of this person's files, with those of teammates in their conversations.
pub async fn of_person(db: &mut Transaction, person_id: &str) -> Result<Vec<String>, sqlx::Error> {
    fetch!(db, all values "select id from attachments where person_id = $1" => person_id)
}

/// Filters the ids that have a row.
pub async fn known(db: &Db, ids: &[String]) -> Result<HashSet<String>, sqlx::Error> {
    let mut known = HashSet::new();
    for ids in ids.chunks(STEP.unsigned_abs() as usize) {
        let found: Vec<String> = read!(db, |db| async move {
            let mut select = sqlx::QueryBuilder::new("select id from attachments where id in ");
            push_list(&mut select, ids).build_query_scalar().fetch_all(db).await
        })?;
        known.extend(found);
    }
    Ok(known)
}

/// The next ids, in order; none where there are no more.
pub async fn ids_after(db: &Db, after: &str) -> Result<Vec<String>, sqlx::Error> {
    read!(db, all values "select id from attachments where id > $1 order by id limit $2" => after, STEP)
}

/// Deletes the row of an upload that nobody waits for any more.
pub async fn delete(db: &Db, id: &str) -> Result<(), sqlx::Error> {
    commit!(db, "delete from attachments where id = $1 and part is null" => id)?;
    Ok(())
}

/// Forgets what was uploaded before `before`, in Unix seconds, and never sent. Returns the ids.
pub async fn delete_unsent(db: &Db, before: i64) -> Result<Vec<String>, sqlx::Error> {
    let mut transaction = db.begin().await?;
    let gone = fetch!(&mut transaction, all values
        "delete from attachments where part is null and created_at < $1 returning id" => before)?;
    transaction.commit().await?;
    Ok(gone)
}

/// Bytes of all files.
pub async fn bytes(db: &Db) -> Result<i64, sqlx::Error> {
    read!(db, one value "select cast(coalesce(sum(size), 0) as bigint) from attachments")
}
