//! The moments that the filter takes, in order, and which of them are drawn.

use std::collections::VecDeque;

use super::Lane;
use super::filter::Filter;
use super::moment::Place;
use super::timeline::Timeline;

/// How many moments are drawn at first, and how many more on each request.
pub const DRAWN: usize = 500;

#[derive(Default)]
pub struct Shown {
    pub timeline: Timeline,
    filter: Filter,
    /// In order. A moment that comes, changes or goes touches its own place alone.
    places: VecDeque<Place>,
}

impl Shown {
    pub fn add(&mut self, lanes: impl IntoIterator<Item = Lane>) {
        for lane in lanes {
            self.timeline.add(lane);
        }
        for place in self.timeline.take_touched() {
            let taken = self.timeline.find(place).is_some_and(|moment| self.filter.takes(moment));
            match self.places.binary_search(&place) {
                Ok(at) if !taken => _ = self.places.remove(at),
                Err(at) if taken => self.places.insert(at, place),
                _ => {}
            }
        }
    }

    pub fn clear(&mut self) {
        self.timeline.clear();
        self.timeline.take_touched();
        self.places.clear();
    }

    /// Forgets everything but the filter.
    pub fn start_over(&mut self) {
        *self = Self { filter: std::mem::take(&mut self.filter), ..Self::default() };
    }

    pub fn set_filter(&mut self, filter: &Filter) {
        if self.filter != *filter {
            self.filter = filter.clone();
            let taken = self.timeline.moments().filter(|moment| filter.takes(moment));
            self.places = taken.map(|moment| moment.place).collect();
        }
    }

    pub fn len(&self) -> usize {
        self.places.len()
    }

    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Counted from none.
    pub fn position(&self, place: Place) -> Option<usize> {
        self.places.binary_search(&place).ok()
    }

    pub fn first(&self) -> Option<Place> {
        self.places.front().copied()
    }

    pub fn last(&self) -> Option<Place> {
        self.places.back().copied()
    }

    /// So many moments further; the first or the last if there are fewer.
    pub fn step(&self, from: Place, by: isize) -> Option<Place> {
        let at = self.places.partition_point(|place| *place < from);
        let to = at.saturating_add_signed(by).min(self.places.len().saturating_sub(1));
        self.places.get(to).copied()
    }

    /// How many moments are older than the drawn ones: the newest [`DRAWN`], and all since this place.
    pub fn older(&self, since: Option<Place>) -> usize {
        let newest = self.places.len().saturating_sub(DRAWN);
        since.map_or(newest, |since| newest.min(self.places.partition_point(|place| *place < since)))
    }

    pub fn drawn(&self, since: Option<Place>) -> Vec<Place> {
        self.places.range(self.older(since)..).copied().collect()
    }
}
