//! The people of a batch: read once, changed, and written once.

use sqlx::QueryBuilder;
use std::collections::{BTreeSet, HashMap};

use super::Person;
use crate::database::{Transaction, execute, fetch, push_list};
use crate::error::Error;
use crate::identity::{User, folded};
use crate::random;

/// The people of a batch. Each is read once and written once.
#[derive(Default)]
pub struct People {
    held: HashMap<String, Person>,
    /// Ids of people who were here.
    seen: BTreeSet<String>,
    /// Ids of people whose data changed.
    changed: BTreeSet<String>,
}

/// The person whom a stated identity means.
pub enum FoundUser {
    Nobody,
    One(Box<Person>),
    /// An e-mail that several users share.
    Several,
}

impl People {
    pub async fn load(&mut self, db: &mut Transaction, ids: impl Iterator<Item = &str>) -> Result<(), Error> {
        let ids: BTreeSet<&str> = ids.filter(|id| !self.held.contains_key(*id)).collect();
        if ids.is_empty() {
            return Ok(());
        }
        let people: Vec<Person> = fetch!(db, |db| async move {
            let mut select = QueryBuilder::new("select * from people where id in ");
            push_list(&mut select, ids).build_query_as().fetch_all(db).await
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
        let found: Option<Person> = fetch!(db, optional
            "select * from people where app_id = $1 and visitor_id = $2" => app_id, visitor_id)?;
        Ok(found.map(|person| self.as_held(person)))
    }

    /// Makes a visitor with an id that the workspace makes: an id it never gave is nobody's.
    pub async fn make_visitor(&self, db: &mut Transaction, app_id: &str, now: i64) -> Result<Person, Error> {
        let (id, visitor_id) = (random::id()?, random::id()?);
        Ok(fetch!(db, one
            "insert into people (id, app_id, kind, visitor_id, verified, details, attributes, impressions,
                                 created_at, last_seen_at)
             values ($1, $2, 'visitor', $3, false, '{}', '{}', 0, $4, $4) returning *"
            => id, app_id, visitor_id, now)?)
    }

    /// Finds a user by user_id; by e-mail only where there is no user_id.
    /// Source: Intercom's help, "What is user_id and why would I want to use it?" and "Why do I have duplicate users?".
    /// Its first look-up, by its own id, is the session here.
    pub async fn find_user(
        &self,
        db: &mut Transaction,
        app_id: &str,
        user: &User,
    ) -> Result<FoundUser, Error> {
        let mut people: Vec<Person> = match (&user.user_id, &user.email) {
            (Some(user_id), _) => {
                fetch!(db, all "select * from people where app_id = $1 and user_id = $2" => app_id, user_id)?
            }
            (None, Some(email)) => fetch!(db, all
                "select * from people where app_id = $1 and email_folded = $2 and kind = 'user'
                 and (email_proved or not $3) limit 2" => app_id, folded(email), user.proof.is_some())?,
            (None, None) => Vec::new(),
        };
        Ok(match (people.pop(), people.is_empty()) {
            (None, _) => FoundUser::Nobody,
            (Some(person), true) => FoundUser::One(Box::new(self.as_held(person))),
            (Some(_), false) => FoundUser::Several,
        })
    }

    pub async fn make_user(
        &mut self,
        db: &mut Transaction,
        app_id: &str,
        user: &User,
        now: i64,
    ) -> Result<Person, Error> {
        let person: Person = fetch!(db, one
            "insert into people (id, app_id, kind, user_id, email, email_folded, email_proved, name, verified, details,
                                 attributes, impressions, created_at, last_seen_at)
             values ($1, $2, 'user', $3, $4, $5, $6, $7, $8, '{}', '{}', 0, $9, $9) returning *"
            => random::id()?, app_id, &user.user_id, &user.email, user.email.as_deref().map(folded),
               user.email_proved, &user.name, user.proof.is_some(), now)?;
        self.held.insert(person.id.clone(), person.clone());
        Ok(person)
    }

    /// Writes what a user states of themselves. What is left out stays.
    pub async fn identify(
        &mut self,
        db: &mut Transaction,
        mut person: Person,
        user: &User,
    ) -> Result<Person, Error> {
        let identity = |person: &Person| (person.email.clone(), person.email_proved, person.verified);
        let before = identity(&person);
        if let Some(email) = &user.email {
            let same = person.email.as_ref().is_some_and(|known| folded(known) == folded(email));
            person.email_proved = user.email_proved || same && person.email_proved;
            person.email = Some(email.clone());
        }
        person.verified = user.proof.is_some();
        if before != identity(&person) {
            execute!(db,
                "update people set email = $2, email_folded = $3, email_proved = $4, verified = $5 where id = $1"
                => &person.id, &person.email, person.email.as_deref().map(folded), person.email_proved,
                   person.verified)?;
        }
        self.held.insert(person.id.clone(), person.clone());
        person.name = user.name.clone().or(person.name);
        Ok(person)
    }

    /// Writes when the person signed up, as the page says it.
    pub async fn note_sign_up(&self, db: &mut Transaction, person: &Person) -> Result<(), Error> {
        execute!(db, "update people set signed_up_at = $2 where id = $1" => &person.id, person.signed_up_at)?;
        Ok(())
    }

    /// Makes a visitor a lead, once they write.
    pub async fn become_lead(
        &mut self,
        db: &mut Transaction,
        person: &Person,
        now: i64,
    ) -> Result<(), Error> {
        if person.is_user() || person.lead_since.is_some() {
            return Ok(());
        }
        execute!(db, "update people set lead_since = $2 where id = $1" => &person.id, now)?;
        if let Some(held) = self.held.get_mut(&person.id) {
            held.lead_since = Some(now);
        }
        Ok(())
    }

    /// Blocks a person from `at` on, in Unix seconds. None unblocks them.
    pub async fn block(&mut self, db: &mut Transaction, id: &str, at: Option<i64>) -> Result<(), Error> {
        execute!(db, "update people set blocked_at = $2 where id = $1" => id, at)?;
        if let Some(held) = self.held.get_mut(id) {
            held.blocked_at = at;
        }
        Ok(())
    }

    /// Keeps the address that a lead has left. Nothing proves it.
    pub async fn keep_email(
        &mut self,
        db: &mut Transaction,
        lead: &Person,
        email: &str,
    ) -> Result<(), Error> {
        execute!(db,
            "update people set email = $2, email_folded = $3, email_proved = false where id = $1"
            => &lead.id, email, folded(email))?;
        if let Some(held) = self.held.get_mut(&lead.id) {
            (held.email, held.email_proved) = (Some(email.to_owned()), false);
        }
        Ok(())
    }

    /// The person as the batch knows them, which is newer than the row.
    fn as_held(&self, person: Person) -> Person {
        self.held.get(&person.id).cloned().unwrap_or(person)
    }

    /// Drops a person whose row is gone.
    pub(super) fn forget(&mut self, id: &str) {
        self.held.remove(id);
        self.seen.remove(id);
        self.changed.remove(id);
    }

    /// Has a person who is here now written with the batch.
    pub fn save(&mut self, person: Person) {
        self.seen.insert(person.id.clone());
        if self.held.get(&person.id).is_none_or(|held| !held.has_data_of(&person)) {
            self.changed.insert(person.id.clone());
        }
        self.held.insert(person.id.clone(), person);
    }

    pub async fn flush(&self, db: &mut Transaction, now: i64) -> Result<(), Error> {
        let seen: Vec<&Person> = self.seen.iter().filter_map(|id| self.held.get(id)).collect();
        if seen.is_empty() {
            return Ok(());
        }
        execute!(db, |db| async move {
            let mut update = QueryBuilder::new(
                "update people set impressions = v.column2, viewed_at = v.column3, last_seen_at = ",
            );
            update.push_bind(now).push(" from (");
            update.push_values(seen, |mut row, person| {
                row.push_bind(&person.id).push_bind(person.impressions).push_bind(person.viewed_at);
            });
            update.push(") as v where people.id = v.column1").build().execute(db).await
        })?;
        let changed: Vec<&Person> = self.changed.iter().filter_map(|id| self.held.get(id)).collect();
        if changed.is_empty() {
            return Ok(());
        }
        execute!(db, |db| async move {
            let mut update = QueryBuilder::new(
                "update people set name = v.column2, details = v.column3, attributes = v.column4,
                   session_count = v.column5, campaign = v.column6, referrer = v.column7, browser = v.column8,
                   language = v.column9, time_zone = v.column10 from (",
            );
            update.push_values(changed, |mut row, person| {
                row.push_bind(&person.id)
                    .push_bind(&person.name)
                    .push_bind(&person.details)
                    .push_bind(&person.attributes)
                    .push_bind(person.session_count)
                    .push_bind(&person.campaign)
                    .push_bind(&person.referrer)
                    .push_bind(&person.browser)
                    .push_bind(&person.language)
                    .push_bind(&person.time_zone);
            });
            update.push(") as v where people.id = v.column1").build().execute(db).await
        })?;
        Ok(())
    }
}
