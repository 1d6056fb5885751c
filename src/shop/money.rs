//! Money: whole minor units and a currency. No floats.

use serde::{Deserialize, Serialize};
use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Currency {
    #[serde(rename = "EUR")]
    Eur,
}

/// An amount in minor units: 1450 euro cents are €14.50.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    pub minor: i64,
    pub currency: Currency,
}

impl Money {
    pub const fn eur(minor: i64) -> Self {
        Self { minor, currency: Currency::Eur }
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.minor < 0 { "-" } else { "" };
        let symbol = match self.currency {
            Currency::Eur => "€",
        };
        let minor = self.minor.unsigned_abs();
        write!(f, "{sign}{symbol}{}.{:02}", minor / 100, minor % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_shows_its_currency_and_two_digits_of_cents() {
        assert_eq!(Money::eur(1450).to_string(), "€14.50");
        assert_eq!(Money::eur(5).to_string(), "€0.05");
        assert_eq!(Money::eur(120_000).to_string(), "€1200.00");
        assert_eq!(Money::eur(-250).to_string(), "-€2.50");
    }
}
