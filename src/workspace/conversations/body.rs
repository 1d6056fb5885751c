//! The text of a message, as it is stored and shown.

use leptos::prelude::AnyView;
use serde::{Deserialize, Serialize};

use crate::markup::{SafeHtml, escaped, linked, linked_bytes};

/// Characters that a person's message may have.
const MOST: usize = 10_000;
/// Characters that a teammate's text may have.
const TEAMMATES_MOST: usize = 50_000;

/// The text of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// The plain text: a person's message, or the words of a teammate's.
    pub text: String,
    /// The formatted text. A person's message has none, nor has an old one of a teammate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub formatted: Option<Formatted>,
}

/// A teammate's text as it was written, and as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "StoredFormatted")]
pub struct Formatted {
    source: String,
    html: SafeHtml,
    /// The version of the cleaner.
    version: u32,
}

/// Why a text is no message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadText {
    Empty,
    /// The text has more characters than this.
    TooLong(usize),
}

impl Body {
    /// Makes the body of a person's message, whose text is plain.
    pub(super) fn plain(text: &str) -> Result<Self, BadText> {
        Ok(Self { text: written(text, MOST)?, formatted: None })
    }

    /// Makes the body of a message that has files alone.
    pub fn without_text() -> Self {
        Self { text: String::new(), formatted: None }
    }

    /// Makes the body of a teammate's text in Markdown or HTML.
    pub(crate) fn formatted(source: &str) -> Result<Self, BadText> {
        let formatted = Formatted::of(written(source, TEAMMATES_MOST)?);
        match formatted.html.plain_text() {
            text if text.is_empty() => Err(BadText::Empty),
            text => Ok(Self { text, formatted: Some(formatted) }),
        }
    }

    /// Makes the body of a teammate's text with variables.
    /// `marked` has a marker in the place of each variable, and `fill` puts the values into HTML.
    pub fn filled(marked: &str, fill: impl FnOnce(&str) -> String) -> Result<Self, BadText> {
        let html = SafeHtml::filled(&written(marked, TEAMMATES_MOST)?, fill);
        let text = html.plain_text();
        if text.is_empty() {
            return Err(BadText::Empty);
        }
        let formatted = Formatted { source: html.as_str().to_owned(), html, version: SafeHtml::VERSION };
        Ok(Self { text, formatted: Some(formatted) })
    }

    /// The text as it was written.
    pub fn source(&self) -> &str {
        self.formatted.as_ref().map_or(&self.text, |formatted| &formatted.source)
    }

    /// The HTML that is shown in place of a plain text.
    pub fn html(&self) -> Option<&SafeHtml> {
        self.formatted.as_ref().map(|formatted| &formatted.html)
    }

    /// Bytes of HTML or JSON at most that show the text.
    pub fn shown_bytes(&self) -> usize {
        match self.html() {
            Some(html) => escaped(html.as_str()) + escaped(&self.text),
            None => linked_bytes(&self.text),
        }
    }

    pub fn view(&self) -> AnyView {
        match self.html() {
            Some(html) => html.clone().into_view(),
            None => linked(&self.text),
        }
    }
}

impl Formatted {
    fn of(source: String) -> Self {
        Self { html: SafeHtml::of(&source), source, version: SafeHtml::VERSION }
    }
}

/// A teammate's text as the database holds it.
#[derive(Deserialize)]
struct StoredFormatted {
    source: String,
    html: SafeHtml,
    version: u32,
}

/// Cleans the source anew where another version of the cleaner made the HTML.
impl From<StoredFormatted> for Formatted {
    fn from(StoredFormatted { source, html, version }: StoredFormatted) -> Self {
        match version {
            SafeHtml::VERSION => Self { source, html, version },
            _ => Self::of(source),
        }
    }
}

/// Reads a person's remark, which may be as long as their messages.
pub fn remark(text: &str) -> Result<String, BadText> {
    written(text, MOST)
}

/// Trims a text, writes its line ends as `\n`, and removes other control characters.
fn written(text: &str, most: usize) -> Result<String, BadText> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    let text = text.trim();
    match text.chars().count() {
        0 => Err(BadText::Empty),
        count if count > most => Err(BadText::TooLong(most)),
        _ => Ok(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_text_keeps_its_lines_and_loses_what_nobody_typed() {
        let body = Body::plain("  Hei\r\nder\u{0}\u{7}\rute \n").unwrap();
        assert_eq!(body.text, "Hei\nder\nute");
    }

    #[test]
    fn a_persons_text_has_one_to_ten_thousand_characters_and_a_teammates_fifty_thousand() {
        assert_eq!(Body::plain(" \n\u{0} "), Err(BadText::Empty));
        assert!(Body::plain(&"ø".repeat(MOST)).is_ok());
        assert_eq!(Body::plain(&"ø".repeat(MOST + 1)), Err(BadText::TooLong(MOST)));
        assert!(Body::formatted(&"ø".repeat(TEAMMATES_MOST)).is_ok());
        assert_eq!(Body::formatted(&"ø".repeat(TEAMMATES_MOST + 1)), Err(BadText::TooLong(TEAMMATES_MOST)));
        assert_eq!(Body::formatted("<script>alert(1)</script>"), Err(BadText::Empty));
    }

    #[test]
    fn a_teammates_text_is_kept_as_written_as_shown_and_as_words() {
        let body = Body::formatted("It is **on**.").unwrap();
        let stored = serde_json::to_value(&body).unwrap();
        assert_eq!(
            stored,
            json!({ "text": "It is on.", "formatted": {
                "source": "It is **on**.", "html": "<p>It is <strong>on</strong>.</p>\n", "version": SafeHtml::VERSION } })
        );
        assert_eq!(serde_json::from_value::<Body>(stored).unwrap(), body);
    }

    #[test]
    fn a_row_from_before_there_was_formatted_text_is_read_as_text() {
        let body: Body = serde_json::from_value(json!({ "text": "<b>Hello</b>" })).unwrap();
        assert_eq!(body, Body { text: "<b>Hello</b>".into(), formatted: None });
    }

    #[test]
    fn what_another_cleaner_made_is_made_again_from_its_source() {
        let older = json!({ "source": "*Hi*", "html": "<script>alert(1)</script>", "version": SafeHtml::VERSION - 1 });
        let read: Formatted = serde_json::from_value(older).unwrap();
        assert_eq!(read, Formatted::of("*Hi*".into()));
    }
}
