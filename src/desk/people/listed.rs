//! Reads the list of people or companies that an address means.

use leptos_router::params::ParamsMap;
use serde_json::{Value, json};

use super::columns::{CellNames, columns, of_company, of_person};
use super::state::{ALL_COMPANIES, ListColumn, ListFilter, ListLink, ListRow, PeopleList};
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
    chosen: &[String],
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
    let of = parsed.of();
    let columns = columns(workspace, of, chosen).await?;
    let shown: Vec<ListColumn> = columns.iter().filter(|column| column.is_shown).cloned().collect();
    let (rows, next) = match of {
        Model::Company => {
            let Page { rows, next } = read::<Company>(workspace, &parsed, after.as_ref()).await?;
            let ids: Vec<&str> = rows.iter().map(|company| company.id.as_str()).collect();
            let names = CellNames::read(workspace, of, &shown, &ids).await?;
            let row = |company: &Company| ListRow {
                id: company.id.clone(),
                name: company.name.clone(),
                cells: shown.iter().map(|column| of_company(company, &column.key, &names)).collect(),
            };
            (rows.iter().map(row).collect(), next)
        }
        _ => {
            let Page { rows, next } = read::<Person>(workspace, &parsed, after.as_ref()).await?;
            let ids: Vec<&str> = rows.iter().map(|person| person.id.as_str()).collect();
            let names = CellNames::read(workspace, of, &shown, &ids).await?;
            let row = |person: &Person| ListRow {
                id: person.id.clone(),
                name: person.display_name(),
                cells: shown.iter().map(|column| of_person(person, &column.key, &names)).collect(),
            };
            (rows.iter().map(row).collect(), next)
        }
    };
    let next = next.map(|Cursor { at, id }| page_of(&parsed.to_json(), &format!("{at}.{id}"), chosen));
    let tags = tags::names(workspace.db(), workspace.app_id()).await?;
    let message = (parsed.of() == Model::Person)
        .then(|| address("messages/new", &[("filter", &parsed.to_json().to_string())]));
    Ok(PeopleList {
        columns,
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

/// The filter of an address for its form. Other lists of the model keep the chosen columns.
pub async fn filter_form(
    workspace: &Workspace,
    filter: &str,
    chosen: &[String],
) -> Result<ListFilter, Error> {
    let filter = read_filter(filter)?;
    let (groups, kept_sentences) = match groups_of(&filter) {
        Some(groups) => (groups, Vec::new()),
        None => (Vec::new(), sentences(workspace, &filter).await?),
    };
    let segments = segments::list(workspace.db(), workspace.app_id()).await?;
    let names = filter_names(workspace, filter.of(), &groups, &segments).await?;
    Ok(ListFilter {
        lists: links(&segments, &filter, chosen),
        model: filter.of().as_str().to_owned(),
        groups,
        kept_sentences,
        names,
    })
}

/// The address of the list that a form's groups mean.
pub fn address_of(model: &str, groups: &[Vec<ConditionDraft>], chosen: &[String]) -> Result<String, Error> {
    let model = model.parse().map_err(|_| Error::invalid("model", "A list is of people or of companies."))?;
    let filter = filter_of(model, groups, "filter")?;
    read_filter(&filter.to_string())?;
    Ok(page_of(&filter, "", chosen))
}

/// The address of the list of a filter's JSON.
pub fn list_of(filter: &Value) -> String {
    page_of(filter, "", &[])
}

/// The address of a page of a list, which begins after this place and has the chosen columns.
fn page_of(filter: &Value, after: &str, chosen: &[String]) -> String {
    let path = if filter["of"] == Model::Company.as_str() { "companies" } else { "people" };
    let is_whole = filter["all"] == json!([]);
    let filter = if is_whole { String::new() } else { filter.to_string() };
    let columns = chosen.iter().map(|key| ("column", key.as_str()));
    address(
        path,
        &[("filter", filter.as_str()), ("after", after)].into_iter().chain(columns).collect::<Vec<_>>(),
    )
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
fn links(segments: &[Segment], current: &Filter, chosen: &[String]) -> Vec<ListLink> {
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
        address: match (filter["of"] == Model::Company.as_str()) == (current.of() == Model::Company) {
            true => page_of(&filter, "", chosen),
            false => list_of(&filter),
        },
        name,
    };
    named.map(|(name, filter)| (name.to_owned(), filter)).into_iter().chain(segments).map(link).collect()
}

/// An address of the desk. A parameter without a value is not in it.
fn address(path: &str, parameters: &[(&str, &str)]) -> String {
    let mut query = ParamsMap::new();
    for (name, value) in parameters.iter().filter(|(_, value)| !value.is_empty()) {
        // The map reads what is inserted as a part of an address, and decodes it.
        query.insert((*name).to_owned(), value.replace('%', "%25"));
    }
    format!("/workspace/{path}{}", query.to_query_string())
}
