//! Which people are meant, such as those a message is for: conditions on a person, in groups of which all or any must be true.
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

#[cfg(feature = "ssr")]
mod company_and_events;
#[cfg(feature = "ssr")]
mod conditions;
#[cfg(feature = "ssr")]
mod evaluate;
#[cfg(feature = "ssr")]
mod explain;
#[cfg(feature = "ssr")]
mod field;
pub mod fields;
#[cfg(feature = "ssr")]
mod json;
#[cfg(test)]
mod properties;
#[cfg(feature = "ssr")]
mod quoted;
#[cfg(feature = "ssr")]
mod shape;
#[cfg(feature = "ssr")]
mod subject;
#[cfg(feature = "ssr")]
mod test;

#[cfg(feature = "ssr")]
pub use {
    company_and_events::CompanyAndEvents,
    conditions::{Condition, Filter, FilterPart, Join},
    explain::FilterFinding,
    field::{Field, FieldSource},
    quoted::quoted,
    subject::{EventCount, Subject, SubjectCompany},
    test::Test,
};
