use leptos_messenger::inspector::{DRAWN, Filter, KEPT, Kind, Lane, Shown};
use proptest::prelude::*;

use super::{announced, called, received, refused, update};

fn flood(count: usize) -> Shown {
    let mut shown = Shown::default();
    shown.add((1..=count as u32).map(|seq| Lane::App(called(seq, i64::from(seq), "show", None))));
    shown
}

#[test]
fn of_ten_thousand_moments_the_newest_are_drawn_and_those_since_one_that_was_asked_for() {
    let mut shown = flood(KEPT);
    let (first, last) = (shown.first().unwrap(), shown.last());
    let drawn = shown.drawn(None);
    assert_eq!((drawn.len(), drawn.last().copied(), shown.older(None)), (DRAWN, last, KEPT - DRAWN));
    let since = shown.step(drawn[0], -500).unwrap();
    assert_eq!((shown.drawn(Some(since)).len(), shown.older(Some(since))), (DRAWN + 500, KEPT - DRAWN - 500));
    assert_eq!((shown.drawn(Some(first)).len(), shown.older(Some(first))), (KEPT, 0));
    // What is drawn since then grows with the list, and never falls below the newest.
    shown.add([Lane::App(called(20_000, 20_000, "show", None))]);
    assert_eq!((shown.drawn(Some(since)).len(), shown.drawn(shown.last()).len()), (DRAWN + 501, DRAWN));
    assert_eq!(flood(3).drawn(None).len(), 3);
}

#[test]
fn one_more_moment_touches_one_place_however_many_there_are() {
    let mut shown = flood(KEPT - 1);
    shown.timeline.add(Lane::App(called(20_000, 20_000, "show", None)));
    assert_eq!(shown.timeline.take_touched().len(), 1);
    // One comes, the oldest goes.
    shown.timeline.add(Lane::App(called(20_001, 20_001, "show", None)));
    assert_eq!(shown.timeline.take_touched().len(), 2);
}

#[test]
fn steps_stop_at_the_first_and_the_last() {
    let shown = flood(5);
    let (first, last) = (shown.first().unwrap(), shown.last().unwrap());
    assert_eq!(shown.step(first, 1).map(|place| place.0), Some(2));
    assert_eq!(shown.step(first, -1), Some(first));
    assert_eq!(shown.step(last, 10), Some(last));
    assert_eq!(Shown::default().step(first, 1), None);
}

#[test]
fn clearing_keeps_the_filter_and_what_comes_next() {
    let mut shown = flood(5);
    shown.set_filter(&Filter { kind: Some(Kind::Refused), ..Filter::default() });
    shown.clear();
    shown.add([Lane::App(called(6, 6, "show", None)), Lane::Workspace(refused(1, 7, "p"))]);
    assert_eq!((shown.len(), shown.timeline.totals().moments), (1, 2));
}

proptest! {
    /// Kept up one by one, the list is what filtering everything would give.
    #[test]
    fn the_list_is_always_what_the_filter_takes(
        what in proptest::collection::vec((0..5u8, 1..60u32, 0..40i64), 1..120),
        kind in 0..Kind::ALL.len(),
    ) {
        let filter = Filter { kind: Some(Kind::ALL[kind]), ..Filter::default() };
        let mut shown = Shown::default();
        shown.set_filter(&filter);
        for (number, (what, which, at_ms)) in what.into_iter().enumerate() {
            let (seq, ping) = (number as u32 + 1, format!("p{which}"));
            let lane = match what {
                0 => Lane::App(called(seq, at_ms, "boot", None)),
                1 => update(seq, at_ms),
                2 => announced(seq, which, &ping),
                3 => Lane::Workspace(received(u64::from(seq), at_ms, &ping)),
                _ => Lane::Workspace(refused(u64::from(seq), at_ms, &ping)),
            };
            shown.add([lane]);
            let expected: Vec<_> =
                shown.timeline.moments().filter(|moment| filter.takes(moment)).map(|moment| moment.place).collect();
            prop_assert_eq!(&shown.drawn(shown.first()), &expected);
            let mut fresh = leptos_messenger::inspector::Totals::default();
            shown.timeline.moments().for_each(|moment| fresh.put(moment));
            prop_assert_eq!(shown.timeline.totals(), &fresh);
        }
    }
}
