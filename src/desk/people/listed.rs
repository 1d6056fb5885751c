//! Reads the list of people or companies that an address means.

use leptos_router::params::ParamsMap;
use serde_json::{Value, json};

use super::columns::{CellNames, columns, of_company, of_person};
use super::sorting::{headings, sort_of};
use super::state::{
    ALL_COMPANIES, ListColumn, ListFilter, ListLayout, ListLink, ListRow, ListSegment, PeopleList, WiderList,
    of_segment,
};
use crate::desk::filter::{ConditionDraft, filter_names, filter_of, groups_of, sentences};
use crate::error::Error;
use crate::workspace::companies::{self, Company, Revenue};
use crate::workspace::filter::Filter;
use crate::workspace::filter::fields::Model;
use crate::workspace::filter::sql::{Cursor, Sort};
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
    layout: &ListLayout,
) -> Result<PeopleList, Error> {
    let parsed = read_filter(filter)?;
    let of = parsed.of();
    let columns = columns(workspace, of, &layout.columns).await?;
    let sort = sort_of(layout, &columns)?;
    let json = parsed.to_json();
    let headings = headings(of, &columns, &sort, layout, |layout| page_of(&json, "", layout));
    let columns: Vec<ListColumn> = columns.into_iter().map(|one| one.column).collect();
    let shown: Vec<ListColumn> = columns.iter().filter(|column| column.is_shown).cloned().collect();
    let (rows, next) = match of {
        Model::Company => {
            let Page { rows, next } = read::<Company>(workspace, &parsed, &sort, after).await?;
            let ids: Vec<&str> = rows.iter().map(|company| company.id.as_str()).collect();
            let names = CellNames::read(workspace, of, &shown, &ids).await?;
            let row = |company: &Company| ListRow {
                id: company.id.clone(),
                name: company.name.clone(),
                cells: shown.iter().map(|column| of_company(company, &column.key, &names)).collect(),
            };
            (rows.iter().map(row).collect::<Vec<_>>(), next)
        }
        _ => {
            let Page { rows, next } = read::<Person>(workspace, &parsed, &sort, after).await?;
            let ids: Vec<&str> = rows.iter().map(|person| person.id.as_str()).collect();
            let names = CellNames::read(workspace, of, &shown, &ids).await?;
            let row = |person: &Person| ListRow {
                id: person.id.clone(),
                name: person.display_name(),
                cells: shown.iter().map(|column| of_person(person, &column.key, &names)).collect(),
            };
            (rows.iter().map(row).collect::<Vec<_>>(), next)
        }
    };
    let next = next.map(|Cursor { at, id }| page_of(&json, &json!([at, id]).to_string(), layout));
    let tags = tags::names(workspace.db(), workspace.app_id()).await?;
    let message = (of == Model::Person).then(|| address("messages/new", &[("filter", &json.to_string())]));
    let nobody = match rows.is_empty() && after.is_empty() {
        true => wider(workspace, of, &json, layout).await?,
        false => None,
    };
    Ok(PeopleList {
        columns,
        headings,
        rows,
        nobody,
        next,
        csv: reader.manages_people.then(|| address("people/csv", &[("filter", filter)])),
        message,
        tags: tags.into_iter().map(|(_, name)| name).collect(),
    })
}

/// The list without the filter's last condition, if it has somebody.
async fn wider(
    workspace: &Workspace,
    of: Model,
    filter: &Value,
    layout: &ListLayout,
) -> Result<Option<WiderList>, Error> {
    let mut all = filter["all"].as_array().cloned().unwrap_or_default();
    let Some(last) = all.pop() else {
        return Ok(None);
    };
    let json = |all: Value| json!({ "version": 2, "of": of, "all": all });
    let (without, last) = (json(all.into()), read_filter(&json(json!([last])).to_string())?);
    let filter = read_filter(&without.to_string())?;
    let now = workspace.clock().seconds();
    let count = lists::count(workspace.db(), workspace.app_id(), &filter, now).await?;
    if count == 0 {
        return Ok(None);
    }
    let sentences: Vec<String> = sentences(workspace, &last).await?.into_iter().map(|(_, one)| one).collect();
    Ok(Some(WiderList {
        count: in_words(of, count),
        condition: sentences.join(" "),
        address: page_of(&without, "", layout),
    }))
}

/// `after` is empty for the first page, and else a JSON array: the value by which the list is sorted, and the id.
async fn read<T: Listed>(
    workspace: &Workspace,
    filter: &Filter,
    sort: &Sort,
    after: &str,
) -> Result<Page<T>, Error> {
    let after = match after {
        "" => None,
        after => Some(
            serde_json::from_str(after)
                .map(|(at, id)| Cursor { at, id })
                .map_err(|_| Error::invalid("after", "The page of this address cannot be read."))?,
        ),
    };
    let now = workspace.clock().seconds();
    lists::list(workspace.db(), workspace.app_id(), filter, sort, after.as_ref(), ROWS, now).await
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
    Ok(in_words(filter.of(), count))
}

fn in_words(of: Model, count: i64) -> String {
    match (of, count) {
        (Model::Company, 1) => "1 company".to_owned(),
        (Model::Company, count) => format!("{count} companies"),
        (_, 1) => "1 person".to_owned(),
        (_, count) => format!("{count} people"),
    }
}

/// The filter of an address for its form. Other lists of the model keep the layout. `segment` is the id of the segment that
/// the address names.
pub async fn filter_form(
    workspace: &Workspace,
    filter: &str,
    segment: &str,
    layout: &ListLayout,
) -> Result<ListFilter, Error> {
    let filter = read_filter(filter)?;
    let (groups, kept_sentences) = match groups_of(&filter) {
        Some(groups) => (groups, Vec::new()),
        None => (Vec::new(), sentences(workspace, &filter).await?),
    };
    let segments = segments::list(workspace.db(), workspace.app_id()).await?;
    let names = filter_names(workspace, filter.of(), &groups, &segments).await?;
    Ok(ListFilter {
        segment: segment_of(&segments, &filter, segment),
        lists: links(&segments, &filter, layout),
        model: filter.of().as_str().to_owned(),
        groups,
        kept_sentences,
        names,
    })
}

/// The address of the list that a form's groups mean.
pub fn address_of(model: &str, groups: &[Vec<ConditionDraft>], layout: &ListLayout) -> Result<String, Error> {
    let model = model.parse().map_err(|_| Error::invalid("model", "A list is of people or of companies."))?;
    let filter = filter_of(model, groups, "filter")?;
    read_filter(&filter.to_string())?;
    Ok(page_of(&filter, "", layout))
}

/// The address of the list of a filter's JSON.
pub fn list_of(filter: &Value) -> String {
    page_of(filter, "", &ListLayout::default())
}

/// The address of a page of a list, which begins after this place.
fn page_of(filter: &Value, after: &str, layout: &ListLayout) -> String {
    let path = if filter["of"] == Model::Company.as_str() { "companies" } else { "people" };
    let is_whole = filter["all"] == json!([]);
    let filter = if is_whole { String::new() } else { filter.to_string() };
    let columns = layout.columns.iter().map(|key| ("column", key.as_str()));
    let others = [("filter", filter.as_str()), ("sort", layout.sort.as_str()), ("after", after)];
    address(path, &others.into_iter().chain(columns).collect::<Vec<_>>())
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

/// The segment that a list is of: the one with the id that its address names, or else the one that its filter asks for.
fn segment_of(all: &[Segment], filter: &Filter, named: &str) -> Option<ListSegment> {
    let listed = |segment: &Segment, edit: Option<String>| ListSegment {
        id: segment.id.clone(),
        name: segment.name.clone(),
        is_changed: edit.is_none() && segment.conditions.0 != *filter,
        edit,
    };
    if let Some(segment) = all.iter().find(|one| one.id == named && one.conditions.of() == filter.of()) {
        return Some(listed(segment, None));
    }
    let is_of = |one: &&Segment| Filter::from_json(&in_segment(one)).is_ok_and(|of| of == *filter);
    let segment = all.iter().find(is_of)?;
    let own = list_of(&segment.conditions.to_json());
    Some(listed(segment, Some(of_segment(own, &segment.id))))
}

/// The lists that every app has, and its segments.
fn links(segments: &[Segment], current: &Filter, layout: &ListLayout) -> Vec<ListLink> {
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
            true => page_of(&filter, "", layout),
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
