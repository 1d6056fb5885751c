//! Findings about the claims: person, times and custom attributes.

use serde_json::{Map, Value};

use super::clocks::Clocks;
use super::finding::{TokenFinding, advice, excerpt, fault, good};
use crate::inspector::format::span;
use crate::messenger::{self, Attributes};

/// The usual life of a token, in seconds.
const USUAL_LIFE: i64 = 2 * 3600;
/// A time above this is in milliseconds: in seconds it is later than year 5000.
pub const SURELY_MILLIS: i64 = 100_000_000_000;
/// The number of attributes that the findings name one by one.
const MOST_NAMED: usize = 12;
/// The most letters of a user's id in the embedded workspace. Intercom documents no limit.
const LONGEST_ID: usize = 255;

/// Claims about the token, and attributes that Intercom defines: none of them is a custom attribute.
/// Source: Intercom's developer documentation, "Javascript API: Attributes & Objects".
const KNOWN: &str = "aud avatar companies company created_at email exp iat iss jti language_override last_request_at \
                     name nbf phone sub unsubscribed_from_emails user_hash user_id utm_campaign utm_content \
                     utm_medium utm_source utm_term app_id intercom_user_jwt";

pub fn check(claims: &Map<String, Value>, clocks: Clocks, found: &mut Vec<TokenFinding>) {
    found.extend(user_id(claims));
    found.extend(["email", "name"].into_iter().filter_map(|claim| text(claims, claim)));
    found.extend(end(claims, clocks));
    found.extend(start(claims, clocks));
    found.extend(issued(claims, clocks));
    found.extend(["created_at", "nbf", "iat"].into_iter().filter_map(|claim| time_of(claims, claim)));
    attributes(claims, found);
}

fn user_id(claims: &Map<String, Value>) -> Option<TokenFinding> {
    const FIX: &str = "Put the person’s id into the claim user_id, as a string.";
    match claims.get("user_id") {
        Some(Value::String(id)) if id.trim().is_empty() => Some(fault("The user_id is empty.", FIX)),
        Some(Value::String(id)) if id.chars().count() > LONGEST_ID || id.contains(char::is_control) => {
            Some(fault(
                "The user_id is longer than 255 characters, or holds control characters.",
                "Name the person by the short id that your database has for them.",
            ))
        }
        Some(Value::String(_)) => None,
        Some(other) if !other.is_null() => Some(fault(
            format!("The user_id is {}, not a string.", kind(other)),
            "Write it in quotation marks: \"user_id\": \"42\".",
        )),
        _ if claims.contains_key("sub") => Some(fault(
            "The person’s id is in sub; Intercom reads user_id alone.",
            "Name the claim user_id instead of sub.",
        )),
        _ if claims.contains_key("email") => Some(fault(
            "It names the person by e-mail alone.",
            "Add the person’s id as user_id. An e-mail address can change, and several people can share one.",
        )),
        _ => Some(fault("There is no user_id.", FIX)),
    }
}

fn text(claims: &Map<String, Value>, claim: &str) -> Option<TokenFinding> {
    let value = claims.get(claim).filter(|value| !value.is_null() && !value.is_string())?;
    let fix = format!("Write {claim} as a string, or leave it out.");
    Some(fault(format!("The {claim} is {}, not a string.", kind(value)), fix))
}

fn end(claims: &Map<String, Value>, clocks: Clocks) -> Option<TokenFinding> {
    let Some(value) = claims.get("exp").filter(|value| !value.is_null()) else {
        return Some(advice(
            "It has no end (exp): whoever finds it may use it for ever.",
            "Set exp to the present time in seconds plus 7200, and never beyond the end of the session.",
        ));
    };
    let Some(exp) = seconds(value) else { return Some(no_time("exp", value)) };
    if exp > SURELY_MILLIS {
        return Some(fault(
            "The exp is in milliseconds: the token would live for thousands of years.",
            "Write exp in seconds: divide by 1000, and leave the fraction out.",
        ));
    }
    if exp <= clocks.server {
        return Some(fault(
            format!("It expired {}.", clocks.distance(exp)),
            "Ask the server for a fresh token before this one ends, and call update or boot with it. Nothing else has to change.",
        ));
    }
    let from =
        claims.get("iat").and_then(seconds).filter(|iat| *iat < SURELY_MILLIS).unwrap_or(clocks.server);
    let life = exp.saturating_sub(from);
    (life > USUAL_LIFE + 60).then(|| {
        advice(
            format!("It lives {}: longer than the usual 2 h.", span(life)),
            "Whoever finds a token may use it until it ends. Make them short, never longer than the session, and fetch fresh ones.",
        )
    })
}

fn start(claims: &Map<String, Value>, clocks: Clocks) -> Option<TokenFinding> {
    let nbf = claims.get("nbf").and_then(seconds).filter(|nbf| *nbf <= SURELY_MILLIS)?;
    clocks.is_ahead(nbf).then(|| {
        fault(
            format!("It is not valid yet: its nbf is {}.", clocks.distance(nbf)),
            "Set the clock of the server that signs, or leave nbf out.",
        )
    })
}

fn issued(claims: &Map<String, Value>, clocks: Clocks) -> Option<TokenFinding> {
    let iat = claims.get("iat").and_then(seconds).filter(|iat| *iat <= SURELY_MILLIS)?;
    clocks.is_ahead(iat).then(|| {
        advice(
            format!("It says that it was made in the future: its iat is {}.", clocks.distance(iat)),
            "The clock of the server that signs is ahead, so its tokens live longer than they should. Let it keep time by NTP.",
        )
    })
}

/// A finding about a claim that holds a time; `exp` has its own.
fn time_of(claims: &Map<String, Value>, claim: &str) -> Option<TokenFinding> {
    let value = claims.get(claim).filter(|value| !value.is_null())?;
    match seconds(value) {
        None => Some(no_time(claim, value)),
        Some(at) if at > SURELY_MILLIS => {
            let fix = format!("Write {claim} in seconds: divide by 1000, and leave the fraction out.");
            Some(fault(format!("The {claim} is in milliseconds."), fix))
        }
        Some(_) => None,
    }
}

fn no_time(claim: &str, value: &Value) -> TokenFinding {
    let fix = "Write Unix time in seconds, as a number without quotation marks.";
    fault(format!("The {claim} is {}, not a time.", kind(value)), fix)
}

/// Findings about custom attributes. The limits are from Intercom's help, "Send custom user attributes to Intercom".
fn attributes(claims: &Map<String, Value>, found: &mut Vec<TokenFinding>) {
    let (mut taken, mut refused) = (Vec::new(), Vec::new());
    for (name, value) in claims.iter().filter(|(name, _)| !KNOWN.split(' ').any(|known| known == *name)) {
        match broken_limit(name, value) {
            Some(reason) => refused.push((name, reason)),
            None => taken.push(name),
        }
    }
    let fix = "Leave it out of the token, or give it a plain value under a plain name.";
    found.extend(
        refused.iter().take(MOST_NAMED).map(|(name, reason)| {
            fault(format!("“{}” is no custom attribute: {reason}.", excerpt(name)), fix)
        }),
    );
    if let Some(more) = refused.len().checked_sub(MOST_NAMED).filter(|more| *more > 0) {
        found.push(fault(format!("{more} more claims are no custom attributes either."), fix));
    }
    if !taken.is_empty() {
        let mut names: Vec<String> = taken.iter().take(MOST_NAMED).map(|name| excerpt(name)).collect();
        names.extend(
            taken.len().checked_sub(MOST_NAMED).filter(|more| *more > 0).map(|more| format!("{more} more")),
        );
        found.push(good(format!("Taken as custom attributes: {}.", names.join(", "))));
    }
}

fn broken_limit(name: &str, value: &Value) -> Option<&'static str> {
    let value = match value {
        Value::Array(_) | Value::Object(_) => {
            return Some("a value is a text, a number, true, false or null");
        }
        Value::String(text) => messenger::Value::from(text.as_str()),
        Value::Bool(value) => messenger::Value::from(*value),
        // Any that JSON can hold: how exactly JavaScript would is no matter of a token.
        Value::Number(_) => messenger::Value::from(0),
        Value::Null => messenger::Value::None,
    };
    Attributes::new().with(name, value).err().map(|error| error.reason)
}

/// A claim's value as Unix seconds, without a fraction.
pub fn seconds(value: &Value) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "a float beyond the range becomes its end")]
    value.as_i64().or_else(|| value.as_f64().map(|seconds| seconds.floor() as i64))
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
