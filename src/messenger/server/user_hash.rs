//! Signs the older proof of identity, where the feature `legacy-user-hash` asks for it.

use jsonwebtoken::crypto::sign;
use jsonwebtoken::{Algorithm, EncodingKey};

use super::workspace::IdentitySecret;
use crate::token_failure::TokenFailure;
use crate::user_hash::UserHash;

pub(super) fn sign_user_hash(
    user_id: &str,
    secret: &IdentitySecret,
) -> Result<Option<UserHash>, TokenFailure> {
    if cfg!(not(feature = "legacy-user-hash")) {
        return Ok(None);
    }
    let key = EncodingKey::from_secret(secret.as_bytes());
    let signature =
        sign(user_id.as_bytes(), &key, Algorithm::HS256).map_err(|_| TokenFailure::CannotSign)?;
    Ok(Some(UserHash {
        user_id: user_id.to_owned(),
        user_hash: hex_of(&signature),
    }))
}

/// Converts base64url, in which tokens are written (RFC 4648, section 5), to hexadecimal: six bits a letter.
fn hex_of(base64url: &str) -> String {
    let value = |letter: u8| match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'-' => 62,
        _ => 63,
    };
    let bits: String = base64url
        .bytes()
        .map(|letter| format!("{:06b}", value(letter)))
        .collect();
    bits.as_bytes()
        .chunks_exact(8)
        .map(|byte| byte.iter().fold(0u8, |sum, bit| sum << 1 | (bit - b'0')))
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    // A key, a text and their hash: RFC 4231, section 4.3.
    const KEY: &str = "Jefe";
    const TEXT: &str = "what do ya want for nothing?";
    const HASH: &str = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";

    #[test]
    fn the_hash_is_written_in_hexadecimal() {
        let key = EncodingKey::from_secret(KEY.as_bytes());
        let signature = sign(TEXT.as_bytes(), &key, Algorithm::HS256).expect("a signature");
        assert_eq!(hex_of(&signature), HASH);
        assert_eq!(hex_of("-_-_"), "fbffbf");
    }

    #[test]
    fn there_is_a_hash_if_the_feature_asks_for_it_and_no_other() {
        let signed = sign_user_hash(TEXT, &IdentitySecret::new(KEY)).expect("no failure");
        let expected = cfg!(feature = "legacy-user-hash").then_some((TEXT, HASH));
        let signed = signed.map(|signed| (signed.user_id, signed.user_hash));
        let signed = signed.as_ref().map(|(user_id, hash)| (&**user_id, &**hash));
        assert_eq!(signed, expected);
    }
}
