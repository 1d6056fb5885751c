//! From when on what is signed for a user is good: their app ended all that was signed before.

use super::User;
use crate::database::{Transaction, execute, fetch};
use crate::error::Error;
use crate::workspace::people::sessions::Sessions;
use crate::workspace::random;

/// A token that does not say when it was signed (`iat`) is refused for so long: most tokens live no longer.
const UNDATED_SECONDS: i64 = 2 * 60 * 60;

/// Ends the user's sessions, and refuses what was signed for them before `now`, in Unix seconds.
pub async fn revoke(
    db: &mut Transaction,
    sessions: &mut Sessions,
    app_id: &str,
    user_id: &str,
    now: i64,
) -> Result<(), Error> {
    execute!(&mut *db, |db| sqlx::query(
        "insert into identity_not_before (app_id, user_id_hash, not_before) values ($1, $2, $3)
         on conflict (app_id, user_id_hash) do update set not_before = excluded.not_before"
    )
    .bind(app_id)
    .bind(random::hash(user_id))
    .bind(now)
    .execute(db))?;
    let person: Option<(String,)> =
        fetch!(&mut *db, |db| sqlx::query_as("select id from people where app_id = $1 and user_id = $2")
            .bind(app_id)
            .bind(user_id)
            .fetch_optional(db))?;
    if let Some((person_id,)) = person {
        sessions.end_all(db, &person_id).await?;
    }
    Ok(())
}

/// Whether what proves this user was revoked since it was signed.
pub async fn is_revoked(db: &mut Transaction, app_id: &str, user: &User, now: i64) -> Result<bool, Error> {
    let (Some(user_id), Some(_)) = (&user.user_id, &user.proof) else { return Ok(false) };
    let found: Option<(i64,)> = fetch!(db, |db| sqlx::query_as(
        "select not_before from identity_not_before where app_id = $1 and user_id_hash = $2"
    )
    .bind(app_id)
    .bind(random::hash(user_id))
    .fetch_optional(db))?;
    Ok(match (found, user.issued_at) {
        (None, _) => false,
        (Some((not_before,)), Some(issued_at)) => issued_at < not_before,
        (Some((not_before,)), None) => now < not_before.saturating_add(UNDATED_SECONDS),
    })
}
