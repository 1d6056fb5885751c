//! The columns of people and of companies. Times are RFC 3339 in UTC.

use serde_json::{Map, Value};

use super::cells::{harmless, of_time, of_value};
use crate::companies::Company;
use crate::lists::Listed;
use crate::people::Person;
use crate::tags::Tagged;

/// What is known of a row from other tables.
#[derive(Debug, Default)]
pub struct Around {
    /// The names of the tags.
    pub tags: Vec<String>,
    /// The company_id and the name of a person's company: of the one that they act for, else of the one seen last.
    pub company: Option<(String, String)>,
}

/// Something that a CSV file holds.
pub trait Exported: Listed {
    const COLUMNS: &'static [&'static str];

    fn id(&self) -> &str;

    fn tagged(id: &str) -> Tagged<'_>;

    /// The cells of the columns. Tags are named.
    fn cells(&self, around: &Around) -> Vec<String>;

    fn attributes(&self) -> &Map<String, Value>;
}

fn text(text: Option<&str>) -> String {
    text.map(harmless).unwrap_or_default()
}

fn time(at: Option<i64>) -> String {
    at.map(of_time).unwrap_or_default()
}

fn detail(details: &Map<String, Value>, name: &str) -> String {
    details.get(name).map(of_value).unwrap_or_default()
}

impl Exported for Person {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "role",
        "name",
        "email",
        "phone",
        "user_id",
        "owner",
        "tags",
        "company_id",
        "company_name",
        "created_at",
        "signed_up_at",
        "first_seen_at",
        "last_seen_at",
        "last_contacted_at",
        "last_heard_from_at",
        "session_count",
        "page_views",
        "browser",
        "browser_version",
        "os",
        "language",
        "time_zone",
        "country",
        "region",
        "city",
        "blocked_at",
        "archived_at",
    ];

    fn id(&self) -> &str {
        &self.id
    }

    fn tagged(id: &str) -> Tagged<'_> {
        Tagged::Person(id)
    }

    fn cells(&self, Around { tags, company }: &Around) -> Vec<String> {
        let company = company.as_ref();
        let place = self.location.as_ref();
        vec![
            self.id.clone(),
            self.role.as_str().to_owned(),
            text(self.name.as_deref()),
            text(self.email.as_deref()),
            detail(&self.details, "phone"),
            text(self.user_id.as_deref()),
            self.owner.map(|number| number.to_string()).unwrap_or_default(),
            harmless(&tags.join(", ")),
            text(company.map(|(id, _)| id.as_str())),
            text(company.map(|(_, name)| name.as_str())),
            time(Some(self.created_at)),
            time(self.signed_up_at),
            time(self.first_seen_at),
            time(self.first_seen_at.map(|_| self.last_seen_at)),
            time(self.last_contacted_at),
            time(self.last_heard_from_at),
            self.session_count.to_string(),
            self.impressions.to_string(),
            text(self.browser.as_deref()),
            text(self.browser_version.as_deref()),
            text(self.os.as_deref()),
            text(self.language.as_deref()),
            text(self.time_zone.as_deref()),
            text(place.and_then(|place| place.country.as_deref())),
            text(place.and_then(|place| place.region.as_deref())),
            text(place.and_then(|place| place.city.as_deref())),
            time(self.blocked_at),
            time(self.archived_at),
        ]
    }

    fn attributes(&self) -> &Map<String, Value> {
        &self.attributes
    }
}

impl Exported for Company {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "company_id",
        "name",
        "plan",
        "monthly_spend",
        "size",
        "website",
        "industry",
        "tags",
        "added_at",
        "updated_at",
        "archived_at",
    ];

    fn id(&self) -> &str {
        &self.id
    }

    fn tagged(id: &str) -> Tagged<'_> {
        Tagged::Company(id)
    }

    fn cells(&self, Around { tags, .. }: &Around) -> Vec<String> {
        let detail = |name| detail(&self.details, name);
        vec![
            self.id.clone(),
            text(Some(&self.company_id)),
            text(Some(&self.name)),
            detail("plan"),
            detail("monthly_spend"),
            detail("size"),
            detail("website"),
            detail("industry"),
            harmless(&tags.join(", ")),
            time(Some(self.created_at)),
            time(Some(self.updated_at)),
            time(self.archived_at),
        ]
    }

    fn attributes(&self) -> &Map<String, Value> {
        &self.attributes
    }
}
