//! What a token says, and signing it: HS256 and nothing else.

use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode, get_current_timestamp,
};
use serde::{Deserialize, Serialize};
use std::fmt;

use super::super::attributes::Attributes;
use super::super::token::{Token, TokenFailure, TokenReply};
#[cfg(feature = "legacy-user-hash")]
use super::super::user_hash::UserHash;
use super::{IdentitySecret, Person};

/// Intercom's usual default for a token's life, in seconds.
const LONGEST_LIFE: i64 = 2 * 3600;

/// Names are Intercom's: `user_id`, not `sub`.
/// Source: Intercom's help, "Authenticating users in the Messenger with JSON web tokens (JWTs)".
#[derive(Serialize, Deserialize)]
struct Claims {
    user_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_at: Option<i64>,
    /// None of them has the name of another claim.
    #[serde(flatten, skip_deserializing)]
    attributes: Attributes,
    /// Unix seconds.
    exp: u64,
}

/// A token that lives for two hours, or as long as the session if that is shorter.
pub(super) fn sign(person: Person, secret: &IdentitySecret) -> Result<TokenReply, TokenFailure> {
    let life = person.session_ends_in.min(LONGEST_LIFE);
    let expires_in = u32::try_from(life).ok().filter(|life| *life > 0).ok_or(TokenFailure::SessionOver)?;
    if person.user_id.is_empty() {
        return Err(TokenFailure::NoUserId);
    }
    if secret.as_bytes().is_empty() {
        return Err(TokenFailure::CannotSign);
    }
    let now = get_current_timestamp();
    #[cfg(feature = "legacy-user-hash")]
    let user_hash = UserHash::of(&person.user_id, secret)?;
    let claims = Claims {
        user_id: person.user_id,
        email: person.email,
        name: person.name,
        created_at: person.created_at,
        attributes: person.attributes,
        exp: now + u64::from(expires_in),
    };
    let jwt = encode(&Header::new(Algorithm::HS256), &claims, &EncodingKey::from_secret(secret.as_bytes()))
        .map_err(|_| TokenFailure::CannotSign)?;
    let token = Token::signed(jwt);
    #[cfg(feature = "legacy-user-hash")]
    let token = token.with_user_hash(user_hash);
    let server_time = i64::try_from(now).unwrap_or_default();
    Ok(TokenReply { token, key: person.session_key, expires_in, server_time })
}

/// Why no token could be signed; the text says what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SelfTestError {
    EmptySecret,
    NoBackend,
}

impl fmt::Display for SelfTestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::EmptySecret => "the identity secret is empty: copy it whole from the workspace's settings",
            Self::NoBackend => {
                "tokens cannot be signed: build jsonwebtoken with one of its crypto features, such as rust_crypto"
            }
        })
    }
}

impl std::error::Error for SelfTestError {}

/// Signs and verifies once. Call it at start: better a server that says why than a Messenger that knows nobody.
pub fn self_test(secret: &IdentitySecret) -> Result<(), SelfTestError> {
    if secret.as_bytes().is_empty() {
        return Err(SelfTestError::EmptySecret);
    }
    let there_and_back = || {
        let claims = Claims {
            user_id: "self-test".to_owned(),
            email: None,
            name: None,
            created_at: None,
            attributes: Attributes::new(),
            exp: get_current_timestamp() + 60,
        };
        let key = EncodingKey::from_secret(secret.as_bytes());
        let jwt = encode(&Header::new(Algorithm::HS256), &claims, &key).ok()?;
        let key = DecodingKey::from_secret(secret.as_bytes());
        decode::<Claims>(&jwt, &key, &Validation::new(Algorithm::HS256)).ok()
    };
    // Without a crypto feature jsonwebtoken panics.
    let verified = std::panic::catch_unwind(std::panic::AssertUnwindSafe(there_and_back));
    verified.ok().flatten().map(|_| ()).ok_or(SelfTestError::NoBackend)
}

#[cfg(test)]
mod tests {
    use super::super::super::attributes::Company;
    use super::super::super::session::SessionKey;
    use super::*;
    use leptos::serde_json::{Map, Value, json, to_value};

    #[test]
    fn what_is_known_of_a_person_stands_in_the_token_beside_who_they_are() {
        let company =
            Company::new("42", "Skarvik Roastery").and_then(|company| company.with("monthly_spend", 120));
        let attributes = Attributes::new()
            .with("orders", 3)
            .and_then(|attributes| attributes.avatar("https://shop.example/people/1.png"))
            .expect("attributes")
            .company(company.expect("one"));
        let person = Person {
            user_id: "u_1".to_owned(),
            email: None,
            name: Some("Marit".to_owned()),
            created_at: None,
            attributes,
            session_key: SessionKey("k".to_owned()),
            session_ends_in: 60,
        };
        let reply = sign(person, &IdentitySecret::new("between-us")).expect("a token");
        let key = DecodingKey::from_secret(b"between-us");
        let token = to_value(&reply.token).expect("JSON");
        let jwt = token.as_str().or(token["jwt"].as_str()).expect("a text");
        let token = decode::<Map<String, Value>>(jwt, &key, &Validation::new(Algorithm::HS256));
        let mut claims = token.expect("a token").claims;
        assert!(claims.remove("exp").is_some());
        let company = json!({ "company_id": "42", "name": "Skarvik Roastery", "monthly_spend": 120 });
        let avatar = json!({ "type": "avatar", "image_url": "https://shop.example/people/1.png" });
        let expected = json!({
            "user_id": "u_1", "name": "Marit", "orders": 3, "avatar": avatar, "company": company,
        });
        assert_eq!(Value::Object(claims), expected);
    }
}
