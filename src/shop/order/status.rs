//! How far an order is: a pure function of when it was placed and what time it is.
//!
//! This shop is a demo: nothing is roasted, and no boat leaves. Everything happens as the harbour's rules say: batches on
//! Tuesdays and Fridays at 6:00, packed by 14:00, on the evening boat at 18:00, and at the door two days later at noon.

use jiff::civil::Weekday;

use super::OrderStage;
use crate::shop::day::{DAY, date_of, words};

const HOUR: i64 = 60 * 60;
const ROASTING: i64 = 4 * HOUR;

/// The time at which the first batch after this moment goes into the roaster, in Unix seconds.
pub fn batch_after(moment: i64) -> i64 {
    let midnight = moment - moment.rem_euclid(DAY);
    let days = (0..=7).map(|days| midnight + days * DAY);
    let batches = days.filter(|day| matches!(date_of(*day).weekday(), Weekday::Tuesday | Weekday::Friday));
    batches.map(|day| day + 6 * HOUR).find(|batch| *batch > moment).unwrap_or(moment)
}

/// The time at which the last batch that is out of the roaster at this moment went in, in Unix seconds.
pub fn roasted_before(moment: i64) -> i64 {
    let latest = moment - ROASTING;
    let midnight = latest - latest.rem_euclid(DAY);
    let mut batches = (0..=7).map(|days| batch_after(midnight - days * DAY));
    batches.find(|batch| *batch <= latest).unwrap_or(latest)
}

/// The time at which each step is reached, from the first to the last.
fn steps(placed_at: i64) -> [(&'static str, i64); 5] {
    let batch = batch_after(placed_at);
    let boat = batch + 12 * HOUR;
    [
        ("Received", placed_at),
        ("Roasted", batch + ROASTING),
        ("Packed", batch + 8 * HOUR),
        ("On the boat", boat),
        ("Delivered", boat + 2 * DAY - 6 * HOUR),
    ]
}

pub fn timeline(placed_at: i64, now: i64) -> Vec<OrderStage> {
    let stage = |(index, (name, at)): (usize, (&str, i64))| {
        let date = date_of(at);
        // What is placed is received, whatever the clocks of two servers say.
        let reached = index == 0 || at <= now;
        OrderStage { words: name.to_owned(), day: words(date), iso: date.to_string(), reached }
    };
    steps(placed_at).into_iter().enumerate().map(stage).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Friday 13 November 2026, 0:00.
    const FRIDAY: i64 = 1_794_528_000;

    fn reached(placed_at: i64, now: i64) -> Vec<String> {
        timeline(placed_at, now).into_iter().filter(|stage| stage.reached).map(|stage| stage.words).collect()
    }

    #[test]
    fn a_batch_is_roasted_four_hours_after_it_begins_and_stays_the_last_until_the_next_is() {
        let done = FRIDAY + 10 * HOUR;
        let day = |moment| words(date_of(roasted_before(moment)));
        assert_eq!(roasted_before(done), FRIDAY + 6 * HOUR);
        assert_eq!(day(done - 1), "Tuesday 10 November 2026");
        assert_eq!(day(done + 4 * DAY - 1), "Friday 13 November 2026");
        assert_eq!(day(done + 4 * DAY), "Tuesday 17 November 2026");
    }

    #[test]
    fn an_order_goes_with_the_next_batch_and_arrives_two_days_after_its_boat() {
        let placed = FRIDAY + 5 * HOUR;
        for (hours, last) in [
            (0, "Received"),
            (4, "Received"),
            (5, "Roasted"),
            (9, "Packed"),
            (13, "On the boat"),
            (54, "On the boat"),
            (55, "Delivered"),
            (9_999, "Delivered"),
        ] {
            assert_eq!(reached(placed, placed + hours * HOUR).last().unwrap(), last, "after {hours} h");
        }
        let days: Vec<_> = timeline(placed, placed).into_iter().map(|stage| stage.iso).collect();
        assert_eq!(days, ["2026-11-13", "2026-11-13", "2026-11-13", "2026-11-13", "2026-11-15"]);
    }

    #[test]
    fn who_misses_a_batch_by_a_second_waits_for_the_next() {
        assert_eq!(batch_after(FRIDAY + 6 * HOUR - 1), FRIDAY + 6 * HOUR);
        assert_eq!(words(date_of(batch_after(FRIDAY + 6 * HOUR))), "Tuesday 17 November 2026");
    }

    proptest! {
        #[test]
        fn steps_come_in_order_and_batches_on_tuesdays_and_fridays(placed in -4_000_000_000_i64..9_000_000_000, later in 0_i64..2_000_000) {
            let batch = batch_after(placed);
            prop_assert!(batch > placed && batch - placed <= 4 * DAY);
            prop_assert!([Weekday::Tuesday, Weekday::Friday].contains(&date_of(batch).weekday()));
            prop_assert!(steps(placed).is_sorted_by(|a, b| a.1 < b.1));
            // Nothing that was reached is ever taken back.
            prop_assert!(reached(placed, placed + later).len() >= reached(placed, placed).len());
        }
    }
}
