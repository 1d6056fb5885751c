//! Money: whole minor units and a currency. No floats.

use crate::json::Readable;
use serde::{Deserialize, Serialize};
use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub enum Currency {
    #[serde(rename = "EUR")]
    Eur,
}

impl Currency {
    /// The currency's code, as in ISO 4217.
    pub fn code(self) -> &'static str {
        match self {
            Self::Eur => "EUR",
        }
    }
}

/// An amount in minor units: 1450 euro cents are €14.50.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct Money {
    pub minor: i64,
    pub currency: Currency,
}

impl Money {
    pub const fn eur(minor: i64) -> Self {
        Self { minor, currency: Currency::Eur }
    }

    /// Adds an amount. All amounts are of one currency until there is a second.
    pub fn plus(self, other: Self) -> Self {
        Self { minor: self.minor.saturating_add(other.minor), ..self }
    }

    pub fn times(self, n: i64) -> Self {
        Self { minor: self.minor.saturating_mul(n), ..self }
    }

    /// A part of the amount, to the nearest minor unit. Half a unit is rounded up.
    pub fn over(self, parts: i64) -> Self {
        let (whole, rest) = (self.minor.div_euclid(parts), self.minor.rem_euclid(parts));
        Self { minor: whole + i64::from(rest * 2 >= parts), ..self }
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.minor < 0 { "-" } else { "" };
        let symbol = match self.currency {
            Currency::Eur => "€",
        };
        let minor = self.minor.unsigned_abs();
        let mut whole = (minor / 100).to_string();
        let digits = whole.len();
        for thousands in 1..=(digits - 1) / 3 {
            whole.insert(digits - 3 * thousands, ',');
        }
        write!(f, "{sign}{symbol}{whole}.{:02}", minor % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_shows_its_currency_and_two_digits_of_cents() {
        assert_eq!(Money::eur(1450).to_string(), "€14.50");
        assert_eq!(Money::eur(5).to_string(), "€0.05");
        assert_eq!(Money::eur(99_999).to_string(), "€999.99");
        assert_eq!(Money::eur(120_000).to_string(), "€1,200.00");
        assert_eq!(Money::eur(-123_456_789).to_string(), "-€1,234,567.89");
        assert_eq!(Money::eur(-250).to_string(), "-€2.50");
    }

    #[test]
    fn a_part_is_rounded_to_the_nearest_cent_and_half_a_cent_up() {
        for (minor, parts, expected) in
            [(1449, 10, 145), (1444, 10, 144), (1445, 10, 145), (7, 2, 4), (-7, 2, -3)]
        {
            assert_eq!(Money::eur(minor).over(parts).minor, expected, "{minor} / {parts}");
        }
    }
}
