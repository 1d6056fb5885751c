//! The field of a person or company that a condition reads.

use serde::{Deserialize, Serialize};

use super::fields::{Model, OF_COMPANY, Type, choices};
use super::quoted::quoted;
use crate::people::dates;
use crate::people::texts::LONGEST_NAME;

/// Something that can be known of a person, company or conversation, and of which type it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    source: FieldSource,
    name: String,
    of: Type,
}

/// What version 1 of filters calls the field `role`. No model has it.
const EARLIER_ROLE: &str = "kind";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldSource {
    /// A field that everything has that the filter is of.
    Standard,
    /// A custom attribute of it.
    Custom,
    /// A field of the company that a person acts for.
    Company,
    /// A custom attribute of that company.
    CompanyCustom,
    /// The count of an event.
    EventCount,
    /// The last time of an event.
    EventLast,
}

impl FieldSource {
    const ALL: [Self; 6] =
        [Self::Standard, Self::Custom, Self::Company, Self::CompanyCustom, Self::EventCount, Self::EventLast];

    /// The key that holds the field's name in a condition's JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Standard => "field",
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

    /// A standard field of any model: [`Field::is_of`] says of which. Fields of the same name have the same type.
    pub(super) fn standard(name: &str) -> Result<Self, String> {
        let called = if name == EARLIER_ROLE { "role" } else { name };
        let found = Model::ALL.into_iter().flat_map(Model::fields).find(|(field, ..)| *field == called);
        let (_, of, _) = found.ok_or_else(|| no_field(name))?;
        Ok(Self { source: FieldSource::Standard, name: name.to_owned(), of: *of })
    }

    /// A standard field of this model. None where the model has no such field.
    pub fn of_model(model: Model, name: &str) -> Option<Self> {
        Self::standard(name).ok().filter(|field| field.is_of(model).is_ok())
    }

    /// The field by the name that it has since version 2.
    pub(super) fn called_as_now(mut self) -> Self {
        if self.source == FieldSource::Standard && self.name == EARLIER_ROLE {
            self.name = "role".to_owned();
        }
        self
    }

    /// The texts of a choice. Empty where the field is none.
    pub(super) fn choices(&self) -> &'static [&'static str] {
        match (self.source, self.name.as_str()) {
            (FieldSource::Standard, EARLIER_ROLE) => choices("role"),
            (FieldSource::Standard, name) => choices(name),
            _ => &[],
        }
    }

    /// A field of the company that a person acts for.
    pub(super) fn company(name: &str) -> Result<Self, String> {
        let (_, of, _) =
            OF_COMPANY.iter().find(|(field, ..)| *field == name).ok_or_else(|| no_field(name))?;
        Ok(Self { source: FieldSource::Company, name: name.to_owned(), of: *of })
    }

    /// Checks that the model has this field.
    pub(super) fn is_of(&self, model: Model) -> Result<(), String> {
        let has = match self.source {
            FieldSource::Standard => model.fields().any(|(field, ..)| *field == self.name),
            FieldSource::Custom => true,
            _ => model == Model::Person,
        };
        has.then_some(()).ok_or_else(|| no_field(&self.name))
    }

    /// A custom attribute. Says why there can be none with this name or of this type.
    pub fn custom(source: FieldSource, name: &str, of: Type) -> Result<Self, String> {
        check_name(name)?;
        match (of, dates::is_date(name)) {
            (Type::Date, true) | (Type::Text | Type::Choice | Type::Number | Type::Truth, false) => {
                Ok(Self { source, name: name.to_owned(), of })
            }
            (Type::Date, false) => Err("The name of a date ends in _at.".into()),
            (Type::Text | Type::Choice | Type::Number | Type::Truth, true) => {
                Err("An attribute whose name ends in _at is a date.".into())
            }
            _ => Err("A type is text, choice, number, date or truth.".into()),
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

fn no_field(name: &str) -> String {
    format!("There is no field {}.", quoted(name))
}

fn check_name(name: &str) -> Result<(), String> {
    let good = !name.is_empty() && name.chars().count() <= LONGEST_NAME && !name.contains(char::is_control);
    good.then_some(()).ok_or_else(|| format!("A name has 1 to {LONGEST_NAME} characters, none of control."))
}
