//! The order of a list: the one that its address asks for, and the addresses of the others.

use super::columns::Column;
use super::state::{ListHeading, ListLayout};
use crate::error::Error;
use crate::workspace::filter::fields::{Model, Type};
use crate::workspace::filter::sql::{Sort, SortBy};

/// The key of the column that each list has.
const NAME: &str = "name";

/// The order that a layout asks for. Refuses a column that is not there, or that has no order.
pub fn sort_of(layout: &ListLayout, columns: &[Column]) -> Result<Sort, Error> {
    if layout.sort.is_empty() {
        return Ok(Sort::default());
    }
    let (key, is_descending) = match layout.sort.strip_prefix('-') {
        Some(key) => (key, true),
        None => (layout.sort.as_str(), false),
    };
    let column = || columns.iter().find(|one| one.column.key == key);
    let by = match key {
        NAME => Some(SortBy::Name),
        _ => column().and_then(|column| column.sort.clone()),
    };
    let by = by.ok_or_else(|| Error::invalid("sort", "The list cannot be sorted by this column."))?;
    Ok(Sort { by, is_descending })
}

/// The headings of the name and of the columns that are shown. `address` has a list in a layout.
pub fn headings(
    of: Model,
    columns: &[Column],
    current: &Sort,
    layout: &ListLayout,
    address: impl Fn(&ListLayout) -> String,
) -> Vec<ListHeading> {
    let heading = |key: &str, label: &str, by: Option<&SortBy>| {
        let is_descending = by.filter(|by| **by == current.by).map(|_| current.is_descending);
        let sorted = by.map(|by| {
            let descends = is_descending.map_or_else(|| begins_with_most(by), |descends| !descends);
            let sort = format!("{}{key}", if descends { "-" } else { "" });
            address(&ListLayout { sort, columns: layout.columns.clone() })
        });
        ListHeading { label: label.to_owned(), sorted, is_descending }
    };
    let name = heading(NAME, if of == Model::Company { "Company" } else { "Name" }, Some(&SortBy::Name));
    let shown = columns.iter().filter(|one| one.column.is_shown);
    let shown = shown.map(|one| heading(&one.column.key, &one.column.label, one.sort.as_ref()));
    std::iter::once(name).chain(shown).collect()
}

/// Whether a list that was not sorted by this descends first: texts begin with A, times with the latest.
fn begins_with_most(by: &SortBy) -> bool {
    match by {
        SortBy::Time => true,
        SortBy::Name => false,
        SortBy::Field(field) => matches!(field.of(), Type::Number | Type::Date),
    }
}
