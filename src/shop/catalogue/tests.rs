//! Tests of the catalogue.

use super::*;
use crate::shop::{Process, Use};
use std::collections::BTreeSet;

const BAGS: &str = include_str!("../../../public/svg/bags.svg");

fn listed(query: &str) -> Vec<Coffee> {
    list(Filter::from_query(query))
}

fn names(query: &str) -> Vec<String> {
    listed(query).into_iter().map(|coffee| coffee.name).collect()
}

#[test]
fn twenty_four_coffees_each_with_a_slug_of_its_own_that_finds_it() {
    let slugs: BTreeSet<_> = rows().map(|row| row.slug.as_str()).collect();
    assert_eq!(slugs.len(), 24);
    for slug in slugs {
        assert!(slug.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{slug} needs escaping");
        assert_eq!(find(slug).unwrap().coffee.slug, slug);
    }
    assert!(find("flat-white").is_none());
}

#[test]
fn each_coffee_has_its_own_drawing_and_each_drawing_its_coffee() {
    let marks: BTreeSet<_> = rows().map(|row| row.mark.clone()).collect();
    let drawn: BTreeSet<_> =
        BAGS.split("id=\"mark-").skip(1).map(|symbol| symbol.split('"').next().unwrap().to_owned()).collect();
    assert_eq!(marks.len(), rows().count());
    assert_eq!(marks, drawn);
}

#[test]
fn what_is_written_of_a_coffee_agrees_with_itself() {
    for row in rows() {
        let name = &row.name;
        assert!((1000..=3000).contains(&row.cents) && row.cents % 50 == 0, "{name}: price");
        assert!((1..=5).contains(&row.fathoms) && !row.origins.is_empty(), "{name}");
        assert_eq!(row.notes.split(", ").count(), 3, "{name}: notes");
        assert!((60..260).contains(&row.story.len()), "{name}: story");
        let process = row.process.to_lowercase();
        let said: BTreeSet<_> =
            Process::OPTIONS.iter().map(|option| option.0).filter(|key| process.contains(key)).collect();
        assert_eq!(said, row.processes.iter().map(|process| process.key()).collect(), "{name}: process");
        let is_decaf = row.made_for == Some(Use::Decaf);
        assert_eq!(is_decaf, row.processes.contains(&Process::Decaffeinated), "{name}");
        assert_eq!(is_decaf, name.ends_with("Decaf"), "{name}");
        assert_eq!(row.made_for == Some(Use::Espresso), name.ends_with("Espresso"), "{name}");
    }
    assert_eq!(find("night-watch-espresso").unwrap().origin, "Brazil, India and Uganda");
    assert_eq!(find("lighthouse-blend").unwrap().origin, "Brazil and Colombia");
}

#[test]
fn every_value_of_every_facet_has_a_coffee_and_its_count_says_how_many() {
    let mut counted = counts(Filter::default()).into_iter();
    for facet in Facet::ALL {
        for (index, (key, name)) in facet.options().iter().enumerate() {
            let count = usize::from(counted.next().unwrap());
            assert_eq!(listed(&Filter::default().toggled(facet, index).query()).len(), count, "{name}");
            assert_ne!(count, 0, "{}={key} leads to nothing", facet.key());
        }
    }
    assert_eq!(counted.next(), None);
}

#[test]
fn a_count_is_what_one_would_get_of_the_value_alone_with_the_other_facets_as_they_are() {
    for query in
        ["roast=light&process=natural", "origin=brazil&origin=kenya&price=under-15", "for=decaf&roast=light"]
    {
        let filter = Filter::from_query(query);
        let mut counted = counts(filter).into_iter();
        for facet in Facet::ALL {
            for index in 0..facet.options().len() {
                let mut alone = filter.toggled(facet, index);
                for other in 0..facet.options().len() {
                    if alone.has(facet, other) != (other == index) {
                        alone = alone.toggled(facet, other);
                    }
                }
                assert_eq!(
                    list(alone).len(),
                    usize::from(counted.next().unwrap()),
                    "{query}: {facet:?} {index}"
                );
            }
        }
    }
}

#[test]
fn roasts_divide_the_shelf_and_a_list_may_be_empty() {
    assert_eq!([8, 8, 8], ["light", "medium", "dark"].map(|roast| names(&format!("roast={roast}")).len()));
    assert_eq!(names("for=decaf"), ["Slack Water Decaf", "Dead Calm Decaf"]);
    assert_eq!(names("for=decaf&roast=light"), <[&str; 0]>::default());
    assert_eq!(names("origin=kenya&origin=yemen"), ["Message in a Bottle", "Herring Gull"]);
}

#[test]
fn lists_are_sorted_by_depth_unless_name_or_price_is_asked_for() {
    assert!(listed("").iter().map(|coffee| coffee.fathoms).is_sorted());
    assert!(names("sort=name").is_sorted());
    assert!(listed("sort=price").iter().map(|coffee| coffee.price.minor).is_sorted());
    assert!(listed("sort=price-down").iter().rev().map(|coffee| coffee.price.minor).is_sorted());
}

#[test]
fn four_are_on_the_roaster_and_none_of_them_is_sold_out() {
    let week = on_the_roaster();
    assert_eq!(week.len(), 4);
    assert!(week.iter().all(|coffee| !coffee.sold_out));
}
