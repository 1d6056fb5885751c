//! People as teammates name them.

use sqlx::QueryBuilder;

use super::Person;
use crate::database::{Transaction, fetch};
use crate::error::Error;

impl Person {
    /// Of this app, by id, user_id or e-mail; of several, the user who was here last.
    pub async fn named(db: &mut Transaction, app_id: &str, name: &str) -> Result<Option<Self>, Error> {
        Ok(fetch!(db, |db| async move {
            let mut select = QueryBuilder::new("select * from people where app_id = ");
            select.push_bind(app_id).push(" and (id = ").push_bind(name);
            select.push(" or user_id = ").push_bind(name);
            select.push(" or email_folded = ").push_bind(name.to_lowercase());
            select
                .push(") order by kind, last_seen_at desc limit 1")
                .build_query_as()
                .fetch_optional(db)
                .await
        })?)
    }

    /// The user of this app with this user_id.
    pub async fn user(db: &mut Transaction, app_id: &str, user_id: &str) -> Result<Option<Self>, Error> {
        Ok(fetch!(db, |db| sqlx::query_as("select * from people where app_id = $1 and user_id = $2")
            .bind(app_id)
            .bind(user_id)
            .fetch_optional(db))?)
    }
}
