//! The company and the events that filters read of a person.

use jiff::tz::TimeZone;
use serde_json::{Map, Value};
use sqlx::QueryBuilder;
use sqlx::types::Json;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::live::Live;
use super::template::Template;
use crate::database::{Transaction, fetch, push_list};
use crate::error::Error;
use crate::filter::{EventCount, Filter, PersonKind, Subject, SubjectCompany};
use crate::people::Person;

/// A person's company and counts of events, which their row does not hold.
#[derive(Default)]
pub struct CompanyAndEvents {
    company: Option<ActiveCompanyRow>,
    events: HashMap<String, EventCount>,
}

#[derive(sqlx::FromRow)]
struct ActiveCompanyRow {
    person_id: String,
    company_id: String,
    name: String,
    details: Json<Map<String, Value>>,
    attributes: Json<Map<String, Value>>,
}

#[derive(sqlx::FromRow)]
struct EventCountRow {
    person_id: String,
    name: String,
    count: i64,
    last_at: i64,
}

impl CompanyAndEvents {
    /// Reads what the messages' filters name of a person.
    pub async fn read(db: &mut Transaction, person: &Person, messages: &[Arc<Live>]) -> Result<Self, Error> {
        let mut known = Self::of_people(db, &[&person.id], messages.iter().map(|live| &live.filter)).await?;
        Ok(known.remove(&person.id).unwrap_or_default())
    }

    /// Reads what filters name of several people, by their ids. A person of whom nothing is known has no entry.
    pub async fn of_people<'a>(
        db: &mut Transaction,
        ids: &[&str],
        filters: impl Iterator<Item = &'a Filter> + Clone,
    ) -> Result<HashMap<String, Self>, Error> {
        let mut known: HashMap<String, Self> = HashMap::new();
        if filters.clone().any(Filter::needs_company) {
            for company in companies(db, ids).await? {
                known.entry(company.person_id.clone()).or_default().company.get_or_insert(company);
            }
        }
        let events: BTreeSet<&str> = filters.flat_map(Filter::events).collect();
        if !events.is_empty() {
            for EventCountRow { person_id, name, count, last_at } in counts(db, ids, &events).await? {
                known.entry(person_id).or_default().events.insert(name, EventCount { count, last_at });
            }
        }
        Ok(known)
    }

    /// Reads what a text's variables name of a person.
    pub async fn read_for(db: &mut Transaction, person: &Person, text: &Template) -> Result<Self, Error> {
        let companies = if text.needs_company() { companies(db, &[&person.id]).await? } else { Vec::new() };
        Ok(Self { company: companies.into_iter().next(), events: HashMap::new() })
    }

    /// The subject that filters read, at `now`, in Unix seconds.
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
                (true, _) => PersonKind::User,
                (false, true) => PersonKind::Lead,
                (false, false) => PersonKind::Visitor,
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

/// The person's time zone. UTC where it is not known.
fn zone(person: &Person) -> TimeZone {
    person.time_zone.as_deref().and_then(|name| TimeZone::get(name).ok()).unwrap_or(TimeZone::UTC)
}

/// The companies that these people act for, the last seen one first for each person.
async fn companies(db: &mut Transaction, ids: &[&str]) -> Result<Vec<ActiveCompanyRow>, Error> {
    Ok(fetch!(db, |db| async move {
        let mut select = QueryBuilder::new(
            "select m.person_id, c.company_id, c.name, c.details, c.attributes from companies c
             join company_members m on m.company = c.id where m.active and m.person_id in ",
        );
        push_list(&mut select, ids);
        select.push(" order by m.last_seen_at desc").build_query_as().fetch_all(db).await
    })?)
}

/// Counts how often these people did these things, and reads when they did them last.
async fn counts(
    db: &mut Transaction,
    ids: &[&str],
    names: &BTreeSet<&str>,
) -> Result<Vec<EventCountRow>, Error> {
    Ok(fetch!(db, |db| async move {
        let mut select = QueryBuilder::new(
            "select person_id, name, count(*) as count, max(created_at) as last_at from data_events where person_id in ",
        );
        push_list(&mut select, ids).push(" and name in ");
        push_list(&mut select, names);
        select.push(" group by person_id, name").build_query_as().fetch_all(db).await
    })?)
}
