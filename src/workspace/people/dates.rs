//! Points in time as pages and tokens write them: Unix seconds, or ISO 8601 with a zone.
//!
//! Source: Intercom's docs, "Attributes & objects": dates are Unix timestamps, and a custom attribute is a date if its name
//! ends in `_at`.

use jiff::Timestamp;
use serde_json::Value;

/// The sentence that refuses a value that is no date.
pub const FORM: &str = "It is a date: Unix seconds, or ISO 8601 with a zone, such as 2027-01-15T08:00:00Z.";

pub fn is_date(name: &str) -> bool {
    name.ends_with("_at")
}

/// Reads a point in time as Unix seconds, without a fraction. None of anything else.
pub fn unix_seconds(value: &Value) -> Option<i64> {
    match value {
        #[expect(clippy::cast_possible_truncation, reason = "a float beyond the range becomes its end")]
        Value::Number(number) => {
            number.as_i64().or_else(|| number.as_f64().map(|seconds| seconds.floor() as i64))
        }
        Value::String(text) => text.trim().parse::<Timestamp>().ok().map(Timestamp::as_second),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn unix_seconds_and_iso_8601_with_a_zone_are_points_in_time() {
        for same in [
            json!(1_800_000_000),
            json!(1_800_000_000.9),
            json!("2027-01-15T08:00:00Z"),
            json!("2027-01-15T08:00:00.500Z"),
            json!("2027-01-15 08:00:00Z"),
            json!("2027-01-15T09:00:00+01:00"),
            json!("2027-01-15T08:00+00:00"),
            json!(" 20270115T080000Z "),
        ] {
            assert_eq!(unix_seconds(&same), Some(1_800_000_000), "{same}");
        }
        for none in [
            json!("soon"),
            json!(""),
            json!("2027-01-15"),
            json!("2027-01-15T08:00:00"),
            json!("2027-13-15T08:00:00Z"),
            json!("2027-02-30T08:00:00Z"),
            json!(true),
            json!([1]),
        ] {
            assert_eq!(unix_seconds(&none), None, "{none}");
        }
    }
}
