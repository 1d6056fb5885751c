//! The moments that the filter takes, and where each stands in a list of which only a window is drawn.
//!
//! Kept up moment by moment: what comes, changes or goes touches its own slot and no other.

use std::collections::VecDeque;
use std::ops::Range;

use super::Lane;
use super::filter::Filter;
use super::moment::{Moment, Place};
use super::timeline::Timeline;
use super::warnings::warnings;

#[derive(Default)]
pub struct Shown {
    pub timeline: Timeline,
    filter: Filter,
    /// By place.
    slots: VecDeque<Slot>,
}

/// How tall a moment is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Slot {
    place: Place,
    gate: bool,
    crossed: bool,
    warnings: u16,
}

/// The heights of a moment's parts, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Heights {
    pub gate: f64,
    /// One lane of a moment, and both: they differ where the lanes stand one under the other.
    pub half: f64,
    pub whole: f64,
    pub warning: f64,
}

/// What is drawn of the list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Window {
    pub places: Vec<Place>,
    /// Pixels of what is not drawn above, and of the whole list.
    pub before: f64,
    pub total: f64,
}

impl Slot {
    fn of(moment: &Moment) -> Self {
        Self {
            place: moment.place,
            gate: moment.context.gate.is_some(),
            crossed: moment.crossed(),
            warnings: u16::try_from(warnings(moment).len()).unwrap_or(u16::MAX),
        }
    }

    fn height(&self, heights: &Heights) -> f64 {
        let gate = if self.gate { heights.gate } else { 0.0 };
        let lanes = if self.crossed { heights.whole } else { heights.half };
        gate + lanes + f64::from(self.warnings) * heights.warning
    }
}

impl Shown {
    pub fn add(&mut self, lanes: impl IntoIterator<Item = Lane>) {
        for lane in lanes {
            self.timeline.add(lane);
        }
        self.follow();
    }

    pub fn clear(&mut self) {
        self.timeline.clear();
        self.timeline.take_touched();
        self.slots.clear();
    }

    /// Forgets everything but the filter.
    pub fn start_over(&mut self) {
        *self = Self { filter: std::mem::take(&mut self.filter), ..Self::default() };
    }

    pub fn set_filter(&mut self, filter: &Filter) {
        if self.filter != *filter {
            self.filter = filter.clone();
            let taken = self.timeline.moments().filter(|moment| filter.takes(moment));
            self.slots = taken.map(Slot::of).collect();
        }
    }

    fn follow(&mut self) {
        for place in self.timeline.take_touched() {
            let now = self.timeline.find(place).filter(|moment| self.filter.takes(moment)).map(Slot::of);
            match (self.slots.binary_search_by_key(&place, |slot| slot.place), now) {
                (Ok(at), Some(slot)) => {
                    if let Some(before) = self.slots.get_mut(at) {
                        *before = slot;
                    }
                }
                (Ok(at), None) => _ = self.slots.remove(at),
                (Err(at), Some(slot)) => self.slots.insert(at, slot),
                (Err(_), None) => {}
            }
        }
    }

    pub fn len(&self) -> usize {
        self.slots.len()
    }

    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Counted from none.
    pub fn position(&self, place: Place) -> Option<usize> {
        self.slots.binary_search_by_key(&place, |slot| slot.place).ok()
    }

    pub fn first(&self) -> Option<Place> {
        self.slots.front().map(|slot| slot.place)
    }

    pub fn last(&self) -> Option<Place> {
        self.slots.back().map(|slot| slot.place)
    }

    /// So many moments further; the first or the last if there are fewer.
    pub fn step(&self, from: Place, by: isize) -> Option<Place> {
        let at = self.slots.partition_point(|slot| slot.place < from);
        let to = at.saturating_add_signed(by).min(self.slots.len().saturating_sub(1));
        self.slots.get(to).map(|slot| slot.place)
    }

    /// From the top of the list, in pixels.
    pub fn extent(&self, place: Place, heights: &Heights) -> Option<Range<f64>> {
        let at = self.position(place)?;
        let top: f64 = self.slots.range(..at).map(|slot| slot.height(heights)).sum();
        Some(top..top + self.slots.get(at)?.height(heights))
    }

    /// The moments that touch these pixels of the list.
    pub fn window(&self, pixels: &Range<f64>, heights: &Heights) -> Window {
        let mut window = Window::default();
        let mut top = 0.0;
        for slot in &self.slots {
            let end = top + slot.height(heights);
            if end <= pixels.start {
                window.before = end;
            } else if top < pixels.end {
                window.places.push(slot.place);
            }
            top = end;
        }
        window.total = top;
        window
    }
}
