//! The checks of identity tokens at a ping.

use super::*;
use leptos_messenger::workspace::refusal::IdentityRefusal;

const FORBIDDEN: &str = r#"{"errors":[{"code":"forbidden"}]}"#;

/// Boots with these settings: refused for this reason, which the reply does not say.
async fn refused(settings: Value, why: IdentityRefusal) {
    let bench = Bench::new().await;
    let answer = bench.ping("boot", HOME, settings, None).await;
    assert_refused(&bench, &answer, why).await;
}

async fn assert_refused(bench: &Bench, answer: &Answer, why: IdentityRefusal) {
    assert_eq!(answer.status, StatusCode::FORBIDDEN, "{why:?}");
    assert_eq!(answer.body, FORBIDDEN, "{why:?}");
    assert_eq!(bench.last_reason().await, why.to_string());
}

async fn refused_token(token: String, why: IdentityRefusal) {
    refused(json!({ "intercom_user_jwt": token }), why).await;
}

#[tokio::test]
async fn what_is_no_token_is_refused() {
    let header = part(r#"{"alg":"HS256"}"#);
    for token in [
        "",
        "hello",
        "a.b.c",
        &format!("{header}."),
        &format!("{}.e30.x", part("[]")),
        &format!("{}.e30.x", part("{}")),
        &format!("{}.e30.x", part(r#"{"alg":7}"#)),
    ] {
        refused_token(token.to_owned(), IdentityRefusal::NotAToken).await;
    }
    refused(json!({ "intercom_user_jwt": 7 }), IdentityRefusal::NotAToken).await;
    refused(json!({ "intercom_user_jwt": { "user_id": "u_1" } }), IdentityRefusal::NotAToken).await;
}

#[tokio::test]
async fn an_unsigned_token_is_refused() {
    let claims = part(&json!({ "user_id": "u_1", "exp": NOW + 60 }).to_string());
    for alg in ["none", "None", "NONE"] {
        let header = part(&json!({ "alg": alg, "typ": "JWT" }).to_string());
        refused_token(format!("{header}.{claims}."), IdentityRefusal::Unsigned).await;
    }
    // Said to be HS256, but with an empty signature.
    let header = part(r#"{"alg":"HS256"}"#);
    refused_token(format!("{header}.{claims}."), IdentityRefusal::WrongSignature).await;
}

#[tokio::test]
async fn another_algorithm_is_refused_whatever_signed_it() {
    let claims = json!({ "user_id": "u_1", "exp": NOW + 60 });
    for algorithm in [Algorithm::HS384, Algorithm::HS512] {
        refused_token(sign_with(algorithm, SECRET, &claims), IdentityRefusal::OtherAlgorithm).await;
    }
    // The HS256 signature is right, only the header claims RS256.
    let signed = sign(&claims);
    let (_, rest) = signed.split_once('.').expect("a token");
    for alg in ["RS256", "ES256", "EdDSA", "hs256", "HS256 "] {
        let header = part(&json!({ "alg": alg, "typ": "JWT" }).to_string());
        refused_token(format!("{header}.{rest}"), IdentityRefusal::OtherAlgorithm).await;
    }
}

#[tokio::test]
async fn a_header_that_asks_for_more_than_is_understood_is_refused() {
    let claims = part(&json!({ "user_id": "u_1", "exp": NOW + 60 }).to_string());
    let message = format!("{}.{claims}", part(r#"{"alg":"HS256","crit":["b64"]}"#));
    let key = EncodingKey::from_secret(SECRET.as_bytes());
    let signature =
        jsonwebtoken::crypto::sign(message.as_bytes(), &key, Algorithm::HS256).expect("a signature");
    refused_token(format!("{message}.{signature}"), IdentityRefusal::NotAToken).await;
}

#[tokio::test]
async fn a_signature_by_another_secret_is_refused() {
    let claims = json!({ "user_id": "u_1", "exp": NOW + 60 });
    refused_token(sign_with(Algorithm::HS256, "another", &claims), IdentityRefusal::WrongSignature).await;
}

#[tokio::test]
async fn a_changed_payload_is_refused() {
    let signed = token("u_1");
    let parts: Vec<_> = signed.split('.').collect();
    let other = part(&json!({ "user_id": "u_2", "exp": NOW + 60 }).to_string());
    refused_token(format!("{}.{other}.{}", parts[0], parts[2]), IdentityRefusal::WrongSignature).await;
}

#[tokio::test]
async fn a_token_is_taken_until_ten_seconds_after_its_end() {
    let bench = Bench::new().await;
    let settings = json!({ "intercom_user_jwt": token_until("u_1", NOW - 9) });
    assert_eq!(bench.ping("boot", HOME, settings, None).await.status, StatusCode::OK);
    refused_token(token_until("u_1", NOW - 10), IdentityRefusal::Expired).await;
    refused_token(token_until("u_1", i64::MIN), IdentityRefusal::Expired).await;
}

#[tokio::test]
async fn a_token_is_taken_from_ten_seconds_before_its_beginning() {
    let claims = |nbf: i64| sign(&json!({ "user_id": "u_1", "exp": NOW + 60, "nbf": nbf }));
    let bench = Bench::new().await;
    let settings = json!({ "intercom_user_jwt": claims(NOW + 10) });
    assert_eq!(bench.ping("boot", HOME, settings, None).await.status, StatusCode::OK);
    refused_token(claims(NOW + 11), IdentityRefusal::NotYetValid).await;
}

#[tokio::test]
async fn times_that_are_no_numbers_are_refused() {
    for claim in ["exp", "nbf", "iat"] {
        refused_token(sign(&json!({ "user_id": "u_1", claim: "soon" })), IdentityRefusal::NotAToken).await;
    }
}

#[tokio::test]
async fn a_token_without_end_is_taken_with_a_warning() {
    let bench = Bench::new().await;
    let settings = json!({ "intercom_user_jwt": sign(&json!({ "user_id": "u_1" })) });
    assert_eq!(bench.ping("boot", HOME, settings, None).await.status, StatusCode::OK);
    assert_eq!(bench.last_accepted().await.warnings.len(), 1);
}

#[tokio::test]
async fn a_user_id_is_required_and_a_string() {
    let exp = NOW + 60;
    for claims in [
        json!({ "exp": exp }),
        json!({ "sub": "u_1", "exp": exp }),
        json!({ "user_id": null, "exp": exp }),
        json!({ "user_id": " ", "exp": exp }),
    ] {
        refused_token(sign(&claims), IdentityRefusal::NoUserId).await;
    }
    for user_id in [json!(7), json!(["u_1"]), json!(true), json!({})] {
        refused_token(sign(&json!({ "user_id": user_id, "exp": exp })), IdentityRefusal::UserIdNotAString)
            .await;
    }
}

#[tokio::test]
async fn an_identity_in_clear_must_be_the_tokens() {
    let token = sign(&json!({ "user_id": "u_1", "email": "one@example.com", "exp": NOW + 60 }));
    for clear in [json!({ "user_id": "u_2" }), json!({ "email": "two@example.com" }), json!({ "user_id": 1 })]
    {
        let mut settings = clear;
        settings["intercom_user_jwt"] = token.clone().into();
        refused(settings, IdentityRefusal::Contradiction).await;
    }
    let bench = Bench::new().await;
    let settings = json!({ "intercom_user_jwt": token, "user_id": "u_1", "email": "One@example.com ", "user_hash": "ignored" });
    assert_eq!(bench.ping("boot", HOME, settings, None).await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_identity_without_a_token_is_refused() {
    refused(json!({ "user_id": "u_1" }), IdentityRefusal::UserWithoutToken).await;
    refused(json!({ "user_id": 7 }), IdentityRefusal::UserWithoutToken).await;
    refused(json!({ "user_id": "u_1", "intercom_user_jwt": null }), IdentityRefusal::UserWithoutToken).await;
    refused(json!({ "user_id": "u_1", "user_hash": "" }), IdentityRefusal::UserWithoutToken).await;
    refused(json!({ "email": "one@example.com" }), IdentityRefusal::EmailWithoutToken).await;
}

#[tokio::test]
async fn a_living_session_is_no_token() {
    let bench = Bench::new().await;
    let credential = bench.boot_user("u_1").await.credential();
    for (settings, why) in [
        (json!({ "user_id": "u_1" }), IdentityRefusal::UserWithoutToken),
        (json!({ "email": "one@example.com" }), IdentityRefusal::EmailWithoutToken),
    ] {
        let answer = bench.ping("update", HOME, settings, Some(&credential)).await;
        assert_refused(&bench, &answer, why).await;
    }
}

#[tokio::test]
async fn a_visitor_may_state_nothing_with_null_and_empty_texts() {
    let bench = Bench::new().await;
    let settings = json!({ "user_id": null, "email": "", "intercom_user_jwt": null, "name": "" });
    let answer = bench.ping("boot", HOME, settings, None).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.json()["person"]["type"], "visitor");
}

#[tokio::test]
async fn a_session_takes_no_other_persons_token() {
    let bench = Bench::new().await;
    let credential = bench.boot_user("u_1").await.credential();
    for call in ["boot", "update"] {
        let settings = json!({ "intercom_user_jwt": token("u_2") });
        let answer = bench.ping(call, HOME, settings, Some(&credential)).await;
        assert_refused(&bench, &answer, IdentityRefusal::AnotherPerson).await;
    }
}

#[tokio::test]
async fn an_update_needs_a_session() {
    let bench = Bench::new().await;
    for credential in [None, Some("made-up"), Some("")] {
        let answer = bench.ping("update", HOME, json!({}), credential).await;
        assert_refused(&bench, &answer, IdentityRefusal::NoSession).await;
    }
}

#[tokio::test]
async fn a_refused_ping_stores_nothing() {
    let bench = Bench::new().await;
    let credential = bench.boot_user("u_1").await.credential();
    bench
        .ping(
            "update",
            "https://shop.example/a",
            json!({ "user_id": "u_2", "plan": "pro" }),
            Some(&credential),
        )
        .await;
    bench.ping("update", "https://shop.example/b", json!({}), Some(&credential)).await;
    assert_eq!(bench.last_accepted().await.impression, 2);
}
