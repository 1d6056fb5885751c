//! Draws a part of the list, and follows its end or keeps what one reads in its place.

use leptos::html::Div;
use leptos::prelude::*;
use std::collections::BTreeSet;

use super::inspection::Inspection;
use crate::inspector::timeline::{DRAWN, FilteredTimeline, MomentId};

/// The distance from its end, in pixels, below which the list is followed.
const AT_END: i32 = 48;

#[derive(Clone, Copy)]
pub struct Scroll {
    inspection: Inspection,
    pub lanes: NodeRef<Div>,
    /// Moments since this one stay drawn. None while the end is followed: then the newest are drawn alone.
    since: RwSignal<Option<MomentId>>,
    /// The drawn moments above which a heading says who goes on.
    pub headings: Memo<BTreeSet<MomentId>>,
    /// The list's last scroll position.
    top: StoredValue<i32>,
}

impl Scroll {
    pub fn new(inspection: Inspection) -> Self {
        let since = RwSignal::new(None);
        let headings = Memo::new(move |_| inspection.view(|filtered| filtered.headings(since.get())));
        Self { inspection, lanes: NodeRef::new(), since, headings, top: StoredValue::new(0) }
    }

    pub fn is_following(self) -> bool {
        self.since.read().is_none()
    }

    pub fn drawn(self) -> Vec<MomentId> {
        self.inspection.view(|filtered| filtered.drawn(self.since.get()))
    }

    /// Counts the older moments that are not drawn.
    pub fn older(self) -> usize {
        self.inspection.view(|filtered| filtered.older(self.since.get()))
    }

    fn first_drawn(self) -> Option<MomentId> {
        untrack(|| self.drawn().first().copied())
    }

    /// Draws older moments, and keeps the visible ones in their place.
    pub fn draw_older(self) {
        let (Some(lanes), Some(first)) = (self.lanes.get_untracked(), self.first_drawn()) else { return };
        let below = lanes.scroll_height() - lanes.scroll_top();
        let older = |filtered: &FilteredTimeline| filtered.step(first, -DRAWN.cast_signed());
        self.since.set(untrack(|| self.inspection.view(older)));
        // Once they are drawn, and before they are painted.
        request_animation_frame(move || {
            lanes.set_scroll_top(lanes.scroll_height() - below);
            if untrack(|| self.older()) == 0 {
                // The button that had the focus is gone.
                _ = lanes.focus();
            }
        });
    }

    /// Draws a moment and all newer ones, if it is not drawn yet.
    pub fn draw(self, id: MomentId) {
        if self.first_drawn().is_some_and(|first| id < first) {
            self.since.set(Some(id));
        }
    }

    pub fn scrolled(self) {
        let Some(lanes) = self.lanes.get_untracked() else { return };
        let (top, before) = (lanes.scroll_top(), self.top.get_value());
        self.top.set_value(top);
        let is_following = untrack(|| self.is_following());
        let is_at_end = lanes.scroll_height() - top - lanes.client_height() < AT_END;
        if is_at_end && !is_following {
            self.since.set(None);
        } else if !is_at_end && is_following && top < before {
            self.since.set(self.first_drawn());
        }
    }

    /// Adapts to another size of the list or of its visible part.
    pub fn resized(self) {
        match untrack(|| self.is_following()) {
            true => self.to_end(),
            false => self.scrolled(),
        }
    }

    pub fn to_end(self) {
        if let Some(lanes) = self.lanes.get_untracked() {
            lanes.set_scroll_top(lanes.scroll_height());
            self.scrolled();
        }
    }
}
