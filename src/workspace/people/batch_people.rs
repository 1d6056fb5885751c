//! The people of a batch: read once, changed, and written once.

use sqlx::QueryBuilder;
use std::collections::{BTreeSet, HashMap};

use super::{Person, Role};
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
    /// Ids of people who were made in this batch, and of whom nothing was saved since.
    made: BTreeSet<String>,
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
                "select * from people where app_id = $1 and email_folded = $2 and role = 'user'
                 and (email_proved or not $3) limit 2" => app_id, folded(email), user.proof.is_some())?,
            (None, None) => Vec::new(),
        };
        Ok(match (people.pop(), people.is_empty()) {
            (None, _) => FoundUser::Nobody,
            (Some(person), true) => FoundUser::One(Box::new(self.as_held(person))),
            (Some(_), false) => FoundUser::Several,
        })
    }

    /// Makes a visitor with an id that the workspace makes: an id it never gave is nobody's.
    pub async fn make_visitor(
        &mut self,
        db: &mut Transaction,
        app_id: &str,
        now: i64,
    ) -> Result<Person, Error> {
        let visitor = Person { visitor_id: Some(random::id()?), ..Person::unknown(now) };
        self.make(db, app_id, visitor).await
    }

    pub async fn make_user(
        &mut self,
        db: &mut Transaction,
        app_id: &str,
        user: &User,
        now: i64,
    ) -> Result<Person, Error> {
        let user = Person {
            role: Role::User,
            user_id: user.user_id.clone(),
            email: user.email.clone(),
            email_proved: user.email_proved,
            name: user.name.clone(),
            verified: user.proof.is_some(),
            ..Person::unknown(now)
        };
        self.make(db, app_id, user).await
    }

    /// Makes a person, with an id that the workspace makes.
    pub async fn make(
        &mut self,
        db: &mut Transaction,
        app_id: &str,
        mut person: Person,
    ) -> Result<Person, Error> {
        person.id = random::id()?;
        person.updated_at = person.created_at;
        execute!(db,
            "insert into people (id, app_id, role, visitor_id, user_id, email, email_folded, email_proved, name, verified,
                                 details, attributes, impressions, created_at, last_seen_at, updated_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, $13, $13, $13)"
            => &person.id, app_id, person.role, &person.visitor_id, &person.user_id, &person.email,
               person.email.as_deref().map(folded), person.email_proved, &person.name, person.verified,
               &person.details, &person.attributes, person.created_at)?;
        self.made.insert(person.id.clone());
        self.changed.insert(person.id.clone());
        self.held.insert(person.id.clone(), person.clone());
        Ok(person)
    }

    /// Writes what a user states of themselves. What is left out stays. The name is still to be saved.
    pub async fn identify(
        &mut self,
        db: &mut Transaction,
        person: Person,
        user: &User,
    ) -> Result<Person, Error> {
        let mut after = person.clone();
        if let Some(email) = &user.email {
            let same = person.email.as_ref().is_some_and(|known| folded(known) == folded(email));
            after.email_proved = user.email_proved || same && person.email_proved;
            after.email = Some(email.clone());
        }
        after.verified = user.proof.is_some();
        after.name = user.name.clone().or(after.name);
        // A later ping of this batch may look for the e-mail.
        if (&person.email, person.email_proved) != (&after.email, after.email_proved) {
            write_email(db, &after).await?;
        }
        self.held.entry(person.id.clone()).or_insert(person);
        Ok(after)
    }

    /// The person as the batch knows them, which is newer than the row.
    fn as_held(&self, person: Person) -> Person {
        self.held.get(&person.id).cloned().unwrap_or(person)
    }

    /// Drops a person whose row is gone.
    pub fn forget(&mut self, id: &str) {
        self.held.remove(id);
        self.seen.remove(id);
        self.changed.remove(id);
        self.made.remove(id);
    }

    /// Notes that a person is here now.
    pub fn note_seen(&mut self, person: &Person) {
        self.seen.insert(person.id.clone());
        self.held.entry(person.id.clone()).or_insert_with(|| person.clone());
    }

    /// Has a person written with the batch. Returns the names of the fields that the ledger is to have.
    /// It has none of a person who was made just now: that they were made says it all.
    #[must_use]
    pub fn save(&mut self, person: Person) -> Vec<String> {
        let id = person.id.clone();
        let before = self.held.get(&id);
        let fields = before.map(|held| person.changed_fields(held)).unwrap_or_default();
        if !fields.is_empty() || before.is_none_or(|held| !held.has_session_of(&person)) {
            self.changed.insert(id.clone());
        }
        self.held.insert(id.clone(), person);
        if self.made.remove(&id) { Vec::new() } else { fields }
    }

    /// A person whom the batch holds, and now writes.
    pub fn written(&mut self, id: &str) -> Option<&mut Person> {
        let held = self.held.get_mut(id)?;
        self.changed.insert(id.to_owned());
        Some(held)
    }

    /// Notes a change that the ledger has, at `now`, in Unix seconds. The batch has loaded the person.
    pub fn note_change(&mut self, id: &str, now: i64, change: impl FnOnce(&mut Person)) {
        if let Some(held) = self.written(id) {
            change(held);
            held.updated_at = now;
        }
    }

    pub async fn flush(&self, db: &mut Transaction, now: i64) -> Result<(), Error> {
        let changed: Vec<&Person> = self.changed.iter().filter_map(|id| self.held.get(id)).collect();
        if !changed.is_empty() {
            execute!(&mut *db, |db| async move {
                let mut update = QueryBuilder::new(
                "update people set role = v.column2, user_id = v.column3, email = v.column4, email_folded = v.column5,
                   email_proved = v.column6, name = v.column7, owner = v.column8, signed_up_at = v.column9,
                   lead_since = v.column10, verified = v.column11, details = v.column12, attributes = v.column13,
                   first_seen_at = v.column14, session_count = v.column15, campaign = v.column16,
                   referrer = v.column17, browser = v.column18, language = v.column19, time_zone = v.column20,
                   blocked_at = v.column21, archived_at = v.column22, updated_at = v.column23,
                   last_contacted_at = v.column24, last_heard_from_at = v.column25, last_opened_at = v.column26,
                   impressions = v.column27, viewed_at = v.column28, last_seen_at = v.column29,
                   browser_version = v.column30, os = v.column31, location = v.column32 from (",
            );
                update.push_values(changed, |mut row, person| {
                    row.push_bind(&person.id)
                        .push_bind(person.role)
                        .push_bind(&person.user_id)
                        .push_bind(&person.email)
                        .push_bind(person.email.as_deref().map(folded))
                        .push_bind(person.email_proved)
                        .push_bind(&person.name)
                        .push_bind(person.owner)
                        .push_bind(person.signed_up_at)
                        .push_bind(person.lead_since)
                        .push_bind(person.verified)
                        .push_bind(&person.details)
                        .push_bind(&person.attributes)
                        .push_bind(person.first_seen_at)
                        .push_bind(person.session_count)
                        .push_bind(&person.campaign)
                        .push_bind(&person.referrer)
                        .push_bind(&person.browser)
                        .push_bind(&person.language)
                        .push_bind(&person.time_zone)
                        .push_bind(person.blocked_at)
                        .push_bind(person.archived_at)
                        .push_bind(person.updated_at)
                        .push_bind(person.last_contacted_at)
                        .push_bind(person.last_heard_from_at)
                        .push_bind(person.last_opened_at)
                        .push_bind(person.impressions)
                        .push_bind(person.viewed_at)
                        .push_bind(person.last_seen_at)
                        .push_bind(&person.browser_version)
                        .push_bind(&person.os)
                        .push_bind(&person.location);
                });
                update.push(") as v where people.id = v.column1").build().execute(db).await
            })?;
        }
        // After the others: who is here now was not here before this batch.
        let seen: Vec<&Person> = self.seen.iter().filter_map(|id| self.held.get(id)).collect();
        if !seen.is_empty() {
            execute!(&mut *db, |db| async move {
                let mut update = QueryBuilder::new(
                    "update people set impressions = v.column2, viewed_at = v.column3, last_seen_at = ",
                );
                update.push_bind(now).push(" from (");
                update.push_values(seen, |mut row, person| {
                    row.push_bind(&person.id).push_bind(person.impressions).push_bind(person.viewed_at);
                });
                update.push(") as v where people.id = v.column1").build().execute(db).await
            })?;
        }
        Ok(())
    }
}

/// Writes a person's e-mail at once: others may look for it in the same transaction.
pub async fn write_email(db: &mut Transaction, person: &Person) -> Result<(), Error> {
    execute!(db,
        "update people set email = $2, email_folded = $3, email_proved = $4 where id = $1"
        => &person.id, &person.email, person.email.as_deref().map(folded), person.email_proved)?;
    Ok(())
}
