//! The columns of a list: which there are, which a teammate has chosen, how each sorts the list, and what stands in each.

use serde_json::{Map, Value};
use std::collections::HashMap;

use super::facts::{in_words, kind, place};
use super::state::{ListCell, ListColumn};
use crate::desk::names::teammate_names;
use crate::error::Error;
use crate::workspace::Workspace;
use crate::workspace::companies::{self, Company};
use crate::workspace::data_attributes::{AttributeOf, AttributeType, Definition, definitions};
use crate::workspace::filter::fields::{Model, Type};
use crate::workspace::filter::sql::SortBy;
use crate::workspace::filter::{Field, FieldSource};
use crate::workspace::people::Person;
use crate::workspace::tags::{self, Tagged};

/// A column's key begins with this where it is of a custom attribute.
const CUSTOM: &str = "custom.";

/// The columns of people: key and label. The first ones are shown where nobody has chosen.
const OF_PEOPLE: [(&str, &str); 18] = [
    ("last_seen_at", "Last seen"),
    ("kind", "Kind"),
    ("email", "E-mail"),
    ("session_count", "Sessions"),
    ("user_id", "User id"),
    ("phone", "Phone"),
    ("tags", "Tags"),
    ("owner", "Owner"),
    ("impressions", "Page views"),
    ("first_seen_at", "First seen"),
    ("signed_up_at", "Signed up"),
    ("last_contacted_at", "Last contacted"),
    ("last_heard_from_at", "Last heard from"),
    ("location", "Location"),
    ("language", "Language"),
    ("time_zone", "Time zone"),
    ("browser", "Browser"),
    ("os", "System"),
];
const FIRST_OF_PEOPLE: usize = 4;

const OF_COMPANIES: [(&str, &str); 9] = [
    ("updated_at", "Last changed"),
    ("company_id", "Company id"),
    ("plan", "Plan"),
    ("monthly_spend", "Monthly spend"),
    ("people", "People"),
    ("tags", "Tags"),
    ("size", "Size"),
    ("website", "Website"),
    ("industry", "Industry"),
];
const FIRST_OF_COMPANIES: usize = 5;

/// A column, and how a list is sorted by it, if it can be.
pub struct Column {
    pub column: ListColumn,
    pub sort: Option<SortBy>,
}

/// The columns that a list of this model may have. `chosen` are keys; without one, the first columns are shown.
pub async fn columns(workspace: &Workspace, of: Model, chosen: &[String]) -> Result<Vec<Column>, Error> {
    let (own, first, attributes): (&[(&str, &str)], _, _) = match of {
        Model::Company => (&OF_COMPANIES, FIRST_OF_COMPANIES, AttributeOf::Company),
        _ => (&OF_PEOPLE, FIRST_OF_PEOPLE, AttributeOf::Person),
    };
    let definitions = definitions(workspace.db(), workspace.app_id()).await?.into_iter();
    let custom = definitions.filter(|one| one.of == attributes && one.archived_at.is_none());
    let custom = custom.map(|one| (format!("{CUSTOM}{}", one.name), one.name.clone(), by_attribute(&one)));
    let own = own.iter().map(|(key, label)| ((*key).to_owned(), (*label).to_owned(), by_column(of, key)));
    let column = |(at, (key, label, sort)): (usize, (String, String, Option<SortBy>))| Column {
        column: ListColumn {
            is_shown: if chosen.is_empty() { at < first } else { chosen.contains(&key) },
            key,
            label,
        },
        sort,
    };
    Ok(own.chain(custom).enumerate().map(column).collect())
}

/// A person or company may have several tags: no list is sorted by them.
fn by_column(of: Model, key: &str) -> Option<SortBy> {
    let field = match (of, key) {
        (Model::Person, "last_seen_at") | (Model::Company, "updated_at") => return Some(SortBy::Time),
        (Model::Person, "kind") => "role",
        (Model::Person, "impressions") => "page_views",
        (Model::Person, "location") => "city",
        (_, "tags") => return None,
        (_, key) => key,
    };
    Field::of_model(of, field).map(SortBy::Field)
}

fn by_attribute(definition: &Definition) -> Option<SortBy> {
    let of = match definition.data_type? {
        AttributeType::Boolean => return None,
        AttributeType::Date => Type::Date,
        AttributeType::Number => Type::Number,
        AttributeType::String | AttributeType::List => Type::Text,
    };
    Field::custom(FieldSource::Custom, &definition.name, of).ok().map(SortBy::Field)
}

/// The names that the shown columns of some rows need.
#[derive(Default)]
pub struct CellNames {
    tags: HashMap<String, Vec<String>>,
    /// The counts of the people of companies.
    people: HashMap<String, i64>,
    teammates: HashMap<i64, String>,
}

impl CellNames {
    /// Reads the names for these rows, by their ids.
    pub async fn read(
        workspace: &Workspace,
        of: Model,
        shown: &[ListColumn],
        ids: &[&str],
    ) -> Result<Self, Error> {
        let shows = |key: &str| shown.iter().any(|column| column.key == key);
        let mut names = Self::default();
        if shows("tags") {
            let tagged: Vec<Tagged<'_>> = match of {
                Model::Company => ids.iter().map(|id| Tagged::Company(id)).collect(),
                _ => ids.iter().map(|id| Tagged::Person(id)).collect(),
            };
            let mut transaction = workspace.db().begin_reading().await?;
            names.tags = tags::names_of(&mut transaction, &tagged).await?;
            transaction.commit().await?;
        }
        if shows("people") {
            names.people = companies::people_counts(workspace.db(), ids.iter().copied()).await?;
        }
        if shows("owner") {
            names.teammates = teammate_names(workspace).await?;
        }
        Ok(names)
    }

    fn tags_of(&self, id: &str) -> Option<String> {
        self.tags.get(id).map(|names| names.join(", "))
    }
}

/// What stands in this column of a person's row.
pub fn of_person(person: &Person, key: &str, names: &CellNames) -> ListCell {
    let time = |at: Option<i64>| at.map(|at| ListCell::Time(at.saturating_mul(1_000)));
    let found = match key {
        "last_seen_at" => return time(person.first_seen_at.map(|_| person.last_seen_at)).unwrap_or_default(),
        "first_seen_at" => return time(person.first_seen_at).unwrap_or_default(),
        "signed_up_at" => return time(person.signed_up_at).unwrap_or_default(),
        "last_contacted_at" => return time(person.last_contacted_at).unwrap_or_default(),
        "last_heard_from_at" => return time(person.last_heard_from_at).unwrap_or_default(),
        "kind" => Some(kind(person).label().to_owned()),
        "email" => person.email.clone(),
        "user_id" => person.user_id.clone(),
        "phone" => value(&person.details, key),
        "tags" => names.tags_of(&person.id),
        "owner" => person.owner.and_then(|number| names.teammates.get(&number).cloned()),
        "session_count" => Some(person.session_count.to_string()),
        "impressions" => Some(person.impressions.to_string()),
        "location" => person.location.as_ref().map(|location| place(location)),
        "language" => person.language.clone(),
        "time_zone" => person.time_zone.clone(),
        "browser" => person.browser.clone(),
        "os" => person.os.clone(),
        key => key.strip_prefix(CUSTOM).and_then(|name| value(&person.attributes, name)),
    };
    found.map(ListCell::Text).unwrap_or_default()
}

/// What stands in this column of a company's row.
pub fn of_company(company: &Company, key: &str, names: &CellNames) -> ListCell {
    let found = match key {
        "updated_at" => return ListCell::Time(company.updated_at.saturating_mul(1_000)),
        "company_id" => Some(company.company_id.clone()),
        "people" => Some(names.people.get(&company.id).copied().unwrap_or_default().to_string()),
        "tags" => names.tags_of(&company.id),
        key => match key.strip_prefix(CUSTOM) {
            Some(name) => value(&company.attributes, name),
            None => value(&company.details, key),
        },
    };
    found.map(ListCell::Text).unwrap_or_default()
}

fn value(of: &Map<String, Value>, name: &str) -> Option<String> {
    in_words(of.get(name)?)
}
