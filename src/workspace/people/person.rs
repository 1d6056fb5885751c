use serde_json::{Map, Value};
use sqlx::SqliteConnection;
use sqlx::types::Json;

use super::{attributes, names};
use crate::error::Error;
use crate::workspace::feed::{FeedPerson, MergedFrom};
use crate::workspace::identity::VerifiedUser;
use crate::workspace::random;

#[derive(sqlx::FromRow)]
pub struct Person {
    pub id: String,
    pub visitor_id: Option<String>,
    pub user_id: Option<String>,
    pub email: Option<String>,
    pub name: Option<String>,
    pub attributes: Json<Map<String, Value>>,
    pub impressions: i64,
}

impl Person {
    pub fn is_user(&self) -> bool {
        self.user_id.is_some()
    }

    /// The name people of the workspace read; never empty.
    pub fn display_name(&self) -> String {
        let stated = self.name.as_ref().or(self.email.as_ref()).or(self.user_id.as_ref());
        stated.cloned().unwrap_or_else(|| names::of_visitor(self.visitor_id.as_deref().unwrap_or(&self.id)))
    }

    /// As the feed shows them. There is no user whom no token proved.
    pub fn for_feed(&self) -> FeedPerson {
        FeedPerson { name: self.display_name(), user_id: self.user_id.clone(), verified: self.is_user() }
    }
}

pub async fn find(db: &mut SqliteConnection, id: &str) -> Result<Person, Error> {
    Ok(sqlx::query_as("select * from people where id = $1").bind(id).fetch_one(db).await?)
}

pub async fn find_visitor(
    db: &mut SqliteConnection,
    app_id: &str,
    visitor_id: &str,
) -> Result<Option<Person>, Error> {
    let query = sqlx::query_as("select * from people where app_id = $1 and visitor_id = $2");
    Ok(query.bind(app_id).bind(visitor_id).fetch_optional(db).await?)
}

/// A visitor with an id that the workspace makes: an id it never gave is nobody's.
pub async fn make_visitor(db: &mut SqliteConnection, app_id: &str, now: i64) -> Result<Person, Error> {
    let query = sqlx::query_as(
        "insert into people (id, app_id, kind, visitor_id, attributes, impressions, created_at, last_seen_at)
         values ($1, $2, 'visitor', $3, '{}', 0, $4, $4) returning *",
    );
    Ok(query.bind(random::id()?).bind(app_id).bind(random::id()?).bind(now).fetch_one(db).await?)
}

/// The user of this user_id; what the token says of them is written down, what it leaves out stays.
pub async fn find_or_make_user(
    db: &mut SqliteConnection,
    app_id: &str,
    user: &VerifiedUser,
    now: i64,
) -> Result<Person, Error> {
    let query = sqlx::query_as(
        "insert into people (id, app_id, kind, user_id, email, name, signed_up_at, attributes, impressions,
                             created_at, last_seen_at)
         values ($1, $2, 'user', $3, $4, $5, $6, '{}', 0, $7, $7)
         on conflict (app_id, user_id) where user_id is not null do update set
           email = coalesce(excluded.email, people.email),
           name = coalesce(excluded.name, people.name),
           signed_up_at = coalesce(excluded.signed_up_at, people.signed_up_at),
           last_seen_at = excluded.last_seen_at
         returning *",
    );
    Ok(query
        .bind(random::id()?)
        .bind(app_id)
        .bind(&user.user_id)
        .bind(&user.email)
        .bind(&user.name)
        .bind(user.signed_up_at)
        .bind(now)
        .fetch_one(db)
        .await?)
}

/// Makes the visitor part of the user, who is still to be saved. The visitor's sessions end: whoever holds one is not thereby the user.
pub async fn merge(
    db: &mut SqliteConnection,
    visitor: Person,
    user: &mut Person,
) -> Result<MergedFrom, Error> {
    let merged = MergedFrom { name: visitor.display_name(), impressions: visitor.impressions };
    sqlx::query("update impressions set person_id = $1 where person_id = $2")
        .bind(&user.id)
        .bind(&visitor.id)
        .execute(&mut *db)
        .await?;
    sqlx::query("delete from people where id = $1").bind(&visitor.id).execute(&mut *db).await?;
    user.impressions += visitor.impressions;
    attributes::inherit(&mut user.attributes, visitor.attributes.0);
    Ok(merged)
}

/// Writes down name, attributes and the count of impressions of someone who is here now.
pub async fn save(db: &mut SqliteConnection, person: &Person, now: i64) -> Result<(), Error> {
    sqlx::query(
        "update people set name = $1, attributes = $2, impressions = $3, last_seen_at = $4 where id = $5",
    )
    .bind(&person.name)
    .bind(&person.attributes)
    .bind(person.impressions)
    .bind(now)
    .bind(&person.id)
    .execute(db)
    .await?;
    Ok(())
}
