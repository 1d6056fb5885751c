//! From when on what is signed for a user is good: their app ended all that was signed before.

use super::User;
use crate::database::{Db, Transaction, execute, fetch};
use crate::error::Error;
use crate::feed::Events;
use crate::random;

/// The seconds for which a revoked user_hash is refused. It says neither when it was signed nor when it ends.
/// A site that has nothing else would lose the person if it were refused for ever.
const USER_HASH_SECONDS: i64 = 2 * 60 * 60;

/// Ends the sessions of a user in every app of this database.
/// All that was signed for them up to and in the second `now`, in Unix seconds, is refused from here on.
/// It is refused whenever it ends: the row is never deleted.
pub async fn revoke_tokens(db: &Db, user_id: &str, now: i64) -> Result<(), Error> {
    let mut transaction = db.begin().await?;
    // The counter first, as whoever else writes does: a ping that is being written is over by then.
    Events::begin(&mut transaction).await?;
    execute!(&mut transaction,
        "insert into identity_not_before (app_id, user_id_hash, not_before)
           select app_id, $1, $2 from workspace_apps where true
         on conflict (app_id, user_id_hash) do update set not_before = excluded.not_before"
        => random::hash(user_id), now)?;
    execute!(&mut transaction,
        "delete from messenger_sessions where person_id in (select id from people where user_id = $1)"
        => user_id)?;
    Ok(transaction.commit().await?)
}

/// Whether what proves this user was revoked since it was signed.
pub async fn is_revoked(db: &mut Transaction, app_id: &str, user: &User, now: i64) -> Result<bool, Error> {
    let (Some(user_id), Some(proof)) = (&user.user_id, &user.proof) else { return Ok(false) };
    let found: Option<i64> = fetch!(db, optional value
        "select not_before from identity_not_before where app_id = $1 and user_id_hash = $2"
        => app_id, random::hash(user_id))?;
    Ok(match (found, user.issued_at) {
        (None, _) => false,
        (Some(not_before), Some(issued_at)) => issued_at <= not_before,
        (Some(not_before), None) if proof.is_user_hash => now < not_before.saturating_add(USER_HASH_SECONDS),
        // A token without `iat` may be as old as any.
        (Some(_), None) => true,
    })
}
