//! The coffees of `coffees.toml`, and how they are found, filtered and sorted.

mod row;

use std::sync::LazyLock;

use super::{Coffee, Details, Facet, Filter, Sort, data_file};
pub use row::CoffeeRow;

static ROWS: LazyLock<Vec<CoffeeRow>> =
    LazyLock::new(|| data_file::rows(include_str!("coffees.toml"), "coffee"));

/// The coffees in the order of the list: the lightest roast first.
pub fn rows() -> impl Iterator<Item = &'static CoffeeRow> {
    ROWS.iter()
}

pub fn list(filter: Filter) -> Vec<Coffee> {
    let mut coffees: Vec<_> =
        rows().filter(|row| filter.fits(&row.facets(), None)).map(CoffeeRow::coffee).collect();
    match filter.sort {
        None => coffees.sort_by_key(|coffee| coffee.fathoms),
        Some(Sort::Name) => coffees.sort_by(|a, b| a.name.cmp(&b.name)),
        Some(Sort::Price) => coffees.sort_by_key(|coffee| coffee.price.minor),
        Some(Sort::Dearest) => coffees.sort_by_key(|coffee| -coffee.price.minor),
    }
    coffees
}

/// The counts of a list, as [`super::Listing`] has them.
pub fn counts(filter: Filter) -> Vec<u8> {
    let mut counts = Vec::new();
    for facet in Facet::ALL {
        let fitting: Vec<_> = rows()
            .map(CoffeeRow::facets)
            .filter(|has| filter.fits(has, Some(facet)))
            .map(|has| has[facet as usize])
            .collect();
        let of = |index: usize| fitting.iter().filter(|values| **values >> index & 1 == 1).count();
        counts.extend((0..facet.options().len()).map(|index| u8::try_from(of(index)).unwrap_or(u8::MAX)));
    }
    counts
}

pub fn on_the_roaster() -> Vec<Coffee> {
    rows().filter(|row| row.is_on_the_roaster()).map(CoffeeRow::coffee).collect()
}

pub fn find(slug: &str) -> Option<Details> {
    rows().find(|row| row.slug == slug).map(CoffeeRow::details)
}

#[cfg(test)]
mod tests;
