use sqlx::SqliteConnection;

use super::Person;
use crate::error::Error;
use crate::workspace::identity::{LEEWAY_SECONDS, has_passed};
use crate::workspace::random;

/// A messenger session: what a boot opens and bare updates ride on. The widget holds a credential, the database its
/// hash.
#[derive(sqlx::FromRow)]
pub struct Session {
    pub id_hash: String,
    pub person_id: String,
    pub token_hash: Option<String>,
    pub expires_at: i64,
    pub last_url: String,
    pub last_ping_hash: String,
}

impl Session {
    pub fn is_over(&self, now: i64) -> bool {
        has_passed(self.expires_at, now)
    }
}

/// The session that this credential opens, expired or not. Another app's credential opens nothing.
pub async fn find(
    db: &mut SqliteConnection,
    app_id: &str,
    credential: &str,
) -> Result<Option<Session>, Error> {
    let query = sqlx::query_as("select * from messenger_sessions where id_hash = $1 and app_id = $2");
    Ok(query.bind(random::hash(credential)).bind(app_id).fetch_optional(db).await?)
}

/// Opens a session and clears this person's dead ones away. The credential is known to the caller alone.
pub async fn open(
    db: &mut SqliteConnection,
    app_id: &str,
    person: &Person,
    token_hash: Option<&str>,
    expires_at: i64,
    now: i64,
) -> Result<(String, Session), Error> {
    sqlx::query("delete from messenger_sessions where person_id = $1 and expires_at < $2")
        .bind(&person.id)
        .bind(now - LEEWAY_SECONDS)
        .execute(&mut *db)
        .await?;
    let credential = random::credential()?;
    let query = sqlx::query_as(
        "insert into messenger_sessions
           (id_hash, app_id, person_id, token_hash, expires_at, last_url, last_ping_hash, created_at)
         values ($1, $2, $3, $4, $5, '', '', $6) returning *",
    );
    let session = query
        .bind(random::hash(&credential))
        .bind(app_id)
        .bind(&person.id)
        .bind(token_hash)
        .bind(expires_at)
        .bind(now)
        .fetch_one(db)
        .await?;
    Ok((credential, session))
}

/// Writes down another token, and the end that the session has with it.
pub async fn renew(db: &mut SqliteConnection, session: &Session, token_hash: &str) -> Result<(), Error> {
    sqlx::query("update messenger_sessions set token_hash = $1, expires_at = $2 where id_hash = $3")
        .bind(token_hash)
        .bind(session.expires_at)
        .bind(&session.id_hash)
        .execute(db)
        .await?;
    Ok(())
}

/// Remembers the impression, so that its repeat is known.
pub async fn note(
    db: &mut SqliteConnection,
    session: &Session,
    url: &str,
    ping_hash: &str,
) -> Result<(), Error> {
    sqlx::query("update messenger_sessions set last_url = $1, last_ping_hash = $2 where id_hash = $3")
        .bind(url)
        .bind(ping_hash)
        .bind(&session.id_hash)
        .execute(db)
        .await?;
    Ok(())
}

pub async fn end(db: &mut SqliteConnection, session: &Session) -> Result<(), Error> {
    sqlx::query("delete from messenger_sessions where id_hash = $1")
        .bind(&session.id_hash)
        .execute(db)
        .await?;
    Ok(())
}
