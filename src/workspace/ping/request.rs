//! A ping, read from a request's body.

use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

use crate::companies::StatedCompanies;
use crate::feed::Call;
use crate::identity::StatedIdentity;
use crate::limits::Network;
use crate::location::Location;
use crate::people::refusals::Refusals;
use crate::people::{attributes, dates, details};
use crate::random;
use crate::refusal::Refusal;
use crate::wire::{LONGEST_TEXT, LONGEST_URL, Page, is_plain_id, plain_id, shortened};

/// Bytes of the largest ping that is read.
pub const LARGEST: usize = 64 * 1024;

/// A ping as a page sent it, before it is known whom it comes from.
pub struct Ping {
    /// Bytes of the body.
    pub bytes: usize,
    pub app_id: String,
    pub ping_id: Option<String>,
    pub call: Call,
    pub page: Page,
    /// The header `User-Agent`. Empty without one.
    pub user_agent: String,
    /// The network of the client. None where the connection is not known.
    pub network: Option<Network>,
    /// Where the client is, if the server looks that up.
    pub location: Option<Location>,
    /// The visitor cookie's value.
    pub visitor_id: Option<String>,
    pub stated: StatedIdentity,
    pub data: PersonData,
}

/// A person's data in a ping or a token, before any limit is checked.
#[derive(Clone, Default)]
pub struct PersonData {
    pub name: Option<String>,
    /// The user's `created_at`, in Unix seconds.
    pub signed_up_at: Option<i64>,
    pub details: Map<String, Value>,
    pub attributes: Map<String, Value>,
    pub companies: StatedCompanies,
    /// Refused fields whose value has the wrong form.
    pub unreadable: Refusals,
}

#[derive(Deserialize)]
struct PingBody {
    #[serde(deserialize_with = "plain_id")]
    app_id: String,
    ping_id: Option<String>,
    call: Call,
    page: Page,
    visitor_id: Option<String>,
    #[serde(default)]
    settings: Map<String, Value>,
}

/// Whether a text may be the name of a language or time zone.
fn is_short(name: &str) -> bool {
    (1..=64).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Reads a ping from a body. The refusal repeats nothing of it, which may hold a token.
pub fn parse(body: &[u8]) -> Result<Ping, Refusal> {
    let bytes = body.len();
    let Ok(mut body) = serde_json::from_slice::<PingBody>(body) else {
        return Err(Refusal::Malformed(
            "A ping is JSON with a plain app_id, call (boot or update) and page.url.",
        ));
    };
    if !is_web_address(&body.page.url) {
        return Err(Refusal::Malformed("page.url is no http or https address."));
    }
    if !body.ping_id.as_deref().is_none_or(is_plain_id) {
        return Err(Refusal::Malformed("A ping_id has at most 64 letters, digits, - and _."));
    }
    // Source: Intercom's docs, "Attributes & objects": `page_title` stands for the document's own.
    let title = match body.settings.remove("page_title") {
        Some(Value::String(title)) if !title.trim().is_empty() => title,
        _ => body.page.title,
    };
    let page = Page {
        url: shortened(body.page.url, LONGEST_URL),
        title: shortened(title, LONGEST_TEXT),
        referrer: shortened(body.page.referrer, LONGEST_URL),
        locale: body.page.locale.filter(|language| is_short(language)),
        time_zone: body.page.time_zone.filter(|zone| is_short(zone)),
        ..body.page
    };
    let stated = StatedIdentity {
        token: body.settings.remove("intercom_user_jwt").filter(|token| !token.is_null()),
        user_hash: body.settings.remove("user_hash").filter(|hash| !hash.is_null() && hash != ""),
        user_id: in_clear(body.settings.remove("user_id")),
        email: in_clear(body.settings.remove("email")),
    };
    Ok(Ping {
        bytes,
        app_id: body.app_id,
        ping_id: body.ping_id,
        call: body.call,
        page,
        user_agent: String::new(),
        network: None,
        location: None,
        visitor_id: body.visitor_id.filter(|id| is_plain_id(id)),
        stated,
        data: PersonData::of(body.settings),
    })
}

impl PersonData {
    /// Sorts settings or claims. A setting of the Messenger itself is none of it.
    pub fn of(mut settings: Map<String, Value>) -> Self {
        let name = match settings.remove("name") {
            Some(Value::String(name)) => Some(shortened(name, LONGEST_TEXT)),
            _ => None,
        };
        let companies =
            StatedCompanies { company: settings.remove("company"), companies: settings.remove("companies") };
        let mut unreadable = Refusals::default();
        let created_at = settings.remove("created_at").filter(|at| !at.is_null());
        let signed_up_at = created_at.as_ref().and_then(dates::unix_seconds);
        if created_at.is_some() && signed_up_at.is_none() {
            unreadable.add("created_at", dates::FORM);
        }
        settings.retain(|setting, _| attributes::is_custom(setting) || details::is_detail(setting));
        let (details, attributes) = settings.into_iter().partition(|(name, _)| details::is_detail(name));
        let name = name.filter(|name| !name.trim().is_empty());
        Self { name, signed_up_at, details, attributes, companies, unreadable }
    }

    pub fn is_empty(&self) -> bool {
        self.name.is_none()
            && self.signed_up_at.is_none()
            && self.details.is_empty()
            && self.attributes.is_empty()
            && self.companies.company.is_none()
            && self.companies.companies.is_none()
    }

    /// Removes the fields that a signed token alone may set, and returns them as refused.
    pub fn withhold(&mut self, protected: &BTreeSet<String>) -> Refusals {
        let mut withheld = Refusals::default();
        // Both say what companies are.
        let companies = ["company", "companies"].iter().any(|name| protected.contains(*name));
        let mut hold = |name: &str| {
            let held = protected.contains(name) || companies && matches!(name, "company" | "companies");
            if held {
                withheld.add(name, "It is protected: only a signed token may set it.");
            }
            held
        };
        self.attributes.retain(|name, _| !hold(name));
        self.details.retain(|name, _| !hold(name));
        self.name.take_if(|_| hold("name"));
        self.signed_up_at.take_if(|_| hold("created_at"));
        self.companies.company.take_if(|_| hold("company"));
        self.companies.companies.take_if(|_| hold("companies"));
        withheld
    }

    /// Merges in signed data, which stands above these.
    pub fn overruled_by(mut self, signed: Self) -> Self {
        self.details.extend(signed.details);
        self.attributes.extend(signed.attributes);
        Self {
            name: signed.name.or(self.name),
            signed_up_at: signed.signed_up_at.or(self.signed_up_at),
            companies: StatedCompanies {
                company: signed.companies.company.or(self.companies.company),
                companies: signed.companies.companies.or(self.companies.companies),
            },
            unreadable: self.unreadable.and(signed.unreadable),
            ..self
        }
    }

    fn to_json(&self) -> Value {
        let StatedCompanies { company, companies } = &self.companies;
        json!([self.name, self.signed_up_at, self.details, self.attributes, company, companies])
    }
}

/// The id that the loader gave a shutdown.
pub fn id_in(body: &[u8]) -> Option<String> {
    let body: Value = serde_json::from_slice(body).ok()?;
    body["ping_id"].as_str().filter(|id| is_plain_id(id)).map(str::to_owned)
}

impl Ping {
    /// A hash of call, URL and data. It is the same whatever token comes with them.
    pub fn fingerprint(&self) -> String {
        let data = self.data.to_json();
        random::hash(&json!([self.call.to_string(), self.page.url, data]).to_string())
    }

    /// Whether the ping says only where somebody is, as most pings do.
    pub fn is_bare(&self) -> bool {
        self.call == Call::Update && self.stated.is_nobody() && self.data.is_empty()
    }
}

/// Reads a field in clear. Null and an empty text state no identity: libraries send them for visitors.
fn in_clear(field: Option<Value>) -> Option<String> {
    match field? {
        Value::Null => None,
        Value::String(text) => Some(text).filter(|text| !text.trim().is_empty()),
        other => Some(other.to_string()),
    }
}

fn is_web_address(url: &str) -> bool {
    let host = ["http://", "https://"].iter().find_map(|scheme| {
        let (start, rest) = url.split_at_checked(scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then_some(rest)
    });
    host.is_some_and(|host| !host.is_empty() && !host.starts_with(['/', '?', '#']))
        && !url.contains(|c: char| c.is_control() || c == ' ')
}
