//! The people, companies, pages and events that were seen last: what teammates read of a person, and choose from.

use serde_json::{Map, Value};
use sqlx::types::Json;

use super::Person;
use crate::database::{Db, read};
use crate::error::Error;

/// A page that a person saw.
#[derive(Debug, sqlx::FromRow)]
pub struct SeenPage {
    pub id: String,
    pub url: String,
    pub title: String,
    /// The time at which the person saw the page, in Unix seconds.
    pub created_at: i64,
}

/// The last pages that a person saw, the newest first. `before` is the time and the id of a row: only earlier rows are read.
pub async fn pages_of(
    db: &Db,
    person_id: &str,
    before: Option<(i64, &str)>,
    most: i64,
) -> Result<Vec<SeenPage>, sqlx::Error> {
    let (at, id) = before.unwrap_or((i64::MAX, ""));
    read!(db, all
        "select id, url, title, created_at from impressions where person_id = $1 and (created_at, id) < ($2, $3)
         order by created_at desc, id desc limit $4" => person_id, at, id, most)
}

/// A company that a person acts for.
#[derive(Debug, sqlx::FromRow)]
pub struct MemberCompany {
    pub id: String,
    pub name: String,
    /// The fields that Intercom defines of companies.
    pub details: Json<Map<String, Value>>,
    pub attributes: Json<Map<String, Value>>,
}

/// A person's companies, the one that they act for now first.
pub async fn companies_of(db: &Db, person_id: &str, most: i64) -> Result<Vec<MemberCompany>, Error> {
    Ok(read!(db, all
        "select c.id, c.name, c.details, c.attributes from company_members m join companies c on c.id = m.company
         where m.person_id = $1 order by m.active desc, m.last_seen_at desc, c.name limit $2" => person_id, most)?)
}

/// What a person did.
#[derive(Debug, sqlx::FromRow)]
pub struct PersonEvent {
    pub id: String,
    pub name: String,
    pub metadata: Json<Map<String, Value>>,
    /// The time in Unix seconds.
    pub created_at: i64,
}

/// What a person did last, the newest first. `before` is the time and the id of a row: only earlier rows are read.
pub async fn events_of(
    db: &Db,
    person_id: &str,
    before: Option<(i64, &str)>,
    most: i64,
) -> Result<Vec<PersonEvent>, sqlx::Error> {
    let (at, id) = before.unwrap_or((i64::MAX, ""));
    read!(db, all
        "select id, name, metadata, created_at from data_events where person_id = $1 and (created_at, id) < ($2, $3)
         order by created_at desc, id desc limit $4" => person_id, at, id, most)
}

/// The app's users who were here last, then its visitors and leads: so many of each.
pub async fn people(db: &Db, app_id: &str, most: i64) -> Result<Vec<Person>, Error> {
    let mut people: Vec<Person> = Vec::new();
    for is_user in [true, false] {
        let found: Vec<Person> = read!(db, all
            "select * from people where app_id = $1 and (role = 'user') = $2 order by last_seen_at desc limit $3"
            => app_id, is_user, most)?;
        people.extend(found);
    }
    Ok(people)
}
