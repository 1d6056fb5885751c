use serde::Deserialize;
use serde_json::{Map, Value};

use super::Refusal;
use crate::workspace::feed::Call;
use crate::workspace::identity::Stated;
use crate::workspace::people::attributes;
use crate::workspace::random;

/// Bytes of the largest ping that is read.
pub const LARGEST: usize = 64 * 1024;

const LONGEST_URL: usize = 2_048;
const LONGEST_TEXT: usize = 255;
const LONGEST_PING_ID: usize = 64;

/// A ping as it is understood; whether it is believed is not decided yet.
pub struct Ping {
    pub app_id: String,
    pub ping_id: Option<String>,
    pub call: Call,
    pub page: Page,
    /// The visitor cookie's value.
    pub visitor_id: Option<String>,
    pub stated: Stated,
    /// In clear; a token's name wins.
    pub name: Option<String>,
    pub attributes: Map<String, Value>,
}

#[derive(Clone, Deserialize)]
pub struct Page {
    pub url: String,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub referrer: String,
}

#[derive(Deserialize)]
struct Body {
    app_id: String,
    ping_id: Option<String>,
    call: Call,
    page: Page,
    visitor_id: Option<String>,
    #[serde(default)]
    settings: Map<String, Value>,
}

/// Reads a body. What is wrong with it is said without repeating any of it: it may hold a token.
pub fn parse(body: &[u8]) -> Result<Ping, Refusal> {
    let Ok(mut body) = serde_json::from_slice::<Body>(body) else {
        return Err(Refusal::NotAPing("A ping is JSON with app_id, call (boot or update) and page.url."));
    };
    if !is_web_address(&body.page.url) {
        return Err(Refusal::NotAPing("page.url is no http or https address."));
    }
    if !body.ping_id.as_deref().is_none_or(is_ping_id) {
        return Err(Refusal::NotAPing("A ping_id has at most 64 letters, digits, - and _."));
    }
    let page = Page {
        url: shortened(body.page.url, LONGEST_URL),
        title: shortened(body.page.title, LONGEST_TEXT),
        referrer: shortened(body.page.referrer, LONGEST_URL),
    };
    let stated = Stated {
        token: body.settings.remove("intercom_user_jwt").filter(|token| !token.is_null()),
        user_id: in_clear(body.settings.remove("user_id")),
        email: in_clear(body.settings.remove("email")),
    };
    let name = body
        .settings
        .remove("name")
        .and_then(|name| Some(shortened(name.as_str()?.to_owned(), LONGEST_TEXT)));
    body.settings.retain(|setting, _| attributes::is_custom(setting));
    Ok(Ping {
        app_id: body.app_id,
        ping_id: body.ping_id,
        call: body.call,
        page,
        visitor_id: body.visitor_id,
        stated,
        name: name.filter(|name| !name.trim().is_empty()),
        attributes: body.settings,
    })
}

/// The id that the loader gave a shutdown.
pub fn id_in(body: &[u8]) -> Option<String> {
    let body: Value = serde_json::from_slice(body).ok()?;
    body["ping_id"].as_str().filter(|id| is_ping_id(id)).map(str::to_owned)
}

impl Ping {
    /// The same for a call, URL and attributes that are the same, whatever token comes with them.
    pub fn fingerprint(&self) -> String {
        let attributes = Value::from(self.attributes.clone());
        random::hash(
            &Value::from(vec![
                self.call.to_string().into(),
                self.page.url.as_str().into(),
                self.name.clone().into(),
                attributes,
            ])
            .to_string(),
        )
    }

    /// Whether it says no more than who and where.
    pub fn brings_no_data(&self) -> bool {
        self.name.is_none() && self.attributes.is_empty()
    }
}

/// Nobody states an identity with null or an empty text; libraries do send them for visitors.
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

fn is_ping_id(id: &str) -> bool {
    (1..=LONGEST_PING_ID).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

/// Cut at a limit, and without control characters: PostgreSQL holds no NUL in a text.
fn shortened(text: String, longest: usize) -> String {
    text.chars().filter(|c| !c.is_control()).take(longest).collect()
}
