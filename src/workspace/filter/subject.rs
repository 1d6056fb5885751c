//! The person whom filters and templates read.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};
use std::collections::HashMap;

use crate::people::Role;

/// A person as filters and templates read them. Times are Unix seconds.
#[derive(Clone, Debug)]
pub struct Subject<'a> {
    pub kind: Role,
    pub verified: bool,
    pub name: Option<&'a str>,
    pub email: Option<&'a str>,
    pub user_id: Option<&'a str>,
    pub language: Option<&'a str>,
    pub browser: Option<&'a str>,
    /// The stored time zone. Days are those of [`Subject::zone`].
    pub time_zone: Option<&'a str>,
    pub signed_up_at: Option<i64>,
    pub first_seen_at: Option<i64>,
    pub last_seen_at: Option<i64>,
    pub sessions: i64,
    pub page_views: i64,
    /// Phone, utm_campaign and the like, unsubscribed_from_emails.
    pub details: &'a Map<String, Value>,
    /// The custom attributes.
    pub custom: &'a Map<String, Value>,
    /// The company that the person acts for.
    pub company: Option<SubjectCompany<'a>>,
    /// Counts of events by name. Those of [`Filter::events`](super::Filter::events) are enough.
    pub events: &'a HashMap<String, EventCount>,
    pub now: i64,
    /// The person's time zone, else the workspace's.
    pub zone: TimeZone,
}

#[derive(Clone, Copy, Debug)]
pub struct SubjectCompany<'a> {
    pub name: &'a str,
    pub company_id: &'a str,
    /// Plan, website, industry, monthly_spend, size and created_at.
    pub details: &'a Map<String, Value>,
    /// The custom attributes.
    pub attributes: &'a Map<String, Value>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventCount {
    pub count: i64,
    pub last_at: i64,
}

impl<'a> Subject<'a> {
    /// A visitor of whom nothing is known, at the beginning of 1970.
    pub fn stranger(nothing: &'a Map<String, Value>, events: &'a HashMap<String, EventCount>) -> Self {
        Self {
            kind: Role::Visitor,
            verified: false,
            name: None,
            email: None,
            user_id: None,
            language: None,
            browser: None,
            time_zone: None,
            signed_up_at: None,
            first_seen_at: None,
            last_seen_at: None,
            sessions: 0,
            page_views: 0,
            details: nothing,
            custom: nothing,
            company: None,
            events,
            now: 0,
            zone: TimeZone::UTC,
        }
    }
}

impl Subject<'_> {
    /// The local date and time of the subject's zone. None of a time beyond any calendar.
    pub fn local(&self, at: i64) -> Option<DateTime> {
        Some(self.zone.to_datetime(Timestamp::from_second(at).ok()?))
    }
}
