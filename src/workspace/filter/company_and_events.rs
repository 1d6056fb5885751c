//! The company, the events and the time zone that filters read of a person.

use jiff::tz::TimeZone;
use serde_json::{Map, Value};
use sqlx::QueryBuilder;
use sqlx::types::Json;
use std::collections::{BTreeSet, HashMap};

use super::{EventCount, Filter, Subject, SubjectCompany};
use crate::database::{Transaction, fetch, push_list};
use crate::error::Error;
use crate::people::Person;

/// A person's company, counts of events and workspace's time zone, which their row does not hold.
#[derive(Default)]
pub struct CompanyAndEvents {
    /// The zone that the workspace has set. None if that is UTC, or where nobody needs it.
    zone: Option<TimeZone>,
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
struct ZoneRow {
    person_id: String,
    time_zone: String,
}

#[derive(sqlx::FromRow)]
struct EventCountRow {
    person_id: String,
    name: String,
    count: i64,
    last_at: i64,
}

impl CompanyAndEvents {
    /// Reads what filters name of a person.
    pub async fn read<'a>(
        db: &mut Transaction,
        person: &Person,
        filters: impl Iterator<Item = &'a Filter> + Clone,
    ) -> Result<Self, Error> {
        let known = Self::facts(db, &[&person.id], filters).await?.remove(&person.id);
        Ok(Self { zone: workspace_zone(db, person).await?, ..known.unwrap_or_default() })
    }

    /// Reads what filters name of several people, by their ids. A person of whom nothing is known has no entry.
    pub async fn of_people<'a>(
        db: &mut Transaction,
        ids: &[&str],
        filters: impl Iterator<Item = &'a Filter> + Clone,
    ) -> Result<HashMap<String, Self>, Error> {
        // PostgreSQL knows no empty list.
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let mut known = Self::facts(db, ids, filters).await?;
        for ZoneRow { person_id, time_zone } in zones(db, ids).await? {
            known.entry(person_id).or_default().zone = TimeZone::get(&time_zone).ok();
        }
        Ok(known)
    }

    async fn facts<'a>(
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

    /// Reads what a text's variables name of a person: the zone, and the company where they need it.
    pub async fn read_for_text(
        db: &mut Transaction,
        person: &Person,
        needs_company: bool,
    ) -> Result<Self, Error> {
        let companies = if needs_company { companies(db, &[&person.id]).await? } else { Vec::new() };
        let zone = workspace_zone(db, person).await?;
        Ok(Self { zone, company: companies.into_iter().next(), events: HashMap::new() })
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
            kind: person.role,
            verified: person.verified,
            name: person.name.as_deref(),
            email: person.email.as_deref(),
            user_id: person.user_id.as_deref(),
            language: detail("language_override").or(person.language.as_deref()),
            browser: person.browser.as_deref(),
            time_zone: person.time_zone.as_deref(),
            signed_up_at: person.signed_up_at,
            first_seen_at: person.first_seen_at,
            last_seen_at: person.first_seen_at.map(|_| person.last_seen_at),
            sessions: person.session_count,
            page_views: person.impressions,
            details: &person.details,
            custom: &person.attributes,
            company,
            events: &self.events,
            now,
            zone: zone(person).or_else(|| self.zone.clone()).unwrap_or(TimeZone::UTC),
        }
    }
}

/// The time zone that the person has stated.
fn zone(person: &Person) -> Option<TimeZone> {
    TimeZone::get(person.time_zone.as_deref()?).ok()
}

/// The zone that the workspace has set, for a person who states none.
async fn workspace_zone(db: &mut Transaction, person: &Person) -> Result<Option<TimeZone>, Error> {
    if zone(person).is_some() {
        return Ok(None);
    }
    let found = zones(db, &[&person.id]).await?.pop();
    Ok(found.and_then(|row| TimeZone::get(&row.time_zone).ok()))
}

/// The zones that the workspaces of these people have set, but for UTC.
async fn zones(db: &mut Transaction, ids: &[&str]) -> Result<Vec<ZoneRow>, Error> {
    Ok(fetch!(db, |db| async move {
        let mut select = QueryBuilder::new(
            "select p.id as person_id, s.time_zone from people p
             join messenger_settings s on s.app_id = p.app_id where s.time_zone <> 'UTC' and p.id in ",
        );
        push_list(&mut select, ids).build_query_as().fetch_all(db).await
    })?)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::{Db, execute};

    #[tokio::test]
    async fn days_are_those_of_the_persons_zone_else_of_the_workspaces() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&format!("sqlite:{}/test.db", folder.path().display())).await.unwrap();
        let mut transaction = db.begin().await.unwrap();
        for insert in [
            "insert into workspace_apps (app_id, name, created_at) values ('a', 'A', 1), ('b', 'B', 1)",
            "insert into people (id, app_id, role, visitor_id, time_zone, verified, details, attributes, impressions,
                                 created_at, last_seen_at)
             values ('none', 'a', 'visitor', 'c1', null, false, '{}', '{}', 0, 1, 1),
                    ('own', 'a', 'visitor', 'c2', 'Europe/Oslo', false, '{}', '{}', 0, 1, 1),
                    ('wrong', 'a', 'visitor', 'c3', 'Atlantis', false, '{}', '{}', 0, 1, 1),
                    ('other', 'b', 'visitor', 'c4', null, false, '{}', '{}', 0, 1, 1)",
            "insert into messenger_settings (app_id, sound, time_zone) values ('a', false, 'Pacific/Auckland')",
        ] {
            execute!(&mut transaction, insert).unwrap();
        }
        for (id, zone) in [
            ("none", "Pacific/Auckland"),
            ("own", "Europe/Oslo"),
            ("wrong", "Pacific/Auckland"),
            ("other", "UTC"),
        ] {
            let person: Person =
                fetch!(&mut transaction, one "select * from people where id = $1" => id).unwrap();
            for known in [
                CompanyAndEvents::read(&mut transaction, &person, std::iter::empty()).await.unwrap(),
                CompanyAndEvents::read_for_text(&mut transaction, &person, false).await.unwrap(),
            ] {
                assert_eq!(known.subject(&person, 0).zone.iana_name(), Some(zone), "{id}");
            }
        }
        transaction.commit().await.unwrap();
    }
}
