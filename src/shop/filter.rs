//! What the address of the list of coffees may say: `?roast=light&sort=price`.

use std::str::FromStr;

use super::Roast;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Name,
    Price,
}

impl Sort {
    pub const ALL: [Self; 2] = [Self::Name, Self::Price];

    /// As it stands in an address.
    pub fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Price => "price",
        }
    }

    /// As a person reads it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::Price => "Price, low first",
        }
    }
}

impl FromStr for Sort {
    type Err = ();

    fn from_str(key: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|sort| sort.key() == key).ok_or(())
    }
}

/// Which coffees, in which order. Without an order the lightest roast comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub roast: Option<Roast>,
    pub sort: Option<Sort>,
}

impl Filter {
    /// Addresses are typed and shared by people: what is unknown counts as absent.
    pub fn from_keys(roast: &str, sort: &str) -> Self {
        Self { roast: roast.parse().ok(), sort: sort.parse().ok() }
    }

    pub fn roast_key(self) -> &'static str {
        self.roast.map(Roast::key).unwrap_or_default()
    }

    pub fn sort_key(self) -> &'static str {
        self.sort.map(Sort::key).unwrap_or_default()
    }

    /// The list's address.
    pub fn href(self) -> String {
        let keys = [("roast", self.roast_key()), ("sort", self.sort_key())];
        let query: Vec<_> = keys
            .iter()
            .filter(|(_, key)| !key.is_empty())
            .map(|(name, key)| format!("{name}={key}"))
            .collect();
        if query.is_empty() { "/coffees".to_owned() } else { format!("/coffees?{}", query.join("&")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_value_counts_as_absent() {
        assert_eq!(Filter::from_keys("purple", "LIGHT"), Filter::default());
        assert_eq!(Filter::from_keys("dark", "newest"), Filter { roast: Some(Roast::Dark), sort: None });
    }

    #[test]
    fn an_address_reads_back_as_its_filter() {
        for roast in ["", "light", "medium", "dark"] {
            for sort in ["", "name", "price"] {
                let filter = Filter::from_keys(roast, sort);
                assert_eq!((filter.roast_key(), filter.sort_key()), (roast, sort));
            }
        }
        assert_eq!(Filter::default().href(), "/coffees");
        assert_eq!(Filter::from_keys("light", "").href(), "/coffees?roast=light");
        assert_eq!(Filter::from_keys("light", "price").href(), "/coffees?roast=light&sort=price");
    }
}
