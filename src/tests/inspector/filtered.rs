//! The list of moments that a filter selects, and the part of it that is drawn.

use leptos_messenger::inspector::{DRAWN, FilteredTimeline, KEPT, MomentFilter, MomentKind, StreamMessage};
use proptest::prelude::*;

use super::{announced, called, received, refused, update};

fn flood(count: usize) -> FilteredTimeline {
    let mut filtered = FilteredTimeline::default();
    filtered.add((1..=count as u32).map(|seq| StreamMessage::App(called(seq, i64::from(seq), "show", None))));
    filtered
}

#[test]
fn of_ten_thousand_moments_the_newest_are_drawn_and_those_since_one_that_was_asked_for() {
    let mut filtered = flood(KEPT);
    let (first, last) = (filtered.first().unwrap(), filtered.last());
    let drawn = filtered.drawn(None);
    assert_eq!((drawn.len(), drawn.last().copied(), filtered.older(None)), (DRAWN, last, KEPT - DRAWN));
    let since = filtered.step(drawn[0], -500).unwrap();
    assert_eq!(
        (filtered.drawn(Some(since)).len(), filtered.older(Some(since))),
        (DRAWN + 500, KEPT - DRAWN - 500)
    );
    assert_eq!((filtered.drawn(Some(first)).len(), filtered.older(Some(first))), (KEPT, 0));
    // What is drawn since then grows with the list, and never falls below the newest.
    filtered.add([StreamMessage::App(called(20_000, 20_000, "show", None))]);
    assert_eq!(
        (filtered.drawn(Some(since)).len(), filtered.drawn(filtered.last()).len()),
        (DRAWN + 501, DRAWN)
    );
    assert_eq!(flood(3).drawn(None).len(), 3);
}

#[test]
fn one_more_moment_touches_one_place_however_many_there_are() {
    let mut filtered = flood(KEPT - 1);
    filtered.timeline.add(StreamMessage::App(called(20_000, 20_000, "show", None)));
    assert_eq!(filtered.timeline.take_touched().len(), 1);
    // One comes, the oldest goes.
    filtered.timeline.add(StreamMessage::App(called(20_001, 20_001, "show", None)));
    assert_eq!(filtered.timeline.take_touched().len(), 2);
}

#[test]
fn steps_stop_at_the_first_and_the_last() {
    let filtered = flood(5);
    let (first, last) = (filtered.first().unwrap(), filtered.last().unwrap());
    assert_eq!(filtered.step(first, 1).map(|id| id.0), Some(2));
    assert_eq!(filtered.step(first, -1), Some(first));
    assert_eq!(filtered.step(last, 10), Some(last));
    assert_eq!(FilteredTimeline::default().step(first, 1), None);
}

#[test]
fn clearing_keeps_the_filter_and_what_comes_next() {
    let mut filtered = flood(5);
    filtered.set_filter(&MomentFilter { kind: Some(MomentKind::Refused), ..MomentFilter::default() });
    filtered.clear();
    filtered
        .add([StreamMessage::App(called(6, 6, "show", None)), StreamMessage::Workspace(refused(1, 7, "p"))]);
    assert_eq!((filtered.len(), filtered.timeline.totals().moments), (1, 2));
}

proptest! {
    /// Kept up one by one, the list is what filtering everything would give.
    #[test]
    fn the_list_is_always_what_the_filter_takes(
        what in proptest::collection::vec((0..5u8, 1..60u32, 0..40i64), 1..120),
        kind in 0..MomentKind::ALL.len(),
    ) {
        let filter = MomentFilter { kind: Some(MomentKind::ALL[kind]), ..MomentFilter::default() };
        let mut filtered = FilteredTimeline::default();
        filtered.set_filter(&filter);
        for (number, (what, which, at_ms)) in what.into_iter().enumerate() {
            let (seq, ping) = (number as u32 + 1, format!("p{which}"));
            let lane = match what {
                0 => StreamMessage::App(called(seq, at_ms, "boot", None)),
                1 => update(seq, at_ms),
                2 => announced(seq, which, &ping),
                3 => StreamMessage::Workspace(received(u64::from(seq), at_ms, &ping)),
                _ => StreamMessage::Workspace(refused(u64::from(seq), at_ms, &ping)),
            };
            filtered.add([lane]);
            let expected: Vec<_> =
                filtered.timeline.moments().filter(|moment| filter.matches(moment)).map(|moment| moment.id).collect();
            prop_assert_eq!(&filtered.drawn(filtered.first()), &expected);
            let mut fresh = leptos_messenger::inspector::MomentTotals::default();
            filtered.timeline.moments().for_each(|moment| fresh.add(moment));
            prop_assert_eq!(filtered.timeline.totals(), &fresh);
        }
    }
}
