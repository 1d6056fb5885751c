use sqlx::SqliteConnection;

use super::Person;
use crate::error::Error;
use crate::workspace::ping::Page;
use crate::workspace::random;

/// Notes that this person, who is still to be saved with the new count, saw this page.
pub async fn add(
    db: &mut SqliteConnection,
    app_id: &str,
    person: &mut Person,
    page: &Page,
    now: i64,
) -> Result<(), Error> {
    sqlx::query(
        "insert into impressions (id, app_id, person_id, url, title, referrer, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(random::id()?)
    .bind(app_id)
    .bind(&person.id)
    .bind(&page.url)
    .bind(&page.title)
    .bind(&page.referrer)
    .bind(now)
    .execute(db)
    .await?;
    person.impressions += 1;
    Ok(())
}
