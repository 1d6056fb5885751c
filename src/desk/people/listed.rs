//! Reads the list of people or companies that an address means.

use leptos_router::params::ParamsMap;
use serde_json::{Value, json};
use std::collections::HashMap;

use super::companies::shown;
use super::facts::kind;
use super::state::{ALL_COMPANIES, ListFilter, ListLink, ListRow, PeopleList};
use crate::desk::filter::{ConditionDraft, filter_names, filter_of, groups_of, sentences};
use crate::error::Error;
use crate::workspace::companies::{self, Company, Revenue};
use crate::workspace::filter::Filter;
use crate::workspace::filter::fields::Model;
use crate::workspace::filter::sql::Cursor;
use crate::workspace::lists::{self, Listed, Page};
use crate::workspace::people::Person;
use crate::workspace::segments::{self, Segment};
use crate::workspace::tags;
use crate::workspace::{Teammate, Workspace};

/// Rows of a page.
const ROWS: u64 = 50;

/// The filter of an address: its JSON, or everybody where the address has none.
pub fn read_filter(text: &str) -> Result<Filter, Error> {
    if text.is_empty() {
        return Ok(Filter::everybody());
    }
    let unreadable =
        |why: String| Error::invalid("filter", format!("The filter of this address cannot be read. {why}"));
    let json: Value = serde_json::from_str(text).map_err(|why| unreadable(why.to_string()))?;
    Filter::from_json_of(&[Model::Person, Model::Company], &json, "It is one of conversations.")
        .map_err(|why| unreadable(why.to_string()))
}

/// A page of the list, as this teammate reads it.
pub async fn page(
    workspace: &Workspace,
    reader: &Teammate,
    filter: &str,
    after: &str,
) -> Result<PeopleList, Error> {
    let parsed = read_filter(filter)?;
    let after = match after.split_once('.') {
        None => None,
        Some((at, id)) => Some(Cursor {
            at: at
                .parse()
                .map_err(|_| Error::invalid("after", "The page of this address cannot be read."))?,
            id: id.to_owned(),
        }),
    };
    let (columns, rows, next) = match parsed.of() {
        Model::Company => {
            let Page { rows, next } = read::<Company>(workspace, &parsed, after.as_ref()).await?;
            let columns = ["Company", "Last changed", "Company id", "Plan", "Monthly spend", "People"];
            let ids = rows.iter().map(|company| company.id.as_str());
            let people = companies::people_counts(workspace.db(), ids).await?;
            (columns.to_vec(), rows.iter().map(|one| of_company(one, &people)).collect(), next)
        }
        _ => {
            let Page { rows, next } = read::<Person>(workspace, &parsed, after.as_ref()).await?;
            let columns = ["Name", "Last seen", "Kind", "E-mail", "Sessions"];
            (columns.to_vec(), rows.iter().map(of_person).collect(), next)
        }
    };
    let next = next.map(|Cursor { at, id }| page_of(&parsed.to_json(), &format!("{at}.{id}")));
    let tags = tags::names(workspace.db(), workspace.app_id()).await?;
    let message = (parsed.of() == Model::Person)
        .then(|| address("messages/new", &[("filter", &parsed.to_json().to_string())]));
    Ok(PeopleList {
        columns: columns.into_iter().map(str::to_owned).collect(),
        rows,
        next,
        csv: reader.manages_people.then(|| address("people/csv", &[("filter", filter)])),
        message,
        tags: tags.into_iter().map(|(_, name)| name).collect(),
    })
}

async fn read<T: Listed>(
    workspace: &Workspace,
    filter: &Filter,
    after: Option<&Cursor>,
) -> Result<Page<T>, Error> {
    let now = workspace.clock().seconds();
    lists::list(workspace.db(), workspace.app_id(), filter, after, ROWS, now).await
}

/// How many fit the filter of an address, in words.
pub async fn count(workspace: &Workspace, filter: &str) -> Result<String, Error> {
    let filter = read_filter(filter)?;
    if read_filter(ALL_COMPANIES).is_ok_and(|all| all == filter) {
        let Revenue { companies, monthly_spend } =
            companies::revenue(workspace.db(), workspace.app_id()).await?;
        let companies =
            if companies == 1 { "1 company".to_owned() } else { format!("{companies} companies") };
        return Ok(format!("{companies}, a monthly spend of {monthly_spend:.2}"));
    }
    count_in_words(workspace, &filter).await
}

/// How many fit, in words.
pub async fn count_in_words(workspace: &Workspace, filter: &Filter) -> Result<String, Error> {
    let now = workspace.clock().seconds();
    let count = lists::count(workspace.db(), workspace.app_id(), filter, now).await?;
    Ok(match (filter.of(), count) {
        (Model::Company, 1) => "1 company".to_owned(),
        (Model::Company, count) => format!("{count} companies"),
        (_, 1) => "1 person".to_owned(),
        (_, count) => format!("{count} people"),
    })
}

/// The filter of an address for its form.
pub async fn filter_form(workspace: &Workspace, filter: &str) -> Result<ListFilter, Error> {
    let filter = read_filter(filter)?;
    let (groups, kept_sentences) = match groups_of(&filter) {
        Some(groups) => (groups, Vec::new()),
        None => (Vec::new(), sentences(workspace, &filter).await?),
    };
    let segments = segments::list(workspace.db(), workspace.app_id()).await?;
    let names = filter_names(workspace, filter.of(), &groups, &segments).await?;
    Ok(ListFilter {
        lists: links(&segments, &filter),
        model: filter.of().as_str().to_owned(),
        groups,
        kept_sentences,
        names,
    })
}

/// The address of the list that a form's groups mean.
pub fn address_of(model: &str, groups: &[Vec<ConditionDraft>]) -> Result<String, Error> {
    let model = model.parse().map_err(|_| Error::invalid("model", "A list is of people or of companies."))?;
    let filter = filter_of(model, groups, "filter")?;
    read_filter(&filter.to_string())?;
    Ok(list_of(&filter))
}

/// The address of the list of a filter's JSON.
pub fn list_of(filter: &Value) -> String {
    page_of(filter, "")
}

/// The address of a page of a list, which begins after this place.
fn page_of(filter: &Value, after: &str) -> String {
    let path = if filter["of"] == Model::Company.as_str() { "companies" } else { "people" };
    let is_whole = filter["all"] == json!([]);
    let filter = if is_whole { String::new() } else { filter.to_string() };
    address(path, &[("filter", &filter), ("after", after)])
}

/// The filter of the people or companies in a segment.
pub fn in_segment(segment: &Segment) -> Value {
    let is_in = json!({ "field": "segment", "operator": "is", "value": segment.id });
    json!({ "version": 2, "of": segment.conditions.of().as_str(), "all": [is_in] })
}

/// The address of the list of the people, or of the companies, that have the tag with this id.
pub fn tagged_with(of: Model, tag: &str) -> String {
    let has_it = json!({ "field": "tag", "operator": "is", "value": tag });
    list_of(&json!({ "version": 2, "of": of.as_str(), "all": [has_it] }))
}

/// The lists that every app has, and its segments.
fn links(segments: &[Segment], current: &Filter) -> Vec<ListLink> {
    let role = |role: &str| json!({ "field": "role", "operator": "is", "value": role });
    let named = [
        ("Everybody", json!({ "version": 2, "all": [] })),
        ("Users", json!({ "version": 2, "all": [role("user")] })),
        ("Leads", json!({ "version": 2, "all": [role("lead")] })),
        ("Visitors", json!({ "version": 2, "all": [role("visitor")] })),
        ("Companies", json!({ "version": 2, "of": "company", "all": [] })),
    ];
    let segments = segments.iter().map(|segment| (segment.name.clone(), in_segment(segment)));
    let link = |(name, filter): (String, Value)| ListLink {
        is_current: Filter::from_json(&filter).is_ok_and(|filter| filter == *current),
        address: list_of(&filter),
        name,
    };
    named.map(|(name, filter)| (name.to_owned(), filter)).into_iter().chain(segments).map(link).collect()
}

/// An address of the desk. A parameter without a value is not in it.
fn address(path: &str, parameters: &[(&str, &str)]) -> String {
    let mut query = ParamsMap::new();
    for (name, value) in parameters.iter().filter(|(_, value)| !value.is_empty()) {
        query.insert((*name).to_owned(), (*value).to_owned());
    }
    format!("/workspace/{path}{}", query.to_query_string())
}

fn of_person(person: &Person) -> ListRow {
    ListRow {
        id: person.id.clone(),
        name: person.display_name(),
        at_ms: person.first_seen_at.map(|_| person.last_seen_at.saturating_mul(1_000)),
        cells: vec![
            kind(person).label().to_owned(),
            person.email.clone().unwrap_or_default(),
            person.session_count.to_string(),
        ],
    }
}

fn of_company(company: &Company, people: &HashMap<String, i64>) -> ListRow {
    ListRow {
        id: company.id.clone(),
        name: company.name.clone(),
        at_ms: Some(company.updated_at.saturating_mul(1_000)),
        cells: vec![
            company.company_id.clone(),
            shown(&company.details, "plan"),
            shown(&company.details, "monthly_spend"),
            people.get(&company.id).copied().unwrap_or_default().to_string(),
        ],
    }
}
