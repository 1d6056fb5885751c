//! The legacy `user_hash`: lower-case hex HMAC-SHA256, as pages sent it before there were tokens.

use serde_json::Value;

use super::{Checks, IdentitySettings, Proof};
use crate::random;
use crate::refusal::IdentityRefusal;

pub fn verify(
    user_hash: &Value,
    hashed: &str,
    settings: &IdentitySettings,
    checks: &mut Checks,
) -> Result<Proof, IdentityRefusal> {
    let text = user_hash.as_str().ok_or(IdentityRefusal::WrongHash)?;
    let signature = from_hex(text).ok_or(IdentityRefusal::WrongHash)?;
    let key = settings.key_that_signed(hashed.as_bytes(), &signature, IdentityRefusal::WrongHash, checks)?;
    Ok(Proof { key_id: key.id.clone(), hash: random::hash(text), is_user_hash: true })
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: &u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else { return None };
    pairs.iter().map(|[high, low]| Some(digit(high)? << 4 | digit(low)?)).collect()
}
