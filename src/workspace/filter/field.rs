//! The field of a person or company that a condition reads.

use serde::{Deserialize, Serialize};

use super::fields::{OF_COMPANY, OF_PERSON, Type};
use super::quoted::quoted;
use crate::people::dates;
use crate::people::texts::LONGEST_NAME;

/// Something that can be known of a person, and of which type it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    source: FieldSource,
    name: String,
    of: Type,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldSource {
    /// A field that every person has.
    Person,
    /// A custom attribute of the person.
    Custom,
    /// A field that every company has.
    Company,
    /// A custom attribute of the company.
    CompanyCustom,
    /// The count of an event.
    EventCount,
    /// The last time of an event.
    EventLast,
}

impl FieldSource {
    const ALL: [Self; 6] =
        [Self::Person, Self::Custom, Self::Company, Self::CompanyCustom, Self::EventCount, Self::EventLast];

    /// The key that holds the field's name in a condition's JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Person => "field",
            Self::Custom => "custom",
            Self::Company => "company",
            Self::CompanyCustom => "company_custom",
            Self::EventCount | Self::EventLast => "event",
        }
    }

    /// The source with this key; of an event, the count of it.
    pub fn with_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.key() == key)
    }
}

/// The measure of an event that a condition reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    Count,
    Last,
}

impl Field {
    pub fn source(&self) -> FieldSource {
        self.source
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn of(&self) -> Type {
        self.of
    }

    /// A field that every person or every company has.
    pub(super) fn standard(source: FieldSource, name: &str) -> Result<Self, String> {
        let fields =
            if source == FieldSource::Company { OF_COMPANY.as_slice() } else { OF_PERSON.as_slice() };
        let found = fields.iter().find(|(field, ..)| *field == name);
        let (_, of, _) = found.ok_or_else(|| format!("There is no field {}.", quoted(name)))?;
        Ok(Self { source, name: name.to_owned(), of: *of })
    }

    pub(super) fn custom(source: FieldSource, name: &str, of: Type) -> Result<Self, String> {
        check_name(name)?;
        match (of, dates::is_date(name)) {
            (Type::Kind, _) => Err("A type is text, number, date or truth.".into()),
            (Type::Date, false) => Err("The name of a date ends in _at.".into()),
            (Type::Text | Type::Number | Type::Truth, true) => {
                Err("An attribute whose name ends in _at is a date.".into())
            }
            _ => Ok(Self { source, name: name.to_owned(), of }),
        }
    }

    pub(super) fn event(name: &str, measure: Measure) -> Result<Self, String> {
        check_name(name)?;
        let (source, of) = match measure {
            Measure::Count => (FieldSource::EventCount, Type::Number),
            Measure::Last => (FieldSource::EventLast, Type::Date),
        };
        Ok(Self { source, name: name.to_owned(), of })
    }
}

fn check_name(name: &str) -> Result<(), String> {
    let good = !name.is_empty() && name.chars().count() <= LONGEST_NAME && !name.contains(char::is_control);
    good.then_some(()).ok_or_else(|| format!("A name has 1 to {LONGEST_NAME} characters, none of control."))
}
