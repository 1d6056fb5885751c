//! Where an order goes.

use crate::json::Readable;
use serde::{Deserialize, Serialize};

use crate::shop::keyed::keyed;

// Keys as in ISO 3166: what `autocomplete="country"` fills in.
keyed! {
    Country {
        Norway = "NO", "Norway";
        Sweden = "SE", "Sweden";
        Denmark = "DK", "Denmark";
        Finland = "FI", "Finland";
        Iceland = "IS", "Iceland";
        Germany = "DE", "Germany";
        Netherlands = "NL", "Netherlands";
    }
}

pub const COUNTRIES: &[Country] = &Country::ALL;

/// An address as it is typed, and as it is kept once it was checked. It is never in an address bar, never in a log.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, Readable)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
#[serde(default)]
pub struct Address {
    pub name: String,
    pub street: String,
    /// The rest of what the label needs: floor, door, company.
    pub extra: String,
    pub postcode: String,
    pub city: String,
    /// A key of [`Country`].
    pub country: String,
}

/// Shows nothing of the address, so that no log line shows one by accident.
impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Address(…)")
    }
}

impl Address {
    /// The country's name, such as "Norway".
    pub fn country_in_words(&self) -> &'static str {
        self.country.parse().map_or("", Country::words)
    }
}

#[cfg(feature = "ssr")]
mod checked {
    use super::{Address, Country};
    use crate::error::{Error, Fault};
    use crate::shop::refusals::*;

    const LONGEST: usize = 100;

    impl Address {
        /// Returns the address as it goes onto a label. Refused with all that is wrong.
        pub fn checked(&self) -> Result<Self, Error> {
            let mut faults = Vec::new();
            let mut wrong = |field: &str, message: &str| {
                faults.push(Fault { field: field.to_owned(), message: message.to_owned() });
            };
            let mut line = |field, text: &str, missing: Option<&str>| {
                let text = text.trim();
                match missing {
                    Some(message) if text.is_empty() => wrong(field, message),
                    _ if text.chars().count() > LONGEST => wrong(field, TOO_LONG),
                    _ if text.chars().any(char::is_control) => wrong(field, NOT_ONE_LINE),
                    _ => {}
                }
                text.to_owned()
            };
            let mut checked = Self {
                name: line("name", &self.name, Some(NAME_MISSING)),
                street: line("street", &self.street, Some(STREET_MISSING)),
                extra: line("extra", &self.extra, None),
                postcode: line("postcode", &self.postcode, Some(POSTCODE_MISSING)),
                city: line("city", &self.city, Some(CITY_MISSING)),
                country: String::new(),
            };
            match self.country.parse::<Country>() {
                Ok(country) => country.key().clone_into(&mut checked.country),
                Err(_) => wrong("country", COUNTRY_UNKNOWN),
            }
            if faults.is_empty() { Ok(checked) } else { Err(Error::Faults(faults)) }
        }
    }
}

/// The address and a guest's e-mail, as they were typed into a form that was refused and came back without a script.
#[cfg(feature = "ssr")]
pub fn typed_order() -> Option<(Address, String)> {
    let typed: (Address, String) = crate::reply::typed();
    (typed != Default::default()).then_some(typed)
}

/// Returns nothing: in the browser the fields hold both already.
#[cfg(not(feature = "ssr"))]
pub fn typed_order() -> Option<(Address, String)> {
    None
}
