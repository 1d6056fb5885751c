use leptos_messenger::inspector::{Filter, Heights, KEPT, Kind, Lane, Shown};
use proptest::prelude::*;

use super::{announced, called, received, refused, update};

const HEIGHTS: Heights = Heights { gate: 50.0, half: 60.0, whole: 100.0, warning: 30.0 };

fn flood(count: usize) -> Shown {
    let mut shown = Shown::default();
    shown.add((1..=count as u32).map(|seq| Lane::App(called(seq, i64::from(seq), "show", None))));
    shown
}

#[test]
fn of_ten_thousand_moments_only_those_in_the_window_are_drawn() {
    let shown = flood(KEPT);
    let window = shown.window(&(300_000.0..300_600.0), &HEIGHTS);
    assert_eq!(window.places.len(), 10);
    assert_eq!((window.before, window.total), (300_000.0, 600_000.0));
    assert_eq!(window.places[0].0, 5_001);
}

#[test]
fn gates_warnings_and_arrivals_have_their_own_heights() {
    let mut shown = Shown::default();
    shown.add([Lane::App(called(1, 1, "boot", None)), update(2, 2)]);
    assert_eq!(shown.window(&(0.0..1.0), &HEIGHTS).total, 50.0 + 60.0 + 60.0);
    shown.add([announced(3, 2, "p"), Lane::Workspace(received(1, 5, "p"))]);
    assert_eq!(shown.window(&(0.0..1.0), &HEIGHTS).total, 50.0 + 60.0 + 100.0);
    let second = shown.last().unwrap();
    assert_eq!(shown.extent(second, &HEIGHTS), Some(110.0..210.0));
    assert_eq!(shown.window(&(110.0..111.0), &HEIGHTS).places, [second]);
    assert_eq!(shown.window(&(0.0..110.0), &HEIGHTS).places.len(), 1);
}

#[test]
fn one_more_moment_touches_one_slot_however_many_there_are() {
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
            let listed = shown.window(&(0.0..1e9), &HEIGHTS);
            prop_assert_eq!(&listed.places, &expected);
            let heights: f64 = expected.iter().filter_map(|place| shown.extent(*place, &HEIGHTS)).map(|e| e.end - e.start).sum();
            prop_assert_eq!(listed.total, heights);
            let mut fresh = leptos_messenger::inspector::Totals::default();
            shown.timeline.moments().for_each(|moment| fresh.put(moment));
            prop_assert_eq!(shown.timeline.totals(), &fresh);
        }
    }
}
