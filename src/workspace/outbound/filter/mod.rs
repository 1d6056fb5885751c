//! For whom a message is: conditions on a person, in groups of which all or any must be true.
//!
//! A group holds conditions and groups, and a group in a group holds conditions alone. A [`Condition`] is a [`Field`] and
//! a [`Test`] fit for the field's [`Type`]. The evaluator reads a [`Subject`]; SQL on SQLite and on PostgreSQL must be able
//! to say exactly the same. So these are the rules:
//!
//! - An empty `all` is true. An empty `any` is refused.
//! - A value that is missing, null or of another JSON type than the field's is *unknown*. Of an unknown value
//!   `is_unknown` and `is_not` are true, and every other operator is false. Without a company, each of its fields is
//!   unknown.
//! - Texts are compared by code points: case counts, and no character is special.
//! - Numbers are compared as 64-bit floats.
//! - A date is a whole number of Unix seconds. A custom attribute is a date if, and only if, its name ends in `_at`.
//! - Days are those of the calendar in the subject's zone. A day begins at its midnight and ends where the next one
//!   begins. Of a midnight that comes twice, the first counts; one that a clock change skips is later by as much as the
//!   clock jumps. These are jiff's rules.
//! - With the day that was `n` days before today, from S up to but without E, a time t is `more_than_days_ago` if t < S,
//!   `exactly_days_ago` if S ≤ t < E, and `less_than_days_ago` if E ≤ t ≤ now.
//! - A time is `before` a day if it is before that day begins, and `after` it if that day has ended.
//! - An event that was never seen has the count 0, and its last time is unknown.

mod evaluate;
mod explain;
mod field;
mod json;
#[cfg(test)]
mod properties;
mod subject;
mod test;

use std::collections::BTreeSet;

pub use explain::Finding;
pub use field::{Field, Source};
pub(super) use json::quoted;
pub use subject::{EventCount, Kind, Subject, SubjectCompany};
pub use test::Test;

/// Made by [`Filter::from_json`] alone, which keeps the limits.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    join: Join,
    parts: Vec<Part>,
}

impl Filter {
    /// Everybody is for it.
    pub fn is_everybody(&self) -> bool {
        self.join == Join::All && self.parts.is_empty()
    }
}

/// What must be true of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    All,
    Any,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    Condition(Condition),
    Group(Join, Vec<Condition>),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    field: Field,
    test: Test,
}

impl Join {
    fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Any => "any",
        }
    }

    fn of(self, mut verdicts: impl Iterator<Item = bool>) -> bool {
        match self {
            Self::All => verdicts.all(|is_true| is_true),
            Self::Any => verdicts.any(|is_true| is_true),
        }
    }
}

impl Condition {
    pub fn field(&self) -> &Field {
        &self.field
    }
}

impl Filter {
    /// That everybody fits.
    pub fn everybody() -> Self {
        Self { join: Join::All, parts: Vec::new() }
    }

    /// The names of the events whose counts it reads, each once.
    pub fn events(&self) -> impl Iterator<Item = &str> {
        let fields =
            self.fields().filter(|field| matches!(field.source(), Source::EventCount | Source::EventLast));
        fields.map(Field::name).collect::<BTreeSet<_>>().into_iter()
    }

    /// Whether it reads the active company.
    pub fn needs_company(&self) -> bool {
        self.fields().any(|field| matches!(field.source(), Source::Company | Source::CompanyCustom))
    }

    fn fields(&self) -> impl Iterator<Item = &Field> {
        self.parts.iter().flat_map(Part::conditions).map(Condition::field)
    }
}

impl Part {
    fn conditions(&self) -> &[Condition] {
        match self {
            Self::Condition(condition) => std::slice::from_ref(condition),
            Self::Group(_, conditions) => conditions,
        }
    }
}
