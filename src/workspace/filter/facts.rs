//! Reads the company, the events and all else that filters name of people, beside their rows.

use jiff::tz::TimeZone;
use serde_json::Value;
use sqlx::QueryBuilder;
use sqlx::types::Json;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::Filter;
use super::fields::Model;
use super::subject::{ActiveCompany, EventCount, PersonFacts, SegmentFilters, stated_zone};
use crate::database::{Transaction, fetch, push_list};
use crate::error::Error;
use crate::people::Person;

#[derive(sqlx::FromRow)]
struct EventCountRow {
    person_id: String,
    name: String,
    count: i64,
    last_at: i64,
}

/// One of several values of a person: a tag, a company, a page, or the zone of the workspace.
#[derive(sqlx::FromRow)]
struct ValueRow {
    person_id: String,
    value: String,
}

impl PersonFacts {
    /// Reads what filters name of a person.
    pub async fn read<'a>(
        db: &mut Transaction,
        person: &Person,
        filters: impl Iterator<Item = &'a Filter> + Clone,
    ) -> Result<Self, Error> {
        Ok(Self::of_people(db, &[person], filters).await?.remove(&person.id).unwrap_or_default())
    }

    /// Reads what filters name of several people. Each has an entry, by their id.
    pub async fn of_people<'a>(
        db: &mut Transaction,
        people: &[&Person],
        filters: impl Iterator<Item = &'a Filter> + Clone,
    ) -> Result<HashMap<String, Self>, Error> {
        let ids: Vec<&str> = people.iter().map(|person| person.id.as_str()).collect();
        // PostgreSQL knows no empty list.
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let mut known = Self::read_all(db, &ids, filters).await?;
        for ValueRow { person_id, value } in workspace_zones(db, people).await? {
            known.entry(person_id).or_default().zone = TimeZone::get(&value).ok();
        }
        Ok(known)
    }

    async fn read_all<'a>(
        db: &mut Transaction,
        ids: &[&str],
        filters: impl Iterator<Item = &'a Filter> + Clone,
    ) -> Result<HashMap<String, Self>, Error> {
        let segments = Arc::new(segment_filters(db, filters.clone()).await?);
        let filters = || filters.clone().map(|filter| -> &Filter { filter }).chain(segments.values());
        let no_more = Self { segments: segments.clone(), ..Self::default() };
        let mut known: HashMap<String, Self> =
            ids.iter().map(|id| ((*id).to_owned(), no_more.clone())).collect();
        if filters().any(Filter::needs_company) {
            for company in active_companies(db, ids).await? {
                known.entry(company.person_id.clone()).or_default().company.get_or_insert(company);
            }
        }
        let events: BTreeSet<&str> = filters().flat_map(Filter::events).collect();
        if !events.is_empty() {
            for EventCountRow { person_id, name, count, last_at } in counts(db, ids, &events).await? {
                known.entry(person_id).or_default().events.insert(name, EventCount { count, last_at });
            }
        }
        if filters().any(|filter| filter.reads("tag")) {
            let tags = "select subject as person_id, tag as value from person_tags where subject in ";
            for ValueRow { person_id, value } in values(db, tags, ids).await? {
                known.entry(person_id).or_default().tags.push(value);
            }
        }
        if filters().any(|filter| filter.reads("company")) {
            let companies = "select person_id, company as value from company_members where person_id in ";
            for ValueRow { person_id, value } in values(db, companies, ids).await? {
                known.entry(person_id).or_default().companies.push(value);
            }
        }
        if filters().any(|filter| filter.reads("page")) {
            let pages = "select distinct person_id, url as value from impressions where person_id in ";
            for ValueRow { person_id, value } in values(db, pages, ids).await? {
                known.entry(person_id).or_default().pages.push(value);
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
        let companies = if needs_company { active_companies(db, &[&person.id]).await? } else { Vec::new() };
        let zone = workspace_zones(db, &[person]).await?.pop().and_then(|row| TimeZone::get(&row.value).ok());
        Ok(Self { zone, company: companies.into_iter().next(), ..Self::default() })
    }
}

/// Reads the filters of the segments that these filters name. A segment that is gone, or is of something else by now, has none.
pub async fn segment_filters<'a>(
    db: &mut Transaction,
    filters: impl Iterator<Item = &'a Filter>,
) -> Result<SegmentFilters, Error> {
    let named: BTreeMap<&str, Model> =
        filters.flat_map(|filter| filter.segments().map(|id| (id, filter.of()))).collect();
    if named.is_empty() {
        return Ok(SegmentFilters::new());
    }
    let ids = named.keys().copied();
    let rows: Vec<(String, Json<Value>)> = fetch!(db, |db| async move {
        let mut select = QueryBuilder::new("select id, conditions from segments where id in ");
        push_list(&mut select, ids).build_query_as().fetch_all(db).await
    })?;
    let readable = rows.into_iter().filter_map(|(id, filter)| Some((id, Filter::from_json(&filter).ok()?)));
    let fits = |(id, filter): &(String, Filter)| {
        named.get(id.as_str()) == Some(&filter.of()) && filter.segments().next().is_none()
    };
    Ok(readable.filter(fits).collect())
}

/// The zones that the workspaces of these people have set, but for UTC. A person who states a zone needs none.
async fn workspace_zones(db: &mut Transaction, people: &[&Person]) -> Result<Vec<ValueRow>, Error> {
    let states_none = |person: &&&Person| stated_zone(person.time_zone.as_deref()).is_none();
    let ids: Vec<&str> = people.iter().filter(states_none).map(|person| person.id.as_str()).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let zones = "select p.id as person_id, s.time_zone as value from people p
                 join messenger_settings s on s.app_id = p.app_id where s.time_zone <> 'UTC' and p.id in ";
    values(db, zones, &ids).await
}

/// Runs a query that ends before a list of people.
async fn values(db: &mut Transaction, query: &'static str, ids: &[&str]) -> Result<Vec<ValueRow>, Error> {
    Ok(fetch!(db, |db| async move {
        let mut select = QueryBuilder::new(query);
        push_list(&mut select, ids).build_query_as().fetch_all(db).await
    })?)
}

/// The companies that these people act for, the last seen one first for each person.
async fn active_companies(db: &mut Transaction, ids: &[&str]) -> Result<Vec<ActiveCompany>, Error> {
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
    use serde_json::json;

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
                PersonFacts::read(&mut transaction, &person, std::iter::empty()).await.unwrap(),
                PersonFacts::read_for_text(&mut transaction, &person, false).await.unwrap(),
            ] {
                assert_eq!(known.subject(&person, 0).zone.iana_name(), Some(zone), "{id}");
            }
        }
        transaction.commit().await.unwrap();
    }

    #[tokio::test]
    async fn a_segment_that_is_gone_or_of_something_else_by_now_has_nobody_in_it() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&format!("sqlite:{}/test.db", folder.path().display())).await.unwrap();
        let mut transaction = db.begin().await.unwrap();
        for insert in [
            "insert into workspace_apps (app_id, name, created_at) values ('a', 'A', 1)",
            r#"insert into segments (id, app_id, name, name_folded, conditions, created_at, updated_at)
               values ('people', 'a', 'P', 'p', '{"version":1,"all":[]}', 1, 1),
                      ('companies', 'a', 'C', 'c', '{"version":2,"of":"company","all":[]}', 1, 1)"#,
        ] {
            execute!(&mut transaction, insert).unwrap();
        }
        for (of, there) in [("person", "people"), ("company", "companies")] {
            let condition =
                json!({ "field": "segment", "operator": "in", "value": ["people", "companies", "gone"] });
            let filter = Filter::from_json(&json!({ "version": 2, "of": of, "all": [condition] })).unwrap();
            let found = segment_filters(&mut transaction, std::iter::once(&filter)).await.unwrap();
            assert_eq!(found.into_keys().collect::<Vec<_>>(), [there], "{of}");
        }
        transaction.commit().await.unwrap();
    }
}
