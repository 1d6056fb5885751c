use jiff::tz::TimeZone;
use serde_json::{Map, Value};
use sqlx::QueryBuilder;
use sqlx::types::Json;
use std::collections::HashMap;
use std::sync::Arc;

use super::filter::{EventCount, Filter, Kind, Subject, SubjectCompany};
use super::live::Live;
use super::template::Template;
use crate::database::{Transaction, fetch};
use crate::error::Error;
use crate::workspace::people::Person;

/// What messages ask of a person beside what the person's row says.
#[derive(Default)]
pub struct Known {
    company: Option<CompanyRow>,
    events: HashMap<String, EventCount>,
}

#[derive(sqlx::FromRow)]
struct CompanyRow {
    company_id: String,
    name: String,
    details: Json<Map<String, Value>>,
    attributes: Json<Map<String, Value>>,
}

#[derive(sqlx::FromRow)]
struct EventRow {
    name: String,
    count: i64,
    last_at: i64,
}

impl Known {
    /// For these messages' filters. Reads what they name, and nothing where they name nothing.
    pub async fn read(db: &mut Transaction, person: &Person, messages: &[Arc<Live>]) -> Result<Self, Error> {
        let needs_company = messages.iter().any(|live| live.filter.needs_company());
        let mut events: Vec<&str> = messages.iter().flat_map(|live| live.filter.events()).collect();
        events.sort_unstable();
        events.dedup();
        Ok(Self {
            company: if needs_company { company(db, person).await? } else { None },
            events: if events.is_empty() { HashMap::new() } else { counts(db, person, &events).await? },
        })
    }

    /// For one filter.
    pub async fn of_filter(db: &mut Transaction, person: &Person, filter: &Filter) -> Result<Self, Error> {
        let events: Vec<&str> = filter.events().collect();
        Ok(Self {
            company: if filter.needs_company() { company(db, person).await? } else { None },
            events: if events.is_empty() { HashMap::new() } else { counts(db, person, &events).await? },
        })
    }

    /// For this text's variables.
    pub async fn read_for(db: &mut Transaction, person: &Person, text: &Template) -> Result<Self, Error> {
        let company = if text.needs_company() { company(db, person).await? } else { None };
        Ok(Self { company, events: HashMap::new() })
    }

    /// Of this person at `now`, in Unix seconds.
    pub fn subject<'a>(&'a self, person: &'a Person, now: i64) -> Subject<'a> {
        let detail = |name: &str| person.details.get(name).and_then(Value::as_str);
        let company = self.company.as_ref().map(|company| SubjectCompany {
            name: &company.name,
            company_id: &company.company_id,
            details: &company.details,
            attributes: &company.attributes,
        });
        Subject {
            kind: match (person.is_user(), person.is_lead()) {
                (true, _) => Kind::User,
                (false, true) => Kind::Lead,
                (false, false) => Kind::Visitor,
            },
            verified: person.verified,
            name: person.name.as_deref(),
            email: person.email.as_deref(),
            user_id: person.user_id.as_deref(),
            language: detail("language_override").or(person.language.as_deref()),
            browser: person.browser.as_deref(),
            time_zone: person.time_zone.as_deref(),
            signed_up_at: person.signed_up_at,
            first_seen_at: Some(person.created_at),
            last_seen_at: Some(person.last_seen_at),
            sessions: person.session_count,
            page_views: person.impressions,
            details: &person.details,
            custom: &person.attributes,
            company,
            events: &self.events,
            now,
            zone: zone(person),
        }
    }
}

/// The person's, for days; UTC where it is not known.
fn zone(person: &Person) -> TimeZone {
    person.time_zone.as_deref().and_then(|name| TimeZone::get(name).ok()).unwrap_or(TimeZone::UTC)
}

/// The company that the person acts for.
async fn company(db: &mut Transaction, person: &Person) -> Result<Option<CompanyRow>, Error> {
    Ok(fetch!(db, |db| {
        sqlx::query_as(
            "select c.company_id, c.name, c.details, c.attributes from companies c
             join company_members m on m.company = c.id where m.person_id = $1 and m.active
             order by m.last_seen_at desc limit 1",
        )
        .bind(&person.id)
        .fetch_optional(db)
    })?)
}

/// What the person did of these, how often and when last.
async fn counts(
    db: &mut Transaction,
    person: &Person,
    names: &[&str],
) -> Result<HashMap<String, EventCount>, Error> {
    let rows: Vec<EventRow> = fetch!(db, |db| async move {
        let mut select = QueryBuilder::new(
            "select name, count(*) as count, max(created_at) as last_at from data_events where person_id = ",
        );
        select.push_bind(&person.id).push(" and name in (");
        let mut list = select.separated(", ");
        names.iter().for_each(|name| _ = list.push_bind(*name));
        select.push(") group by name").build_query_as().fetch_all(db).await
    })?;
    let count = |row: EventRow| (row.name, EventCount { count: row.count, last_at: row.last_at });
    Ok(rows.into_iter().map(count).collect())
}
