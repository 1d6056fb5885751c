//! The settings that the page states.

use crate::json::Readable;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::json::LightJson;
use crate::prefetch::PrefetchClient;

/// The settings of this server that decide what happens to people's data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct Practice {
    /// People come by https, and the names of cookies say so.
    pub is_https: bool,
    pub session_idle_seconds: i64,
    pub session_max_seconds: i64,
    /// Intercom runs the Messenger, not this server.
    pub is_hosted: bool,
    /// Events of customers go from this server to the hosted workspace.
    pub server_sends_events: bool,
    /// Days for which the embedded workspace keeps pages and events. 0 is for ever.
    pub kept_days: i64,
    /// Days for which the embedded workspace keeps texts of people who never logged in. 0 is for ever.
    pub lead_days: i64,
    /// Deleting an account also deletes all that the Messenger's workspace keeps of the person.
    pub chat_is_forgotten: bool,
    pub fixed_times: FixedTimes,
}

/// How long the server keeps what no setting decides, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct FixedTimes {
    /// The cart of a browser.
    pub cart: i64,
    /// An order of somebody without an account.
    pub guest_order: i64,
    /// A browser that an account was logged in from, and the answer whether chat may run.
    pub browser: i64,
    /// Counts of failed tries.
    pub tries: i64,
    /// The number of an account that was deleted.
    pub deleted_account: i64,
    /// A refused form’s cookie.
    pub draft: i64,
    /// A file that was never sent.
    pub unsent_file: i64,
    /// The network address that a file came from.
    pub file_network: i64,
    /// An event that a hosted workspace has got.
    pub sent_event: i64,
    /// An event that a hosted workspace did not get.
    pub unsent_event: i64,
}

/// Returns the settings that the privacy page states. It is open to everybody.
#[server(endpoint = "practice", input = GetUrl, output = LightJson, client = PrefetchClient)]
pub async fn get_practice() -> Result<Practice, Error> {
    use_context().ok_or_else(|| Error::internal("the context holds no Practice"))
}

/// A time in the largest unit that divides it, such as "14 days", "8 hours" or "90 seconds".
pub fn in_words(seconds: i64) -> String {
    let units = [(86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")];
    let (length, unit) = units.into_iter().find(|(length, _)| seconds % length == 0).unwrap_or(units[3]);
    match seconds / length {
        1 => format!("1 {unit}"),
        many => format!("{many} {unit}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn a_time_is_shown_in_the_largest_unit_that_comes_out_even() {
        let shown = [1_209_600, 86_400, 28_800, 5_400, 90, 1].map(in_words);
        assert_eq!(shown, ["14 days", "1 day", "8 hours", "90 minutes", "90 seconds", "1 second"]);
    }
}
