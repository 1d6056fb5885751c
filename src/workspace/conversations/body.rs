use serde::{Deserialize, Serialize};

/// Characters of a person's message at most.
const MOST: usize = 10_000;

/// A message's text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// As it was written.
    pub text: String,
}

/// Why a text is no message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadText {
    Empty,
    TooLong,
}

impl Body {
    /// Of a person, whose text is plain. Line ends become `\n`; other control characters go, and the space around.
    pub fn plain(text: &str) -> Result<Self, BadText> {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let text: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
        let text = text.trim();
        match text.chars().count() {
            0 => Err(BadText::Empty),
            1..=MOST => Ok(Self { text: text.to_owned() }),
            _ => Err(BadText::TooLong),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_keeps_its_lines_and_loses_what_nobody_typed() {
        let body = Body::plain("  Hei\r\nder\u{0}\u{7}\rute \n").unwrap();
        assert_eq!(body.text, "Hei\nder\nute");
    }

    #[test]
    fn a_text_has_one_to_ten_thousand_characters() {
        assert_eq!(Body::plain(" \n\u{0} "), Err(BadText::Empty));
        assert!(Body::plain(&"ø".repeat(MOST)).is_ok());
        assert_eq!(Body::plain(&"ø".repeat(MOST + 1)), Err(BadText::TooLong));
    }
}
