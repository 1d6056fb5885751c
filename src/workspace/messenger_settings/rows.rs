//! The settings in the database.

use jiff::tz::TimeZone;

use super::MessengerSettings;
use crate::clock::DAY;
use crate::cookie_domain;
use crate::database::{self, Db, Transaction, execute, fetch};
use crate::error::Error;

/// Seconds that may be set as the usual time to a first answer, from a minute to a week.
const USUAL_REPLIES: std::ops::RangeInclusive<i64> = 60..=7 * DAY;
/// Interrupting messages that a person may be set to get in a day.
const MESSAGES_PER_DAY: std::ops::RangeInclusive<i64> = 1..=100;

/// Interrupting messages that a person of this app gets in a day at most.
pub async fn messages_per_day(db: &mut Transaction, app_id: &str) -> Result<i64, Error> {
    let found = fetch!(db, optional value
        "select messages_per_day from messenger_settings where app_id = $1" => app_id)?;
    Ok(found.unwrap_or_else(|| MessengerSettings::default().messages_per_day))
}

/// The settings of an app. One that has set nothing has the defaults.
pub async fn read(db: &Db, app_id: &str) -> Result<MessengerSettings, Error> {
    let found: Option<MessengerSettings> = database::read!(db, optional
        "select usual_reply, sound, cookie_domain, messages_per_day, time_zone from messenger_settings where app_id = $1"
        => app_id)?;
    Ok(found.unwrap_or_default())
}

impl MessengerSettings {
    /// Reads the fields of a form. `usual_reply` is in seconds, and empty to have it measured.
    /// `cookie_domain` is empty for none; `messages_per_day` and `time_zone` are empty for the default.
    pub fn parse(
        usual_reply: &str,
        sound: bool,
        cookie_domain: &str,
        messages_per_day: &str,
        time_zone: &str,
    ) -> Result<Self, Error> {
        let usual_reply = match usual_reply {
            "" => None,
            seconds => Some(
                seconds.parse().ok().filter(|seconds| USUAL_REPLIES.contains(seconds)).ok_or_else(|| {
                    Error::invalid(
                        "usual_reply",
                        "The usual time to a first answer is from a minute to a week.",
                    )
                })?,
            ),
        };
        let cookie_domain = cookie_domain::parse(cookie_domain)?;
        let messages_per_day =
            match messages_per_day.trim() {
                "" => MessengerSettings::default().messages_per_day,
                number => number.parse().ok().filter(|number| MESSAGES_PER_DAY.contains(number)).ok_or_else(
                    || Error::invalid("messages_per_day", "A person gets 1 to 100 messages a day at most."),
                )?,
            };
        let time_zone = match time_zone.trim() {
            "" => MessengerSettings::default().time_zone,
            name => zone_name(name).ok_or_else(|| {
                Error::invalid("time_zone", "A time zone has a name such as Europe/Oslo, or UTC.")
            })?,
        };
        Ok(Self { usual_reply, sound, cookie_domain, messages_per_day, time_zone })
    }
}

/// The zone's name, as the IANA database writes it.
fn zone_name(name: &str) -> Option<String> {
    TimeZone::get(name).ok()?.iana_name().map(str::to_owned)
}

/// Writes the settings. An open page learns of them with its next load.
pub async fn set(db: &mut Transaction, app_id: &str, settings: &MessengerSettings) -> Result<(), Error> {
    let MessengerSettings { usual_reply, sound, cookie_domain, messages_per_day, time_zone } = settings;
    execute!(db,
        "insert into messenger_settings (app_id, usual_reply, sound, cookie_domain, messages_per_day, time_zone)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (app_id) do update set
           usual_reply = excluded.usual_reply, sound = excluded.sound, cookie_domain = excluded.cookie_domain,
           messages_per_day = excluded.messages_per_day, time_zone = excluded.time_zone"
        => app_id, usual_reply, sound, cookie_domain, messages_per_day, time_zone)?;
    Ok(())
}
