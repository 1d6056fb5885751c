//! Variables in a message's text: `{{ first_name | fallback:"there" }}`.
//!
//! A variable names what is known of a person: `first_name`, `name`, `email`, `phone`, `user_id`, a custom attribute, or,
//! after `company.`, a field or attribute of the company. What is unknown or blank is replaced by the fallback, and without
//! one by nothing. The spaces may be left out. In a fallback, `\"` is a quotation mark and `\\` a backslash.

use crate::error::Error;
use crate::filter::{ActiveCompany, Subject, quoted};
use crate::people::dates;
use crate::people::texts::{LONGEST_NAME, LONGEST_TEXT};
use serde_json::Value;
use std::collections::HashSet;

const OF_COMPANY: &str = "company.";

/// A text with variables, read once and filled for many people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template(Vec<Piece>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Variable(Variable),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    pub name: String,
    pub fallback: Option<String>,
}

/// The markers that stand for a text's variables until values replace them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Markers {
    /// The beginning of each marker, before the variable's index and [`END`]. The text holds it nowhere else.
    start: String,
    variables: Vec<Variable>,
}

const END: char = 'x';
const FORM: &str = "A variable is written {{ name }} or {{ name | fallback:\"there\" }}.";

impl Template {
    /// Reads a text. The error is one of the field `text`, and quotes the place.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(braces) = rest.find("{{").into_iter().chain(rest.find("}}")).min() {
            let (plain, from_braces) = rest.split_at(braces);
            let (variable, after) = read(from_braces)
                .map_err(|reason| Error::invalid("text", format!("{reason} See {}.", quoted(from_braces))))?;
            pieces.extend([Piece::Text(plain.to_owned()), Piece::Variable(variable)]);
            rest = after;
        }
        pieces.push(Piece::Text(rest.to_owned()));
        Ok(Self(pieces))
    }

    /// The variables in their order. A repeated one comes twice.
    pub fn variables(&self) -> impl Iterator<Item = &Variable> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Variable(variable) => Some(variable),
            Piece::Text(_) => None,
        })
    }

    /// The names of variables without fallback.
    pub fn without_fallback(&self) -> Vec<&str> {
        let open = self.variables().filter(|variable| variable.fallback.is_none());
        open.map(|variable| variable.name.as_str()).collect()
    }

    /// Whether the text reads the active company.
    pub fn needs_company(&self) -> bool {
        self.variables().any(|variable| variable.name.starts_with(OF_COMPANY))
    }

    /// Fills the text. Nothing is escaped.
    pub fn fill(&self, mut value: impl FnMut(&Variable) -> String) -> String {
        let pieces = self.0.iter().map(|piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Variable(variable) => value(variable),
        });
        pieces.collect()
    }

    /// The text with a marker for each variable, of small letters and digits, which Markdown and addresses keep.
    pub fn marked(&self) -> (String, Markers) {
        let start = format!("zq{}v", self.unused_number());
        let mut indexes = 0..;
        let text = self.fill(|_| format!("{start}{}{END}", indexes.next().unwrap_or(0_usize)));
        (text, Markers { start, variables: self.variables().cloned().collect() })
    }

    /// A number that follows no `zq` in the text.
    fn unused_number(&self) -> usize {
        let mut used = HashSet::new();
        for piece in &self.0 {
            let Piece::Text(text) = piece else { continue };
            let numbers = text.to_ascii_lowercase();
            let numbers = numbers.split("zq").skip(1).filter_map(|after| leading_number(after).0);
            used.extend(numbers);
        }
        (0..).find(|number| !used.contains(number)).unwrap_or_default()
    }
}

impl Variable {
    /// The variable's value for a person, else its fallback, else nothing.
    pub fn said_to(&self, subject: &Subject<'_>) -> String {
        value_of(&self.name, subject).or_else(|| self.fallback.clone()).unwrap_or_default()
    }
}

/// The value of a variable. None if it is unknown or blank.
pub fn value_of(name: &str, subject: &Subject<'_>) -> Option<String> {
    let person = subject.person;
    let value = match name {
        "first_name" => {
            person.name.as_ref().and_then(|name| Some(name.split_whitespace().next()?.to_owned()))
        }
        "name" => person.name.clone(),
        "email" => person.email.clone(),
        "user_id" => person.user_id.clone(),
        "phone" => said(name, person.details.get(name)?, subject),
        _ => match name.strip_prefix(OF_COMPANY) {
            Some(name) => of_company(name, subject.facts.company.as_ref()?, subject),
            None => said(name, person.attributes.get(name)?, subject),
        },
    };
    value.filter(|value| !value.trim().is_empty())
}

fn of_company(name: &str, company: &ActiveCompany, subject: &Subject<'_>) -> Option<String> {
    match name {
        "name" => Some(company.name.clone()),
        "company_id" => Some(company.company_id.clone()),
        _ => said(name, company.details.get(name).or_else(|| company.attributes.get(name))?, subject),
    }
}

/// Writes a value as people read it: a date as its day, a whole number without a fraction.
fn said(name: &str, value: &Value, subject: &Subject<'_>) -> Option<String> {
    match value {
        Value::Number(seconds) if dates::is_date(name) => {
            Some(subject.local(seconds.as_i64()?)?.date().to_string())
        }
        Value::Number(number) if number.is_f64() => number.as_f64().map(|number| number.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text.clone()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The variable whose braces a text begins with, and what follows them.
fn read(text: &str) -> Result<(Variable, &str), &'static str> {
    let inner = text.strip_prefix("{{").ok_or("These braces end no variable.")?;
    let end = inner.find(['{', '}', '|', '"']).ok_or("These braces are not closed.")?;
    let (name, rest) = inner.split_at(end);
    let name = checked_name(name.trim())?.to_owned();
    if let Some(after) = rest.strip_prefix("}}") {
        return Ok((Variable { name, fallback: None }, after));
    }
    let fallback = rest.strip_prefix('|').and_then(|rest| rest.trim_start().strip_prefix("fallback"));
    let fallback = fallback.and_then(|rest| rest.trim_start().strip_prefix(':'));
    let fallback = fallback.and_then(|rest| rest.trim_start().strip_prefix('"'));
    let (fallback, rest) =
        unquoted(fallback.ok_or(FORM)?).ok_or("This fallback's quotation does not end.")?;
    if fallback.chars().count() > LONGEST_TEXT || fallback.contains(char::is_control) {
        return Err("A fallback has one line of at most 255 characters.");
    }
    let after = rest.trim_start().strip_prefix("}}").ok_or(FORM)?;
    Ok((Variable { name, fallback: Some(fallback) }, after))
}

fn checked_name(name: &str) -> Result<&str, &'static str> {
    let own = name.strip_prefix(OF_COMPANY).unwrap_or(name);
    if own.is_empty() || own.chars().count() > LONGEST_NAME || own.contains(char::is_control) {
        return Err("A variable's name has one line of 1 to 190 characters.");
    }
    if own.contains('.') {
        return Err("A variable's name holds a dot after company alone.");
    }
    Ok(name)
}

/// Reads a quoted text to its end, and returns what follows.
fn unquoted(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut rest = text.chars();
    loop {
        match (rest.next()?, rest.as_str().chars().next()) {
            ('"', _) => return Some((value, rest.as_str())),
            ('\\', Some(escaped @ ('"' | '\\'))) => {
                value.push(escaped);
                rest.next();
            }
            (c, _) => value.push(c),
        }
    }
}

/// The number that a text begins with, None if it is too great for any index, and what follows.
fn leading_number(text: &str) -> (Option<usize>, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, after) = text.split_at(end);
    (digits.parse().ok(), after)
}

/// The place of a marker in HTML.
#[derive(Clone, Copy)]
enum MarkerPlace {
    Text,
    Tag,
    /// An attribute's value that ends with this mark.
    Quoted(char),
}

impl MarkerPlace {
    fn after(self, html: &str) -> Self {
        html.chars().fold(self, |place, c| match (place, c) {
            (Self::Text, '<') => Self::Tag,
            (Self::Tag, '>') => Self::Text,
            (Self::Tag, '"' | '\'') => Self::Quoted(c),
            (Self::Quoted(end), _) if c == end => Self::Tag,
            _ => place,
        })
    }
}

impl Markers {
    /// Replaces the markers in well-formed HTML by values. In text a value is escaped.
    /// A value in a tag is percent-encoded, so it is part of an address and never a whole one.
    pub fn fill_html(&self, html: &str, value: impl Fn(&Variable) -> String) -> String {
        let mut filled = String::with_capacity(html.len());
        let (mut place, mut rest) = (MarkerPlace::Text, html);
        while let Some((before, from_number)) = rest.split_once(&self.start) {
            filled.push_str(before);
            place = place.after(before);
            match self.named(from_number) {
                Some((variable, after)) => {
                    match place {
                        MarkerPlace::Text => escape(&value(variable), &mut filled),
                        MarkerPlace::Tag | MarkerPlace::Quoted(_) => {
                            percent_encode(&value(variable), &mut filled)
                        }
                    }
                    rest = after;
                }
                None => {
                    filled.push_str(&self.start);
                    rest = from_number;
                }
            }
        }
        filled + rest
    }

    fn named<'a>(&self, from_number: &'a str) -> Option<(&Variable, &'a str)> {
        let (index, after) = leading_number(from_number);
        Some((self.variables.get(index?)?, after.strip_prefix(END)?))
    }
}

fn escape(value: &str, html: &mut String) {
    for c in value.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            _ => html.push(c),
        }
    }
}

fn percent_encode(value: &str, html: &mut String) {
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                html.push(char::from(byte))
            }
            _ => html.push_str(&format!("%{byte:02X}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filter::PersonFacts;
    use crate::people::Person;
    use jiff::tz::TimeZone;
    use serde_json::{Map, json};
    use sqlx::types::Json;

    fn template(text: &str) -> Template {
        Template::parse(text).expect(text)
    }

    fn object(value: Value) -> Json<Map<String, Value>> {
        Json(value.as_object().cloned().expect("an object"))
    }

    /// The text as it is said to a person of this name.
    fn said_to(name: &str, text: &str) -> String {
        let custom = json!({
            "cart value": 40.0, "rate": 0.5, "order count": -3, "vip": true, "trial_at": 1_800_000_000, "far_at": i64::MAX,
            "none": null, "list": [1], "company": "x"
        });
        let person = Person {
            name: Some(name.to_owned()),
            user_id: Some("u-1".to_owned()),
            details: object(json!({ "phone": "555" })),
            attributes: object(custom),
            ..Person::unknown(0)
        };
        let company = ActiveCompany {
            person_id: String::new(),
            name: "Sjøhus & Co".to_owned(),
            company_id: "7".to_owned(),
            details: object(json!({ "plan": "Harbour", "created_at": 0, "size": 7 })),
            attributes: object(json!({ "plan": "another", "seats": 3 })),
        };
        let facts = PersonFacts { company: Some(company), ..PersonFacts::default() };
        let zone = TimeZone::posix("<-03>3").expect("a zone");
        let subject = Subject { zone, ..facts.subject(&person, 0) };
        template(text).fill(|variable| variable.said_to(&subject))
    }

    #[test]
    fn a_variable_is_its_value_else_its_fallback_else_nothing() {
        for (text, said) in [
            ("Hi {{first_name}}!", "Hi Ada!"),
            ("Hi {{ name | fallback:\"there\" }}!", "Hi Ada  Lovelace!"),
            ("Hi {{email|fallback:\"there\"}}!", "Hi there!"),
            ("Hi {{ email  |  fallback : \"a \\\"b\\\" \\\\ \\c }}\" }}!", "Hi a \"b\" \\ \\c }}!"),
            ("Hi {{ email }}!", "Hi !"),
            ("Hi {{ email | fallback:\"\" }}!", "Hi !"),
            ("{{ user_id }}{{ phone }}", "u-1555"),
            ("{{ cart value }} {{ rate }} {{ order count }} {{ vip }}", "40 0.5 -3 true"),
            ("{{ trial_at }} {{ company.created_at }}", "2027-01-15 1969-12-31"),
            ("{{ far_at }}{{ none }}{{ list }}{{ gone }}", ""),
            ("{{ company.name }}, {{ company.company_id }}", "Sjøhus & Co, 7"),
            ("{{ company.plan }} {{ company.seats }} {{ company.size }}", "Harbour 3 7"),
            ("{{ company.gone | fallback:\"-\" }} {{ company }}", "- x"),
            ("{ one } brace {", "{ one } brace {"),
            ("", ""),
        ] {
            assert_eq!(said_to("Ada  Lovelace", text), said, "{text}");
        }
        assert_eq!(
            said_to("  ", "{{ name | fallback:\"you\" }} {{ first_name | fallback:\"you\" }}"),
            "you you"
        );
    }

    #[test]
    fn what_is_no_variable_is_refused_and_quoted() {
        for (text, quote) in [
            ("Hi {{ name", "“{{ name”"),
            ("Hi {{", "“{{”"),
            ("Hi {{}}", "“{{}}”"),
            ("Hi {{ name } }", "“{{ name } }”"),
            ("Hi name }} you", "“}} you”"),
            ("{{{name}}}", "“{{{name}}}”"),
            ("a {{ name }} b {{ email | there }}", "“{{ email | there }}”"),
            ("{{ name | fallback:there }}", "“{{ name | fallback:there }}”"),
            ("{{ name | fallback:“there” }}", "“{{ name | fallback:“there” }}”"),
            ("{{ name | fallback:\"there }}", "“{{ name | fallback:\"there }}”"),
            ("{{ name | fallback:\"there\" ", "“{{ name | fallback:\"there\" ”"),
            ("{{ name | fallback:\"there\" | more }}", "“{{ name | fallback:\"there\" | more }}”"),
            ("{{ name \"x\" }}", "“{{ name \"x\" }}”"),
            ("{{ a.b }}", "“{{ a.b }}”"),
            ("{{ company. }}", "“{{ company. }}”"),
            ("{{ a\nb }}", "“{{ ab }}”"),
        ] {
            let refused = Template::parse(text).expect_err(text).to_string();
            assert!(refused.ends_with(&format!(" See {quote}.")), "{text}: {refused}");
        }
        assert!(Template::parse(&format!("{{{{ {} }}}}", "é".repeat(LONGEST_NAME))).is_ok());
        assert!(Template::parse(&format!("{{{{ {} }}}}", "é".repeat(LONGEST_NAME + 1))).is_err());
        assert!(
            Template::parse(&format!("{{{{ a | fallback:\"{}\" }}}}", "é".repeat(LONGEST_TEXT + 1))).is_err()
        );
    }

    #[test]
    fn the_variables_say_what_has_to_be_read_and_what_may_leave_a_gap() {
        let text = template("{{ name | fallback:\"x\" }} {{ email }} {{ company.plan }} {{ email }}");
        let names: Vec<_> = text.variables().map(|variable| variable.name.as_str()).collect();
        assert_eq!(names, ["name", "email", "company.plan", "email"]);
        assert_eq!(text.without_fallback(), ["email", "company.plan", "email"]);
        assert!(text.needs_company() && !template("{{ name }}").needs_company());
    }

    #[test]
    fn a_marker_is_of_small_letters_and_digits_and_stands_nowhere_else_in_the_text() {
        for (text, marked) in [
            ("a{{ b }}c{{ b }}", "azq0v0xczq0v1x"),
            ("zq0v0x ZQ1 zq3 {{ b }}", "zq0v0x ZQ1 zq3 zq2v0x"),
            ("zq{{ b }}0v0x{{ b }}zqzq0", "zqzq1v0x0v0xzq1v1xzqzq0"),
            ("zq99999999999999999999v {{ b }}", "zq99999999999999999999v zq0v0x"),
        ] {
            let (text, markers) = template(text).marked();
            assert_eq!(text, marked);
            let filled = markers.fill_html(&text, |_| String::new());
            assert!(!filled.contains(&markers.start), "{filled}");
        }
        let many = "{{ a }}".repeat(12);
        let (text, markers) = template(&many).marked();
        assert_eq!(markers.fill_html(&text, |_| "b".into()), "b".repeat(12));
    }

    #[test]
    fn a_value_is_escaped_in_text_and_percent_encoded_in_a_tag() {
        let source = "{{ n }}|{{ n }}|{{ n }}|{{ n }}|{{ n }}";
        let (text, markers) = template(source).marked();
        let marks: Vec<&str> = text.split('|').collect();
        let html = format!(
            "<p>{}</p><a title=\"a > 'b' {}\" href='https://shop.example/?n={}&amp;m=\"{}'>it's {} &lt;b</a>",
            marks[0], marks[1], marks[2], marks[3], marks[4]
        );
        let filled = markers.fill_html(&html, |_| "<é> & \"'-._~/".into());
        let (shown, encoded) = ("&lt;é&gt; &amp; &quot;&#39;-._~/", "%3C%C3%A9%3E%20%26%20%22%27-._~%2F");
        assert_eq!(
            filled,
            format!(
                "<p>{shown}</p><a title=\"a > 'b' {encoded}\" href='https://shop.example/?n={encoded}&amp;m=\"{encoded}'>\
                 it's {shown} &lt;b</a>"
            )
        );
    }

    #[test]
    fn a_value_that_looks_like_a_marker_or_a_variable_is_a_value() {
        let (text, markers) = template("{{ a }} {{ b }}").marked();
        let filled = markers.fill_html(&text, |variable| match variable.name.as_str() {
            "a" => "zq0v1x {{ b }}".into(),
            _ => "c".into(),
        });
        assert_eq!(filled, "zq0v1x {{ b }} c");
    }

    #[test]
    fn a_marker_of_no_variable_stays() {
        let (_, markers) = template("{{ a }}").marked();
        for html in ["zq0v1x", "zq0v", "zq0v0", "zq0v0y", "zq0v99999999999999999999x"] {
            assert_eq!(markers.fill_html(html, |_| String::new()), html);
        }
    }
}
