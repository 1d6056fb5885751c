//! What is kept of a visitor who became a user.

use crate::database::{Transaction, execute};
use crate::error::Error;

/// Writes down that this visitor is the user now; `now` in Unix seconds. Before the visitor's row is deleted.
pub async fn note_merged(
    db: &mut Transaction,
    visitor_id: &str,
    user_id: &str,
    now: i64,
) -> Result<(), Error> {
    execute!(db, |db| {
        sqlx::query(
        "insert into merged_people (id, app_id, person_id, merged_at) select id, app_id, $2, $3 from people where id = $1"
    )
    .bind(visitor_id)
    .bind(user_id)
    .bind(now)
    .execute(db)
    })?;
    Ok(())
}
