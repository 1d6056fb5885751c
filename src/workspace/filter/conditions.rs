//! A filter: conditions, and groups of them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::fields::{Model, Type};
use super::shape::{Entry, Object, TooDeep, WrittenFilter};
use super::{Field, FieldSource, Test};

/// Conditions of a filter, in all groups together.
pub(super) const MOST_CONDITIONS: usize = 50;

/// A filter of people, companies or conversations. It is made from JSON or from a search alone, which keep the limits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Object<WrittenFilter<FilterPart>>", into = "Object<WrittenFilter<FilterPart>>")]
pub struct Filter {
    pub(super) of: Model,
    pub(super) join: Join,
    pub(super) parts: Vec<FilterPart>,
}

impl Filter {
    pub fn of(&self) -> Model {
        self.of
    }

    pub fn parts(&self) -> &[FilterPart] {
        &self.parts
    }

    /// Whether the filter has no condition.
    pub fn is_everybody(&self) -> bool {
        self.join == Join::All && self.parts.is_empty()
    }
}

foundation::text_enum! {
    /// The members of a group that must be true: all of them, or any.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Join {
        All = "all",
        Any = "any",
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Object<Entry<Vec<Condition>>>", into = "Object<Entry<Vec<Condition>>>")]
pub enum FilterPart {
    Condition(Condition),
    Group(Join, Vec<Condition>),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Object<Entry<TooDeep>>", into = "Object<Entry<TooDeep>>")]
pub struct Condition {
    pub(super) field: Field,
    pub(super) test: Test,
}

impl Join {
    pub(super) fn of(self, mut verdicts: impl Iterator<Item = bool>) -> bool {
        match self {
            Self::All => verdicts.all(|is_true| is_true),
            Self::Any => verdicts.any(|is_true| is_true),
        }
    }
}

impl Condition {
    /// Refuses an operator or a value that is not fit for the field.
    pub(super) fn new(field: Field, operator: &str, value: Option<&Value>) -> Result<Self, String> {
        let test = Test::read(field.of(), operator, value)?;
        let choices = field.choices();
        if !choices.is_empty() && !test.texts().all(|text| choices.contains(&text)) {
            return Err(format!("The value is one of {}.", choices.join(", ")));
        }
        Ok(Self { field, test })
    }

    pub fn field(&self) -> &Field {
        &self.field
    }

    pub fn test(&self) -> &Test {
        &self.test
    }
}

impl Filter {
    /// Refuses fields that the model does not have, and too many conditions.
    pub(super) fn new(of: Model, join: Join, parts: Vec<FilterPart>) -> Result<Self, String> {
        let filter = Self { of, join, parts };
        filter.fields().try_for_each(|field| field.is_of(of))?;
        if filter.conditions().count() > MOST_CONDITIONS { Err(too_many()) } else { Ok(filter) }
    }

    /// A filter that everybody fits.
    pub fn everybody() -> Self {
        Self { of: Model::Person, join: Join::All, parts: Vec::new() }
    }

    /// The names of the events that the filter counts, each once.
    pub fn events(&self) -> impl Iterator<Item = &str> {
        let fields = self
            .fields()
            .filter(|field| matches!(field.source(), FieldSource::EventCount | FieldSource::EventLast));
        fields.map(Field::name).collect::<BTreeSet<_>>().into_iter()
    }

    /// Whether the filter reads the active company.
    pub fn needs_company(&self) -> bool {
        self.fields().any(|field| matches!(field.source(), FieldSource::Company | FieldSource::CompanyCustom))
    }

    /// Whether the filter reads the standard field of this name.
    pub(super) fn reads(&self, name: &str) -> bool {
        self.fields().any(|field| field.source() == FieldSource::Standard && field.name() == name)
    }

    /// The ids of the segments that the filter names.
    pub fn segments(&self) -> impl Iterator<Item = &str> {
        let of_segment = |condition: &&Condition| condition.field.of() == Type::Segment;
        self.conditions().filter(of_segment).flat_map(|condition| condition.test.texts())
    }

    /// Each condition, and its place.
    pub(super) fn placed_conditions(&self) -> impl Iterator<Item = (String, &Condition)> {
        self.parts.iter().enumerate().flat_map(|(nth, part)| {
            let place = nested("", self.join, nth);
            part.conditions().iter().enumerate().map(move |(nth, condition)| match part {
                FilterPart::Condition(_) => (place.clone(), condition),
                FilterPart::Group(join, _) => (nested(&place, *join, nth), condition),
            })
        })
    }

    pub(super) fn conditions(&self) -> impl Iterator<Item = &Condition> {
        self.parts.iter().flat_map(FilterPart::conditions)
    }

    pub(super) fn fields(&self) -> impl Iterator<Item = &Field> {
        self.conditions().map(Condition::field)
    }
}

impl FilterPart {
    pub fn conditions(&self) -> &[Condition] {
        match self {
            Self::Condition(condition) => std::slice::from_ref(condition),
            Self::Group(_, conditions) => conditions,
        }
    }
}

/// Names a member's place in a group as errors do.
pub(super) fn nested(place: &str, join: Join, nth: usize) -> String {
    let dot = if place.is_empty() { "" } else { "." };
    format!("{place}{dot}{}[{nth}]", join.as_str())
}

pub(super) fn too_many() -> String {
    format!("A filter has at most {MOST_CONDITIONS} conditions.")
}
