//! A visitor, lead or user, and what is known of them.

use serde_json::{Map, Value};
use sqlx::types::Json;

use super::{Role, visitor_name};
use crate::feed::FeedPerson;
use crate::ledger::changed_fields;
use crate::location::Location;

/// A visitor, lead or user. Times are Unix seconds.
#[derive(Clone, Debug, Default, sqlx::FromRow)]
pub struct Person {
    pub id: String,
    pub role: Role,
    pub visitor_id: Option<String>,
    pub user_id: Option<String>,
    pub email: Option<String>,
    /// Whether a proof covered the e-mail: only then it finds its person for a proved ping.
    pub email_proved: bool,
    pub name: Option<String>,
    /// The number of the teammate who answers for the person.
    pub owner: Option<i64>,
    pub signed_up_at: Option<i64>,
    /// The time since when the person was a lead.
    pub lead_since: Option<i64>,
    /// Whether a token or hash proved the user, the last time they said who they are.
    pub verified: bool,
    /// Fields that Intercom defines of people beside name and e-mail.
    pub details: Json<Map<String, Value>>,
    pub attributes: Json<Map<String, Value>>,
    pub impressions: i64,
    /// Time at which the workspace came to know the person.
    pub created_at: i64,
    /// Time at which the person was first seen on a page. None of a person whom nobody has seen.
    pub first_seen_at: Option<i64>,
    /// Time at which the person was last seen, before this batch.
    pub last_seen_at: i64,
    /// Time at which the team last wrote to the person.
    pub last_contacted_at: Option<i64>,
    /// Time at which the person last wrote.
    pub last_heard_from_at: Option<i64>,
    /// Time at which the person last opened a message of the team.
    pub last_opened_at: Option<i64>,
    /// Count of the person's sessions: see [`Person::view`].
    pub session_count: i64,
    /// Time of the person's last page view.
    pub viewed_at: Option<i64>,
    /// The campaign of the address that began their session.
    pub campaign: Option<String>,
    pub referrer: Option<String>,
    pub browser: Option<String>,
    pub browser_version: Option<String>,
    /// The name of the browser's system.
    pub os: Option<String>,
    pub language: Option<String>,
    pub time_zone: Option<String>,
    /// Where the person was on the last page view, if the server looks that up.
    pub location: Option<Json<Location>>,
    /// Time since when a teammate has blocked the person.
    pub blocked_at: Option<i64>,
    /// Time since when the person is out of the team's lists.
    pub archived_at: Option<i64>,
    /// Time of the last change that the ledger has.
    pub updated_at: i64,
}

impl Person {
    /// A visitor of whom nothing is known; `now` in Unix seconds.
    pub fn unknown(now: i64) -> Self {
        Self { created_at: now, last_seen_at: now, ..Self::default() }
    }

    pub fn is_user(&self) -> bool {
        self.role == Role::User
    }

    pub fn is_lead(&self) -> bool {
        self.role == Role::Lead
    }

    /// The name people of the workspace read; never empty.
    pub fn display_name(&self) -> String {
        let stated = self.name.as_ref().or(self.email.as_ref()).or(self.user_id.as_ref());
        stated.cloned().unwrap_or_else(|| visitor_name(self.visitor_id.as_deref().unwrap_or(&self.id)))
    }

    /// The person as the feed shows them. The session says whether they are verified.
    pub fn for_feed(&self, verified: bool) -> FeedPerson {
        FeedPerson { name: self.display_name(), user_id: self.user_id.clone(), verified }
    }

    /// The names of the fields in which the person differs from `before`.
    /// The last visit, the session and its source are no fields: a ping that changes these alone is its impression.
    pub fn changed_fields(&self, before: &Self) -> Vec<String> {
        let mut fields = changed_fields([
            ("role", self.role != before.role),
            ("user_id", self.user_id != before.user_id),
            ("email", self.email != before.email),
            ("email_proved", self.email_proved != before.email_proved),
            ("name", self.name != before.name),
            ("owner", self.owner != before.owner),
            ("signed_up_at", self.signed_up_at != before.signed_up_at),
            ("verified", self.verified != before.verified),
            ("browser", self.browser != before.browser),
            ("browser_version", self.browser_version != before.browser_version),
            ("os", self.os != before.os),
            ("language", self.language != before.language),
            ("time_zone", self.time_zone != before.time_zone),
            ("location", self.location != before.location),
        ]);
        fields.extend(changed_names(&self.details, &before.details).map(str::to_owned));
        let attributes = changed_names(&self.attributes, &before.attributes);
        fields.extend(attributes.map(|name| format!("{CUSTOM}{name}")));
        fields
    }

    /// Whether both have the same session, of the same source.
    pub(super) fn has_session_of(&self, other: &Self) -> bool {
        self.session_count == other.session_count
            && self.campaign == other.campaign
            && self.referrer == other.referrer
            && self.first_seen_at == other.first_seen_at
    }
}

/// What the names of custom attributes begin with in the ledger. Source: the search fields of Intercom's REST API.
const CUSTOM: &str = "custom_attributes.";

/// The names whose values differ.
pub fn changed_names<'a>(
    now: &'a Map<String, Value>,
    before: &'a Map<String, Value>,
) -> impl Iterator<Item = &'a str> {
    let new = now.iter().filter(|(name, value)| before.get(*name) != Some(value)).map(|(name, _)| name);
    let gone = before.keys().filter(|name| !now.contains_key(*name));
    new.chain(gone).map(String::as_str)
}
