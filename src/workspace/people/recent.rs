//! The people, companies and pages that were seen last: examples that teammates choose from.

use serde_json::{Map, Value};
use sqlx::types::Json;

use super::Person;
use crate::database::{Db, read};
use crate::error::Error;

/// A page that a person saw.
#[derive(Debug, sqlx::FromRow)]
pub struct SeenPage {
    pub url: String,
    pub title: String,
    /// The time at which the person saw the page, in Unix seconds.
    pub created_at: i64,
}

/// The last pages that a person saw, the newest first.
pub async fn pages_of(db: &Db, person_id: &str, most: i64) -> Result<Vec<SeenPage>, Error> {
    Ok(read!(db, all
        "select url, title, created_at from impressions where person_id = $1
         order by created_at desc, id desc limit $2" => person_id, most)?)
}

/// The app's users who were here last.
pub async fn users(db: &Db, app_id: &str, most: i64) -> Result<Vec<Person>, Error> {
    Ok(read!(db, all
        "select * from people where app_id = $1 and kind = 'user' order by last_seen_at desc limit $2"
        => app_id, most)?)
}

/// The custom attributes of the people who were here last.
pub async fn attributes(db: &Db, app_id: &str, most: i64) -> Result<Vec<Map<String, Value>>, Error> {
    let found: Vec<Json<Map<String, Value>>> = read!(db, all values
        "select attributes from people where app_id = $1 order by last_seen_at desc limit $2"
        => app_id, most)?;
    Ok(found.into_iter().map(|Json(attributes)| attributes).collect())
}

/// The custom attributes of the companies that were changed last.
pub async fn company_attributes(db: &Db, app_id: &str, most: i64) -> Result<Vec<Map<String, Value>>, Error> {
    let found: Vec<Json<Map<String, Value>>> = read!(db, all values
        "select attributes from companies where app_id = $1 order by updated_at desc limit $2"
        => app_id, most)?;
    Ok(found.into_iter().map(|Json(attributes)| attributes).collect())
}
