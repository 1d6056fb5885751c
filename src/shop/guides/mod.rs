//! The brewing guides of `guides.toml`, and which coffees they suit.

use serde::Deserialize;
use std::sync::LazyLock;

use super::catalogue::{self, CoffeeRow};
use super::{BrewStep, Guide, GuideCard, data_file};

/// A guide as `guides.toml` has it; [`Guide`] says what each part means.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GuideRow {
    pub slug: String,
    pub name: String,
    pub summary: String,
    pub gear: String,
    pub story: String,
    pub grind: String,
    pub heat: String,
    pub dose: u32,
    pub water: u32,
    pub water_is: String,
    pub cups: u32,
    pub most_cups: u32,
    pub before: Vec<String>,
    pub coffees: Vec<String>,
    pub steps: Vec<BrewStep>,
}

static ROWS: LazyLock<Vec<GuideRow>> =
    LazyLock::new(|| data_file::rows(include_str!("guides.toml"), "guide"));

/// The guides in the order of the list.
pub fn rows() -> impl Iterator<Item = &'static GuideRow> {
    ROWS.iter()
}

pub fn find(slug: &str) -> Option<Guide> {
    rows().find(|row| row.slug == slug).map(GuideRow::guide)
}

/// The address and name of each guide in which a coffee is at home.
pub fn that_suit(coffee: &str) -> Vec<(String, String)> {
    rows()
        .filter(|row| row.coffees.iter().any(|slug| slug == coffee))
        .map(|row| (row.card().href(), row.name.clone()))
        .collect()
}

impl GuideRow {
    pub fn card(&self) -> GuideCard {
        GuideCard {
            slug: self.slug.clone(),
            name: self.name.clone(),
            summary: self.summary.clone(),
            gear: self.gear.clone(),
            seconds: self.steps.iter().map(|step| step.seconds).sum(),
        }
    }

    fn guide(&self) -> Guide {
        let suits = |slug: &String| catalogue::rows().find(|row| row.slug == *slug).map(CoffeeRow::coffee);
        Guide {
            card: self.card(),
            story: self.story.clone(),
            grind: self.grind.clone(),
            heat: self.heat.clone(),
            dose: self.dose,
            water: self.water,
            water_is: self.water_is.clone(),
            cups: self.cups,
            most_cups: self.most_cups,
            before: self.before.clone(),
            steps: self.steps.clone(),
            coffees: self.coffees.iter().filter_map(suits).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    const GEAR: &str = include_str!("../../../public/svg/gear.svg");

    #[test]
    fn six_guides_each_with_a_slug_and_a_drawing_of_its_own() {
        let slugs: BTreeSet<_> = rows().map(|row| &row.slug).collect();
        let gear: BTreeSet<_> = rows().map(|row| &row.gear).collect();
        assert_eq!((slugs.len(), gear.len()), (6, 6));
        for gear in gear {
            assert!(GEAR.contains(&format!("id=\"{gear}\"")), "{gear} is not drawn");
        }
        assert!(find("percolator").is_none());
    }

    #[test]
    fn every_coffee_is_at_home_in_some_guide() {
        for row in catalogue::rows() {
            assert!(!that_suit(&row.slug).is_empty(), "{}", row.name);
        }
    }

    #[test]
    fn every_coffee_that_a_guide_names_exists_and_is_named_once() {
        for row in rows() {
            let coffees = find(&row.slug).unwrap().coffees;
            assert_eq!(coffees.len(), row.coffees.len(), "{}", row.name);
            assert_eq!(
                coffees.iter().map(|coffee| &coffee.slug).collect::<BTreeSet<_>>().len(),
                coffees.len()
            );
        }
    }

    #[test]
    fn steps_take_time_and_pour_up_to_the_water_that_is_asked_for() {
        for row in rows() {
            let guide = find(&row.slug).unwrap();
            assert!(guide.steps.iter().all(|step| step.seconds > 0 && !step.text.is_empty()), "{}", row.name);
            let poured: Vec<_> =
                guide.steps.iter().map(|step| step.pour_to).filter(|grams| *grams > 0).collect();
            assert!(poured.is_sorted(), "{}", row.name);
            assert!(poured.last().is_none_or(|last| *last == guide.water), "{}", row.name);
            assert!((1..=guide.most_cups).contains(&guide.cups), "{}", row.name);
            assert_eq!(guide.card.seconds, guide.steps.iter().map(|step| step.seconds).sum::<u32>());
        }
    }
}
