//! What one buys: a coffee in a size, ground in some way, once or again and again; or a plan.
//!
//! Each has a key, such as `kelp-forest.250g.filter.once` or `plan.harbour.whole-bean`: what forms and the database
//! hold. A key that is not exactly one of ours is none.

use std::fmt;
use std::str::FromStr;

use super::keyed::keyed;
use super::{Money, Plan, refusals};

keyed! {
    Size {
        Bag = "250g", "250 g";
        Kilo = "1kg", "1 kg";
    }
}

impl Size {
    /// The number of bags of 250 g that it takes off the shelf.
    pub fn bags(self) -> i64 {
        match self {
            Self::Bag => 1,
            Self::Kilo => 4,
        }
    }

    /// The price of this size. A kilo costs as much as three and a half bags.
    fn price(self, bag: Money) -> Money {
        match self {
            Self::Bag => bag,
            Self::Kilo => bag.times(7).over(2),
        }
    }
}

keyed! {
    Grind {
        WholeBean = "whole-bean", "Whole bean";
        Filter = "filter", "Filter";
        Press = "french-press", "French press";
        Moka = "moka", "Moka pot";
        Espresso = "espresso", "Espresso";
    }
}

impl Grind {
    fn in_a_line(self) -> &'static str {
        match self {
            Self::WholeBean => "whole bean",
            Self::Filter => "ground for filter",
            Self::Press => "ground for French press",
            Self::Moka => "ground for the moka pot",
            Self::Espresso => "ground for espresso",
        }
    }
}

keyed! {
    Often {
        Once = "once", "Just once";
        TwoWeeks = "2-weeks", "Every two weeks";
        FourWeeks = "4-weeks", "Every four weeks";
    }
}

impl Often {
    /// The weeks from one delivery to the next. None for what is bought once.
    pub fn weeks(self) -> Option<i64> {
        match self {
            Self::Once => None,
            Self::TwoWeeks => Some(2),
            Self::FourWeeks => Some(4),
        }
    }

    /// The price of one piece. A subscription is a tenth cheaper, for each piece, half a cent in the shop's favour.
    fn price(self, piece: Money) -> Money {
        match self {
            Self::Once => piece,
            Self::TwoWeeks | Self::FourWeeks => piece.times(9).over(10),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    Coffee { slug: String, size: Size, grind: Grind, often: Often },
    Plan { plan: Plan, grind: Grind },
}

impl Item {
    /// Reads a coffee's form. A field that is left out means a bag of whole beans, just once.
    pub fn of_coffee(slug: &str, size: &str, grind: &str, often: &str) -> Result<Self, &'static str> {
        if slug.is_empty() || !slug.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            return Err(refusals::UNKNOWN_CHOICE);
        }
        Ok(Self::Coffee {
            slug: slug.to_owned(),
            size: or(size, Size::Bag)?,
            grind: or(grind, Grind::WholeBean)?,
            often: or(often, Often::Once)?,
        })
    }

    /// Reads a plan's form.
    pub fn of_plan(plan: &str, grind: &str) -> Result<Self, &'static str> {
        Ok(Self::Plan { plan: plan.parse()?, grind: or(grind, Grind::WholeBean)? })
    }

    /// The price of one of it, where a bag of 250 g of its coffee costs `bag`.
    pub fn price(&self, bag: Money) -> Money {
        match self {
            Self::Coffee { size, often, .. } => often.price(size.price(bag)),
            Self::Plan { plan, .. } => plan.price(),
        }
    }

    /// The coffee that one of it takes off the shelf, and how many bags. A plan takes what the roaster chooses.
    pub fn takes(&self) -> Option<(&str, i64)> {
        match self {
            Self::Coffee { slug, size, .. } => Some((slug, size.bags())),
            Self::Plan { .. } => None,
        }
    }

    pub fn often(&self) -> Often {
        match self {
            Self::Coffee { often, .. } => *often,
            Self::Plan { .. } => Often::TwoWeeks,
        }
    }

    /// The same, bought just once. A plan cannot be.
    pub fn just_once(&self) -> Option<Self> {
        match self.clone() {
            Self::Coffee { slug, size, grind, .. } => {
                Some(Self::Coffee { slug, size, grind, often: Often::Once })
            }
            Self::Plan { .. } => None,
        }
    }

    /// The choice in words: "250 g, ground for filter, every two weeks".
    pub fn words(&self) -> String {
        let (amount, grind) = match self {
            Self::Coffee { size, grind, .. } => (size.words(), grind),
            Self::Plan { plan, grind } => (plan.amount(), grind),
        };
        let often = match self.often() {
            Often::Once => String::new(),
            often => format!(", {}", often.words().to_lowercase()),
        };
        format!("{amount}, {}{often}", grind.in_a_line())
    }
}

fn or<T: FromStr>(key: &str, missing: T) -> Result<T, T::Err> {
    if key.is_empty() { Ok(missing) } else { key.parse() }
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Coffee { slug, size, grind, often } => {
                write!(f, "{slug}.{}.{}.{}", size.key(), grind.key(), often.key())
            }
            Self::Plan { plan, grind } => write!(f, "plan.{}.{}", plan.key(), grind.key()),
        }
    }
}

impl FromStr for Item {
    type Err = &'static str;

    fn from_str(key: &str) -> Result<Self, &'static str> {
        match key.split('.').collect::<Vec<_>>()[..] {
            ["plan", plan, grind] if !grind.is_empty() => Self::of_plan(plan, grind),
            [slug, size, grind, often] if ![size, grind, often].contains(&"") => {
                Self::of_coffee(slug, size, grind, often)
            }
            _ => Err(refusals::UNKNOWN_CHOICE),
        }
    }
}
