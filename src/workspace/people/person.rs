use serde_json::{Map, Value};
use sqlx::QueryBuilder;
use sqlx::types::Json;
use std::collections::{BTreeSet, HashMap};

use super::{attributes, names};
use crate::database::{Transaction, execute, fetch};
use crate::error::Error;
use crate::workspace::feed::{FeedPerson, MergedFrom};
use crate::workspace::identity::VerifiedUser;
use crate::workspace::random;

#[derive(Clone, sqlx::FromRow)]
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

/// The people that a batch has to do with: read once, written once.
#[derive(Default)]
pub struct People {
    held: HashMap<String, Person>,
    changed: BTreeSet<String>,
}

impl People {
    pub async fn load(&mut self, db: &mut Transaction, ids: impl Iterator<Item = &str>) -> Result<(), Error> {
        let ids: BTreeSet<&str> = ids.filter(|id| !self.held.contains_key(*id)).collect();
        if ids.is_empty() {
            return Ok(());
        }
        let people: Vec<Person> = fetch!(db, |db| async move {
            let mut select = QueryBuilder::new("select * from people where id in (");
            let mut list = select.separated(", ");
            ids.into_iter().for_each(|id| _ = list.push_bind(id));
            select.push(")").build_query_as().fetch_all(db).await
        })?;
        self.held.extend(people.into_iter().map(|person| (person.id.clone(), person)));
        Ok(())
    }

    pub async fn find(&mut self, db: &mut Transaction, id: &str) -> Result<Person, Error> {
        self.load(db, std::iter::once(id)).await?;
        self.held.get(id).cloned().ok_or_else(|| Error::internal("a session without its person"))
    }

    pub async fn find_visitor(
        &self,
        db: &mut Transaction,
        app_id: &str,
        visitor_id: &str,
    ) -> Result<Option<Person>, Error> {
        let found: Option<Person> =
            fetch!(db, |db| sqlx::query_as("select * from people where app_id = $1 and visitor_id = $2")
                .bind(app_id)
                .bind(visitor_id)
                .fetch_optional(db))?;
        Ok(found.map(|person| self.as_held(person)))
    }

    /// A visitor with an id that the workspace makes: an id it never gave is nobody's.
    pub async fn make_visitor(&self, db: &mut Transaction, app_id: &str, now: i64) -> Result<Person, Error> {
        let (id, visitor_id) = (random::id()?, random::id()?);
        Ok(fetch!(db, |db| {
            sqlx::query_as(
            "insert into people (id, app_id, kind, visitor_id, attributes, impressions, created_at, last_seen_at)
             values ($1, $2, 'visitor', $3, '{}', 0, $4, $4) returning *",
        )
        .bind(id)
        .bind(app_id)
        .bind(visitor_id)
        .bind(now)
        .fetch_one(db)
        })?)
    }

    /// The user of this user_id; what the token says of them is written down, what it leaves out stays.
    pub async fn find_or_make_user(
        &self,
        db: &mut Transaction,
        app_id: &str,
        user: &VerifiedUser,
        now: i64,
    ) -> Result<Person, Error> {
        let id = random::id()?;
        let person: Person = fetch!(db, |db| {
            sqlx::query_as(
            "insert into people (id, app_id, kind, user_id, email, name, signed_up_at, attributes, impressions,
                                 created_at, last_seen_at)
             values ($1, $2, 'user', $3, $4, $5, $6, '{}', 0, $7, $7)
             on conflict (app_id, user_id) where user_id is not null do update set
               email = coalesce(excluded.email, people.email),
               name = coalesce(excluded.name, people.name),
               signed_up_at = coalesce(excluded.signed_up_at, people.signed_up_at),
               last_seen_at = excluded.last_seen_at
             returning *",
        )
        .bind(id)
        .bind(app_id)
        .bind(&user.user_id)
        .bind(&user.email)
        .bind(&user.name)
        .bind(user.signed_up_at)
        .bind(now)
        .fetch_one(db)
        })?;
        let (email, name) = (person.email.clone(), person.name.clone());
        Ok(Person { email, name: user.name.clone().or(name), ..self.as_held(person) })
    }

    /// What the batch knows of a person is newer than what the database does.
    fn as_held(&self, person: Person) -> Person {
        self.held.get(&person.id).cloned().unwrap_or(person)
    }

    /// Makes the visitor part of the user, who is still to be saved.
    pub async fn forget_merged(&mut self, db: &mut Transaction, visitor: &Person) -> Result<(), Error> {
        self.held.remove(&visitor.id);
        self.changed.remove(&visitor.id);
        execute!(db, |db| sqlx::query("delete from people where id = $1").bind(&visitor.id).execute(db))?;
        Ok(())
    }

    /// To be written with the batch: someone who is here now.
    pub fn save(&mut self, person: Person) {
        self.changed.insert(person.id.clone());
        self.held.insert(person.id.clone(), person);
    }

    pub async fn flush(&self, db: &mut Transaction, now: i64) -> Result<(), Error> {
        let people: Vec<&Person> = self.changed.iter().filter_map(|id| self.held.get(id)).collect();
        if people.is_empty() {
            return Ok(());
        }
        execute!(db, |db| async move {
            let mut update = QueryBuilder::new(
                "update people set name = v.column2, attributes = v.column3, impressions = v.column4, last_seen_at = ",
            );
            update.push_bind(now).push(" from (");
            update.push_values(people, |mut row, person| {
                row.push_bind(&person.id)
                    .push_bind(&person.name)
                    .push_bind(&person.attributes)
                    .push_bind(person.impressions);
            });
            update.push(") as v where people.id = v.column1").build().execute(db).await
        })?;
        Ok(())
    }
}

/// What a user takes over from the visitor they were, who is told of.
pub fn inherit(user: &mut Person, visitor: Person) -> MergedFrom {
    let merged = MergedFrom { name: visitor.display_name(), impressions: visitor.impressions };
    user.impressions += visitor.impressions;
    attributes::inherit(&mut user.attributes, visitor.attributes.0);
    merged
}
