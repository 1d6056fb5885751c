//! The nine coffees, from the lightest roast to the darkest, and how they are found and sorted.

use super::{Coffee, Details, Filter, Money, Roast, Sort, Use};

/// All of a roast, or all there are, sorted.
pub fn list(filter: Filter) -> Vec<Coffee> {
    let mut coffees: Vec<_> = ROWS
        .iter()
        .filter(|row| filter.roast.is_none_or(|roast| roast == row.roast))
        .map(|row| row.coffee())
        .collect();
    match filter.sort {
        None => {}
        Some(Sort::Name) => coffees.sort_by(|a, b| a.name.cmp(&b.name)),
        Some(Sort::Price) => coffees.sort_by_key(|coffee| coffee.price.minor),
    }
    coffees
}

pub fn find(slug: &str) -> Option<Details> {
    ROWS.iter().find(|row| row.slug == slug).map(Row::details)
}

struct Row {
    slug: &'static str,
    name: &'static str,
    notes: &'static str,
    roast: Roast,
    fathoms: u8,
    made_for: Option<Use>,
    cents: i64,
    mark: &'static str,
    standing: Standing,
    on_the_roaster: bool,
    origin: &'static str,
    story: &'static str,
    farms: &'static str,
    altitude: &'static str,
    process: &'static str,
    brew: &'static str,
}

#[derive(PartialEq)]
enum Standing {
    Here,
    NewCrop,
    SoldOut,
}

impl Row {
    fn coffee(&self) -> Coffee {
        Coffee {
            slug: self.slug.to_owned(),
            name: self.name.to_owned(),
            notes: self.notes.to_owned(),
            roast: self.roast,
            fathoms: self.fathoms,
            made_for: self.made_for,
            price: Money::eur(self.cents),
            mark: self.mark.to_owned(),
            new_crop: self.standing == Standing::NewCrop,
            sold_out: self.standing == Standing::SoldOut,
            on_the_roaster: self.on_the_roaster,
        }
    }

    fn details(&self) -> Details {
        Details {
            coffee: self.coffee(),
            origin: self.origin.to_owned(),
            story: self.story.to_owned(),
            farms: self.farms.to_owned(),
            altitude: self.altitude.to_owned(),
            process: self.process.to_owned(),
            brew: self.brew.to_owned(),
        }
    }
}

const ROWS: [Row; 9] = [
    Row {
        slug: "first-tide",
        name: "First Tide",
        notes: "Bergamot, apricot, honey",
        roast: Roast::Light,
        fathoms: 1,
        made_for: None,
        cents: 1650,
        mark: "wave",
        standing: Standing::NewCrop,
        on_the_roaster: true,
        origin: "Ethiopia",
        story: "The first bags of the new crop. Bergamot on the nose, apricot in the cup, honey when it has almost gone cold. Closer to tea than to anything from a machine.",
        farms: "Smallholders round Aricha, Yirgacheffe",
        altitude: "1,950 to 2,150 m",
        process: "Washed",
        brew: "60 g a litre, 96 °C, poured slowly",
    },
    Row {
        slug: "herring-gull",
        name: "Herring Gull",
        notes: "Blackcurrant, rhubarb, brown sugar",
        roast: Roast::Light,
        fathoms: 2,
        made_for: None,
        cents: 1800,
        mark: "gull",
        standing: Standing::Here,
        on_the_roaster: false,
        origin: "Kenya",
        story: "Loud, and not sorry. Blackcurrant and rhubarb first, then brown sugar that stays. The one that makes people ask what they are drinking.",
        farms: "Gatomboya washing station, Nyeri",
        altitude: "1,700 to 1,900 m",
        process: "Washed, soaked overnight",
        brew: "62 g a litre, 95 °C",
    },
    Row {
        slug: "north-mole",
        name: "North Mole",
        notes: "Toffee, red grape, almond",
        roast: Roast::Medium,
        fathoms: 2,
        made_for: None,
        cents: 1550,
        mark: "mole",
        standing: Standing::SoldOut,
        on_the_roaster: false,
        origin: "Guatemala",
        story: "Named after the wall that keeps the swell out. Toffee and almond hold it up, red grape keeps it lively.",
        farms: "La Bolsa, Huehuetenango",
        altitude: "1,300 to 1,600 m",
        process: "Washed",
        brew: "60 g a litre, 94 °C",
    },
    Row {
        slug: "kelp-forest",
        name: "Kelp Forest",
        notes: "Plum, cocoa, sweet herbs",
        roast: Roast::Medium,
        fathoms: 3,
        made_for: None,
        cents: 1500,
        mark: "kelp",
        standing: Standing::Here,
        on_the_roaster: false,
        origin: "Sumatra",
        story: "Dense and green in the best way: plum, cocoa, and herbs one cannot quite name. At home in a French press.",
        farms: "Growers of the Ribang Gayo cooperative, Aceh",
        altitude: "1,300 to 1,500 m",
        process: "Wet-hulled",
        brew: "65 g a litre, 93 °C, four minutes",
    },
    Row {
        slug: "lighthouse-blend",
        name: "Lighthouse Blend",
        notes: "Milk chocolate, hazelnut, orange peel",
        roast: Roast::Medium,
        fathoms: 3,
        made_for: None,
        cents: 1450,
        mark: "lighthouse",
        standing: Standing::Here,
        on_the_roaster: true,
        origin: "Brazil and Colombia",
        story: "The one we drink ourselves. Milk chocolate and hazelnut, with a peel of orange as it cools. Kind to any pot, and to milk.",
        farms: "Fazenda Ouro Fino; El Mirador, Huila",
        altitude: "1,100 to 1,750 m",
        process: "Natural, washed",
        brew: "60 g a litre, 94 °C",
    },
    Row {
        slug: "slack-water-decaf",
        name: "Slack Water Decaf",
        notes: "Caramel, red apple, malt",
        roast: Roast::Medium,
        fathoms: 3,
        made_for: Some(Use::Decaf),
        cents: 1500,
        mark: "lantern",
        standing: Standing::Here,
        on_the_roaster: false,
        origin: "Colombia",
        story: "For the hour when the tide stands still and sleep is near. Caramel, red apple and malt, and nothing to keep one up.",
        farms: "Growers round Popayán, Cauca",
        altitude: "1,600 to 1,900 m",
        process: "Washed, decaffeinated with sugar-cane spirit",
        brew: "62 g a litre, 93 °C",
    },
    Row {
        slug: "deep-fathom",
        name: "Deep Fathom",
        notes: "Cocoa nib, cedar, molasses",
        roast: Roast::Dark,
        fathoms: 4,
        made_for: None,
        cents: 1400,
        mark: "anchor",
        standing: Standing::Here,
        on_the_roaster: true,
        origin: "Brazil and India",
        story: "Goes down steadily: cocoa nib, cedar, molasses at the bottom. Made for mornings when the window shows nothing but weather.",
        farms: "Fazenda Ouro Fino; Badra Estates, Chikmagalur",
        altitude: "1,000 to 1,300 m",
        process: "Natural, washed",
        brew: "60 g a litre, 92 °C",
    },
    Row {
        slug: "little-catch",
        name: "Little Catch",
        notes: "Fig, toasted rye, liquorice",
        roast: Roast::Dark,
        fathoms: 4,
        made_for: None,
        cents: 1450,
        mark: "fish",
        standing: Standing::Here,
        on_the_roaster: false,
        origin: "Peru",
        story: "A small lot, landed once a year. Fig and toasted rye, with a little liquorice, which on this coast is a compliment.",
        farms: "La Flor del Café, Jaén",
        altitude: "1,500 to 1,800 m",
        process: "Washed",
        brew: "62 g a litre, 92 °C",
    },
    Row {
        slug: "night-watch-espresso",
        name: "Night Watch Espresso",
        notes: "Dark chocolate, walnut, treacle",
        roast: Roast::Dark,
        fathoms: 5,
        made_for: Some(Use::Espresso),
        cents: 1550,
        mark: "moon",
        standing: Standing::Here,
        on_the_roaster: true,
        origin: "Brazil, India, Uganda",
        story: "Four hours on, eight off, and one of these in between. Dark chocolate, walnut and treacle, thick enough to hold the cup still.",
        farms: "Fazenda Ouro Fino; Badra Estates; Bugisu",
        altitude: "1,000 to 1,900 m",
        process: "Natural, washed",
        brew: "18 g in, 38 g out, 28 seconds",
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn names(filter: Filter) -> Vec<String> {
        list(filter).into_iter().map(|coffee| coffee.name).collect()
    }

    #[test]
    fn nine_coffees_each_with_a_slug_of_its_own_that_finds_it() {
        let slugs: BTreeSet<_> = list(Filter::default()).into_iter().map(|coffee| coffee.slug).collect();
        assert_eq!(slugs.len(), 9);
        for slug in slugs {
            assert!(slug.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{slug} needs escaping");
            assert_eq!(find(&slug).unwrap().coffee.slug, slug);
        }
        assert!(find("flat-white").is_none());
    }

    #[test]
    fn a_roast_has_its_coffees_and_no_others() {
        assert_eq!(names(Filter::from_keys("light", "")), ["First Tide", "Herring Gull"]);
        let dark = names(Filter::from_keys("dark", ""));
        assert!(dark.contains(&"Night Watch Espresso".to_owned()), "espresso is dark");
        let medium = names(Filter::from_keys("medium", ""));
        assert!(medium.contains(&"Slack Water Decaf".to_owned()), "decaf is medium");
        assert_eq!(dark.len() + medium.len() + 2, 9);
    }

    #[test]
    fn lists_are_sorted_by_roast_unless_name_or_price_is_asked_for() {
        let fathoms: Vec<_> = list(Filter::default()).iter().map(|coffee| coffee.fathoms).collect();
        assert!(fathoms.is_sorted());
        assert!(names(Filter::from_keys("", "name")).is_sorted());
        let prices: Vec<_> =
            list(Filter::from_keys("", "price")).iter().map(|coffee| coffee.price.minor).collect();
        assert!(prices.is_sorted());
    }

    #[test]
    fn four_are_on_the_roaster_and_none_of_them_is_sold_out() {
        let week: Vec<_> =
            list(Filter::default()).into_iter().filter(|coffee| coffee.on_the_roaster).collect();
        assert_eq!(week.len(), 4);
        assert!(week.iter().all(|coffee| !coffee.sold_out));
    }
}
