//! Explains why a filter fits a person or not.

use std::cmp::Ordering;

use super::evaluate::{KnownValue, Seen};
use super::field::{Field, FieldSource};
use super::fields::Type;
use super::quoted::quoted;
use super::subject::Subject;
use super::test::{Check, Comparison, Scalar, Test};
use super::{Condition, Filter, FilterPart, Join, PersonFacts};
use crate::people::Person;

/// Values of a field, or of a condition, that a sentence names.
const MOST_NAMED: usize = 3;

/// A group's or a condition's verdict on a person. A group comes before its members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterFinding {
    /// The place, such as `all[1].any[0]`, as errors name it. Empty for the whole filter.
    pub place: String,
    /// Count of the groups around the group or condition.
    pub depth: usize,
    /// A sentence that says what must be true.
    pub sentence: String,
    /// The values of a condition's field, or “unknown”. A group has none.
    pub saw: Option<String>,
    pub passed: bool,
}

impl FilterFinding {
    /// The first condition that decides against the subject. A false condition of a group that is true decides nothing.
    pub fn first_against(findings: &[Self]) -> Option<&Self> {
        let mut in_true_group_of = None;
        findings.iter().find(|one| {
            if in_true_group_of.is_some_and(|depth| one.depth > depth) {
                return false;
            }
            let is_group = one.saw.is_none();
            in_true_group_of = (is_group && one.passed).then_some(one.depth);
            !is_group && !one.passed
        })
    }
}

impl Filter {
    /// Why the filter fits the subject or not.
    pub fn explain(&self, subject: &Subject<'_>) -> Vec<FilterFinding> {
        let parts = self.parts.iter().enumerate();
        let parts = parts.map(|(nth, part)| part.explain(subject, nested("", self.join, nth)));
        group(self.join, String::new(), 0, parts.collect())
    }

    /// What the filter asks of anybody: each group and condition, with the count of the groups around it.
    pub fn sentences(&self) -> Vec<(usize, String)> {
        let findings = self.explain(&PersonFacts::default().subject(&Person::unknown(0), 0));
        findings.into_iter().map(|finding| (finding.depth, finding.sentence)).collect()
    }
}

impl FilterPart {
    fn explain(&self, subject: &Subject<'_>, place: String) -> Vec<FilterFinding> {
        match self {
            Self::Condition(condition) => vec![condition.explain(subject, place, 1)],
            Self::Group(join, conditions) => {
                let inner = conditions.iter().enumerate();
                let inner =
                    inner.map(|(nth, inner)| vec![inner.explain(subject, nested(&place, *join, nth), 2)]);
                group(*join, place.clone(), 1, inner.collect())
            }
        }
    }
}

/// Names a member's place as errors do.
fn nested(place: &str, join: Join, nth: usize) -> String {
    let dot = if place.is_empty() { "" } else { "." };
    format!("{place}{dot}{}[{nth}]", join.as_str())
}

/// A group's own finding, then those of its members.
fn group(join: Join, place: String, depth: usize, parts: Vec<Vec<FilterFinding>>) -> Vec<FilterFinding> {
    let passed = join.of(parts.iter().map(|part| part.first().is_some_and(|finding| finding.passed)));
    let sentence = match join {
        Join::All => "All of these are true.",
        Join::Any => "At least one of these is true.",
    };
    let own = FilterFinding { place, depth, sentence: sentence.into(), saw: None, passed };
    std::iter::once(own).chain(parts.into_iter().flatten()).collect()
}

impl Condition {
    fn explain(&self, subject: &Subject<'_>, place: String, depth: usize) -> FilterFinding {
        let verdict = self.verdict(subject);
        let saw = match (verdict.seen, self.field.of()) {
            (Seen::Known(KnownValue::Text(choice)), Type::Choice) => choice.to_owned(),
            (seen, _) => seen.words(verdict.passed, subject),
        };
        let sentence = format!("{} {}", self.field.words(), self.test.words(self.field.of()));
        FilterFinding { place, depth, sentence, saw: Some(saw), passed: verdict.passed }
    }
}

impl Seen<'_> {
    fn words(self, passed: bool, subject: &Subject<'_>) -> String {
        match self {
            Self::Known(value) => value.words(subject),
            Self::Texts(texts) if !texts.is_empty() => listed(texts.iter().map(|text| quoted(text))),
            Self::Unknown | Self::Texts(_) => "unknown".into(),
            // Nobody asks for more than a condition on the segment itself.
            Self::Segments(_) => if passed { "yes" } else { "no" }.into(),
        }
    }
}

/// The first of several words, and how many more there are.
fn listed(words: impl ExactSizeIterator<Item = String>) -> String {
    let more = words.len().saturating_sub(MOST_NAMED);
    let mut listed = words.take(MOST_NAMED).collect::<Vec<_>>().join(", ");
    if more > 0 {
        listed += &format!(" and {more} more");
    }
    listed
}

impl KnownValue<'_> {
    fn words(self, subject: &Subject<'_>) -> String {
        match self {
            Self::Text(text) => quoted(text),
            Self::Number(number) => number.to_string(),
            Self::Date(at) => subject.local(at).map_or_else(
                || at.to_string(),
                |local| {
                    let zone = subject.zone.iana_name().unwrap_or_default();
                    format!("{} {:02}:{:02} {zone}", local.date(), local.hour(), local.minute())
                },
            ),
            Self::Truth(truth) => truth.to_string(),
        }
    }
}

impl Field {
    fn words(&self) -> String {
        let name = self.name().replace('_', " ");
        match self.source() {
            FieldSource::Standard | FieldSource::Custom => capitalised(&name),
            FieldSource::Company | FieldSource::CompanyCustom => format!("Company {name}"),
            FieldSource::EventCount => format!("Count of the event {}", quoted(self.name())),
            FieldSource::EventLast => format!("Last time of the event {}", quoted(self.name())),
        }
    }
}

fn capitalised(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().into_iter().flat_map(char::to_uppercase).chain(rest).collect()
}

impl Test {
    fn words(&self, of: Type) -> String {
        match (&self.check, self.is_negated) {
            (Check::IsKnown, false) => "is known".into(),
            (Check::IsKnown, true) => "is unknown".into(),
            (Check::OneOf(values), is_negated) => {
                let is = if is_negated { "is not" } else { "is" };
                let any = if values.len() > 1 { " any of" } else { "" };
                let value = |value: &Scalar| match value {
                    Scalar::Text(choice) if of == Type::Choice => choice.clone(),
                    _ => value.words(),
                };
                format!("{is}{any} {}", listed(values.iter().map(value)))
            }
            (Check::Part(_, text), _) => format!("{} {}", self.operator().replace('_', " "), quoted(text)),
            (Check::Compare(comparison, value), _) => format!("is {} {}", comparison.words(), value.words()),
            (Check::DaysAgo(Ordering::Equal, days), _) => format!("is exactly {} ago", counted(*days)),
            (Check::DaysAgo(Ordering::Greater, days), _) => format!("is more than {} ago", counted(*days)),
            (Check::DaysAgo(Ordering::Less, days), _) => format!("is less than {} ago", counted(*days)),
            (Check::Day(..), _) => {
                let day = self.value();
                let day = day.as_ref().and_then(|day| day.as_str()).unwrap_or_default();
                format!("is {} {day}", self.operator())
            }
        }
    }
}

impl Comparison {
    fn words(self) -> &'static str {
        match self {
            Self::Less => "less than",
            Self::AtMost => "at most",
            Self::Greater => "greater than",
            Self::AtLeast => "at least",
        }
    }
}

impl Scalar {
    fn words(&self) -> String {
        match self {
            Self::Text(text) => quoted(text),
            Self::Number(number) => number.to_string(),
            Self::Time(at) => at.to_string(),
            Self::Truth(truth) => truth.to_string(),
        }
    }
}

fn counted(days: u16) -> String {
    format!("{days} {}", if days == 1 { "day" } else { "days" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filter::EventCount;
    use serde_json::json;
    use sqlx::types::Json;
    use std::collections::HashMap;

    #[test]
    fn each_group_and_condition_says_what_it_asks_what_it_saw_and_whether_it_passed() {
        let filter = Filter::from_json(&json!({ "version": 2, "all": [
            { "field": "role", "operator": "is_not", "value": "lead" },
            { "field": "tag", "operator": "in", "value": ["a", "b", "c", "d"] },
            { "custom": "cart_value_cents", "type": "number", "operator": "greater", "value": 4000 },
            { "any": [
                { "company": "plan", "operator": "is", "value": "Harbour" },
                { "company_custom": "seats", "type": "number", "operator": "less", "value": 2.5 },
                { "event": "was_here", "measure": "count", "operator": "is", "value": 2 },
                { "event": "was_here", "measure": "last", "operator": "exactly_days_ago", "value": 1 } ] },
            { "all": [
                { "field": "signed_up_at", "operator": "after", "value": "2027-01-15" },
                { "custom": "far_at", "type": "date", "operator": "is_known" },
                { "field": "verified", "operator": "is", "value": true },
                { "field": "name", "operator": "starts_with", "value": "unknown" } ] } ] }));
        let events = HashMap::from([("was_here".to_owned(), EventCount { count: 2, last_at: 3_600 })]);
        let custom = json!({ "cart_value_cents": 4000.5, "far_at": i64::MAX });
        let person = Person {
            name: Some("unknown".into()),
            attributes: Json(custom.as_object().cloned().unwrap()),
            ..Person::unknown(0)
        };
        let facts = PersonFacts { events, tags: vec!["b".into(), "e".into()], ..PersonFacts::default() };
        let subject = facts.subject(&person, 0);
        let findings = filter.unwrap().explain(&subject);
        let found: Vec<_> = findings
            .iter()
            .map(|found| {
                (
                    found.place.as_str(),
                    found.depth,
                    found.sentence.as_str(),
                    found.saw.as_deref(),
                    found.passed,
                )
            })
            .collect();
        assert_eq!(
            found,
            [
                ("", 0, "All of these are true.", None, false),
                ("all[0]", 1, "Role is not lead", Some("visitor"), true),
                ("all[1]", 1, "Tag is any of “a”, “b”, “c” and 1 more", Some("“b”, “e”"), true),
                ("all[2]", 1, "Cart value cents is greater than 4000", Some("4000.5"), true),
                ("all[3]", 1, "At least one of these is true.", None, true),
                ("all[3].any[0]", 2, "Company plan is “Harbour”", Some("unknown"), false),
                ("all[3].any[1]", 2, "Company seats is less than 2.5", Some("unknown"), false),
                ("all[3].any[2]", 2, "Count of the event “was_here” is 2", Some("2"), true),
                (
                    "all[3].any[3]",
                    2,
                    "Last time of the event “was_here” is exactly 1 day ago",
                    Some("1970-01-01 01:00 UTC"),
                    false
                ),
                ("all[4]", 1, "All of these are true.", None, false),
                ("all[4].all[0]", 2, "Signed up at is after 2027-01-15", Some("unknown"), false),
                ("all[4].all[1]", 2, "Far at is known", Some("9223372036854775807"), true),
                ("all[4].all[2]", 2, "Verified is true", Some("false"), false),
                ("all[4].all[3]", 2, "Name starts with “unknown”", Some("“unknown”"), true),
            ]
        );
        let against = FilterFinding::first_against(&findings).map(|found| found.place.as_str());
        assert_eq!(against, Some("all[4].all[0]"), "the group all[3] is true");
    }
}
