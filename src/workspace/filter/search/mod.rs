//! The search of Intercom's REST API, read as a filter. It knows no HTTP.
//!
//! A query is a condition `{field, operator, value}`, or a group `{operator: "AND" | "OR", value: [query, …]}`. A group in the
//! outer group holds conditions alone, and each has at most 15 members. A filter has fewer conditions than two such
//! levels can hold: 50 in all.
//!
//! [`fields`] says which field of ours a name means, and [`condition`] what an operator and a value ask of it: [`values`] says
//! it of equal ones, [`days`] of contacts' dates up to version 2.16, and [`domain`] of the domain of an e-mail address.
//!
//! Source: Intercom's REST API, "Search contacts" and "Search conversations", versions 2.7 to 2.17.

mod asked;
mod condition;
mod days;
mod domain;
mod fields;
#[cfg(test)]
mod tests;
mod values;

use jiff::tz::TimeZone;
use serde_json::Value;
use std::fmt;

use super::fields::Model;
use super::quoted::beginning;
use super::{Filter, FilterPart, Join};
use crate::attributes::AttributeType;

const MOST_IN_GROUP: usize = 15;

/// What a search is of, and how it compares dates.
#[derive(Clone, Debug)]
pub enum Searched {
    /// Contacts, in versions up to 2.16: a date is its day in this zone, which is the workspace's.
    ContactsByDay(TimeZone),
    /// Contacts, in versions from 2.17 on: a date is a second. That of a custom attribute is its day in UTC.
    Contacts,
    /// Conversations: a date is a second, and `<` and `>` are true of equal values.
    Conversations,
}

/// Why a search is no filter. What it quotes is the beginning of what was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadSearch {
    /// A field that is unknown or not stored. The REST API answers 400 `invalid_field` with this value's words.
    Field(String),
    /// An operator that the field's type does not have. The REST API answers 422.
    Operator { field: String, operator: String },
    /// A value that does not fit the field and the operator.
    Value { field: String, reason: String },
    /// A query of another shape, or beyond a limit.
    Query(String),
}

impl fmt::Display for BadSearch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(field) => write!(f, "{field} is not a valid search field"),
            Self::Operator { field, operator } => write!(f, "{field} has no operator {operator}."),
            Self::Value { field, reason } => write!(f, "{field}: {reason}"),
            Self::Query(reason) => f.write_str(reason),
        }
    }
}

impl std::error::Error for BadSearch {}

impl Filter {
    /// Reads the `query` of a search. `attributes` is asked for the type of each custom attribute that the query names.
    ///
    /// Whom no search finds, such as visitors and archived contacts, is the caller's to leave out.
    pub fn from_search(
        searched: &Searched,
        query: &Value,
        attributes: impl Fn(&str) -> Option<AttributeType>,
    ) -> Result<Self, BadSearch> {
        let condition = |query: &Value| single(searched, query, &attributes);
        let (join, parts) = match group(query)? {
            None => (Join::All, vec![condition(query)?]),
            Some((join, members)) => {
                let parts = members.iter().map(|member| match group(member)? {
                    None => condition(member),
                    Some((join, members)) => inner(join, members, condition),
                });
                (join, parts.collect::<Result<_, _>>()?)
            }
        };
        Self::new(searched.model(), join, parts).map_err(BadSearch::Query)
    }
}

impl Searched {
    fn model(&self) -> Model {
        match self {
            Self::ContactsByDay(_) | Self::Contacts => Model::Person,
            Self::Conversations => Model::Conversation,
        }
    }
}

/// The members of a group. None of a condition.
fn group(query: &Value) -> Result<Option<(Join, &[Value])>, BadSearch> {
    let join = match query["operator"].as_str() {
        Some("AND") => Join::All,
        Some("OR") => Join::Any,
        _ => return Ok(None),
    };
    match query["value"].as_array() {
        Some(members) if (1..=MOST_IN_GROUP).contains(&members.len()) => Ok(Some((join, members))),
        _ => Err(BadSearch::Query(format!("A group is a list of 1 to {MOST_IN_GROUP} filters."))),
    }
}

/// A group in the outer group. A condition that is several of ours fits in if they are joined alike.
fn inner(
    join: Join,
    members: &[Value],
    condition: impl Fn(&Value) -> Result<FilterPart, BadSearch>,
) -> Result<FilterPart, BadSearch> {
    let too_deep = || BadSearch::Query("Groups are nested at most two deep.".into());
    let mut parts: Vec<FilterPart> = Vec::new();
    for member in members {
        parts.push(if group(member)?.is_some() { return Err(too_deep()) } else { condition(member)? });
    }
    if parts.len() == 1 {
        return parts.pop().ok_or_else(too_deep);
    }
    let mut conditions = Vec::new();
    for part in parts {
        match part {
            FilterPart::Condition(one) => conditions.push(one),
            FilterPart::Group(own, several) if own == join => conditions.extend(several),
            FilterPart::Group(..) => return Err(too_deep()),
        }
    }
    Ok(FilterPart::Group(join, conditions))
}

fn single(
    searched: &Searched,
    query: &Value,
    attributes: &impl Fn(&str) -> Option<AttributeType>,
) -> Result<FilterPart, BadSearch> {
    let (Some(name), Some(operator)) = (query["field"].as_str(), query["operator"].as_str()) else {
        return Err(BadSearch::Query("A filter has a field and an operator, which are texts.".into()));
    };
    let field = fields::field(searched.model(), name, attributes);
    let field = field.ok_or_else(|| BadSearch::Field(beginning(name)))?;
    condition::condition(searched, name, &field, operator, &query["value"])
}
