//! Joins the two lanes: a call and the ping it became are one moment.

use std::collections::{BTreeSet, HashMap, VecDeque};

use super::filter::MomentKind;
use super::moment::{Moment, MomentId};
use super::page_load::PageLoad;
use super::totals::MomentTotals;
use crate::inspector::{AppEntry, AppEntryKind, StreamMessage};
use crate::workspace::feed::{FeedEntry, FeedKind};

/// The most moments that the timeline keeps.
pub const KEPT: usize = 10_000;
/// The most numbers of a lane that are remembered to detect a repeat: a moment has up to three messages.
const NUMBERS: usize = 3 * KEPT;
/// The most announcements that the timeline remembers, of those that came before their calls.
const EARLY: usize = 256;
/// The most page loads, and the most browsers, that the timeline remembers.
const PAGE_LOADS: usize = 1_000;

/// A page, and the number of a call in it.
type CallId = (String, u32);

#[derive(Default)]
pub struct Timeline {
    /// The moments, sorted by their ids.
    moments: VecDeque<Moment>,
    last_number: u64,
    calls: HashMap<CallId, MomentId>,
    /// The moment of each ping.
    pings: HashMap<String, MomentId>,
    early: VecDeque<(CallId, String)>,
    page_loads: HashMap<String, PageLoad>,
    /// The ids of the browsers, in the order in which they came.
    browsers: Vec<String>,
    /// The numbers of entries that came, of the app and of the workspace.
    seen_numbers: [BTreeSet<u64>; 2],
    /// The numbers of the last entries that were cleared. A stream that starts over brings them again.
    cleared: [u64; 2],
    totals: MomentTotals,
    /// Moments that came, changed or went since [`Self::take_touched`].
    touched: Vec<MomentId>,
}

impl Timeline {
    pub fn add(&mut self, lane: StreamMessage) {
        match lane {
            StreamMessage::App(entry) if self.is_new(0, entry.number) => self.add_app_entry(entry),
            StreamMessage::Workspace(entry) if self.is_new(1, entry.number) => self.add_feed_entry(entry),
            _ => {}
        }
    }

    /// Forgets the moments, not what is known of the pages. Returns the numbers of the last entries of both lanes.
    pub fn clear(&mut self) -> [u64; 2] {
        for (cleared, seen) in self.cleared.iter_mut().zip(&self.seen_numbers) {
            *cleared = seen.last().copied().unwrap_or_default().max(*cleared);
        }
        self.touched.extend(self.moments.drain(..).map(|moment| moment.id));
        self.calls.clear();
        self.pings.clear();
        self.early.clear();
        self.browsers.clear();
        self.totals = MomentTotals::default();
        self.cleared
    }

    /// Leaves out the entries up to these numbers, which were cleared before.
    pub fn start_after(&mut self, cleared: [u64; 2]) {
        self.cleared = cleared;
    }

    pub fn moments(&self) -> impl DoubleEndedIterator<Item = &Moment> {
        self.moments.iter()
    }

    pub fn totals(&self) -> &MomentTotals {
        &self.totals
    }

    pub fn find(&self, id: MomentId) -> Option<&Moment> {
        self.moments.get(self.index(id)?)
    }

    pub fn latest_boot(&self) -> Option<MomentId> {
        self.moments().rev().find(|moment| MomentKind::Boot.matches(moment)).map(|moment| moment.id)
    }

    /// Counts the route changes among messages that are not added yet.
    pub fn routes_in<'a>(&'a self, waiting: impl IntoIterator<Item = &'a StreamMessage>) -> usize {
        let mut urls = HashMap::<&str, Option<&str>>::new();
        let is_route = |lane: &&'a StreamMessage| {
            let StreamMessage::App(entry) = lane else { return false };
            let Some(call) = entry.call().filter(|call| call.reports_page()) else { return false };
            let last = urls
                .entry(&entry.page)
                .or_insert_with(|| self.page_loads.get(&entry.page).and_then(PageLoad::url));
            last.replace(&call.url) != Some(call.url.as_str())
        };
        waiting.into_iter().filter(is_route).count()
    }

    pub fn browser_count(&self) -> usize {
        self.browsers.len()
    }

    pub fn take_touched(&mut self) -> Vec<MomentId> {
        std::mem::take(&mut self.touched)
    }

    /// The counts of remembered calls, pings, announcements that came early, page loads and numbers.
    pub fn remembered(&self) -> (usize, usize, usize, usize, usize) {
        let seen = self.seen_numbers.iter().map(BTreeSet::len).sum();
        (self.calls.len(), self.pings.len(), self.early.len(), self.page_loads.len(), seen)
    }

    /// Whether this number of a lane is new: a stream that starts over repeats nothing.
    /// An entry whose number is 0 was never numbered, so it is new.
    fn is_new(&mut self, lane: usize, number: u64) -> bool {
        if number == 0 {
            return true;
        }
        if self.cleared.get(lane).is_some_and(|cleared| number <= *cleared) {
            return false;
        }
        let Some(seen) = self.seen_numbers.get_mut(lane) else { return false };
        if seen.len() == NUMBERS && seen.first().is_some_and(|first| number < *first) {
            return false;
        }
        let new = seen.insert(number);
        if seen.len() > NUMBERS {
            seen.pop_first();
        }
        new
    }

    fn add_app_entry(&mut self, entry: AppEntry) {
        let page = entry.page.clone();
        if let AppEntryKind::Announced { call, ping_id } = entry.kind {
            if let Some(ping_id) = ping_id {
                self.join((page, call), ping_id);
            }
            return;
        }
        let call = (page, entry.seq);
        let id = self.next_id(entry.at_ms);
        let mut moment = Moment::new(id, Some(entry.clone()), None);
        moment.browser = self.browser_number(entry.browser.as_deref());
        let in_turn = self.page_load(&call.0).last_seq < entry.seq;
        if in_turn {
            moment.context = self.page_load(&call.0).next(&entry);
        }
        self.calls.insert(call.clone(), id);
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

    fn add_feed_entry(&mut self, entry: FeedEntry) {
        let owner = entry.ping_id.as_ref().and_then(|id| self.pings.get(id)).copied();
        if let FeedKind::MessagesConsidered { messages } = entry.kind {
            if let Some(ping) = owner {
                self.change(ping, |moment| moment.consider(messages));
            }
            return;
        }
        match owner.filter(|id| self.find(*id).is_some_and(|moment| moment.workspace.is_none())) {
            Some(id) => self.attach(id, entry),
            None => {
                let id = self.next_id(entry.at_ms);
                let mut moment = Moment::new(id, None, Some(entry.clone()));
                if let (Some(ping_id), None) = (entry.ping_id, owner) {
                    self.pings.insert(ping_id.clone(), id);
                    moment.ping_id = Some(ping_id);
                }
                self.insert(moment);
            }
        }
    }

    /// Joins a call with its ping. The workspace's answer may be here already.
    fn join(&mut self, call: CallId, ping_id: String) {
        let Some(id) = self.calls.get(&call).copied() else {
            self.early.push_back((call, ping_id));
            if self.early.len() > EARLY {
                self.early.pop_front();
            }
            return;
        };
        let arrived = self.pings.insert(ping_id.clone(), id).filter(|early| *early != id);
        self.change(id, |moment| moment.ping_id = Some(ping_id));
        let arrived = arrived.and_then(|early| self.remove(self.index(early)?));
        if let Some(work) = arrived.and_then(|moment| moment.workspace) {
            self.attach(id, work);
        }
    }

    fn attach(&mut self, id: MomentId, work: FeedEntry) {
        self.change(id, |moment| moment.workspace = Some(work));
        let Some(moment) = self.find(id) else { return };
        let (Some(app), Some(person)) = (&moment.app, moment.person()) else { return };
        let (page, seq, person) = (app.page.clone(), app.seq, person.clone());
        let Some(since) = self.page_load(&page).name_visitor(seq, &person) else { return };
        // What they did before that was known.
        for (id, entry) in self.entries_of_page(&page) {
            if entry.seq >= since && self.find(id).is_some_and(|moment| moment.context.person.is_none()) {
                self.change(id, |moment| moment.context.person = Some(person.clone()));
            }
        }
    }

    /// Reads all entries of a page once more, as one of them came late.
    fn recompute(&mut self, page: &str) {
        let mut page_load = PageLoad::default();
        for (id, entry) in self.entries_of_page(page) {
            let context = page_load.next(&entry);
            self.change(id, |moment| moment.context = context);
        }
        self.page_loads.insert(page.to_owned(), page_load);
    }

    /// The entries of a page in its own order.
    fn entries_of_page(&self, page: &str) -> Vec<(MomentId, AppEntry)> {
        let entries = self.moments.iter().filter_map(|moment| Some((moment.id, moment.app.as_ref()?)));
        let of_page = entries.filter(|(_, entry)| entry.page == page);
        let mut entries: Vec<_> = of_page.map(|(id, entry)| (id, entry.clone())).collect();
        entries.sort_by_key(|(_, entry)| entry.seq);
        entries
    }

    /// Numbers the browsers from 1, in the order in which they come.
    fn browser_number(&mut self, id: Option<&str>) -> Option<usize> {
        let id = id?;
        let known = self.browsers.iter().position(|known| known == id);
        let at = known.or_else(|| {
            let room = self.browsers.len() < PAGE_LOADS;
            room.then(|| self.browsers.push(id.to_owned())).map(|()| self.browsers.len() - 1)
        });
        at.map(|at| at + 1)
    }

    fn page_load(&mut self, page: &str) -> &mut PageLoad {
        if self.page_loads.len() >= PAGE_LOADS && !self.page_loads.contains_key(page) {
            let oldest = self.page_loads.iter().min_by_key(|(_, page_load)| page_load.last_ms);
            if let Some(oldest) = oldest.map(|(page, _)| page.clone()) {
                self.page_loads.remove(&oldest);
            }
        }
        self.page_loads.entry(page.to_owned()).or_default()
    }

    fn next_id(&mut self, at_ms: i64) -> MomentId {
        self.last_number += 1;
        (at_ms, self.last_number)
    }

    fn index(&self, id: MomentId) -> Option<usize> {
        self.moments.binary_search_by_key(&id, |moment| moment.id).ok()
    }

    fn insert(&mut self, moment: Moment) {
        self.totals.add(&moment);
        self.touched.push(moment.id);
        let at = self.moments.partition_point(|other| other.id < moment.id);
        self.moments.insert(at, moment);
        if self.moments.len() > KEPT {
            self.remove(0);
        }
    }

    fn change(&mut self, id: MomentId, change: impl FnOnce(&mut Moment)) {
        let Some(moment) = self.index(id).and_then(|at| self.moments.get_mut(at)) else { return };
        self.totals.remove(moment);
        change(moment);
        moment.revision += 1;
        self.totals.add(moment);
        self.touched.push(id);
    }

    fn remove(&mut self, at: usize) -> Option<Moment> {
        let moment = self.moments.remove(at)?;
        self.totals.remove(&moment);
        self.touched.push(moment.id);
        if let Some(app) = &moment.app {
            self.calls.remove(&(app.page.clone(), app.seq));
        }
        if let Some(ping_id) = &moment.ping_id
            && self.pings.get(ping_id) == Some(&moment.id)
        {
            self.pings.remove(ping_id);
        }
        Some(moment)
    }
}
