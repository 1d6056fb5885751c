//! Times, spans and names as people read them.

use serde_json::Value;

/// A span of time: `45 s`, `12 min`, `1 h 41 min`, `3 d 4 h`.
pub fn span(seconds: i64) -> String {
    match (seconds / 86_400, seconds % 86_400 / 3600, seconds % 3600 / 60) {
        (0, 0, 0) => format!("{seconds} s"),
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, minutes) => format!("{hours} h {minutes} min"),
        (days, hours, _) => format!("{days} d {hours} h"),
    }
}

/// A span of time in milliseconds, with tenths of a second below ten seconds.
pub fn span_ms(millis: i64) -> String {
    match millis {
        ..10_000 => format!("{}.{} s", millis / 1000, millis % 1000 / 100),
        _ => span(millis / 1000),
    }
}

/// Path, query and hash of a whole address.
pub fn path_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find('/').map_or("/", |at| &rest[at..])
}

/// A value of an event's metadata: a text without quotes, an amount as `2900 eur`, a link as its text.
pub fn plain(value: &Value) -> String {
    match (value, value.get("amount"), value.get("currency"), value.get("value")) {
        (Value::String(text), ..) => text.clone(),
        (_, Some(amount), Some(currency), _) => format!("{amount} {}", plain(currency)),
        (Value::Object(_), .., Some(Value::String(text))) => text.clone(),
        _ => value.to_string(),
    }
}

/// The names of a call's arguments, as they stand between its parentheses.
pub fn argument_names(arguments: &Value, token: bool) -> String {
    let mut names: Vec<&str> =
        arguments.as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect();
    names.extend(token.then_some("intercom_user_jwt"));
    if names.is_empty() { String::new() } else { format!("{{ {} }}", names.join(", ")) }
}

/// Splits a name into words: `AlreadyReported` reads as "already reported".
pub fn words(name: &str) -> String {
    let mut words = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(letter.to_lowercase());
    }
    words
}

/// The time of day in the reader's zone.
pub fn clock_time(at_ms: i64) -> String {
    let [_, _, _, hour, minute, second] = local(at_ms);
    format!("{hour:02}:{minute:02}:{second:02}")
}

/// The time of day, to the millisecond.
pub fn exact_time(at_ms: i64) -> String {
    format!("{}.{:03}", clock_time(at_ms), at_ms.rem_euclid(1000))
}

/// Day and time in the reader's zone.
pub fn date_time(at_ms: i64) -> String {
    let [year, month, day, hour, minute, _] = local(at_ms);
    format!("{year}-{month:02}-{day:02} {hour:02}:{minute:02}")
}

/// Year, month, day, hour, minute, second in the reader's zone.
#[cfg(feature = "hydrate")]
fn local(at_ms: i64) -> [u32; 6] {
    let date = web_sys::js_sys::Date::new(&(at_ms as f64).into());
    [
        date.get_full_year(),
        date.get_month() + 1,
        date.get_date(),
        date.get_hours(),
        date.get_minutes(),
        date.get_seconds(),
    ]
}

/// Returns zeros: no moment is rendered on the server.
#[cfg(not(feature = "hydrate"))]
fn local(_: i64) -> [u32; 6] {
    [0; 6]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_shown_in_its_two_largest_units() {
        let shown: Vec<String> = [0, 59, 60, 3_599, 6_060, 90_000].map(span).to_vec();
        assert_eq!(shown, ["0 s", "59 s", "1 min", "59 min", "1 h 41 min", "1 d 1 h"]);
        assert_eq!(span_ms(4_250), "4.2 s");
    }

    #[test]
    fn a_value_of_an_event_is_shown_without_its_json() {
        for (value, shown) in [
            (serde_json::json!("weekly"), "weekly"),
            (serde_json::json!(3), "3"),
            (serde_json::json!({ "amount": 2900, "currency": "eur" }), "2900 eur"),
            (serde_json::json!({ "url": "https://a.example/", "value": "7" }), "7"),
        ] {
            assert_eq!(plain(&value), shown);
        }
    }

    #[test]
    fn an_address_is_shown_by_its_path() {
        for (url, path) in [("http://a.example/b?c#d", "/b?c#d"), ("http://a.example", "/"), ("/b", "/b")] {
            assert_eq!(path_of(url), path);
        }
    }
}
