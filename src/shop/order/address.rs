//! Where an order goes.

use serde::{Deserialize, Serialize};

use crate::shop::item::choices;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Country {
    Norway,
    Sweden,
    Denmark,
    Finland,
    Iceland,
    Germany,
    Netherlands,
}

// Keys as in ISO 3166: what `autocomplete="country"` fills in.
choices!(Country {
    Norway: "NO", "Norway";
    Sweden: "SE", "Sweden";
    Denmark: "DK", "Denmark";
    Finland: "FI", "Finland";
    Iceland: "IS", "Iceland";
    Germany: "DE", "Germany";
    Netherlands: "NL", "Netherlands";
});

pub const COUNTRIES: &[Country] = Country::ALL;

/// As it is typed, and as it is kept once it was checked. Never in an address bar, never in a log.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Address {
    pub name: String,
    pub street: String,
    /// Floor, door, company: whatever else the label needs.
    pub extra: String,
    pub postcode: String,
    pub city: String,
    /// A key of [`Country`].
    pub country: String,
}

/// So that no log line shows one by accident.
impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Address(…)")
    }
}

impl Address {
    /// "Norway"
    pub fn country_in_words(&self) -> &'static str {
        self.country.parse().map_or("", Country::words)
    }
}

#[cfg(feature = "ssr")]
mod checked {
    use super::{Address, Country};
    use crate::error::Error;
    use crate::shop::refusals::*;
    use crate::shop::server::refused;

    const LONGEST: usize = 100;

    impl Address {
        /// As it goes onto a label; refused at the first field that cannot.
        pub fn checked(&self) -> Result<Self, Error> {
            let line = |field, text: &str, missing: Option<&str>| {
                let text = text.trim();
                match missing {
                    Some(message) if text.is_empty() => Err(refused(field, message)),
                    _ if text.chars().count() > LONGEST => Err(refused(field, TOO_LONG)),
                    _ if text.chars().any(char::is_control) => Err(refused(field, NOT_ONE_LINE)),
                    _ => Ok(text.to_owned()),
                }
            };
            Ok(Self {
                name: line("name", &self.name, Some(NAME_MISSING))?,
                street: line("street", &self.street, Some(STREET_MISSING))?,
                extra: line("extra", &self.extra, None)?,
                postcode: line("postcode", &self.postcode, Some(POSTCODE_MISSING))?,
                city: line("city", &self.city, Some(CITY_MISSING))?,
                country: match self.country.parse::<Country>() {
                    Ok(country) => country.key().to_owned(),
                    Err(_) => return Err(refused("country", COUNTRY_UNKNOWN)),
                },
            })
        }
    }
}

/// What had been typed into the form that was refused and came back here without a script.
pub fn typed_address() -> Option<Address> {
    let typed: Address = crate::accounts::typed();
    (typed != Address::default()).then_some(typed)
}
