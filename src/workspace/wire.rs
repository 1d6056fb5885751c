//! The parts that several requests and replies of the widget have in common.

use serde::{Deserialize, Deserializer};

/// Characters of a stored URL; a longer one is cut.
pub const LONGEST_URL: usize = 2_048;
/// Characters of a stored title; a longer one is cut.
pub const LONGEST_TEXT: usize = 255;
/// Characters of a plain id.
const LONGEST_ID: usize = 64;

/// The page that a request comes from.
#[derive(Clone, Default, Deserialize)]
pub struct Page {
    pub url: String,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub referrer: String,
    /// The person's language, and the name of their time zone: as the browser's `Intl` has them.
    #[serde(default)]
    pub locale: Option<String>,
    #[serde(default, rename = "timeZone")]
    pub time_zone: Option<String>,
    /// Whether the panel is open.
    #[serde(default)]
    pub open: bool,
    /// Whether the person writes in a field of the page.
    #[serde(default)]
    pub typing: bool,
    /// Whether the page hides notifications.
    #[serde(default)]
    pub hidden: bool,
}

/// Whether the text consists of 1 to 64 ASCII letters, digits, `-` and `_`.
pub fn is_plain_id(id: &str) -> bool {
    (1..=LONGEST_ID).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

/// Reads an app's id for serde. A text that is no plain id names no app, and may be one that no database holds.
pub fn plain_id<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let id = String::deserialize(from)?;
    if is_plain_id(&id) { Ok(id) } else { Err(serde::de::Error::custom("no plain id")) }
}

/// Cuts a text at a limit and removes control characters: PostgreSQL holds no NUL in a text.
pub fn shortened(text: String, longest: usize) -> String {
    text.chars().filter(|c| !c.is_control()).take(longest).collect()
}

/// Whether a count is zero, for `skip_serializing_if`.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference over")]
pub fn is_zero(count: &usize) -> bool {
    *count == 0
}
