//! The person whom filters and templates read.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};
use sqlx::types::Json;
use std::collections::HashMap;
use std::sync::Arc;

use super::Filter;
use crate::people::Person;

/// What a person's row does not hold of them.
#[derive(Clone, Debug, Default)]
pub struct PersonFacts {
    /// The zone that the workspace has set. None if that is UTC, or where nobody needs it.
    pub zone: Option<TimeZone>,
    /// The company that the person acts for.
    pub company: Option<ActiveCompany>,
    /// Counts of events by name. Those of [`Filter::events`] are enough.
    pub events: HashMap<String, EventCount>,
    /// Ids of the person's tags.
    pub tags: Vec<String>,
    /// Ids of the companies that the person belongs to.
    pub companies: Vec<String>,
    /// Addresses of the pages that the person has seen, each once.
    pub pages: Vec<String>,
    /// The segments that filters name.
    pub segments: Arc<SegmentFilters>,
}

/// The filters of segments, by the segments' ids. A segment's filter names no segment.
pub type SegmentFilters = HashMap<String, Filter>;

#[derive(Clone, Debug, Default, sqlx::FromRow)]
pub struct ActiveCompany {
    pub person_id: String,
    pub company_id: String,
    pub name: String,
    /// Plan, website, industry, monthly_spend, size and created_at.
    pub details: Json<Map<String, Value>>,
    /// The custom attributes.
    pub attributes: Json<Map<String, Value>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventCount {
    pub count: i64,
    pub last_at: i64,
}

/// A person as filters and templates read them, at a time.
#[derive(Clone, Debug)]
pub struct Subject<'a> {
    pub person: &'a Person,
    pub facts: &'a PersonFacts,
    /// Unix seconds.
    pub now: i64,
    /// The person's time zone, else the workspace's.
    pub zone: TimeZone,
}

impl PersonFacts {
    /// The subject that filters read, at `now`, in Unix seconds.
    pub fn subject<'a>(&'a self, person: &'a Person, now: i64) -> Subject<'a> {
        let zone = stated_zone(person.time_zone.as_deref()).or_else(|| self.zone.clone());
        Subject { person, facts: self, now, zone: zone.unwrap_or(TimeZone::UTC) }
    }
}

impl Subject<'_> {
    /// The local date and time of the subject's zone. None of a time beyond any calendar.
    pub fn local(&self, at: i64) -> Option<DateTime> {
        Some(self.zone.to_datetime(Timestamp::from_second(at).ok()?))
    }
}

/// The time zone that a person has stated.
pub(super) fn stated_zone(name: Option<&str>) -> Option<TimeZone> {
    TimeZone::get(name?).ok()
}
