//! How soon a first answer usually comes.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::clock::DAY;
use crate::database::{Db, read};

/// Days of conversations that the median covers.
const DAYS: i64 = 30;
/// Seconds until the median is measured again.
const KEPT: i64 = 10 * 60;

/// The usual time to a first answer, as people say it: 10 minutes, 2 hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UsualReply {
    pub amount: i64,
    /// A unit of `Intl.NumberFormat`.
    pub unit: &'static str,
}

impl UsualReply {
    /// Rounds a time up to what people say.
    pub fn of_seconds(seconds: i64) -> Self {
        let minutes = up(seconds, 60).max(1);
        let (amount, unit) = match minutes {
            0..=5 => (minutes, "minute"),
            6..=55 => (5 * up(minutes, 5), "minute"),
            56..=1_380 => (up(minutes, 60), "hour"),
            _ => (up(minutes, 1_440), "day"),
        };
        Self { amount, unit }
    }
}

fn up(amount: i64, of: i64) -> i64 {
    (amount + of - 1) / of
}

/// The measured times by app, each with when it was read, in Unix seconds. Each server measures for itself.
#[derive(Default)]
pub struct UsualReplies(Mutex<HashMap<String, (i64, Option<UsualReply>)>>);

impl UsualReplies {
    /// The median of the first answers in the last 30 days. None where there were none. `now` in Unix seconds.
    pub async fn of(&self, db: &Db, app_id: &str, now: i64) -> Result<Option<UsualReply>, sqlx::Error> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(app_id).copied();
        if let Some((at, known)) = known
            && (at..at + KEPT).contains(&now)
        {
            return Ok(known);
        }
        let seconds = median(db, app_id, now - DAYS * DAY).await?;
        let read = seconds.map(UsualReply::of_seconds);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(app_id.to_owned(), (now, read));
        Ok(read)
    }
}

async fn median(db: &Db, app_id: &str, since: i64) -> Result<Option<i64>, sqlx::Error> {
    read!(db, optional value
        "with waits as (select teammate_first_at - person_first_at as seconds from conversations
                        where app_id = $1 and created_at > $2 and teammate_first_at >= person_first_at)
         select seconds from waits order by seconds limit 1 offset (select count(*) / 2 from waits)"
        => app_id, since)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_said_as_people_say_it_and_never_shorter() {
        for (seconds, amount, unit) in [
            (0, 1, "minute"),
            (61, 2, "minute"),
            (300, 5, "minute"),
            (301, 10, "minute"),
            (3_300, 55, "minute"),
            (3_301, 1, "hour"),
            (3_601, 2, "hour"),
            (82_800, 23, "hour"),
            (82_801, 1, "day"),
            (86_401, 2, "day"),
        ] {
            assert_eq!(UsualReply::of_seconds(seconds), UsualReply { amount, unit }, "{seconds}");
        }
    }
}
