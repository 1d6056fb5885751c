//! A token out of the clipboard: what came along with it, and its three parts.

use serde_json::{Map, Value};

use crate::inspector::token::{UnreadablePart, from_base64url, object};

/// The most bytes of a text that the debugger reads: no usable token has so many.
const LONGEST: usize = 32_768;
/// The number of hexadecimal digits of an HMAC-SHA256.
const HASH: usize = 64;

#[derive(Clone, Debug, PartialEq)]
pub struct Pasted {
    /// The names of the parts of the text that are no part of the token.
    pub along: Vec<&'static str>,
    /// The token alone.
    pub token: String,
    pub shape: Shape,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    Empty,
    /// The text is too long: it has so many bytes.
    TooLong(usize),
    /// The text is the older `user_hash`.
    Hash,
    /// The text is no token: no part of it can be read.
    NoToken,
    /// The text has so many parts instead of three.
    Parts(usize),
    Token(Parts),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Parts {
    pub header: Result<Map<String, Value>, UnreadablePart>,
    pub claims: Result<Map<String, Value>, UnreadablePart>,
    /// The signature, or why it cannot be read. None where the token has no signature.
    pub signature: Option<Result<Vec<u8>, UnreadablePart>>,
}

impl Pasted {
    pub fn read(text: &str) -> Self {
        if text.len() > LONGEST {
            return Self { along: Vec::new(), token: String::new(), shape: Shape::TooLong(text.len()) };
        }
        let (token, along) = peel(text);
        let shape = shape(&token);
        Self { along, token, shape }
    }

    pub fn parts(&self) -> Option<&Parts> {
        match &self.shape {
            Shape::Token(parts) => Some(parts),
            _ => None,
        }
    }
}

fn shape(token: &str) -> Shape {
    let parts: Vec<&str> = token.split('.').collect();
    match parts[..] {
        [""] => Shape::Empty,
        [hash] if hash.len() == HASH && hash.bytes().all(|digit| digit.is_ascii_hexdigit()) => Shape::Hash,
        _ if !parts.iter().any(|part| object(part).is_ok()) => Shape::NoToken,
        [header, claims] | [header, claims, ""] => token_of(header, claims, None),
        [header, claims, signature] => token_of(header, claims, Some(signature)),
        _ => Shape::Parts(parts.len()),
    }
}

fn token_of(header: &str, claims: &str, signature: Option<&str>) -> Shape {
    let signature = signature.map(|part| from_base64url(part).ok_or(UnreadablePart::NotBase64url));
    Shape::Token(Parts { header: object(header), claims: object(claims), signature })
}

/// Separates a token from the letters around it, as a terminal, a header or a program has them.
fn peel(text: &str) -> (String, Vec<&'static str>) {
    let mut along = Vec::new();
    let mut rest = text;
    loop {
        let spaceless = rest.trim_matches(is_space);
        let quoteless = spaceless.trim_matches(is_quote);
        let bare = without_scheme(quoteless);
        for (taken, what) in [
            (spaceless.len() < rest.len(), "white space"),
            (quoteless.len() < spaceless.len(), "quotation marks"),
            (bare.len() < quoteless.len(), "“Bearer”"),
        ] {
            if taken && !along.contains(&what) {
                along.push(what);
            }
        }
        if bare.len() == rest.len() {
            break;
        }
        rest = bare;
    }
    let token: String = rest.chars().filter(|letter| !is_space(*letter)).collect();
    if token.len() < rest.len() {
        along.push("white space inside, as of a wrapped line");
    }
    (token, along)
}

/// White space, and letters that are invisible.
fn is_space(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '\u{200b}' | '\u{feff}')
}

/// Quotation marks, and signs that follow one in a line of code.
fn is_quote(letter: char) -> bool {
    matches!(letter, '"' | '\'' | '`' | '“' | '”' | '‘' | '’' | ',' | ';')
}

fn without_scheme(text: &str) -> &str {
    let strip = |text: &str, scheme: &str| {
        let found = text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
        found.then_some(scheme.len())
    };
    let text = strip(text, "authorization:").map_or(text, |end| text[end..].trim_start_matches(is_space));
    let after = strip(text, "bearer").map(|end| &text[end..]).filter(|rest| rest.starts_with(is_space));
    after.map_or(text, |rest| rest.trim_start_matches(is_space))
}
