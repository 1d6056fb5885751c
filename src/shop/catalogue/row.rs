use super::super::{Coffee, Details, Facet, Facets, Money, Origin, PriceBand, Process, Roast, Use};

/// A coffee as it is written down in `light`, `medium` and `dark`.
pub struct Row {
    pub slug: &'static str,
    pub name: &'static str,
    pub notes: &'static str,
    pub roast: Roast,
    pub fathoms: u8,
    pub made_for: Option<Use>,
    pub cents: i64,
    /// A drawing of `svg/bags.svg`; each coffee has its own.
    pub mark: &'static str,
    pub standing: Standing,
    pub origins: &'static [Origin],
    pub processes: &'static [Process],
    pub story: &'static str,
    pub farms: &'static str,
    pub altitude: &'static str,
    pub process: &'static str,
    pub brew: &'static str,
}

#[derive(Clone, Copy, PartialEq)]
pub enum Standing {
    Here,
    OnTheRoaster,
    /// On the roaster too.
    NewCrop,
    SoldOut,
}

impl Row {
    pub fn is_on_the_roaster(&self) -> bool {
        matches!(self.standing, Standing::OnTheRoaster | Standing::NewCrop)
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

    /// "Brazil, India and Uganda"
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
        }
    }

    pub fn details(&self) -> Details {
        Details {
            coffee: self.coffee(),
            origin: self.origin(),
            story: self.story.to_owned(),
            farms: self.farms.to_owned(),
            altitude: self.altitude.to_owned(),
            process: self.process.to_owned(),
            brew: self.brew.to_owned(),
            roasted: Default::default(),
            guides: Vec::new(),
        }
    }
}
