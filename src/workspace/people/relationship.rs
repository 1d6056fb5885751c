//! How close a person and the team are.

use super::Person;
use crate::clock::DAY;

/// Per cent of each side: that the team wrote, and that the person wrote.
const SIDE: i64 = 50;
/// Per cent that a side loses with each month.
const LOSS: i64 = 5;
const MONTH: i64 = 30 * DAY;

impl Person {
    /// The relationship in per cent at `now`, in Unix seconds.
    /// A message that the team sent, and one that the person sent, count 50 each for 30 days. Each falls by 5 a month.
    /// Source: Intercom's help on the relationship of people and teammates, as it was of old; unverified today.
    pub fn relationship(&self, now: i64) -> i64 {
        let side = |at: Option<i64>| at.map_or(0, |at| (SIDE - LOSS * ((now - at).max(0) / MONTH)).max(0));
        side(self.last_contacted_at) + side(self.last_heard_from_at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_side_counts_half_for_30_days_and_falls_by_5_points_a_month() {
        let now = 1_800_000_000;
        for (contacted, heard, expected) in [
            (None, None, 0),
            (Some(0), None, 50),
            (Some(0), Some(0), 100),
            (Some(30 * DAY - 1), Some(30 * DAY), 95),
            (Some(60 * DAY), None, 40),
            (None, Some(299 * DAY), 5),
            (Some(300 * DAY), Some(9_000 * DAY), 0),
            // A clock that was ahead.
            (Some(-5), None, 50),
        ] {
            let at = |age: Option<i64>| age.map(|age| now - age);
            let person = Person {
                last_contacted_at: at(contacted),
                last_heard_from_at: at(heard),
                ..Person::unknown(now)
            };
            assert_eq!(person.relationship(now), expected, "{contacted:?} {heard:?}");
        }
    }
}
