//! A coffee as `coffees.toml` has it.

use serde::Deserialize;

use super::super::{Coffee, Details, Facet, Facets, Money, Origin, PriceBand, Process, Roast, Use};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CoffeeRow {
    pub slug: String,
    pub name: String,
    pub notes: String,
    pub roast: Roast,
    pub fathoms: u8,
    pub made_for: Option<Use>,
    pub cents: i64,
    /// A drawing of `svg/bags.svg`; each coffee has its own.
    pub mark: String,
    pub availability: Availability,
    pub origins: Vec<Origin>,
    pub processes: Vec<Process>,
    pub story: String,
    pub farms: String,
    pub altitude: String,
    pub process: String,
    pub brew: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
pub enum Availability {
    OnTheShelf,
    OnTheRoaster,
    /// A new crop, on the roaster too.
    NewCrop,
    SoldOut,
}

impl CoffeeRow {
    pub fn is_on_the_roaster(&self) -> bool {
        matches!(self.availability, Availability::OnTheRoaster | Availability::NewCrop)
    }

    pub fn facets(&self) -> Facets {
        let mut facets = Facets::default();
        let mut has = |facet: Facet, index: usize| facets[facet as usize] |= 1 << index;
        has(Facet::Roast, self.roast as usize);
        has(Facet::Depth, usize::from(self.fathoms.saturating_sub(1)));
        self.origins.iter().for_each(|origin| has(Facet::Origin, *origin as usize));
        self.processes.iter().for_each(|process| has(Facet::Process, *process as usize));
        has(Facet::Price, PriceBand::of(Money::eur(self.cents)) as usize);
        if let Some(made_for) = self.made_for {
            has(Facet::MadeFor, made_for as usize);
        }
        facets
    }

    /// The origins in words: "Brazil, India and Uganda".
    pub fn origin(&self) -> String {
        let names: Vec<_> = self.origins.iter().map(|origin| origin.words()).collect();
        match names.split_last() {
            Some((last, [])) => (*last).to_owned(),
            Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
            None => String::new(),
        }
    }

    pub fn coffee(&self) -> Coffee {
        Coffee {
            slug: self.slug.clone(),
            name: self.name.clone(),
            notes: self.notes.clone(),
            roast: self.roast,
            fathoms: self.fathoms,
            made_for: self.made_for,
            price: Money::eur(self.cents),
            mark: self.mark.clone(),
            new_crop: self.availability == Availability::NewCrop,
            sold_out: self.availability == Availability::SoldOut,
        }
    }

    pub fn details(&self) -> Details {
        Details {
            coffee: self.coffee(),
            origin: self.origin(),
            story: self.story.clone(),
            farms: self.farms.clone(),
            altitude: self.altitude.clone(),
            process: self.process.clone(),
            brew: self.brew.clone(),
            roasted: Default::default(),
            guides: Vec::new(),
        }
    }
}
