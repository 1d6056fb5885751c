use serde_json::{Map, Value};
use sqlx::QueryBuilder;
use sqlx::types::Json;
use std::collections::{BTreeSet, HashMap};

use super::merging::note_merged;
use super::{attributes, names};
use crate::database::{Transaction, execute, fetch};
use crate::error::Error;
use crate::feed::{FeedPerson, MergedFrom};
use crate::identity::{User, folded};
use crate::random;

#[derive(Clone, sqlx::FromRow)]
pub struct Person {
    pub id: String,
    kind: Kind,
    pub visitor_id: Option<String>,
    pub user_id: Option<String>,
    pub email: Option<String>,
    /// Whether a proof covered the e-mail: only then it finds its person for a proved ping.
    pub email_proved: bool,
    pub name: Option<String>,
    pub signed_up_at: Option<i64>,
    /// Since when a visitor is a lead: their first message.
    pub lead_since: Option<i64>,
    /// Whether a token or hash proved the user, the last time they said who they are.
    pub verified: bool,
    /// What Intercom defines of people beside name and e-mail.
    pub details: Json<Map<String, Value>>,
    pub attributes: Json<Map<String, Value>>,
    pub impressions: i64,
    /// Unix seconds.
    pub created_at: i64,
    /// Before this batch.
    pub last_seen_at: i64,
    /// How often they came: see [`Person::view`].
    pub session_count: i64,
    /// When they saw a page last.
    pub viewed_at: Option<i64>,
    /// Where their session came from: the address's campaign, and the site that referred to it.
    pub campaign: Option<String>,
    pub referrer: Option<String>,
    pub browser: Option<String>,
    pub language: Option<String>,
    pub time_zone: Option<String>,
    /// Since when a teammate refuses what they write.
    pub blocked_at: Option<i64>,
}

#[derive(Clone, Copy, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "lowercase")]
enum Kind {
    Visitor,
    User,
}

impl Person {
    /// A visitor of whom nothing is known; `now` in Unix seconds.
    pub fn unknown(now: i64) -> Self {
        Self {
            id: String::new(),
            kind: Kind::Visitor,
            visitor_id: None,
            user_id: None,
            email: None,
            email_proved: false,
            name: None,
            signed_up_at: None,
            lead_since: None,
            verified: false,
            details: Json::default(),
            attributes: Json::default(),
            impressions: 0,
            created_at: now,
            last_seen_at: now,
            session_count: 0,
            viewed_at: None,
            campaign: None,
            referrer: None,
            browser: None,
            language: None,
            time_zone: None,
            blocked_at: None,
        }
    }

    pub fn is_user(&self) -> bool {
        self.kind == Kind::User
    }

    /// A visitor who has written.
    pub fn is_lead(&self) -> bool {
        self.kind == Kind::Visitor && self.lead_since.is_some()
    }

    /// The name people of the workspace read; never empty.
    pub fn display_name(&self) -> String {
        let stated = self.name.as_ref().or(self.email.as_ref()).or(self.user_id.as_ref());
        stated.cloned().unwrap_or_else(|| names::of_visitor(self.visitor_id.as_deref().unwrap_or(&self.id)))
    }

    /// As the feed shows them; whether they are verified, the session knows that they came with.
    pub fn for_feed(&self, verified: bool) -> FeedPerson {
        FeedPerson { name: self.display_name(), user_id: self.user_id.clone(), verified }
    }

    /// Whether what pings bring is the same in both.
    fn has_data_of(&self, other: &Self) -> bool {
        let said = |person: &Self| (person.name.clone(), person.details.clone(), person.attributes.clone());
        let seen = |person: &Self| {
            let source = (person.session_count, person.campaign.clone(), person.referrer.clone());
            (source, person.browser.clone(), person.language.clone(), person.time_zone.clone())
        };
        said(self) == said(other) && seen(self) == seen(other)
    }
}

/// The people that a batch has to do with: read once, written once.
#[derive(Default)]
pub struct People {
    held: HashMap<String, Person>,
    /// Who was here.
    seen: BTreeSet<String>,
    /// Of whom more is new than that they were here.
    changed: BTreeSet<String>,
}

/// Whom a stated identity means.
pub enum Found {
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
        Ok(fetch!(db, |db| sqlx::query_as(
            "insert into people (id, app_id, kind, visitor_id, verified, details, attributes, impressions,
                                 created_at, last_seen_at)
             values ($1, $2, 'visitor', $3, false, '{}', '{}', 0, $4, $4) returning *",
        )
        .bind(id)
        .bind(app_id)
        .bind(visitor_id)
        .bind(now)
        .fetch_one(db))?)
    }

    /// By user_id; by e-mail only where there is no user_id. (Intercom's help, "What is user_id and why would I want to
    /// use it?" and "Why do I have duplicate users?". Its first look-up, by its own id, is the session here.)
    pub async fn find_user(&self, db: &mut Transaction, app_id: &str, user: &User) -> Result<Found, Error> {
        let mut people: Vec<Person> = match (&user.user_id, &user.email) {
            (Some(user_id), _) => {
                fetch!(db, |db| sqlx::query_as("select * from people where app_id = $1 and user_id = $2")
                    .bind(app_id)
                    .bind(user_id)
                    .fetch_all(db))?
            }
            (None, Some(email)) => fetch!(db, |db| sqlx::query_as(
                "select * from people where app_id = $1 and email_folded = $2 and kind = 'user'
                   and (email_proved or not $3) limit 2"
            )
            .bind(app_id)
            .bind(folded(email))
            .bind(user.proof.is_some())
            .fetch_all(db))?,
            (None, None) => Vec::new(),
        };
        Ok(match (people.pop(), people.is_empty()) {
            (None, _) => Found::Nobody,
            (Some(person), true) => Found::One(Box::new(self.as_held(person))),
            (Some(_), false) => Found::Several,
        })
    }

    pub async fn make_user(
        &mut self,
        db: &mut Transaction,
        app_id: &str,
        user: &User,
        now: i64,
    ) -> Result<Person, Error> {
        let person: Person = fetch!(db, |db| {
            sqlx::query_as(
            "insert into people (id, app_id, kind, user_id, email, email_folded, email_proved, name, verified, details,
                                 attributes, impressions, created_at, last_seen_at)
             values ($1, $2, 'user', $3, $4, $5, $6, $7, $8, '{}', '{}', 0, $9, $9) returning *",
        )
        .bind(random::id()?)
        .bind(app_id)
        .bind(&user.user_id)
        .bind(&user.email)
        .bind(user.email.as_deref().map(folded))
        .bind(user.email_proved)
        .bind(&user.name)
        .bind(user.proof.is_some())
        .bind(now)
        .fetch_one(db)
        })?;
        self.held.insert(person.id.clone(), person.clone());
        Ok(person)
    }

    /// Writes down what a user states of themselves; what is left out stays.
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
            execute!(db, |db| {
                sqlx::query(
                "update people set email = $2, email_folded = $3, email_proved = $4, verified = $5 where id = $1"
            )
            .bind(&person.id)
            .bind(&person.email)
            .bind(person.email.as_deref().map(folded))
            .bind(person.email_proved)
            .bind(person.verified)
            .execute(db)
            })?;
        }
        self.held.insert(person.id.clone(), person.clone());
        person.name = user.name.clone().or(person.name);
        Ok(person)
    }

    /// Writes down what the page says of when they signed up.
    pub async fn note_sign_up(&self, db: &mut Transaction, person: &Person) -> Result<(), Error> {
        execute!(db, |db| sqlx::query("update people set signed_up_at = $2 where id = $1")
            .bind(&person.id)
            .bind(person.signed_up_at)
            .execute(db))?;
        Ok(())
    }

    /// A visitor who writes is a lead from then on.
    pub async fn become_lead(
        &mut self,
        db: &mut Transaction,
        person: &Person,
        now: i64,
    ) -> Result<(), Error> {
        if person.is_user() || person.lead_since.is_some() {
            return Ok(());
        }
        execute!(db, |db| sqlx::query("update people set lead_since = $2 where id = $1")
            .bind(&person.id)
            .bind(now)
            .execute(db))?;
        if let Some(held) = self.held.get_mut(&person.id) {
            held.lead_since = Some(now);
        }
        Ok(())
    }

    /// Refuses what the person writes from `at` on, in Unix seconds; None takes it again.
    pub async fn block(&mut self, db: &mut Transaction, id: &str, at: Option<i64>) -> Result<(), Error> {
        execute!(db, |db| sqlx::query("update people set blocked_at = $2 where id = $1")
            .bind(id)
            .bind(at)
            .execute(db))?;
        if let Some(held) = self.held.get_mut(id) {
            held.blocked_at = at;
        }
        Ok(())
    }

    /// What a lead says of where to write to them: nothing proves it.
    pub async fn keep_email(
        &mut self,
        db: &mut Transaction,
        lead: &Person,
        email: &str,
    ) -> Result<(), Error> {
        execute!(db, |db| {
            sqlx::query("update people set email = $2, email_folded = $3, email_proved = false where id = $1")
                .bind(&lead.id)
                .bind(email)
                .bind(folded(email))
                .execute(db)
        })?;
        if let Some(held) = self.held.get_mut(&lead.id) {
            (held.email, held.email_proved) = (Some(email.to_owned()), false);
        }
        Ok(())
    }

    /// What the batch knows of a person is newer than what the database does.
    fn as_held(&self, person: Person) -> Person {
        self.held.get(&person.id).cloned().unwrap_or(person)
    }

    /// Makes the visitor part of the user, who is still to be saved. The visitor's id means the user from `now` on.
    pub async fn forget_merged(
        &mut self,
        db: &mut Transaction,
        visitor: &Person,
        user: &Person,
        now: i64,
    ) -> Result<(), Error> {
        note_merged(db, &visitor.id, &user.id, now).await?;
        self.held.remove(&visitor.id);
        self.seen.remove(&visitor.id);
        self.changed.remove(&visitor.id);
        execute!(db, |db| sqlx::query("delete from people where id = $1").bind(&visitor.id).execute(db))?;
        Ok(())
    }

    /// To be written with the batch: someone who is here now.
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

/// What a user takes over from the visitor they were. Returns what the feed reports of that visitor.
pub fn inherit(user: &mut Person, visitor: Person) -> MergedFrom {
    let merged = MergedFrom { name: visitor.display_name(), impressions: visitor.impressions };
    user.impressions += visitor.impressions;
    user.session_count += visitor.session_count;
    user.viewed_at = user.viewed_at.max(visitor.viewed_at);
    (user.campaign, user.referrer) = (visitor.campaign, visitor.referrer);
    attributes::inherit(&mut user.attributes, visitor.attributes.0);
    for (name, value) in visitor.details.0 {
        user.details.entry(name).or_insert(value);
    }
    merged
}
