//! The test that a condition makes of a field's value.

use jiff::civil::Date;
use serde_json::Value;
use std::cmp::Ordering;

use super::fields::Type;
use super::quoted::quoted;
use crate::people::texts::LONGEST_TEXT;

/// A check of a field's values, or its contrary: what is not known to be true is not true.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// Whether the test is true where the check is false.
    pub(super) is_negated: bool,
    pub(super) check: Check,
}

/// It is true of a field that has a value of which it is true.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Check {
    IsKnown,
    /// The value is one of these.
    OneOf(Vec<Scalar>),
    Part(TextPart, String),
    Compare(Comparison, Scalar),
    /// Compares how many days ago it was with this count.
    DaysAgo(Ordering, u16),
    /// Compares the time with a day: before it, on it or after it.
    Day(Ordering, Date),
}

/// A value that a field's value is compared with.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Scalar {
    Text(String),
    Number(f64),
    /// A time in Unix seconds.
    Time(i64),
    Truth(bool),
}

foundation::text_enum! {
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum TextPart {
        Contains = "contains",
        StartsWith = "starts_with",
        EndsWith = "ends_with",
    }
}

foundation::text_enum! {
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Comparison {
        Less = "less",
        AtMost = "at_most",
        Greater = "greater",
        AtLeast = "at_least",
    }
}

impl Comparison {
    pub(super) fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Less => order.is_lt(),
            Self::AtMost => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::AtLeast => order.is_ge(),
        }
    }
}

/// The greatest number up to which a 64-bit float holds each whole number.
const GREATEST: f64 = 9_007_199_254_740_992.0;
const MOST_DAYS: u16 = 3_650;
/// Values of a list: those of a whole filter are fewer than a database takes in one query.
const MOST_VALUES: usize = 500;

/// The operators that are the contrary of another one.
const NEGATED: [(&str, &str); 5] = [
    ("is_not", "is"),
    ("not_in", "in"),
    ("does_not_contain", "contains"),
    ("does_not_end_with", "ends_with"),
    ("is_unknown", "is_known"),
];

impl Test {
    pub(super) fn read(of: Type, operator: &str, value: Option<&Value>) -> Result<Self, String> {
        if !of.has_operator(operator) {
            return Err(format!("A field of the type {} has no operator {}.", of.as_str(), quoted(operator)));
        }
        let negated = NEGATED.into_iter().find(|(negated, _)| *negated == operator);
        let check = match negated.map_or(operator, |(_, plain)| plain) {
            "is_known" if value.is_none() => Check::IsKnown,
            "is_known" => return Err(format!("The operator {operator} has no value.")),
            "is" => Check::OneOf(vec![scalar(of, value)?]),
            "in" => Check::OneOf(list(of, value)?),
            "before" => Check::Day(Ordering::Less, date(value)?),
            "on" => Check::Day(Ordering::Equal, date(value)?),
            "after" => Check::Day(Ordering::Greater, date(value)?),
            "more_than_days_ago" => Check::DaysAgo(Ordering::Greater, days(value)?),
            "exactly_days_ago" => Check::DaysAgo(Ordering::Equal, days(value)?),
            "less_than_days_ago" => Check::DaysAgo(Ordering::Less, days(value)?),
            plain => match (plain.parse(), plain.parse()) {
                (Ok(part), _) => Check::Part(part, text(value)?),
                (_, Ok(comparison)) => Check::Compare(comparison, scalar(of, value)?),
                _ => return Err(format!("There is no operator {}.", quoted(operator))),
            },
        };
        Ok(Self { is_negated: negated.is_some(), check })
    }

    pub fn operator(&self) -> &'static str {
        let plain = self.check.operator();
        let negated = NEGATED.into_iter().find(|(_, of)| self.is_negated && *of == plain);
        negated.map_or(plain, |(negated, _)| negated)
    }

    pub fn value(&self) -> Option<Value> {
        match &self.check {
            Check::IsKnown => None,
            Check::OneOf(values) => match values.as_slice() {
                [value] => Some(value.to_json()),
                values => Some(values.iter().map(Scalar::to_json).collect()),
            },
            Check::Part(_, text) => Some(text.as_str().into()),
            Check::Compare(_, value) => Some(value.to_json()),
            Check::DaysAgo(_, days) => Some((*days).into()),
            Check::Day(_, date) => Some(date.to_string().into()),
        }
    }

    /// The values that the field's value is compared with as a whole.
    pub(super) fn scalars(&self) -> &[Scalar] {
        if let Check::OneOf(values) = &self.check { values } else { &[] }
    }

    /// Texts that the field's value is compared with as a whole.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        let values = self.scalars().iter();
        values.filter_map(|value| if let Scalar::Text(text) = value { Some(text.as_str()) } else { None })
    }
}

impl Check {
    /// Whether the check is about days of the calendar.
    pub(super) fn needs_days(&self) -> bool {
        matches!(self, Self::DaysAgo(..) | Self::Day(..))
    }

    fn operator(&self) -> &'static str {
        match self {
            Self::IsKnown => "is_known",
            Self::OneOf(values) if values.len() == 1 => "is",
            Self::OneOf(_) => "in",
            Self::Part(part, _) => part.as_str(),
            Self::Compare(comparison, _) => comparison.as_str(),
            Self::DaysAgo(Ordering::Greater, _) => "more_than_days_ago",
            Self::DaysAgo(Ordering::Equal, _) => "exactly_days_ago",
            Self::DaysAgo(Ordering::Less, _) => "less_than_days_ago",
            Self::Day(Ordering::Less, _) => "before",
            Self::Day(Ordering::Equal, _) => "on",
            Self::Day(Ordering::Greater, _) => "after",
        }
    }
}

impl Scalar {
    /// The id or the number of what a reference refers to.
    pub(super) fn key(&self) -> String {
        match self {
            Self::Text(id) => id.clone(),
            value => value.to_json().to_string(),
        }
    }

    fn to_json(&self) -> Value {
        match self {
            Self::Text(text) => text.as_str().into(),
            Self::Number(number) => json_number(*number),
            Self::Time(at) => (*at).into(),
            Self::Truth(truth) => (*truth).into(),
        }
    }
}

/// Reads one value of the type.
fn scalar(of: Type, value: Option<&Value>) -> Result<Scalar, String> {
    match of {
        Type::Number => number(value).map(Scalar::Number),
        Type::Teammate | Type::Team => {
            let number = number(value)?;
            let is_whole = number.fract() == 0.0;
            is_whole
                .then_some(Scalar::Number(number))
                .ok_or_else(|| "The value is a number of the app.".into())
        }
        Type::Date => {
            let at = value.and_then(Value::as_i64);
            at.map(Scalar::Time).ok_or_else(|| "The value is a time in Unix seconds.".into())
        }
        Type::Truth => {
            let truth = value.and_then(Value::as_bool);
            truth.map(Scalar::Truth).ok_or_else(|| "The value is true or false.".into())
        }
        Type::Choice | Type::Text | Type::Tag | Type::Segment | Type::Company | Type::Id => {
            text(value).map(Scalar::Text)
        }
    }
}

fn list(of: Type, value: Option<&Value>) -> Result<Vec<Scalar>, String> {
    let values = value.and_then(Value::as_array).filter(|values| (1..=MOST_VALUES).contains(&values.len()));
    let values = values.ok_or_else(|| format!("The value is a list of 1 to {MOST_VALUES} values."))?;
    values.iter().map(|value| scalar(of, Some(value))).collect()
}

fn text(value: Option<&Value>) -> Result<String, String> {
    let text = value.and_then(Value::as_str).ok_or("The value is a text.")?;
    match text.chars().count() {
        1..=LONGEST_TEXT if text.contains('\0') => Err("A text holds no NUL.".into()),
        1..=LONGEST_TEXT => Ok(text.to_owned()),
        _ => Err(format!("A text has 1 to {LONGEST_TEXT} characters.")),
    }
}

fn number(value: Option<&Value>) -> Result<f64, String> {
    let number = value.and_then(Value::as_f64).ok_or("The value is a number.")?;
    let good = (-GREATEST..=GREATEST).contains(&number);
    good.then_some(number).ok_or_else(|| format!("A number is at most {GREATEST}, and at least -{GREATEST}."))
}

/// Writes a number without a fraction where it has none.
#[expect(clippy::cast_possible_truncation, reason = "a whole number of this size is one of 64 bits")]
fn json_number(number: f64) -> Value {
    if number.fract() == 0.0 { Value::from(number as i64) } else { Value::from(number) }
}

fn days(value: Option<&Value>) -> Result<u16, String> {
    let days = value.and_then(Value::as_u64).and_then(|days| u16::try_from(days).ok());
    let days = days.filter(|days| *days <= MOST_DAYS);
    days.ok_or_else(|| format!("The value is a whole number of days from 0 to {MOST_DAYS}."))
}

fn date(value: Option<&Value>) -> Result<Date, String> {
    let written = value.and_then(Value::as_str);
    let date: Option<Date> = written.and_then(|written| written.parse().ok());
    // The parser takes other forms, too. A calendar of these years begins and ends in every zone.
    let date = date.filter(|date| {
        (1900..=2999).contains(&date.year()) && written.is_some_and(|written| written == date.to_string())
    });
    date.ok_or_else(|| "The value is a day from 1900 to 2999, such as 2027-01-15.".into())
}
