//! Random changes of a token are refused.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::crypto::sign;
use jsonwebtoken::{Algorithm, EncodingKey};
use proptest::prelude::*;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

use super::{fuzz, json};
use crate::identity::{IdentitySecret, IdentitySettings, Key, StatedIdentity, verify};
use crate::platform::Platform;

const NOW: i64 = 1_800_000_000;
/// The secrets: two that are active, a retired one, and one that nobody knows.
const SECRETS: [&str; 4] = ["the-newest-of-the-keys", "one-before-it", "a-retired-one", "a-strangers"];
const CLAIMS: &[&str] = &["user_id", "email", "name", "exp", "nbf", "iat", "created_at", "sub", "plan"];

#[derive(Clone, Debug)]
struct Case {
    header: String,
    payload: String,
    signer: usize,
    mangled: Option<(prop::sample::Index, char)>,
}

fn case() -> impl Strategy<Value = Case> {
    let header = prop_oneof![
        6 => Just(r#"{"alg":"HS256","typ":"JWT"}"#.to_owned()),
        1 => prop::sample::select(&["none", "None", "HS384", "HS512", "RS256", "hs256", ""][..])
            .prop_map(|alg| format!(r#"{{"alg":"{alg}"}}"#)),
        1 => Just(r#"{"alg":"HS256","crit":["x"]}"#.to_owned()),
        1 => json::any_value().prop_map(|value| value.to_string()),
    ];
    let time = prop_oneof![
        (NOW - 30..NOW + 30).prop_map(Value::from),
        (NOW - 30..NOW + 30).prop_map(|time| Value::from(time as f64 + 0.5)),
        any::<i64>().prop_map(Value::from),
        json::scalar(),
    ];
    let payload =
        (json::object(CLAIMS), json::text(), prop::option::of(time.clone()), prop::option::of(time), 0..8_u8);
    let payload = payload.prop_map(|(mut claims, id, exp, nbf, wild)| {
        if wild > 0 {
            claims.retain(|claim, value| {
                !CLAIMS.contains(&claim.as_str()) || value.is_string() && claim == "name"
            });
            claims.insert("user_id".into(), id.into());
            claims.extend(exp.map(|at| ("exp".to_owned(), at)));
            claims.extend(nbf.filter(|_| wild > 5).map(|at| ("nbf".to_owned(), at)));
        }
        Value::from(claims).to_string()
    });
    let payload = prop_oneof![20 => payload, 1 => json::text()];
    let mangled = prop::option::weighted(0.3, (any::<prop::sample::Index>(), prop::char::range(' ', '~')));
    (header, payload, 0..SECRETS.len(), mangled).prop_map(|(header, payload, signer, mangled)| Case {
        header,
        payload,
        signer,
        mangled,
    })
}

impl Case {
    fn token(&self) -> (String, bool) {
        let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let message = format!("{}.{}", part(&self.header), part(&self.payload));
        let key = EncodingKey::from_secret(SECRETS[self.signer].as_bytes());
        let signature = sign(message.as_bytes(), &key, Algorithm::HS256).expect("a signature");
        let true_token = format!("{message}.{signature}");
        let mut token = true_token.clone();
        if let Some((at, letter)) = &self.mangled {
            let at = at.index(token.len());
            token.replace_range(at..=at, &letter.to_string());
        }
        let is_true = token == true_token;
        (token, is_true)
    }

    /// Whether the contract takes the case's token, without a look at the code.
    fn is_good(&self) -> bool {
        let is_header = serde_json::from_str::<Map<String, Value>>(&self.header)
            .is_ok_and(|header| header.get("alg") == Some(&"HS256".into()) && !header.contains_key("crit"));
        let Ok(claims) = serde_json::from_str::<Map<String, Value>>(&self.payload) else { return false };
        let given = |claim: &str| claims.get(claim).filter(|value| !value.is_null());
        let time = |claim: &str| given(claim).map_or(Some(None), |at| at.as_f64().map(|at| Some(at.floor())));
        let (Some(exp), Some(nbf), Some(_)) = (time("exp"), time("nbf"), time("iat")) else {
            return false;
        };
        let text = |claim: &str| given(claim).is_none_or(Value::is_string);
        let usable = |text: &str| text.chars().count() <= 255 && !text.contains(char::is_control);
        let id = claims.get("user_id").and_then(Value::as_str);
        is_header
            && self.signer < 2
            && exp.is_none_or(|exp| exp > NOW as f64 - 10.0)
            && nbf.is_none_or(|nbf| nbf <= NOW as f64 + 10.0)
            && id.is_some_and(|id| !id.trim().is_empty() && usable(id))
            && text("name")
            && text("email")
            && claims
                .get("email")
                .and_then(Value::as_str)
                .is_none_or(|email| email.trim().is_empty() || usable(email))
    }
}

fn secret(text: &str) -> IdentitySecret {
    IdentitySecret::new(text).expect("a secret")
}

fn settings() -> IdentitySettings {
    let key = |nth: usize| Key {
        id: format!("key-{nth}"),
        name: format!("Key {nth}"),
        secret: secret(SECRETS[nth]),
        retired: nth == 2,
    };
    IdentitySettings {
        platform: Platform::Web,
        enforced: true,
        keys: (0..3).map(key).collect(),
        protected: BTreeSet::new(),
    }
}

#[test]
fn a_token_is_believed_if_and_only_if_an_active_key_made_it_and_its_claims_hold() {
    let settings = settings();
    let accepted = std::cell::Cell::new(0_u32);
    fuzz("token", case(), |case| {
        let (token, is_true) = case.token();
        let stated = StatedIdentity { token: Some(token.clone().into()), ..StatedIdentity::default() };
        let verdict = verify(&stated, &settings, NOW);
        prop_assert_eq!(verdict.is_ok(), is_true && case.is_good(), "{}", &token);
        match verdict {
            Ok(user) => {
                let user = user.ok_or_else(|| TestCaseError::fail("a token, and nobody"))?;
                let claims: Value = serde_json::from_str(&case.payload).unwrap_or_default();
                prop_assert_eq!(user.user_id.as_deref(), claims["user_id"].as_str());
                prop_assert_eq!(user.proof.map(|proof| proof.key_id), Some(format!("key-{}", case.signer)));
                prop_assert!(user.checks.iter().all(|check| check.passed));
                accepted.set(accepted.get() + 1);
            }
            Err(refused) => {
                prop_assert!(refused.checks.last().is_some_and(|check| !check.passed));
                let said = format!("{:?} {}", refused.checks, refused.why);
                prop_assert!(!SECRETS.iter().any(|secret| said.contains(secret)), "{said}");
            }
        }
        Ok(())
    });
    assert!(accepted.get() > 0, "nothing was ever accepted");
}
