//! The settings, as pages and rows hold them.

use foundation::json::Readable;
use serde::{Deserialize, Serialize};

/// The settings of an app's Messenger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct MessengerSettings {
    /// Seconds in which people may expect a first answer. None: the median of the last 30 days.
    pub usual_reply: Option<i64>,
    /// Whether the panel plays a tone with each answer.
    pub sound: bool,
    /// The domain of the visitors' cookies, such as `shop.example`: they stay the same on all its hosts.
    /// None: on one host.
    pub cookie_domain: Option<String>,
    /// Messages of teammates that a person gets in a day at most, but for those that the badge alone announces.
    pub messages_per_day: i64,
    /// The time zone of people who state none, by its name in the IANA database.
    pub time_zone: String,
}

impl Default for MessengerSettings {
    fn default() -> Self {
        Self {
            usual_reply: None,
            sound: false,
            cookie_domain: None,
            messages_per_day: 3,
            time_zone: "UTC".to_owned(),
        }
    }
}
