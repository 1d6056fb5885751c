//! The moments that the filter takes, in order, and which of them are drawn.

use std::collections::{BTreeSet, VecDeque};

use super::filter::MomentFilter;
use super::headings::headings;
use super::joined::Timeline;
use super::moment::MomentId;
use crate::inspector::StreamMessage;

/// The number of moments that are drawn at first, and of those that each request adds.
pub const DRAWN: usize = 500;

#[derive(Default)]
pub struct FilteredTimeline {
    pub timeline: Timeline,
    filter: MomentFilter,
    /// The ids of the filter's moments, sorted. A moment that comes, changes or goes touches its own id alone.
    ids: VecDeque<MomentId>,
}

impl FilteredTimeline {
    pub fn add(&mut self, lanes: impl IntoIterator<Item = StreamMessage>) {
        for lane in lanes {
            self.timeline.add(lane);
        }
        for id in self.timeline.take_touched() {
            let taken = self.timeline.find(id).is_some_and(|moment| self.filter.matches(moment));
            match self.ids.binary_search(&id) {
                Ok(at) if !taken => _ = self.ids.remove(at),
                Err(at) if taken => self.ids.insert(at, id),
                _ => {}
            }
        }
    }

    /// Forgets the moments. Returns the numbers of the last entries of both lanes.
    pub fn clear(&mut self) -> [u64; 2] {
        let cleared = self.timeline.clear();
        self.timeline.take_touched();
        self.ids.clear();
        cleared
    }

    /// Forgets everything but the filter.
    pub fn start_over(&mut self) {
        *self = Self { filter: std::mem::take(&mut self.filter), ..Self::default() };
    }

    pub fn set_filter(&mut self, filter: &MomentFilter) {
        if self.filter != *filter {
            self.filter = filter.clone();
            let taken = self.timeline.moments().filter(|moment| filter.matches(moment));
            self.ids = taken.map(|moment| moment.id).collect();
        }
    }

    pub fn len(&self) -> usize {
        self.ids.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The index of a moment among those of the filter.
    pub fn position(&self, id: MomentId) -> Option<usize> {
        self.ids.binary_search(&id).ok()
    }

    pub fn first(&self) -> Option<MomentId> {
        self.ids.front().copied()
    }

    pub fn last(&self) -> Option<MomentId> {
        self.ids.back().copied()
    }

    /// The moment that is `by` moments further; the first or the last if there are fewer.
    pub fn step(&self, from: MomentId, by: isize) -> Option<MomentId> {
        let at = self.ids.partition_point(|id| *id < from);
        let to = at.saturating_add_signed(by).min(self.ids.len().saturating_sub(1));
        self.ids.get(to).copied()
    }

    /// Counts the moments that are older than the drawn ones. Drawn are the newest [`DRAWN`], and all since `since`.
    pub fn older(&self, since: Option<MomentId>) -> usize {
        let newest = self.ids.len().saturating_sub(DRAWN);
        since.map_or(newest, |since| newest.min(self.ids.partition_point(|id| *id < since)))
    }

    pub fn drawn(&self, since: Option<MomentId>) -> Vec<MomentId> {
        self.ids.range(self.older(since)..).copied().collect()
    }

    /// The drawn moments above which a heading says which browser and person goes on.
    pub fn headings(&self, since: Option<MomentId>) -> BTreeSet<MomentId> {
        headings(self.ids.range(self.older(since)..).filter_map(|id| self.timeline.find(*id)))
    }
}
