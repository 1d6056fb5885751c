//! The claims of a token, and their signature: HS256 and nothing else.

use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode, get_current_timestamp,
};
use serde::{Deserialize, Serialize};
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::person::Person;
use super::user_hash::sign_user_hash;
use super::workspace::IdentitySecret;
use crate::attributes::Attributes;
use crate::token::{Token, TokenReply};
use crate::token_failure::TokenFailure;

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
    /// The person's attributes. None of them has the name of another claim.
    #[serde(flatten, skip_deserializing)]
    attributes: Attributes,
    /// Unix seconds, as `exp` is: a workspace can refuse what was signed before a log-out.
    iat: u64,
    exp: u64,
}

/// A token that lives for two hours, or as long as the session if that is shorter. Never panics.
pub(super) fn sign(person: Person, secret: &IdentitySecret) -> Result<TokenReply, TokenFailure> {
    let life = person.session_ends_in.min(LONGEST_LIFE);
    let expires_in = u32::try_from(life)
        .ok()
        .filter(|life| *life > 0)
        .ok_or(TokenFailure::SessionOver)?;
    if person.user_id.is_empty() {
        return Err(TokenFailure::NoUserId);
    }
    if secret.as_bytes().is_empty() {
        return Err(TokenFailure::CannotSign);
    }
    without_panic(|| reply(person, secret, expires_in)).unwrap_or(Err(TokenFailure::CannotSign))
}

fn reply(
    person: Person,
    secret: &IdentitySecret,
    expires_in: u32,
) -> Result<TokenReply, TokenFailure> {
    let now = get_current_timestamp();
    let user_hash = sign_user_hash(&person.user_id, secret)?;
    let claims = Claims {
        user_id: person.user_id,
        email: person.email,
        name: person.name,
        created_at: person.created_at,
        attributes: person.attributes,
        iat: now,
        exp: now + u64::from(expires_in),
    };
    let jwt = encode(
        &Header::new(Algorithm::HS256),
        &claims,
        &EncodingKey::from_secret(secret.as_bytes()),
    )
    .map_err(|_| TokenFailure::CannotSign)?;
    let token = Token::signed(jwt).with_user_hash(user_hash);
    let server_time = i64::try_from(now).unwrap_or_default();
    Ok(TokenReply {
        token,
        key: person.session_key,
        expires_in,
        server_time,
    })
}

/// Whether a token of this secret can be signed and verified.
pub(super) fn can_sign_and_verify(secret: &IdentitySecret) -> bool {
    let there_and_back = || {
        let claims = Claims {
            user_id: "self-test".to_owned(),
            email: None,
            name: None,
            created_at: None,
            attributes: Attributes::new(),
            iat: get_current_timestamp(),
            exp: get_current_timestamp() + 60,
        };
        let jwt = encode(
            &Header::new(Algorithm::HS256),
            &claims,
            &EncodingKey::from_secret(secret.as_bytes()),
        )
        .ok()?;
        let key = DecodingKey::from_secret(secret.as_bytes());
        decode::<Claims>(&jwt, &key, &Validation::new(Algorithm::HS256)).ok()
    };
    without_panic(there_and_back).flatten().is_some()
}

/// None if it panics, as jsonwebtoken does where it is built without a crypto feature. A server that is built with
/// `panic = "abort"` ends there all the same: at start, where it calls `self_test`.
fn without_panic<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

#[cfg(test)]
mod tests {
    use super::super::self_test::{SelfTestError, self_test};
    use super::*;
    use crate::attributes::Company;
    use jsonwebtoken::crypto::{CryptoProvider, KeyUtils};
    use leptos::serde_json::{Map, Value, json, to_value};
    use std::process::Command;

    /// Runs itself again: what is installed holds for the whole process.
    #[test]
    fn a_backend_that_panics_reaches_neither_the_request_nor_the_start() {
        const CHILD: &str = "WITHOUT_A_BACKEND";
        static WITHOUT: CryptoProvider = CryptoProvider {
            signer_factory: |_, _| panic!("no backend to sign"),
            verifier_factory: |_, _| panic!("no backend to verify"),
            key_utils: KeyUtils::new_unimplemented(),
        };
        if std::env::var_os(CHILD).is_some() {
            WITHOUT
                .install_default()
                .expect("the first one of this process");
            let secret = IdentitySecret::new("between-us");
            assert_eq!(
                sign(person(Attributes::new()), &secret),
                Err(TokenFailure::CannotSign)
            );
            assert_eq!(self_test(&secret), Err(SelfTestError::NoBackend));
            return;
        }
        let path = concat!(
            module_path!(),
            "::a_backend_that_panics_reaches_neither_the_request_nor_the_start"
        );
        let (_, name) = path.split_once("::").expect("a path");
        let mut child = Command::new(std::env::current_exe().expect("this binary"));
        let output = child
            .args(["--exact", name, "--nocapture"])
            .env(CHILD, "1")
            .output()
            .expect("an end");
        let said = String::from_utf8(output.stderr).expect("text");
        assert!(
            output.status.success() && said.contains("no backend to sign"),
            "{said}"
        );
    }

    fn person(attributes: Attributes) -> Person {
        Person::new("u_1", "k", 60)
            .email("marit@tidewater.example")
            .name("Marit")
            .created_at(1_790_000_000)
            .attributes(attributes)
    }

    #[test]
    fn what_is_known_of_a_person_stands_in_the_token_beside_who_they_are() {
        let company = Company::new("42", "Skarvik Roastery")
            .and_then(|company| company.with("monthly_spend", 120));
        let attributes = Attributes::new()
            .with("orders", 3)
            .and_then(|attributes| attributes.avatar("https://shop.example/people/1.png"))
            .expect("attributes")
            .company(company.expect("one"));
        let reply = sign(person(attributes), &IdentitySecret::new("between-us")).expect("a token");
        let key = DecodingKey::from_secret(b"between-us");
        let reply = to_value(&reply).expect("JSON");
        let jwt = reply["token"].as_str().expect("a text");
        let token = decode::<Map<String, Value>>(jwt, &key, &Validation::new(Algorithm::HS256));
        let mut claims = token.expect("a token").claims;
        assert!(claims.remove("exp").is_some() && claims.remove("iat").is_some());
        let company =
            json!({ "company_id": "42", "name": "Skarvik Roastery", "monthly_spend": 120 });
        let avatar = json!({ "type": "avatar", "image_url": "https://shop.example/people/1.png" });
        let expected = json!({
            "user_id": "u_1", "email": "marit@tidewater.example", "name": "Marit", "created_at": 1_790_000_000,
            "orders": 3, "avatar": avatar, "company": company,
        });
        assert_eq!(Value::Object(claims), expected);
    }
}
