//! Dates of contacts that are compared by the day.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::Value;

use super::asked::{Asked, Wrong};
use super::values::typed;
use crate::filter::Join;
use crate::filter::evaluate::day_begins;
use crate::filter::fields::Type;

/// The tests of a time, by the day of `value` in the zone. `is_by_day` is said of versions up to 2.16, in which the zone is the
/// workspace's: the filter's own days are in that zone.
pub(super) fn asked(
    of: Type,
    operator: &str,
    value: &Value,
    zone: &TimeZone,
    is_by_day: bool,
) -> Result<Asked, Wrong> {
    let of_day = match operator {
        "is" => "on",
        "less" => "before",
        "greater" => "after",
        "is_not" | "at_most" | "at_least" if !is_by_day => "",
        _ => return Err(Wrong::Operator),
    };
    let at = typed(Type::Date, value).as_i64();
    let Some((day, begin, end)) = at.and_then(|at| day_of(at, zone)) else {
        return Err(Wrong::Value("The value is a time in Unix seconds.".into()));
    };
    if is_by_day && of == Type::Date {
        return Ok(Asked::one(of_day, day.to_string().into()));
    }
    let (begin, end) = (Some(begin.into()), Some(end.into()));
    Ok(match operator {
        "is" => Asked(Join::All, vec![("at_least", begin), ("less", end)]),
        "is_not" => Asked(Join::Any, vec![("less", begin), ("at_least", end), ("is_unknown", None)]),
        "less" => Asked(Join::All, vec![("less", begin)]),
        "at_most" => Asked(Join::All, vec![("less", end)]),
        "greater" => Asked(Join::All, vec![("at_least", end)]),
        _ => Asked(Join::All, vec![("at_least", begin)]),
    })
}

/// The day of a time, and when it begins and ends, in Unix seconds.
fn day_of(at: i64, zone: &TimeZone) -> Option<(Date, i64, i64)> {
    let day = zone.to_datetime(Timestamp::from_second(at).ok()?).date();
    Some((day, day_begins(day, zone)?, day_begins(day.tomorrow().ok()?, zone)?))
}
