//! Days as people read them. The harbour keeps UTC, so nobody's clock is asked.

use std::fmt;

pub const DAY: i64 = 24 * 60 * 60;

const WEEKDAYS: [&str; 7] = ["Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A day, counted from 1 January 1970, a Thursday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub i64);

impl Day {
    /// Of a moment in Unix seconds.
    pub fn of(seconds: i64) -> Self {
        Self(seconds.div_euclid(DAY))
    }

    pub fn weekday(self) -> &'static str {
        usize::try_from(self.0.rem_euclid(7))
            .ok()
            .and_then(|day| WEEKDAYS.get(day))
            .copied()
            .unwrap_or_default()
    }

    /// Year, month and day of the month, each from 1: "days_from_civil" the other way round (Howard Hinnant,
    /// "chrono-Compatible Low-Level Date Algorithms").
    pub fn civil(self) -> (i64, i64, i64) {
        let shifted = self.0 + 719_468;
        let era = shifted.div_euclid(146_097);
        let of_era = shifted.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        (year_of_era + era * 400 + i64::from(month <= 2), month, day)
    }

    /// "2026-11-13"
    pub fn iso(self) -> String {
        let (year, month, day) = self.civil();
        format!("{year:04}-{month:02}-{day:02}")
    }
}

/// "Friday 13 November 2026"
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.civil();
        let month =
            usize::try_from(month - 1).ok().and_then(|month| MONTHS.get(month)).copied().unwrap_or_default();
        write!(f, "{} {day} {month} {year}", self.weekday())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_has_its_day_of_week_month_and_year() {
        for (seconds, words, iso) in [
            (0, "Thursday 1 January 1970", "1970-01-01"),
            (-1, "Wednesday 31 December 1969", "1969-12-31"),
            (951_782_400, "Tuesday 29 February 2000", "2000-02-29"),
            (1_709_164_800, "Thursday 29 February 2024", "2024-02-29"),
            (1_794_614_399, "Friday 13 November 2026", "2026-11-13"),
            (4_107_542_400, "Monday 1 March 2100", "2100-03-01"),
        ] {
            let day = Day::of(seconds);
            assert_eq!((day.to_string().as_str(), day.iso().as_str()), (words, iso));
        }
    }
}
