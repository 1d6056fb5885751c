//! Counts the moments as they come, change and go.

use std::collections::BTreeMap;

use super::filter::MomentKind;
use super::moment::{Moment, label};
use crate::workspace::feed::FeedPerson;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct MomentTotals {
    pub moments: usize,
    kinds: [usize; MomentKind::ALL.len()],
    /// The number of moments of each person. Users come first: `false` is before `true`, for a visitor.
    people: BTreeMap<(bool, String), usize>,
    routes_arrived: usize,
    /// The times from call to arrival, sorted.
    times_ms: Vec<i64>,
}

/// The counts of route changes and of those that arrived, and the median time to a call's arrival.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RouteCounts {
    pub routes: usize,
    pub arrived: usize,
    pub median_ms: Option<i64>,
}

impl MomentTotals {
    pub fn add(&mut self, moment: &Moment) {
        self.count_by(1, moment);
        if let Some(took) = moment.took_ms() {
            self.times_ms.insert(self.times_ms.partition_point(|other| *other < took), took);
        }
    }

    /// Takes a moment out of the counts. It must not have changed since it was added.
    pub fn remove(&mut self, moment: &Moment) {
        self.count_by(-1, moment);
        if let Some(person) = moment.person().map(key)
            && self.people.get(&person) == Some(&0)
        {
            self.people.remove(&person);
        }
        if let Some(at) = moment.took_ms().and_then(|took| self.times_ms.binary_search(&took).ok()) {
            self.times_ms.remove(at);
        }
    }

    fn count_by(&mut self, by: isize, moment: &Moment) {
        let add = |count: &mut usize, is_counted: bool| {
            *count = count.saturating_add_signed(if is_counted { by } else { 0 });
        };
        add(&mut self.moments, true);
        for (kind, count) in MomentKind::ALL.into_iter().zip(&mut self.kinds) {
            add(count, kind.matches(moment));
        }
        add(&mut self.routes_arrived, arrived(moment));
        if let Some(person) = moment.person() {
            add(self.people.entry(key(person)).or_default(), true);
        }
    }

    pub fn count(&self, kind: MomentKind) -> usize {
        let at = MomentKind::ALL.iter().position(|other| *other == kind);
        at.map_or(0, |at| self.kinds[at])
    }

    /// The labels of all people: users, then visitors, each in the order of the alphabet.
    pub fn people(&self) -> Vec<String> {
        self.people.keys().map(|(_, label)| label.clone()).collect()
    }

    pub fn route_counts(&self) -> RouteCounts {
        RouteCounts {
            routes: self.count(MomentKind::Routes),
            arrived: self.routes_arrived,
            median_ms: self.times_ms.get(self.times_ms.len() / 2).copied(),
        }
    }
}

fn key(person: &FeedPerson) -> (bool, String) {
    (person.user_id.is_none(), label(person))
}

fn arrived(moment: &Moment) -> bool {
    moment.context.route && moment.workspace.is_some()
}
