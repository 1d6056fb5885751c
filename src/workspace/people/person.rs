//! A visitor, lead or user, and what is known of them.

use serde_json::{Map, Value};
use sqlx::types::Json;

use super::visitor_name;
use crate::feed::FeedPerson;

#[derive(Clone, Default, sqlx::FromRow)]
pub struct Person {
    pub id: String,
    kind: Kind,
    pub visitor_id: Option<String>,
    pub user_id: Option<String>,
    pub email: Option<String>,
    /// Whether a proof covered the e-mail: only then it finds its person for a proved ping.
    pub email_proved: bool,
    pub name: Option<String>,
    pub signed_up_at: Option<i64>,
    /// The time of a lead's first message.
    pub lead_since: Option<i64>,
    /// Whether a token or hash proved the user, the last time they said who they are.
    pub verified: bool,
    /// Fields that Intercom defines of people beside name and e-mail.
    pub details: Json<Map<String, Value>>,
    pub attributes: Json<Map<String, Value>>,
    pub impressions: i64,
    /// Time at which the person was first seen, in Unix seconds.
    pub created_at: i64,
    /// Time at which the person was last seen, before this batch.
    pub last_seen_at: i64,
    /// Count of the person's sessions: see [`Person::view`].
    pub session_count: i64,
    /// Time of the person's last page view.
    pub viewed_at: Option<i64>,
    /// The campaign of the address that began their session.
    pub campaign: Option<String>,
    pub referrer: Option<String>,
    pub browser: Option<String>,
    pub language: Option<String>,
    pub time_zone: Option<String>,
    /// Time since when a teammate has blocked the person.
    pub blocked_at: Option<i64>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "lowercase")]
enum Kind {
    #[default]
    Visitor,
    User,
}

impl Person {
    /// A visitor of whom nothing is known; `now` in Unix seconds.
    pub fn unknown(now: i64) -> Self {
        Self { created_at: now, last_seen_at: now, ..Self::default() }
    }

    pub fn is_user(&self) -> bool {
        self.kind == Kind::User
    }

    /// Whether the person is a lead: a visitor who has written.
    pub fn is_lead(&self) -> bool {
        self.kind == Kind::Visitor && self.lead_since.is_some()
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

    /// Whether both have the same data of pings.
    pub(super) fn has_data_of(&self, other: &Self) -> bool {
        let said = |person: &Self| (person.name.clone(), person.details.clone(), person.attributes.clone());
        let seen = |person: &Self| {
            let source = (person.session_count, person.campaign.clone(), person.referrer.clone());
            (source, person.browser.clone(), person.language.clone(), person.time_zone.clone())
        };
        said(self) == said(other) && seen(self) == seen(other)
    }
}
