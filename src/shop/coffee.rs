//! A coffee as pages show it.

use crate::json::Readable;
use serde::{Deserialize, Serialize};

use super::Money;
use super::keyed::keyed;

keyed! {
    Roast {
        Light = "light", "Light";
        Medium = "medium", "Medium";
        Dark = "dark", "Dark";
    }
}

keyed! {
    /// The use that sets a coffee apart from others of its roast.
    Use {
        Espresso = "espresso", "Espresso";
        Decaf = "decaf", "Late hours (decaf)";
    }
}

/// A coffee as its card in a list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct Coffee {
    pub slug: String,
    pub name: String,
    pub notes: String,
    pub roast: Roast,
    /// The depth of the roast, from 1, light, to 5, dark.
    pub fathoms: u8,
    pub made_for: Option<Use>,
    /// The price of one bag of 250 g.
    pub price: Money,
    /// The drawing on the label, of `svg/bags.svg`.
    pub mark: String,
    pub new_crop: bool,
    pub sold_out: bool,
}

impl Coffee {
    pub fn href(&self) -> String {
        format!("/coffees/{}", self.slug)
    }

    /// The roast in words: "Medium, decaf".
    pub fn roast_in_words(&self) -> String {
        let roast = self.roast.words();
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

/// A coffee as its own page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct Details {
    pub coffee: Coffee,
    pub origin: String,
    pub story: String,
    pub farms: String,
    pub altitude: String,
    pub process: String,
    pub brew: String,
    /// The day on which the bags on the shelf were roasted: "Friday 13 November 2026", and the same for machines.
    pub roasted: (String, String),
    /// The guides in which it is brewed as it should be: address and name of each.
    pub guides: Vec<(String, String)>,
}

/// The list as its address asks for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct Listing {
    pub coffees: Vec<Coffee>,
    /// The number of coffees for each value of each facet, in their order.
    /// It is how many coffees one would get of that value alone, all other facets as they are.
    pub counts: Vec<u8>,
}
