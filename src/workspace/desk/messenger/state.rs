use serde::{Deserialize, Serialize};

/// What teammates set of their app's Messenger.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct MessengerSettings {
    /// Seconds in which people may expect a first answer. None: the median of the last 30 days.
    pub usual_reply: Option<i64>,
    /// The panel plays a tone with each answer.
    pub sound: bool,
    /// Such as `shop.example`: visitors and leads stay the same on all its hosts. None: on one host.
    pub cookie_domain: Option<String>,
}
