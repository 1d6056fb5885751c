//! Explains why a filter fits a person or not.

use std::cmp::Ordering;

use super::conditions::nested;
use super::evaluate::{KnownValue, Seen};
use super::field::{Field, FieldSource};
use super::fields::Type;
use super::names::Names;
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
    /// Why the filter fits the subject or not. The names are those of [`Names::read`].
    pub fn explain(&self, subject: &Subject<'_>, names: &Names) -> Vec<FilterFinding> {
        let parts = self.parts.iter().enumerate();
        let parts = parts.map(|(nth, part)| part.explain(subject, names, nested("", self.join, nth)));
        group(self.join, String::new(), 0, parts.collect())
    }

    /// What the filter asks of anybody: each group and condition, with the count of the groups around it. Of one part, nothing
    /// says that all of it is true.
    pub fn sentences(&self, names: &Names) -> Vec<(usize, String)> {
        let findings = self.explain(&PersonFacts::default().subject(&Person::unknown(0), 0), names);
        let left_out = usize::from(self.parts.len() == 1);
        let findings = findings.into_iter().skip(left_out);
        findings.map(|finding| (finding.depth.saturating_sub(left_out), finding.sentence)).collect()
    }
}

impl FilterPart {
    fn explain(&self, subject: &Subject<'_>, names: &Names, place: String) -> Vec<FilterFinding> {
        match self {
            Self::Condition(condition) => vec![condition.explain(subject, names, place, 1)],
            Self::Group(join, conditions) => {
                let inner = conditions.iter().enumerate();
                let inner = inner
                    .map(|(nth, inner)| vec![inner.explain(subject, names, nested(&place, *join, nth), 2)]);
                group(*join, place.clone(), 1, inner.collect())
            }
        }
    }
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
    fn explain(&self, subject: &Subject<'_>, names: &Names, place: String, depth: usize) -> FilterFinding {
        let (verdict, said) = (self.verdict(subject), Said { of: self.field.of(), names });
        let saw = match verdict.seen {
            Seen::Known(value) => said.known(value, subject),
            Seen::Texts(texts) if !texts.is_empty() => listed(texts.iter().map(|text| said.text(text))),
            Seen::Unknown | Seen::Texts(_) => "unknown".into(),
            // Nobody asks for more than a condition on the segment itself.
            Seen::Segments(_) => if verdict.passed { "yes" } else { "no" }.into(),
        };
        let sentence = format!("{} {}", self.field.words(), self.test.words(&said));
        FilterFinding { place, depth, sentence, saw: Some(saw), passed: verdict.passed }
    }
}

/// How the values of a type are said.
struct Said<'a> {
    of: Type,
    names: &'a Names,
}

impl Said<'_> {
    fn text(&self, text: &str) -> String {
        match self.of {
            Type::Choice => text.to_owned(),
            of => self.names.words(of, text).unwrap_or_else(|| quoted(text)),
        }
    }

    fn number(&self, number: f64) -> String {
        let number = number.to_string();
        self.names.words(self.of, &number).unwrap_or(number)
    }

    fn known(&self, value: KnownValue<'_>, subject: &Subject<'_>) -> String {
        match value {
            KnownValue::Text(text) => self.text(text),
            KnownValue::Number(number) => self.number(number),
            KnownValue::Date(at) => subject.local(at).map_or_else(
                || at.to_string(),
                |local| {
                    let zone = subject.zone.iana_name().unwrap_or_default();
                    format!("{} {:02}:{:02} {zone}", local.date(), local.hour(), local.minute())
                },
            ),
            KnownValue::Truth(truth) => truth.to_string(),
        }
    }

    fn scalar(&self, value: &Scalar) -> String {
        match value {
            Scalar::Text(text) => self.text(text),
            Scalar::Number(number) => self.number(*number),
            Scalar::Time(at) => at.to_string(),
            Scalar::Truth(truth) => truth.to_string(),
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

impl Field {
    pub(super) fn words(&self) -> String {
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
    fn words(&self, said: &Said<'_>) -> String {
        match (&self.check, self.is_negated) {
            (Check::IsKnown, false) => "is known".into(),
            (Check::IsKnown, true) => "is unknown".into(),
            (Check::OneOf(values), is_negated) => {
                let is = if is_negated { "is not" } else { "is" };
                let any = if values.len() > 1 { " any of" } else { "" };
                format!("{is}{any} {}", listed(values.iter().map(|value| said.scalar(value))))
            }
            (Check::Part(_, text), _) => format!("{} {}", self.operator().replace('_', " "), quoted(text)),
            (Check::Compare(comparison, value), _) => {
                format!("is {} {}", comparison.words(), said.scalar(value))
            }
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
            { "field": "id", "operator": "in", "value": ["a", "b", "c", "d"] },
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
            id: "b".into(),
            name: Some("unknown".into()),
            attributes: Json(custom.as_object().cloned().unwrap()),
            ..Person::unknown(0)
        };
        let facts = PersonFacts { events, ..PersonFacts::default() };
        let subject = facts.subject(&person, 0);
        let findings = filter.unwrap().explain(&subject, &Names::default());
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
                ("all[1]", 1, "Id is any of “a”, “b”, “c” and 1 more", Some("“b”"), true),
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

    #[test]
    fn what_a_condition_means_by_an_id_is_said_by_its_name() {
        let filter = Filter::from_json(&json!({ "version": 2, "all": [
            { "field": "tag", "operator": "in", "value": ["t1", "t2"] },
            { "field": "segment", "operator": "is_not", "value": "s1" },
            { "field": "company", "operator": "is", "value": "c1" },
            { "field": "owner", "operator": "in", "value": [1, 2] },
            { "field": "id", "operator": "is", "value": "t1" },
            { "field": "page_views", "operator": "is", "value": 1 } ] }));
        let names = Names::of(&[
            (Type::Tag, "t1", "VIP"),
            (Type::Tag, "t3", "New"),
            (Type::Segment, "t2", "Not a tag"),
            (Type::Company, "c2", "Sjøhus"),
            (Type::Teammate, "1", "Ines"),
        ]);
        let person = Person { owner: Some(1), ..Person::unknown(0) };
        let facts = PersonFacts {
            tags: vec!["t3".into(), "t4".into()],
            companies: vec!["c2".into()],
            ..PersonFacts::default()
        };
        let findings = filter.unwrap().explain(&facts.subject(&person, 0), &names);
        let said = findings.iter().skip(1);
        let said: Vec<_> =
            said.map(|found| (found.sentence.as_str(), found.saw.as_deref().unwrap())).collect();
        assert_eq!(
            said,
            [
                ("Tag is any of “VIP”, a tag that was deleted", "“New”, a tag that was deleted"),
                ("Segment is not a segment that was deleted", "yes"),
                ("Company is a company that was deleted", "“Sjøhus”"),
                ("Owner is any of “Ines”, a teammate who was removed", "“Ines”"),
                ("Id is “t1”", "“”"),
                ("Page views is 1", "0"),
            ]
        );
    }
}
