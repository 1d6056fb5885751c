//! A moment's day in UTC, and how people read it.

use jiff::civil::Date;
use jiff::{Timestamp, tz::Offset};

pub use crate::clock::DAY;

/// The date of a moment in Unix seconds. Before or after the years that jiff counts, its first or last day.
pub fn date_of(seconds: i64) -> Date {
    let nearest = seconds.clamp(Timestamp::MIN.as_second(), Timestamp::MAX.as_second());
    Offset::UTC.to_datetime(Timestamp::from_second(nearest).unwrap_or_default()).date()
}

/// The date in words: "Friday 13 November 2026".
pub fn words(date: Date) -> String {
    date.strftime("%A %-d %B %Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_has_its_day_of_week_month_and_year() {
        for (seconds, expected, iso) in [
            (0, "Thursday 1 January 1970", "1970-01-01"),
            (-1, "Wednesday 31 December 1969", "1969-12-31"),
            (951_782_400, "Tuesday 29 February 2000", "2000-02-29"),
            (1_709_164_800, "Thursday 29 February 2024", "2024-02-29"),
            (1_794_614_399, "Friday 13 November 2026", "2026-11-13"),
            (4_107_542_400, "Monday 1 March 2100", "2100-03-01"),
        ] {
            let date = date_of(seconds);
            assert_eq!((words(date).as_str(), date.to_string().as_str()), (expected, iso));
        }
    }

    #[test]
    fn no_moment_is_without_a_day() {
        for seconds in [i64::MIN, i64::MAX] {
            assert!(words(date_of(seconds)).contains(' '));
        }
    }
}
