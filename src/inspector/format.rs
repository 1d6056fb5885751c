//! Times, spans and names as people read them.

use serde_json::Value;
use std::fmt::Display;

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

/// A count with its noun: `1 route change`, `2 route changes`.
pub fn counted<N: Display + PartialEq + From<u8>>(count: N, noun: &str) -> String {
    let ending = if count == N::from(1) { "" } else { "s" };
    format!("{count} {noun}{ending}")
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

/// Words for something that a page did not send, and for the reason. None where that is in order: then no tag says so.
pub fn dropped(what: &str, reason: &str) -> (String, Option<&'static str>, String) {
    let in_order = |title: &str, why: &str| (title.to_owned(), None, why.to_owned());
    match (what, reason) {
        // The pages between were left before they were in place, or the page loaded its data anew.
        ("ping", "AlreadyReported") => in_order("no ping needed", "the last ping reported this address"),
        ("ping", "OverBudget") => {
            in_order("ping waits", "the budget is used up; a later ping reports the last address")
        }
        _ => (format!("{what} not sent"), Some("dropped"), words(reason)),
    }
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
    fn a_ping_that_is_not_needed_or_waits_is_no_fault_and_what_is_dropped_gives_its_reason() {
        for (what, reason, title, tag, why) in [
            ("ping", "AlreadyReported", "no ping needed", None, "the last ping reported this address"),
            (
                "ping",
                "OverBudget",
                "ping waits",
                None,
                "the budget is used up; a later ping reports the last address",
            ),
            ("ping", "NoConsent", "ping not sent", Some("dropped"), "no consent"),
            ("attributes", "TooMany", "attributes not sent", Some("dropped"), "too many"),
        ] {
            assert_eq!(dropped(what, reason), (title.to_owned(), tag, why.to_owned()));
        }
    }

    #[test]
    fn one_thing_is_named_in_the_singular() {
        let shown: Vec<String> = [0_i64, 1, 2].map(|count| counted(count, "route change")).to_vec();
        assert_eq!(shown, ["0 route changes", "1 route change", "2 route changes"]);
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
