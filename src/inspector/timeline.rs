//! Joins the two lanes: a call and the ping it became are one moment.

use std::collections::{BTreeSet, HashMap, VecDeque};

use super::filter::Kind;
use super::moment::{Moment, Place};
use super::totals::Totals;
use super::visit::Visit;
use super::{AppEntry, AppKind, Lane};
use crate::workspace::feed::FeedEntry;

/// How many moments are kept.
pub const KEPT: usize = 10_000;
/// A moment has up to three messages: so many numbers detect a repeat.
const NUMBERS: usize = 3 * KEPT;
/// Announcements that came before their calls, and page loads, are few.
const EARLY: usize = 256;
const VISITS: usize = 1_000;

/// A page, and the number of a call in it.
type Call = (String, u32);

#[derive(Default)]
pub struct Timeline {
    /// By place.
    moments: VecDeque<Moment>,
    came: u64,
    calls: HashMap<Call, Place>,
    /// Which moment a ping belongs to.
    pings: HashMap<String, Place>,
    early: VecDeque<(Call, String)>,
    visits: HashMap<String, Visit>,
    /// Entries seen, of the app and of the workspace.
    seen: [BTreeSet<u64>; 2],
    totals: Totals,
    /// Moments that came, changed or went since this was last asked.
    touched: Vec<Place>,
}

impl Timeline {
    pub fn add(&mut self, lane: Lane) {
        match lane {
            Lane::App(entry) if self.is_new(0, entry.number) => self.called(entry),
            Lane::Workspace(entry) if self.is_new(1, entry.number) => self.received(entry),
            _ => {}
        }
    }

    /// Forgets the moments, not what is known of the pages.
    pub fn clear(&mut self) {
        self.touched.extend(self.moments.drain(..).map(|moment| moment.place));
        self.calls.clear();
        self.pings.clear();
        self.early.clear();
        self.totals = Totals::default();
    }

    pub fn moments(&self) -> impl DoubleEndedIterator<Item = &Moment> {
        self.moments.iter()
    }

    pub fn totals(&self) -> &Totals {
        &self.totals
    }

    pub fn find(&self, place: Place) -> Option<&Moment> {
        self.moments.get(self.index(place)?)
    }

    pub fn latest_boot(&self) -> Option<Place> {
        self.moments().rev().find(|moment| Kind::Boot.has(moment)).map(|moment| moment.place)
    }

    pub fn take_touched(&mut self) -> Vec<Place> {
        std::mem::take(&mut self.touched)
    }

    /// How much is remembered of calls, pings, announcements that came early, page loads and numbers.
    pub fn remembered(&self) -> (usize, usize, usize, usize, usize) {
        let seen = self.seen.iter().map(BTreeSet::len).sum();
        (self.calls.len(), self.pings.len(), self.early.len(), self.visits.len(), seen)
    }

    /// A stream that starts over repeats nothing. What has no number was never numbered.
    fn is_new(&mut self, lane: usize, number: u64) -> bool {
        if number == 0 {
            return true;
        }
        let Some(seen) = self.seen.get_mut(lane) else { return false };
        if seen.len() == NUMBERS && seen.first().is_some_and(|first| number < *first) {
            return false;
        }
        let new = seen.insert(number);
        if seen.len() > NUMBERS {
            seen.pop_first();
        }
        new
    }

    fn called(&mut self, entry: AppEntry) {
        let page = entry.page.clone();
        if let AppKind::Announced { call, ping_id } = entry.kind {
            if let Some(ping_id) = ping_id {
                self.join((page, call), ping_id);
            }
            return;
        }
        let call = (page, entry.seq);
        let place = self.next_place(entry.at_ms);
        let mut moment = Moment::new(place, Some(entry.clone()), None);
        let in_turn = self.visit(&call.0).last_seq < entry.seq;
        if in_turn {
            moment.context = self.visit(&call.0).next(&entry);
        }
        self.calls.insert(call.clone(), place);
        self.insert(moment);
        if !in_turn {
            self.recompute(&call.0);
        }
        if let Some(at) = self.early.iter().position(|(early, _)| *early == call)
            && let Some((call, ping_id)) = self.early.remove(at)
        {
            self.join(call, ping_id);
        }
    }

    fn received(&mut self, entry: FeedEntry) {
        let owner = entry.ping_id.as_ref().and_then(|id| self.pings.get(id)).copied();
        match owner.filter(|place| self.find(*place).is_some_and(|moment| moment.work.is_none())) {
            Some(place) => self.arrive(place, entry),
            None => {
                let place = self.next_place(entry.at_ms);
                let mut moment = Moment::new(place, None, Some(entry.clone()));
                if let (Some(ping_id), None) = (entry.ping_id, owner) {
                    self.pings.insert(ping_id.clone(), place);
                    moment.ping_id = Some(ping_id);
                }
                self.insert(moment);
            }
        }
    }

    /// The call became this ping; what the workspace said of it may be here already.
    fn join(&mut self, call: Call, ping_id: String) {
        let Some(place) = self.calls.get(&call).copied() else {
            self.early.push_back((call, ping_id));
            if self.early.len() > EARLY {
                self.early.pop_front();
            }
            return;
        };
        let arrived = self.pings.insert(ping_id.clone(), place).filter(|early| *early != place);
        self.change(place, |moment| moment.ping_id = Some(ping_id));
        let arrived = arrived.and_then(|early| self.remove(self.index(early)?));
        if let Some(work) = arrived.and_then(|moment| moment.work) {
            self.arrive(place, work);
        }
    }

    fn arrive(&mut self, place: Place, work: FeedEntry) {
        self.change(place, |moment| moment.work = Some(work));
        let Some(moment) = self.find(place) else { return };
        let (Some(app), Some(person)) = (&moment.app, moment.person()) else { return };
        let (page, seq, person) = (app.page.clone(), app.seq, person.clone());
        let Some(since) = self.visit(&page).learn(seq, &person) else { return };
        // What they did before that was known.
        for (place, entry) in self.of_page(&page) {
            if entry.seq >= since && self.find(place).is_some_and(|moment| moment.context.person.is_none()) {
                self.change(place, |moment| moment.context.person = Some(person.clone()));
            }
        }
    }

    /// A call came late: computes once more what it means for those after it.
    fn recompute(&mut self, page: &str) {
        let mut visit = Visit::default();
        for (place, entry) in self.of_page(page) {
            let context = visit.next(&entry);
            self.change(place, |moment| moment.context = context);
        }
        self.visits.insert(page.to_owned(), visit);
    }

    /// What a page did, in its own order.
    fn of_page(&self, page: &str) -> Vec<(Place, AppEntry)> {
        let entries = self.moments.iter().filter_map(|moment| Some((moment.place, moment.app.as_ref()?)));
        let of_page = entries.filter(|(_, entry)| entry.page == page);
        let mut entries: Vec<_> = of_page.map(|(place, entry)| (place, entry.clone())).collect();
        entries.sort_by_key(|(_, entry)| entry.seq);
        entries
    }

    fn visit(&mut self, page: &str) -> &mut Visit {
        if self.visits.len() >= VISITS && !self.visits.contains_key(page) {
            let oldest = self.visits.iter().min_by_key(|(_, visit)| visit.last_ms);
            if let Some(oldest) = oldest.map(|(page, _)| page.clone()) {
                self.visits.remove(&oldest);
            }
        }
        self.visits.entry(page.to_owned()).or_default()
    }

    fn next_place(&mut self, at_ms: i64) -> Place {
        self.came += 1;
        (at_ms, self.came)
    }

    fn index(&self, place: Place) -> Option<usize> {
        self.moments.binary_search_by_key(&place, |moment| moment.place).ok()
    }

    fn insert(&mut self, moment: Moment) {
        self.totals.put(&moment);
        self.touched.push(moment.place);
        let at = self.moments.partition_point(|other| other.place < moment.place);
        self.moments.insert(at, moment);
        if self.moments.len() > KEPT {
            self.remove(0);
        }
    }

    fn change(&mut self, place: Place, change: impl FnOnce(&mut Moment)) {
        let Some(moment) = self.index(place).and_then(|at| self.moments.get_mut(at)) else { return };
        self.totals.take(moment);
        change(moment);
        moment.revision += 1;
        self.totals.put(moment);
        self.touched.push(place);
    }

    fn remove(&mut self, at: usize) -> Option<Moment> {
        let moment = self.moments.remove(at)?;
        self.totals.take(&moment);
        self.touched.push(moment.place);
        if let Some(app) = &moment.app {
            self.calls.remove(&(app.page.clone(), app.seq));
        }
        if let Some(ping_id) = &moment.ping_id
            && self.pings.get(ping_id) == Some(&moment.place)
        {
            self.pings.remove(ping_id);
        }
        Some(moment)
    }
}
