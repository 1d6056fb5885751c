//! The plans: the roaster's choice, every two weeks, post included.

use super::{Money, keyed::keyed};

keyed! {
    Plan {
        Skiff = "skiff", "Skiff";
        Harbour = "harbour", "Harbour";
        OpenSea = "open-sea", "Open sea";
    }
}

impl Plan {
    /// The weight of the coffee that comes each time.
    pub fn amount(self) -> &'static str {
        match self {
            Self::Skiff => "250 g",
            Self::Harbour => "500 g",
            Self::OpenSea => "1 kg",
        }
    }

    /// The people whom the plan suits.
    pub fn suits(self) -> &'static str {
        match self {
            Self::Skiff => "One person, one cup a day.",
            Self::Harbour => "A household that shares the pot.",
            Self::OpenSea => "An office, a boat, a small café.",
        }
    }

    /// The price of what comes each time.
    pub fn price(self) -> Money {
        Money::eur(match self {
            Self::Skiff => 1300,
            Self::Harbour => 2400,
            Self::OpenSea => 4400,
        })
    }
}
