//! What the address of the list of coffees may say: `?roast=light&origin=kenya&origin=peru&sort=price`.
//!
//! Several values of one facet widen the list, several facets narrow it. Addresses are typed and shared by people: what
//! is unknown counts as absent.

use super::Facet;
use super::keyed::keyed;

keyed! {
    /// The order of the list. Without one the lightest roast comes first.
    Sort {
        Name = "name", "Name";
        Price = "price", "Price, low first";
        Dearest = "price-down", "Price, high first";
    }
}

/// The values of each facet, a bit for each value.
pub type Facets = [u32; Facet::ALL.len()];

/// The coffees that are asked for, and their order. A facet of which nothing is chosen asks nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    chosen: Facets,
    pub sort: Option<Sort>,
}

impl Filter {
    pub fn from_query(query: &str) -> Self {
        let mut filter = Self::default();
        for (name, key) in query.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('=')) {
            if name == "sort" {
                filter.sort = key.parse().ok().or(filter.sort);
            } else if let Ok(facet) = name.parse::<Facet>()
                && let Some(index) = facet.options().iter().position(|option| option.0 == key)
            {
                filter.chosen[facet as usize] |= 1 << index;
            }
        }
        filter
    }

    pub fn has(&self, facet: Facet, index: usize) -> bool {
        self.chosen[facet as usize] >> index & 1 == 1
    }

    pub fn toggled(mut self, facet: Facet, index: usize) -> Self {
        self.chosen[facet as usize] ^= 1 << index;
        self
    }

    pub fn sorted(self, sort: Option<Sort>) -> Self {
        Self { sort, ..self }
    }

    /// Keeps the order alone: everything chosen is let go.
    pub fn cleared(self) -> Self {
        Self { sort: self.sort, ..Self::default() }
    }

    /// The number of values of a facet that are chosen.
    pub fn count(&self, facet: Facet) -> u32 {
        self.chosen[facet as usize].count_ones()
    }

    pub fn is_narrow(&self) -> bool {
        self.chosen.iter().any(|chosen| *chosen != 0)
    }

    /// The values that are chosen, facet by facet: the place of each in its list, and its name.
    pub fn chosen(self) -> impl Iterator<Item = (Facet, usize, &'static str)> {
        Facet::ALL.into_iter().flat_map(move |facet| {
            let options = facet.options().iter().enumerate();
            options
                .filter(move |(index, _)| self.has(facet, *index))
                .map(move |(index, option)| (facet, index, option.1))
        })
    }

    /// Whether what has these facets is in the list, whatever is chosen of the facet `but`.
    pub fn fits(&self, has: &Facets, but: Option<Facet>) -> bool {
        Facet::ALL.into_iter().all(|facet| {
            let chosen = self.chosen[facet as usize];
            chosen == 0 || Some(facet) == but || chosen & has[facet as usize] != 0
        })
    }

    /// Returns the query without the question mark, each value once, in one order.
    /// The same filter always has the same address.
    pub fn query(self) -> String {
        let mut query = String::new();
        let mut say = |name: &str, key: &str| {
            for part in [if query.is_empty() { "" } else { "&" }, name, "=", key] {
                query.push_str(part);
            }
        };
        for (facet, index, _) in self.chosen() {
            say(facet.key(), facet.options()[index].0);
        }
        if let Some(sort) = self.sort {
            say("sort", sort.key());
        }
        query
    }

    /// The list's address.
    pub fn href(self) -> String {
        let query = self.query();
        if query.is_empty() { "/coffees".to_owned() } else { format!("/coffees?{query}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::select;

    fn options() -> Vec<(Facet, usize)> {
        Facet::ALL
            .iter()
            .flat_map(|&facet| (0..facet.options().len()).map(move |index| (facet, index)))
            .collect()
    }

    proptest! {
        #[test]
        fn every_filter_reads_back_from_its_address(
            chosen in vec(select(options()), 0..12),
            sort in proptest::option::of(select(Sort::ALL.to_vec())),
        ) {
            let mut filter = Filter { sort, ..Filter::default() };
            for (facet, index) in &chosen {
                filter = filter.toggled(*facet, *index);
            }
            prop_assert_eq!(Filter::from_query(&filter.query()), filter);
            prop_assert_eq!(filter.chosen().count() as u32, Facet::ALL.iter().map(|facet| filter.count(*facet)).sum::<u32>());
        }

        #[test]
        fn any_address_at_all_is_some_filter_whose_own_address_is_clean(query in ".{0,80}") {
            let filter = Filter::from_query(&query);
            prop_assert_eq!(Filter::from_query(&filter.query()), filter);
            prop_assert!(filter.query().bytes().all(|b| b.is_ascii_alphanumeric() || b"-=&".contains(&b)));
        }
    }

    #[test]
    fn an_unknown_value_counts_as_absent() {
        assert_eq!(
            Filter::from_query("roast=purple&sort=LIGHT&colour=%00&roast&=&origin=&&"),
            Filter::default()
        );
        let known = Filter::from_query("?roast=dark&roast=purple&sort=newest&origin=atlantis");
        assert_eq!(known.href(), "/coffees?roast=dark");
    }

    #[test]
    fn the_same_filter_has_one_address_however_it_was_written() {
        let odd = Filter::from_query("sort=price&origin=peru&roast=light&origin=kenya&roast=light");
        assert_eq!(odd.href(), "/coffees?roast=light&origin=kenya&origin=peru&sort=price");
        assert_eq!(odd.cleared().href(), "/coffees?sort=price");
        assert_eq!(Filter::default().href(), "/coffees");
    }

    #[test]
    fn values_of_one_facet_widen_and_facets_narrow() {
        let mut has = Facets::default();
        has[Facet::Roast as usize] = 1;
        assert!(Filter::from_query("roast=light&roast=dark").fits(&has, None));
        assert!(!Filter::from_query("roast=light&for=decaf").fits(&has, None));
        assert!(Filter::from_query("roast=light&for=decaf").fits(&has, Some(Facet::MadeFor)));
    }

    #[test]
    fn no_facet_has_more_values_than_there_are_bits() {
        assert!(Facet::ALL.iter().all(|facet| facet.options().len() <= 32));
    }
}
