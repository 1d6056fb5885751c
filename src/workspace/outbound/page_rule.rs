//! Where a message may appear.
//!
//! A page's path and query are compared percent-decoded and by case; its fragment does not count. A path and the same
//! path with one more slash at its end are one page: `/plans/` is `/plans`, and a rule fits both or neither.

use serde::{Deserialize, Serialize};

/// Characters of a rule's value at most.
const LONGEST: usize = 255;
/// Rules that a message may have. A limit of our own: each page is held against each rule.
const MOST: usize = 50;

/// The part of a page's address that a rule looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AddressPart {
    Path,
    /// The part after the question mark.
    Query,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operator {
    Is,
    IsNot,
    Contains,
    StartsWith,
    /// The part matches a value in which `*` stands for any characters, slashes too, or for none.
    /// Nothing else is special.
    Matches,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "WrittenRule", into = "WrittenRule")]
pub struct PageRule {
    written: WrittenRule,
    /// The value as pages are compared with it: between its stars where it has some, else one text.
    pieces: Vec<String>,
}

/// A rule as teammates write it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRule {
    part: AddressPart,
    operator: Operator,
    value: String,
}

/// The rules for the pages of a message. It may appear on a page that any of its rules fits.
/// Without rules it may appear on every page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<PageRule>")]
pub struct PageRules(Vec<PageRule>);

/// A page's address, read once for all rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettledPage {
    /// The page's path, which ends with a slash.
    path: String,
    query: String,
}

impl PageRule {
    /// Reads a rule. The error is a sentence for its author.
    pub fn parse(part: AddressPart, operator: Operator, value: &str) -> Result<Self, &'static str> {
        let value = value.trim();
        if let Some(reason) = broken_value(part, operator, value) {
            return Err(reason);
        }
        let pieces = match operator {
            Operator::Matches => value.split('*').map(decoded).collect(),
            Operator::Is | Operator::IsNot if part == AddressPart::Path => {
                vec![bare(&decoded(value)).to_owned()]
            }
            _ => vec![decoded(value)],
        };
        Ok(Self { written: WrittenRule { part, operator, value: value.to_owned() }, pieces })
    }

    fn fits(&self, page: &SettledPage) -> bool {
        let (short, long) = match self.written.part {
            AddressPart::Path => (bare(&page.path), page.path.as_str()),
            AddressPart::Query => (page.query.as_str(), page.query.as_str()),
        };
        let value = self.pieces.first().map_or("", String::as_str);
        match self.written.operator {
            Operator::Is => short == value,
            Operator::IsNot => short != value,
            Operator::Contains => long.contains(value),
            Operator::StartsWith => long.starts_with(value),
            Operator::Matches => matches(&self.pieces, short) || matches(&self.pieces, long),
        }
    }
}

impl TryFrom<WrittenRule> for PageRule {
    type Error = &'static str;

    fn try_from(WrittenRule { part, operator, value }: WrittenRule) -> Result<Self, Self::Error> {
        Self::parse(part, operator, &value)
    }
}

impl From<PageRule> for WrittenRule {
    fn from(rule: PageRule) -> Self {
        rule.written
    }
}

impl PageRules {
    pub fn fit(&self, page: &SettledPage) -> bool {
        self.0.is_empty() || self.0.iter().any(|rule| rule.fits(page))
    }
}

impl TryFrom<Vec<PageRule>> for PageRules {
    type Error = &'static str;

    fn try_from(rules: Vec<PageRule>) -> Result<Self, Self::Error> {
        if rules.len() <= MOST {
            Ok(Self(rules))
        } else {
            Err("A message has at most 50 rules for its pages.")
        }
    }
}

impl SettledPage {
    /// Reads a whole address, or one without scheme and host.
    pub fn of(url: &str) -> Self {
        let url = url.split_once('#').map_or(url, |(url, _)| url);
        let (address, query) = url.split_once('?').unwrap_or((url, ""));
        let mut path = decoded(path_of(address));
        if !path.starts_with('/') {
            path.insert(0, '/');
        }
        if !path.ends_with('/') {
            path.push('/');
        }
        Self { path, query: decoded(query) }
    }
}

fn path_of(address: &str) -> &str {
    match address.split_once("://") {
        Some((scheme, rest)) if !scheme.contains('/') => {
            rest.find('/').and_then(|slash| rest.get(slash..)).unwrap_or_default()
        }
        _ => address,
    }
}

/// A path without its last slash, which the root alone keeps.
fn bare(path: &str) -> &str {
    path.strip_suffix('/').filter(|bare| !bare.is_empty()).unwrap_or(path)
}

fn broken_value(part: AddressPart, operator: Operator, value: &str) -> Option<&'static str> {
    if value.is_empty() || value.chars().count() > LONGEST {
        return Some("A value has 1 to 255 characters.");
    }
    if value.contains(char::is_control) {
        return Some("A value holds no control characters.");
    }
    match (part, operator) {
        (AddressPart::Path, _) if value.contains(['?', '#']) => Some("A path holds no ? and no #."),
        (AddressPart::Path, Operator::Contains) => None,
        (AddressPart::Path, Operator::Matches) if value.starts_with('*') => None,
        (AddressPart::Path, _) if !value.starts_with('/') => {
            Some("A path begins with a slash, such as /plans.")
        }
        (AddressPart::Query, _) if value.starts_with('?') => {
            Some("A query is written without the ? before it.")
        }
        (AddressPart::Query, _) if value.contains('#') => Some("A query holds no #."),
        _ => None,
    }
}

/// Whether a text matches. Each piece between two stars is found as early as it can be: no choice is ever taken back.
fn matches(pieces: &[String], text: &str) -> bool {
    let [first, middle @ .., last] = pieces else { return pieces.iter().any(|only| only == text) };
    let rest = text.strip_prefix(first.as_str()).and_then(|rest| rest.strip_suffix(last.as_str()));
    let Some(mut rest) = rest else { return false };
    middle.iter().all(|piece| match rest.split_once(piece.as_str()) {
        Some((_, after)) => {
            rest = after;
            true
        }
        None => false,
    })
}

/// Decodes a text's percent escapes. Others, and those of no UTF-8, stay as written.
fn decoded(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(percent) = rest.find('%') {
        let (plain, escapes) = rest.split_at(percent);
        decoded.push_str(plain);
        let bytes: Vec<u8> = escapes.as_bytes().chunks(3).map_while(escaped).collect();
        if bytes.is_empty() {
            decoded.push('%');
        } else {
            push_decoded(&mut decoded, &bytes, escapes);
        }
        // Escapes and the percent sign are ASCII: the rest begins at a character.
        rest = escapes.get((bytes.len() * 3).max(1)..).unwrap_or_default();
    }
    decoded + rest
}

fn push_decoded(decoded: &mut String, bytes: &[u8], escapes: &str) {
    let mut read = 0;
    for chunk in bytes.utf8_chunks() {
        decoded.push_str(chunk.valid());
        let invalid = read + chunk.valid().len();
        read = invalid + chunk.invalid().len();
        decoded.push_str(escapes.get(invalid * 3..read * 3).unwrap_or_default());
    }
}

fn escaped(escape: &[u8]) -> Option<u8> {
    let &[b'%', high, low] = escape else { return None };
    let digit = |digit: u8| char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    Some(digit(high)? * 16 + digit(low)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Operator::{Contains, Is, IsNot, Matches, StartsWith};
    use serde_json::json;

    fn fits(part: AddressPart, operator: Operator, value: &str, url: &str) -> bool {
        let rule = PageRule::parse(part, operator, value).expect(value);
        PageRules(vec![rule]).fit(&SettledPage::of(url))
    }

    #[test]
    fn a_rule_fits_the_pages_it_names() {
        for (operator, value, path, expected) in [
            (Is, "/plans", "/plans", true),
            (Is, "/plans", "/plans/", true),
            (Is, "/plans/", "/plans", true),
            (Is, "/plans", "/plans//", false),
            (Is, "/plans", "/Plans", false),
            (Is, "/plans", "/plans/harbour", false),
            (Is, "/", "/", true),
            (Is, "/", "", true),
            (Is, "/", "/plans", false),
            (Is, "/caf%C3%A9", "/café", true),
            (Is, "/café au lait", "/caf%c3%a9%20au%20lait/", true),
            (IsNot, "/plans", "/plans/", false),
            (IsNot, "/plans", "/", true),
            (Contains, "lan", "/plans", true),
            (Contains, "/plans/", "/shop/plans", true),
            (Contains, "/plans/", "/shop/plansx", false),
            (StartsWith, "/plans", "/plansx", true),
            (StartsWith, "/plans/", "/plans", true),
            (StartsWith, "/plans/", "/plans/harbour", true),
            (StartsWith, "/plans/", "/plansx", false),
            (StartsWith, "/", "/", true),
            (Matches, "/plans*", "/plans", true),
            (Matches, "/plans*", "/plans/", true),
            (Matches, "/plans*", "/plans/harbour", true),
            (Matches, "/plans*", "/shop/plans", false),
            (Matches, "/plans/*", "/plans/harbour", true),
            (Matches, "/plans/*", "/plansx", false),
            (Matches, "/plans/", "/plans", true),
            (Matches, "*", "/", true),
            (Matches, "*/b*/d", "/a/b/c/d/", true),
            (Matches, "*/b*/d", "/a/b/c", false),
            (Matches, "/a*a", "/a", false),
            (Matches, "/a**b", "/a/b", true),
            (Matches, "/a.b", "/axb", false),
            (Matches, "/%2A", "/*", true),
            (Matches, "/%2A", "/x", false),
        ] {
            let url = format!("https://shop.example{path}?plans#/plans");
            assert_eq!(
                fits(AddressPart::Path, operator, value, &url),
                expected,
                "{operator:?} {value} {path}"
            );
            assert_eq!(
                fits(AddressPart::Path, operator, value, path),
                expected,
                "{operator:?} {value} {path}"
            );
        }
    }

    #[test]
    fn a_query_is_what_follows_the_question_mark() {
        for (operator, value, url, expected) in [
            (Is, "utm_source=news", "https://shop.example/?utm_source=news#top", true),
            (Is, "utm_source=news", "https://shop.example/utm_source=news", false),
            (IsNot, "a=1", "https://shop.example/", true),
            (Contains, "a=1", "https://shop.example?b=2&a=1", true),
            (Is, "q=a b", "/search?q=a%20b", true),
            (StartsWith, "a/", "/?a", false),
            (Matches, "*a=?*", "/?b&a=?x", true),
        ] {
            assert_eq!(
                fits(AddressPart::Query, operator, value, url),
                expected,
                "{operator:?} {value} {url}"
            );
        }
    }

    #[test]
    fn no_rules_fit_every_page_and_several_those_that_any_fits() {
        let page = SettledPage::of("https://shop.example/plans");
        assert!(PageRules::default().fit(&page));
        let rule = |value| PageRule::parse(AddressPart::Path, Is, value).unwrap();
        assert!(PageRules(vec![rule("/cart"), rule("/plans")]).fit(&page));
        assert!(!PageRules(vec![rule("/cart"), rule("/")]).fit(&page));
    }

    #[test]
    fn what_cannot_be_decoded_stays_as_written() {
        for (written, read) in [
            ("", ""),
            ("%41%zz%4", "A%zz%4"),
            ("%C3%A9%FF%41", "é%FFA"),
            ("%E2%82x%E2%82%AC", "%E2%82x€"),
            ("%ff%fe", "%ff%fe"),
            ("%%41", "%A"),
            ("%é", "%é"),
            ("%2541", "%41"),
            ("%+1", "%+1"),
        ] {
            assert_eq!(decoded(written), read, "{written}");
        }
    }

    #[test]
    fn a_value_that_fits_no_page_is_refused() {
        for (part, operator, value) in [
            (AddressPart::Path, Is, ""),
            (AddressPart::Path, Contains, "  "),
            (AddressPart::Path, Is, "plans"),
            (AddressPart::Path, StartsWith, "https://shop.example/plans"),
            (AddressPart::Path, Matches, "plans*"),
            (AddressPart::Path, Contains, "a?b"),
            (AddressPart::Path, Contains, "a\u{7}b"),
            (AddressPart::Query, Is, "?a=1"),
            (AddressPart::Query, Contains, "#top"),
        ] {
            assert!(PageRule::parse(part, operator, value).is_err(), "{operator:?} {value}");
        }
        assert!(PageRule::parse(AddressPart::Path, Is, &format!("/{}", "é".repeat(LONGEST - 1))).is_ok());
        assert!(PageRule::parse(AddressPart::Path, Is, &format!("/{}", "é".repeat(LONGEST))).is_err());
    }

    #[test]
    fn a_stored_rule_reads_back_as_it_was_written() {
        let written = json!([{ "part": "path", "operator": "starts_with", "value": "/%2541/" }]);
        let rules: PageRules = serde_json::from_value(written.clone()).unwrap();
        assert_eq!(serde_json::to_value(&rules).unwrap(), written);
        assert!(rules.fit(&SettledPage::of("/%2541/x")) && !rules.fit(&SettledPage::of("/A/x")));
        for refused in [
            json!([{ "part": "path", "operator": "is", "value": "plans" }]),
            json!([{ "part": "path", "operator": "is", "value": "/plans", "more": 1 }]),
            json!([{ "part": "host", "operator": "is", "value": "/plans" }]),
            json!(vec![json!({ "part": "path", "operator": "is", "value": "/plans" }); MOST + 1]),
        ] {
            assert!(serde_json::from_value::<PageRules>(refused.clone()).is_err(), "{refused}");
        }
    }

    #[test]
    fn a_glob_of_many_stars_takes_no_longer_than_its_text() {
        let value = "/*a".repeat(80);
        let url = format!("/{}", "/a".repeat(100_000));
        assert!(!fits(AddressPart::Path, Matches, &format!("{value}b"), &url));
        assert!(fits(AddressPart::Path, Matches, &value, &url));
    }
}
