//! What the page knows of the keys and names.

use crate::json::Readable;
use serde::{Deserialize, Serialize};

use crate::workspace::Platform;

/// Everything of one app, and the names of the others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct KeysState {
    pub apps: Vec<AppName>,
    pub app_id: String,
    pub platforms: Vec<PlatformState>,
    pub protected: Vec<String>,
    pub event_names: Vec<EventName>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct EventName {
    pub name: String,
    /// A proved person has used it.
    pub proved: bool,
    pub archived: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct AppName {
    pub app_id: String,
    pub name: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct PlatformState {
    pub platform: Platform,
    pub enforced: bool,
    /// The environment gives its only key.
    pub given: bool,
    /// Newest first.
    pub keys: Vec<KeyRow>,
}

/// A key by its name; none of its characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct KeyRow {
    pub id: String,
    pub name: String,
    /// Unix seconds.
    pub created_at: i64,
    pub retired_at: Option<i64>,
    /// The newest that is not retired.
    pub signs: bool,
}

impl PlatformState {
    pub fn active(&self) -> usize {
        self.keys.iter().filter(|key| key.retired_at.is_none()).count()
    }
}

/// A key that was made just now: the one time that its secret is shown.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct MadeKey {
    pub name: String,
    pub platform: Platform,
    pub secret: String,
}

/// Such as `2026-11-20`, in UTC.
pub fn day(unix_seconds: i64) -> String {
    let days = unix_seconds.div_euclid(86_400) + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn days_are_those_of_the_calendar() {
        let days = [0, 86_399, 951_782_400, 1_709_164_800, 1_800_000_000].map(day);
        assert_eq!(days, ["1970-01-01", "1970-01-01", "2000-02-29", "2024-02-29", "2027-01-15"]);
    }
}
