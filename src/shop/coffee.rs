//! A coffee as pages show it.

use serde::{Deserialize, Serialize};
use std::str::FromStr;

use super::Money;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Roast {
    Light,
    Medium,
    Dark,
}

impl Roast {
    pub const ALL: [Self; 3] = [Self::Light, Self::Medium, Self::Dark];

    /// As it stands in an address and in a class.
    pub fn key(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Medium => "medium",
            Self::Dark => "dark",
        }
    }

    /// As a person reads it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Light => "Light",
            Self::Medium => "Medium",
            Self::Dark => "Dark",
        }
    }
}

impl FromStr for Roast {
    type Err = ();

    fn from_str(key: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|roast| roast.key() == key).ok_or(())
    }
}

/// What sets a coffee apart from others of its roast.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Use {
    Espresso,
    Decaf,
}

/// What a card in a list shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coffee {
    pub slug: String,
    pub name: String,
    pub notes: String,
    pub roast: Roast,
    /// From 1, light, to 5, dark.
    pub fathoms: u8,
    pub made_for: Option<Use>,
    /// For one bag of 250 g.
    pub price: Money,
    /// The drawing on the label, of `svg/bags.svg`.
    pub mark: String,
    pub new_crop: bool,
    pub sold_out: bool,
    pub on_the_roaster: bool,
}

impl Coffee {
    pub fn href(&self) -> String {
        format!("/coffees/{}", self.slug)
    }

    /// "Medium, decaf"
    pub fn roast_in_words(&self) -> String {
        let roast = self.roast.name();
        match self.made_for {
            None => roast.to_owned(),
            Some(Use::Espresso) => format!("{roast}, for espresso"),
            Some(Use::Decaf) => format!("{roast}, decaf"),
        }
    }

    /// The class that gives the bag its colours.
    pub fn palette(&self) -> String {
        let key = match self.made_for {
            None => self.roast.key(),
            Some(Use::Espresso) => "espresso",
            Some(Use::Decaf) => "decaf",
        };
        format!("roast-{key}")
    }
}

/// What a coffee's own page tells beyond its card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    pub coffee: Coffee,
    pub origin: String,
    pub story: String,
    pub farms: String,
    pub altitude: String,
    pub process: String,
    pub brew: String,
}
