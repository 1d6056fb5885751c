//! The signed token: HS256 and nothing else.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use serde_json::{Map, Value};

use super::{IdentityRefusal, IdentitySecret, VerifiedUser};
use crate::workspace::random;

/// How far two clocks may differ.
pub const LEEWAY_SECONDS: i64 = 10;

/// Claims that say something about the token, not about the user.
const REGISTERED: [&str; 7] = ["exp", "nbf", "iat", "iss", "aud", "sub", "jti"];

/// Whether what ends at `expires_at` is over for everyone, the slowest clock included.
pub fn has_passed(expires_at: i64, now: i64) -> bool {
    now.saturating_sub(LEEWAY_SECONDS) >= expires_at
}

pub fn read(token: &str, secret: &IdentitySecret, now: i64) -> Result<VerifiedUser, IdentityRefusal> {
    check_header(token)?;
    let mut claims = check_signature(token, secret)?;
    let expires_at = time(&claims, "exp")?;
    if expires_at.is_some_and(|at| has_passed(at, now)) {
        return Err(IdentityRefusal::Expired);
    }
    if time(&claims, "nbf")?.is_some_and(|at| at > now.saturating_add(LEEWAY_SECONDS)) {
        return Err(IdentityRefusal::NotYetValid);
    }
    let user_id = match claims.remove("user_id") {
        Some(Value::String(id)) if !id.trim().is_empty() => id,
        None | Some(Value::Null | Value::String(_)) => return Err(IdentityRefusal::NoUserId),
        Some(_) => return Err(IdentityRefusal::UserIdNotAString),
    };
    let signed_up_at = time(&claims, "created_at")?;
    claims.remove("created_at");
    let email = text(claims.remove("email"))?;
    let name = text(claims.remove("name"))?;
    claims.retain(|claim, _| !REGISTERED.contains(&claim.as_str()));
    let token_hash = random::hash(token);
    Ok(VerifiedUser { user_id, email, name, signed_up_at, expires_at, attributes: claims, token_hash })
}

/// Before the signature, so that "unsigned" and "another algorithm" can be told apart.
fn check_header(token: &str) -> Result<(), IdentityRefusal> {
    let header = token.split('.').next().unwrap_or_default();
    let header = URL_SAFE_NO_PAD.decode(header).map_err(|_| IdentityRefusal::NotAToken)?;
    let header: Map<String, Value> =
        serde_json::from_slice(&header).map_err(|_| IdentityRefusal::NotAToken)?;
    match header.get("alg").and_then(Value::as_str) {
        // What `crit` names must be understood, and nothing of it is.
        Some("HS256") if !header.contains_key("crit") => Ok(()),
        Some("HS256") | None => Err(IdentityRefusal::NotAToken),
        Some(alg) if alg.eq_ignore_ascii_case("none") => Err(IdentityRefusal::Unsigned),
        Some(_) => Err(IdentityRefusal::OtherAlgorithm),
    }
}

fn check_signature(token: &str, secret: &IdentitySecret) -> Result<Map<String, Value>, IdentityRefusal> {
    let mut validation = Validation::new(Algorithm::HS256);
    // Times are checked here, by the clock that was handed in.
    validation.validate_exp = false;
    validation.required_spec_claims.clear();
    validation.validate_aud = false;
    let key = DecodingKey::from_secret(secret.as_str().as_bytes());
    decode(token, &key, &validation).map(|token| token.claims).map_err(|error| match error.kind() {
        ErrorKind::InvalidSignature => IdentityRefusal::WrongSignature,
        _ => IdentityRefusal::NotAToken,
    })
}

/// Unix seconds; a fraction is allowed and cut off.
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

fn text(claim: Option<Value>) -> Result<Option<String>, IdentityRefusal> {
    match claim {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text).filter(|text| !text.trim().is_empty())),
        Some(_) => Err(IdentityRefusal::NotAToken),
    }
}
