//! The state of one inspector: the live timeline, or a file in its place.

use leptos::prelude::*;
use std::collections::VecDeque;
use std::time::Duration;

use super::stream::{Connection, StreamEvent, TryNow, listen};
use crate::inspector::StreamMessage;
use crate::inspector::browser::{every, now_ms, session_storage};
use crate::inspector::timeline::{FilteredTimeline, KEPT, Moment, MomentFilter, MomentId, Replay};

/// The time of which the inspector draws all messages at once: the first ones are thousands.
/// A hidden tab has no frames to wait for.
const GATHER: Duration = Duration::from_millis(40);
/// The most messages that a pause keeps: a moment has up to three.
const HELD: usize = 3 * KEPT;

/// The item of the tab's storage that holds the numbers of the last cleared entries.
const CLEARED: &str = "lifecycle-cleared";

#[derive(Clone, Copy)]
pub struct Inspection {
    pub hosted: bool,
    live: RwSignal<FilteredTimeline>,
    /// A file that is shown in place of the live timeline.
    pub replay: RwSignal<Option<Replay>>,
    pub filter: RwSignal<MomentFilter>,
    pub connection: RwSignal<Connection>,
    /// The present warnings about the workspace's settings.
    pub warnings: RwSignal<Vec<String>>,
    /// The reason for which a file could not be replayed.
    pub bad_file: RwSignal<Option<String>>,
    pub paused: RwSignal<bool>,
    /// Messages that came during the pause.
    pub held: RwSignal<VecDeque<StreamMessage>>,
    /// The number of route changes among them.
    pub waiting_routes: Memo<usize>,
    /// The moment that the person wants to see in full.
    pub chosen: RwSignal<Option<MomentId>>,
    latest_boot: Memo<Option<MomentId>>,
    /// Whether moments of several browsers are there, so that each has its mark.
    pub has_browsers: Memo<bool>,
    /// The browser's clock, to the second.
    pub now_ms: RwSignal<i64>,
    arrived: StoredValue<Vec<StreamEvent>>,
    try_now: StoredValue<Option<TryNow>>,
}

impl Inspection {
    pub fn new(hosted: bool) -> Self {
        let (live, replay) = (RwSignal::<FilteredTimeline>::default(), RwSignal::<Option<Replay>>::default());
        let held = RwSignal::<VecDeque<StreamMessage>>::default();
        Self {
            hosted,
            live,
            replay,
            filter: RwSignal::default(),
            connection: RwSignal::new(Connection::Opening),
            warnings: RwSignal::default(),
            bad_file: RwSignal::default(),
            paused: RwSignal::default(),
            held,
            waiting_routes: Memo::new(move |_| {
                held.with(|held| live.with_untracked(|live| live.timeline.routes_in(held)))
            }),
            chosen: RwSignal::default(),
            latest_boot: Memo::new(move |_| {
                of_filtered(live, replay, |filtered| filtered.timeline.latest_boot())
            }),
            has_browsers: Memo::new(move |_| {
                of_filtered(live, replay, |filtered| filtered.timeline.browser_count() > 1)
            }),
            now_ms: RwSignal::default(),
            arrived: StoredValue::default(),
            try_now: StoredValue::default(),
        }
    }

    /// Follows the stream and the clock for as long as the caller's owner lives.
    pub fn follow(self) {
        let cleared = session_storage().and_then(|storage| storage.get_item(CLEARED).ok()?);
        if let Some((app, workspace)) = cleared.as_deref().and_then(|cleared| cleared.split_once(' ')) {
            let number = |text: &str| text.parse().unwrap_or_default();
            self.live.update(|live| live.timeline.start_after([number(app), number(workspace)]));
        }
        let listening = listen(move |heard| self.gather(heard));
        self.try_now.set_value(Some(listening));
        let tick = move || _ = self.now_ms.try_set(now_ms());
        tick();
        every(Duration::from_secs(1), tick);
        Effect::new(move |_| {
            let filter = self.filter.get();
            self.live.update(|filtered| filtered.set_filter(&filter));
            if self.replay.with_untracked(Option::is_some) {
                self.replay
                    .update(|replay| _ = replay.as_mut().map(|replay| replay.filtered.set_filter(&filter)));
            }
        });
    }

    pub fn try_now(self) {
        self.try_now.with_value(|try_now| _ = try_now.as_ref().map(|try_now| try_now()));
    }

    /// Reads the timeline that is shown, live or replayed.
    pub fn view<T>(self, f: impl FnOnce(&FilteredTimeline) -> T) -> T {
        of_filtered(self.live, self.replay, f)
    }

    /// The moment shown in full: until the person chooses one, the latest boot.
    pub fn selected(self) -> Option<MomentId> {
        self.chosen.get().or_else(|| self.latest_boot.get())
    }

    pub fn moment(self, id: MomentId) -> Option<Moment> {
        self.view(|filtered| filtered.timeline.find(id).cloned())
    }

    fn gather(self, heard: StreamEvent) {
        let first = self.arrived.try_update_value(|arrived| {
            arrived.push(heard);
            arrived.len() == 1
        });
        if first == Some(true) {
            set_timeout(move || self.draw(), GATHER);
        }
    }

    /// Adds all gathered messages at once.
    fn draw(self) {
        let Some(heard) = self.arrived.try_update_value(std::mem::take) else { return };
        let mut lanes = Vec::with_capacity(heard.len());
        for heard in heard {
            match heard {
                StreamEvent::Connection(now) if now == self.connection.get_untracked() => {}
                StreamEvent::Connection(now) => self.connection.set(now),
                StreamEvent::Message(lane) => match *lane {
                    StreamMessage::Warnings(now) => self.warnings.set(now),
                    lane => lanes.push(lane),
                },
            }
        }
        if lanes.is_empty() {
            return;
        }
        if self.paused.get_untracked() {
            self.held.update(|held| {
                held.extend(lanes);
                let more = held.len().saturating_sub(HELD);
                held.drain(..more);
            });
        } else {
            self.live.update(|live| live.add(lanes));
        }
    }

    /// Pauses, or goes on and adds the messages that came meanwhile.
    pub fn pause(self, paused: bool) {
        self.paused.set(paused);
        if !paused {
            let held = self.held.try_update(std::mem::take).unwrap_or_default();
            self.live.update(|live| live.add(held));
        }
    }

    /// Forgets the live moments, in this tab also after a reload. The server does not forget them.
    pub fn clear(self) {
        self.chosen.set(None);
        self.held.update(VecDeque::clear);
        let cleared = self.live.try_update(FilteredTimeline::clear).unwrap_or_default();
        if let Some(storage) = session_storage() {
            // A full storage only brings the moments back.
            _ = storage.set_item(CLEARED, &cleared.map(|number| number.to_string()).join(" "));
        }
    }

    pub fn replay(self, mut replay: Replay) {
        self.chosen.set(None);
        self.bad_file.set(None);
        replay.filtered.set_filter(&self.filter.get_untracked());
        replay.go_to(1);
        self.replay.set(Some(replay));
    }

    pub fn back_to_live(self) {
        self.chosen.set(None);
        self.replay.set(None);
    }

    /// The number of moments that are live.
    pub fn live_moments(self) -> usize {
        self.live.with(|live| live.timeline.totals().moments)
    }
}

fn of_filtered<T>(
    live: RwSignal<FilteredTimeline>,
    replay: RwSignal<Option<Replay>>,
    f: impl FnOnce(&FilteredTimeline) -> T,
) -> T {
    replay.with(|replay| match replay {
        Some(replay) => f(&replay.filtered),
        None => live.with(f),
    })
}
