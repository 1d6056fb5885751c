use serde_json::{Map, Value};

use super::fields::{OF_COMPANY, OF_PERSON, Type};
use super::quoted::{quoted, text};
use crate::workspace::people::dates;
use crate::workspace::people::texts::LONGEST_NAME;

/// Something that can be known of a person, and of which type it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    source: Source,
    name: String,
    of: Type,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A field that every person has.
    Person,
    /// A custom attribute of the person.
    Custom,
    /// A field that every company has.
    Company,
    /// A custom attribute of the company.
    CompanyCustom,
    /// How often an event was seen.
    EventCount,
    /// When it was seen last.
    EventLast,
}

/// The keys of a condition that name its field, and where each looks.
const KEYS: [(&str, Source); 5] = [
    ("field", Source::Person),
    ("custom", Source::Custom),
    ("company", Source::Company),
    ("company_custom", Source::CompanyCustom),
    ("event", Source::EventCount),
];

impl Source {
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Person => "field",
            Self::Custom => "custom",
            Self::Company => "company",
            Self::CompanyCustom => "company_custom",
            Self::EventCount | Self::EventLast => "event",
        }
    }
}

impl Field {
    pub fn source(&self) -> Source {
        self.source
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn of(&self) -> Type {
        self.of
    }

    pub(super) fn from_json(condition: &Map<String, Value>) -> Result<Self, String> {
        let mut named = KEYS.into_iter().filter(|(key, _)| condition.contains_key(*key));
        let (Some((key, source)), None) = (named.next(), named.next()) else {
            return Err("A condition has one of field, custom, company, company_custom and event.".into());
        };
        let name = text(condition, key)?;
        let (source, of) = match source {
            Source::Person => (source, standard(&OF_PERSON, name)?),
            Source::Company => (source, standard(&OF_COMPANY, name)?),
            Source::Custom | Source::CompanyCustom => (source, custom_type(condition, name)?),
            Source::EventCount | Source::EventLast => measure(condition, name)?,
        };
        Ok(Self { source, name: name.to_owned(), of })
    }

    pub(super) fn write(&self, condition: &mut Map<String, Value>) {
        condition.insert(self.source.key().into(), self.name.as_str().into());
        if let Some((key, value)) = self.second_key() {
            condition.insert(key.into(), value.into());
        }
    }

    /// What its JSON says beside the name.
    pub(super) fn second_key(&self) -> Option<(&'static str, &'static str)> {
        match self.source {
            Source::Person | Source::Company => None,
            Source::Custom | Source::CompanyCustom => Some(("type", self.of.name())),
            Source::EventCount => Some(("measure", "count")),
            Source::EventLast => Some(("measure", "last")),
        }
    }
}

fn standard(fields: &[(&str, Type, &str)], name: &str) -> Result<Type, String> {
    let found = fields.iter().find(|(field, ..)| *field == name);
    found.map(|(_, of, _)| *of).ok_or_else(|| format!("There is no field {}.", quoted(name)))
}

fn custom_type(condition: &Map<String, Value>, name: &str) -> Result<Type, String> {
    check_name(name)?;
    let said = text(condition, "type")?;
    let types = [Type::Text, Type::Number, Type::Date, Type::Truth];
    let of =
        types.into_iter().find(|of| of.name() == said).ok_or("A type is text, number, date or truth.")?;
    match (of == Type::Date, dates::is_date(name)) {
        (true, false) => Err("The name of a date ends in _at.".into()),
        (false, true) => Err("An attribute whose name ends in _at is a date.".into()),
        _ => Ok(of),
    }
}

fn measure(condition: &Map<String, Value>, name: &str) -> Result<(Source, Type), String> {
    check_name(name)?;
    match text(condition, "measure")? {
        "count" => Ok((Source::EventCount, Type::Number)),
        "last" => Ok((Source::EventLast, Type::Date)),
        _ => Err("A measure is count or last.".into()),
    }
}

fn check_name(name: &str) -> Result<(), String> {
    let good = !name.is_empty() && name.chars().count() <= LONGEST_NAME && !name.contains(char::is_control);
    good.then_some(()).ok_or_else(|| format!("A name has 1 to {LONGEST_NAME} characters, none of control."))
}
