//! The test that a condition makes of a field's value.

use jiff::civil::Date;
use serde_json::Value;
use std::cmp::Ordering;

use super::fields::Type;
use super::quoted::quoted;
use crate::people::Role;
use crate::people::texts::LONGEST_TEXT;

/// The test that a condition makes of a field's value.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    IsUnknown,
    IsKnown,
    IsKind(Role),
    IsNotKind(Role),
    Text(TextOperator, String),
    /// Compares the field's number with this one.
    Number(Ordering, f64),
    /// Compares how many days ago it was with this count.
    DaysAgo(Ordering, u16),
    Before(Date),
    After(Date),
    Truth(bool),
}

foundation::text_enum! {
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum TextOperator {
        Is = "is",
        IsNot = "is_not",
        Contains = "contains",
        StartsWith = "starts_with",
        EndsWith = "ends_with",
    }
}

/// The greatest number up to which a 64-bit float holds each whole number.
const GREATEST: f64 = 9_007_199_254_740_992.0;
const MOST_DAYS: u16 = 3_650;

impl Test {
    pub(super) fn read(of: Type, operator: &str, value: Option<&Value>) -> Result<Self, String> {
        let without_value = |test| match value {
            None => Ok(test),
            Some(_) => Err(format!("The operator {operator} has no value.")),
        };
        match (of, operator) {
            (Type::Text | Type::Number | Type::Date | Type::Truth, "is_unknown") => {
                without_value(Self::IsUnknown)
            }
            (Type::Text | Type::Number | Type::Date, "is_known") => without_value(Self::IsKnown),
            (Type::Kind, "is") => Ok(Self::IsKind(kind(value)?)),
            (Type::Kind, "is_not") => Ok(Self::IsNotKind(kind(value)?)),
            (Type::Number, "is") => Ok(Self::Number(Ordering::Equal, number(value)?)),
            (Type::Number, "greater") => Ok(Self::Number(Ordering::Greater, number(value)?)),
            (Type::Number, "less") => Ok(Self::Number(Ordering::Less, number(value)?)),
            (Type::Date, "more_than_days_ago") => Ok(Self::DaysAgo(Ordering::Greater, days(value)?)),
            (Type::Date, "less_than_days_ago") => Ok(Self::DaysAgo(Ordering::Less, days(value)?)),
            (Type::Date, "exactly_days_ago") => Ok(Self::DaysAgo(Ordering::Equal, days(value)?)),
            (Type::Date, "before") => Ok(Self::Before(date(value)?)),
            (Type::Date, "after") => Ok(Self::After(date(value)?)),
            (Type::Truth, "is") => Ok(Self::Truth(truth(value)?)),
            (Type::Text, _) => match operator.parse() {
                Ok(operator) => Ok(Self::Text(operator, text(value)?)),
                Err(()) => Err(no_operator(of, operator)),
            },
            _ => Err(no_operator(of, operator)),
        }
    }

    pub fn operator(&self) -> &'static str {
        match self {
            Self::IsUnknown => "is_unknown",
            Self::IsKnown => "is_known",
            Self::IsKind(_) | Self::Truth(_) | Self::Number(Ordering::Equal, _) => "is",
            Self::IsNotKind(_) => "is_not",
            Self::Text(operator, _) => operator.as_str(),
            Self::Number(Ordering::Greater, _) => "greater",
            Self::Number(Ordering::Less, _) => "less",
            Self::DaysAgo(Ordering::Greater, _) => "more_than_days_ago",
            Self::DaysAgo(Ordering::Less, _) => "less_than_days_ago",
            Self::DaysAgo(Ordering::Equal, _) => "exactly_days_ago",
            Self::Before(_) => "before",
            Self::After(_) => "after",
        }
    }

    pub fn value(&self) -> Option<Value> {
        match self {
            Self::IsUnknown | Self::IsKnown => None,
            Self::IsKind(kind) | Self::IsNotKind(kind) => Some(kind.as_str().into()),
            Self::Text(_, text) => Some(text.as_str().into()),
            Self::Number(_, number) => Some(json_number(*number)),
            Self::DaysAgo(_, days) => Some((*days).into()),
            Self::Before(date) | Self::After(date) => Some(date.to_string().into()),
            Self::Truth(truth) => Some((*truth).into()),
        }
    }
}

fn no_operator(of: Type, operator: &str) -> String {
    format!("A field of the type {} has no operator {}.", of.as_str(), quoted(operator))
}

fn kind(value: Option<&Value>) -> Result<Role, String> {
    let kind = value.and_then(Value::as_str).and_then(|name| name.parse().ok());
    kind.ok_or_else(|| "The value is visitor, lead or user.".into())
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

fn truth(value: Option<&Value>) -> Result<bool, String> {
    value.and_then(Value::as_bool).ok_or_else(|| "The value is true or false.".into())
}
