//! The signed token: HS256 and nothing else.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use super::checks::{Checks, span};
use super::{IdentitySettings, LONGEST_ID, Proof, User, is_usable};
use crate::random;
use crate::refusal::IdentityRefusal;

/// Seconds by which two clocks may differ.
pub const LEEWAY_SECONDS: i64 = 10;

/// Claims that say something about the token, not about the user.
const REGISTERED: [&str; 7] = ["exp", "nbf", "iat", "iss", "aud", "sub", "jti"];

/// Whether what ends at `expires_at` is over for everyone, the slowest clock included.
pub fn has_passed(expires_at: i64, now: i64) -> bool {
    now.saturating_sub(LEEWAY_SECONDS) >= expires_at
}

pub fn read(
    token: &str,
    settings: &IdentitySettings,
    now: i64,
    checks: &mut Checks,
) -> Result<User, IdentityRefusal> {
    let (message, signature) = token.rsplit_once('.').ok_or(IdentityRefusal::NotAToken)?;
    let (header, payload) = message.split_once('.').ok_or(IdentityRefusal::NotAToken)?;
    // Before the signature, so that "unsigned" and "another algorithm" can be distinguished.
    check_header(header)?;
    checks.passed("The token says HS256.");
    let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| IdentityRefusal::NotAToken)?;
    let wrong = IdentityRefusal::WrongSignature;
    let key = settings.key_that_signed(message.as_bytes(), &signature, wrong, checks)?;
    let mut claims = object(payload)?;
    let expires_at = check_time(&claims, now, checks)?;
    let issued_at = time(&claims, "iat")?;
    let user_id = match claims.remove("user_id") {
        Some(Value::String(id)) if !id.trim().is_empty() => id,
        None | Some(Value::Null | Value::String(_)) => return Err(IdentityRefusal::NoUserId),
        Some(_) => return Err(IdentityRefusal::UserIdNotAString),
    };
    checks.passed("The user_id is a string.");
    let email = text(claims.remove("email"))?;
    let name = text(claims.remove("name"))?.map(|name| shown(&name)).filter(|name| !name.is_empty());
    if !is_usable(&user_id) || !email.as_deref().is_none_or(is_usable) {
        return Err(IdentityRefusal::Unusable);
    }
    claims.retain(|claim, _| !REGISTERED.contains(&claim.as_str()));
    let warnings = match expires_at {
        None => vec!["The token has no exp: whoever finds it may use it for ever.".to_owned()],
        Some(_) => Vec::new(),
    };
    let proof = Some(Proof { key_id: key.id.clone(), hash: random::hash(token), is_user_hash: false });
    let (user_id, email_proved, checks) = (Some(user_id), email.is_some(), Vec::new());
    Ok(User { user_id, email, email_proved, name, issued_at, expires_at, claims, proof, checks, warnings })
}

/// Whether this text is the first two parts of a token: its `user_hash` would be that token's signature.
pub fn is_signed_part(text: &str) -> bool {
    let is_object = |part: &str| object(part).is_ok();
    text.split_once('.').is_some_and(|(header, payload)| is_object(header) && is_object(payload))
}

fn check_header(header: &str) -> Result<(), IdentityRefusal> {
    let header = object(header)?;
    match header.get("alg").and_then(Value::as_str) {
        // What `crit` names must be understood, and nothing of it is.
        Some("HS256") if !header.contains_key("crit") => Ok(()),
        Some("HS256") | None => Err(IdentityRefusal::NotAToken),
        Some(alg) if alg.eq_ignore_ascii_case("none") => Err(IdentityRefusal::Unsigned),
        Some(_) => Err(IdentityRefusal::OtherAlgorithm),
    }
}

/// Checks the token's times at `now`. Returns its expiry.
fn check_time(
    claims: &Map<String, Value>,
    now: i64,
    checks: &mut Checks,
) -> Result<Option<i64>, IdentityRefusal> {
    let expires_at = time(claims, "exp")?;
    let starts_at = time(claims, "nbf")?;
    if let Some(at) = expires_at.filter(|at| has_passed(*at, now)) {
        checks.failed(format!("The token expired {} ago.", span(now.saturating_sub(at))));
        return Err(IdentityRefusal::Expired);
    }
    if let Some(at) = starts_at.filter(|at| *at > now.saturating_add(LEEWAY_SECONDS)) {
        checks.failed(format!("The token is valid only in {} (nbf).", span(at.saturating_sub(now))));
        return Err(IdentityRefusal::NotYetValid);
    }
    checks.passed(match expires_at {
        Some(at) if at > now => format!("Valid for {} more.", span(at.saturating_sub(now))),
        Some(_) => "It has just ended; clocks may differ by 10 s.".to_owned(),
        None => "It has no end (exp).".to_owned(),
    });
    Ok(expires_at)
}

fn object(part: &str) -> Result<Map<String, Value>, IdentityRefusal> {
    let json = URL_SAFE_NO_PAD.decode(part).map_err(|_| IdentityRefusal::NotAToken)?;
    serde_json::from_slice(&json).map_err(|_| IdentityRefusal::NotAToken)
}

/// Reads a claim in Unix seconds. A fraction is cut off.
fn time(claims: &Map<String, Value>, claim: &str) -> Result<Option<i64>, IdentityRefusal> {
    match claims.get(claim) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Number(number)) => {
            #[expect(clippy::cast_possible_truncation, reason = "a float beyond the range becomes its end")]
            let seconds = number.as_i64().or_else(|| number.as_f64().map(|seconds| seconds.floor() as i64));
            seconds.map(Some).ok_or(IdentityRefusal::NotAToken)
        }
        Some(_) => Err(IdentityRefusal::NotAToken),
    }
}

/// Cuts a name to what can be shown.
fn shown(name: &str) -> String {
    name.trim().chars().filter(|c| !c.is_control()).take(LONGEST_ID).collect()
}

fn text(claim: Option<Value>) -> Result<Option<String>, IdentityRefusal> {
    match claim {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text).filter(|text| !text.trim().is_empty())),
        Some(_) => Err(IdentityRefusal::NotAToken),
    }
}
