//! Which people, companies or conversations are meant, such as those of a list or those a message is for: conditions, in
//! groups of which all or any must be true.
//!
//! A group holds conditions and groups, and a group in a group holds conditions alone. A [`Condition`] is a [`Field`] and
//! a [`Test`] fit for the field's [`Type`](fields::Type). For a ping, the evaluator reads a [`Subject`] in memory. For a
//! list, a count or a send, [`sql`] says exactly the same to SQLite and to PostgreSQL. [`search`] makes filters of queries of
//! Intercom's REST API. So these are the rules:
//!
//! - An empty `all` is true. An empty `any` is refused.
//! - A value that is missing, null or of another JSON type than the field's is *unknown*. Without a company, each of its
//!   fields is unknown.
//! - A field may have several values: tags, companies, and pages visited. An operator is true of a field if it is true of one
//!   of its values; of an unknown value it is false.
//! - `is_not`, `not_in`, `does_not_contain`, `does_not_end_with` and `is_unknown` are true where `is`, `in`, `contains`,
//!   `ends_with` and `is_known` are false.
//! - A person is in a segment if the segment's filter fits. A segment that is gone, or that is of companies by now, has nobody
//!   in it. So has a tag that is gone. Once a tag is merged into another one, stored filters name the other one instead.
//!   Whoever stores a filter checks before that what it names is there: see [`Names`].
//! - Texts are compared by code points: case counts, and no character is special.
//! - Numbers are compared as 64-bit floats.
//! - A date is a whole number of Unix seconds. A custom attribute is a date if, and only if, its name ends in `_at`.
//! - Days are those of the calendar in one zone: of a message, in the person's; of a list, in the workspace's. A day begins
//!   at its midnight and ends where the next one begins. Of a midnight that comes twice, the first counts; one that a clock
//!   change skips is later by as much as the clock jumps. These are jiff's rules.
//! - With the day that was `n` days before today, from S up to but without E, a time t is `more_than_days_ago` if t < S,
//!   `exactly_days_ago` if S ≤ t < E, and `less_than_days_ago` if E ≤ t ≤ now.
//! - A time is `before` a day if it is before that day begins, `after` it if that day has ended, and `on` it between.
//! - An event that was never seen has the count 0, and its last time is unknown.

#[cfg(feature = "ssr")]
mod conditions;
#[cfg(feature = "ssr")]
mod evaluate;
#[cfg(feature = "ssr")]
mod explain;
#[cfg(feature = "ssr")]
mod facts;
#[cfg(feature = "ssr")]
mod field;
pub mod fields;
#[cfg(feature = "ssr")]
mod json;
#[cfg(feature = "ssr")]
mod merged;
#[cfg(feature = "ssr")]
mod names;
#[cfg(test)]
mod plain;
#[cfg(test)]
mod properties;
#[cfg(feature = "ssr")]
mod quoted;
#[cfg(feature = "ssr")]
mod search;
#[cfg(feature = "ssr")]
mod shape;
#[cfg(feature = "ssr")]
pub mod sql;
#[cfg(feature = "ssr")]
mod subject;
#[cfg(feature = "ssr")]
mod test;

#[cfg(test)]
use fields::{Model, Type};
#[cfg(feature = "ssr")]
pub use {
    conditions::{Condition, Filter, FilterPart, Join},
    explain::FilterFinding,
    field::{Field, FieldSource},
    names::Names,
    quoted::quoted,
    search::{BadSearch, Searched},
    subject::{ActiveCompany, EventCount, PersonFacts, SegmentFilters, Subject},
    test::Test,
};
