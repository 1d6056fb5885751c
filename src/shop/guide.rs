//! A brewing guide as pages show it.

use crate::json::Readable;
use serde::{Deserialize, Serialize};

use super::Coffee;

/// A guide as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct GuideCard {
    pub slug: String,
    pub name: String,
    pub summary: String,
    /// The drawing of `svg/gear.svg`.
    pub gear: String,
    /// The seconds that all its steps take.
    pub seconds: u32,
}

impl GuideCard {
    pub fn href(&self) -> String {
        format!("/brewing/{}", self.slug)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct Guide {
    pub card: GuideCard,
    pub story: String,
    pub grind: String,
    pub heat: String,
    /// The grams of coffee for one cup.
    pub dose: u32,
    /// The grams for one cup. `water_is` says of what: what is poured, or what comes out.
    pub water: u32,
    pub water_is: String,
    /// The number of cups that are made as a rule, and at most.
    pub cups: u32,
    pub most_cups: u32,
    /// The things to do before the clock starts.
    pub before: Vec<String>,
    pub steps: Vec<BrewStep>,
    pub coffees: Vec<Coffee>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
#[serde(deny_unknown_fields)]
pub struct BrewStep {
    pub name: String,
    pub text: String,
    pub seconds: u32,
    /// The weight that the scale then shows, in grams for one cup; 0 if nothing is poured.
    #[serde(default)]
    pub pour_to: u32,
}

/// The result of a search, the best first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct SearchResults {
    pub coffees: Vec<Coffee>,
    pub guides: Vec<GuideCard>,
}

/// The duration in words: "45 s", "3 min", "3 min 30 s", "14 h".
pub fn duration(seconds: u32) -> String {
    let parts = [(seconds / 3600, "h"), (seconds / 60 % 60, "min"), (seconds % 60, "s")];
    let parts = parts.into_iter().filter(|(amount, _)| *amount > 0);
    parts.map(|(amount, unit)| format!("{amount} {unit}")).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn a_duration_names_only_what_it_has() {
        assert_eq!([45, 180, 210, 50_400].map(duration), ["45 s", "3 min", "3 min 30 s", "14 h"]);
    }
}
