//! The classic snippet, and the `user_hash` that came before tokens.

use super::*;
use hmac::{Hmac, KeyInit, Mac};
use leptos_messenger::workspace::Platform;
use leptos_messenger::workspace::audit::Actor;
use leptos_messenger::workspace::keys;
use leptos_messenger::workspace::refusal::IdentityRefusal;
use sha2::Sha256;

const A: &str = "https://shop.example/a";
const B: &str = "https://shop.example/b";
const BY: Actor<'static> = Actor::Teammate { account_id: "a_1", name: "Ines", address: None };

fn hash_with(secret: &str, text: &str) -> String {
    let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key").chain_update(text);
    mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(super) fn hash_of(text: &str) -> String {
    hash_with(SECRET, text)
}

/// With enforcement switched off for the web.
async fn open_bench() -> Bench {
    let bench = Bench::new().await;
    bench.enforce(false).await;
    bench
}

impl Bench {
    pub(super) async fn enforce(&self, enforced: bool) {
        let app_id = self.workspace.app_id();
        keys::enforce(self.workspace.store(), BY, app_id, Platform::Web, enforced).await.expect("switched");
    }

    async fn boot(&self, settings: Value) -> Answer {
        self.ping("boot", HOME, settings, None).await
    }
}

#[tokio::test]
async fn a_user_hash_proves_a_user() {
    let bench = Bench::new().await;
    let settings = json!({ "user_id": "u_1", "email": "one@example.com", "user_hash": hash_of("u_1") });
    let credential = bench.boot(settings).await.credential();
    let accepted = bench.last_accepted().await;
    assert!(accepted.person.verified && accepted.warnings.len() == 1);
    assert_eq!(accepted.checks[0].text, "Signed with the web key “INTERCOM_IDENTITY_SECRET”.");
    assert_eq!(bench.ping("update", A, json!({}), Some(&credential)).await.status, StatusCode::OK);

    let settings = json!({ "email": "Two@example.com", "user_hash": hash_of("Two@example.com") });
    assert_eq!(bench.boot(settings).await.status, StatusCode::OK);
    let number = json!({ "user_id": 7, "user_hash": hash_of("7") });
    assert_eq!(bench.boot(number).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_wrong_hash_is_refused_whether_or_not_one_is_asked_for() {
    let bench = Bench::new().await;
    for _ in 0..2 {
        for (id, hash) in [
            (json!({ "user_id": "u_1" }), json!(hash_of("u_2"))),
            (json!({ "user_id": "u_1" }), json!(hash_with("another", "u_1"))),
            (json!({ "user_id": "u_1" }), json!(hash_of("u_1").to_uppercase())),
            (json!({ "user_id": "u_1" }), json!(&hash_of("u_1")[..62])),
            (json!({ "user_id": "u_1" }), json!("0a1")),
            (json!({ "user_id": "u_1" }), json!("zz")),
            (json!({ "user_id": "u_1" }), json!(7)),
            // The e-mail's hash proves no user_id.
            (json!({ "user_id": "u_1", "email": "one@example.com" }), json!(hash_of("one@example.com"))),
        ] {
            let mut settings = id;
            settings["user_hash"] = hash;
            let answer = bench.boot(settings).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN);
            assert_eq!(bench.last_reason().await, IdentityRefusal::WrongHash.to_string());
        }
        bench.enforce(false).await;
    }
}

#[tokio::test]
async fn a_token_wins_over_a_hash() {
    let bench = Bench::new().await;
    let good = json!({ "intercom_user_jwt": token("u_1"), "user_id": "u_1", "user_hash": "wrong" });
    assert_eq!(bench.boot(good).await.status, StatusCode::OK);
    let bad = json!({ "intercom_user_jwt": "wrong", "user_id": "u_1", "user_hash": hash_of("u_1") });
    assert_eq!(bench.boot(bad).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn switched_off_the_classic_snippet_works_with_a_warning() {
    let bench = open_bench().await;
    assert_eq!(bench.workspace.standing_warnings().await.expect("warnings").len(), 1);
    for settings in [
        json!({ "user_id": "u_1", "email": "one@example.com", "name": "One", "created_at": 1_700_000_000 }),
        json!({ "user_id": 7 }),
        json!({ "email": "Two@Example.com" }),
    ] {
        let answer = bench.boot(settings).await;
        assert_eq!(answer.json()["person"]["type"], "user");
        let accepted = bench.last_accepted().await;
        assert!(!accepted.person.verified && accepted.checks.is_empty());
        assert_eq!(accepted.warnings, ["Nothing proves who this is: identity is not enforced for web."]);
        let bare = bench.ping("update", A, json!({}), Some(&answer.credential())).await;
        assert_eq!(bare.status, StatusCode::OK);
        assert!(!bench.last_accepted().await.warnings.is_empty());
    }
    let again = bench.boot(json!({ "email": " two@example.COM " })).await;
    assert_eq!(again.status, StatusCode::OK);
    assert_eq!(bench.last_accepted().await.impression, 3, "the e-mail finds the same user");
    let db = bench.database.open().await;
    assert_eq!(texts(&db, "select count(*) from people").await, ["3"]);
    assert_eq!(texts(&db, "select signed_up_at from people where user_id = 'u_1'").await, ["1700000000"]);
}

#[tokio::test]
async fn switched_off_a_wrong_token_is_refused_all_the_same() {
    let bench = open_bench().await;
    for token in [json!("x"), json!(sign_with(Algorithm::HS256, "another", &json!({ "user_id": "u_1" })))] {
        let answer = bench.boot(json!({ "user_id": "u_1", "intercom_user_jwt": token })).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn switched_on_again_unproved_sessions_end_and_proved_ones_and_visitors_go_on() {
    let bench = open_bench().await;
    let unproved = bench.boot(json!({ "user_id": "u_1" })).await.credential();
    let proved = bench.boot_user("u_2").await.credential();
    let visitor = bench.boot(json!({})).await.credential();
    bench.enforce(true).await;
    let answer = bench.ping("update", A, json!({}), Some(&unproved)).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(bench.last_reason().await, IdentityRefusal::SessionUnproved.to_string());
    for credential in [proved, visitor] {
        assert_eq!(bench.ping("update", A, json!({}), Some(&credential)).await.status, StatusCode::OK);
    }
    assert!(bench.workspace.standing_warnings().await.expect("warnings").is_empty());
}

#[tokio::test]
async fn an_unproved_session_never_becomes_a_proved_one() {
    let bench = open_bench().await;
    let unproved = bench.boot(json!({ "user_id": "u_1" })).await.credential();
    let settings = json!({ "intercom_user_jwt": token("u_1") });
    let answer = bench.ping("boot", A, settings, Some(&unproved)).await;
    assert_ne!(answer.credential(), unproved);
    assert!(bench.last_accepted().await.person.verified);
    let answer = bench.ping("update", B, json!({}), Some(&unproved)).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN, "it is over");
}

#[tokio::test]
async fn what_is_unproved_takes_nothing_from_a_proved_session() {
    let bench = open_bench().await;
    let proved = bench.boot_user("u_1").await.credential();
    let settings = json!({ "user_id": "u_1", "email": "other@example.com" });
    let answer = bench.ping("update", A, settings, Some(&proved)).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(bench.last_accepted().await.person.verified);
    assert!(
        texts(&bench.database.open().await, "select email from people where email is not null")
            .await
            .is_empty()
    );
    let answer = bench.ping("update", B, json!({ "user_id": "u_2" }), Some(&proved)).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(bench.last_reason().await, IdentityRefusal::AnotherPerson.to_string());
}

#[tokio::test]
async fn a_name_without_proof_opens_a_session_without_proof() {
    let bench = open_bench().await;
    bench.boot_user("u_1").await;
    let credential = bench.boot(json!({ "user_id": "u_1" })).await.credential();
    assert!(!bench.last_accepted().await.person.verified);
    bench.boot_user("u_1").await;
    assert!(bench.last_accepted().await.person.verified);
    bench.ping("update", A, json!({}), Some(&credential)).await;
    assert!(!bench.last_accepted().await.person.verified, "whatever others prove meanwhile");
}

#[tokio::test]
async fn an_email_that_several_users_share_is_a_conflict() {
    let bench = open_bench().await;
    for user_id in ["u_1", "u_2"] {
        bench.boot(json!({ "user_id": user_id, "email": "shared@example.com" })).await;
    }
    let answer = bench.boot(json!({ "email": "Shared@example.com" })).await;
    assert_eq!(
        (answer.status, answer.body.as_str()),
        (StatusCode::CONFLICT, r#"{"errors":[{"code":"conflict"}]}"#)
    );
    assert_eq!(bench.last_reason().await, IdentityRefusal::SharedEmail.to_string());
    assert!(bench.last_refused().await.checks.last().is_some_and(|check| !check.passed));
}

#[tokio::test]
async fn a_visitor_who_says_an_email_becomes_that_user() {
    let bench = open_bench().await;
    let visitor = bench.boot(json!({})).await.credential();
    let settings = json!({ "email": "one@example.com" });
    let answer = bench.ping("update", A, settings, Some(&visitor)).await;
    assert_eq!(bench.last_accepted().await.merged_from.expect("a merge").impressions, 1);
    assert_ne!(answer.credential(), visitor);
}

/// An attacker who has an account of their own boots with its hash and the victim's e-mail.
#[tokio::test]
async fn an_email_beside_a_hash_of_the_user_id_is_not_proved_and_finds_nobody() {
    let bench = Bench::new().await;
    let attacker =
        json!({ "user_id": "u_evil", "email": "victim@example.com", "user_hash": hash_of("u_evil") });
    assert_eq!(bench.boot(attacker).await.status, StatusCode::OK);
    // The victim's host proves by e-mail alone.
    let settings = json!({ "email": "victim@example.com", "user_hash": hash_of("victim@example.com") });
    let victim = bench.boot(settings.clone()).await.credential();
    let db = bench.database.open().await;
    let people = "select coalesce(user_id, '-') from people order by user_id nulls first";
    assert_eq!(texts(&db, people).await, ["-", "u_evil"]);
    assert_eq!(bench.ping("update", A, json!({}), Some(&victim)).await.status, StatusCode::OK);
    // Neither does a second one lock the victim out.
    let another =
        json!({ "user_id": "u_evil_2", "email": "victim@example.com", "user_hash": hash_of("u_evil_2") });
    assert_eq!(bench.boot(another).await.status, StatusCode::OK);
    assert_eq!(bench.boot(settings).await.status, StatusCode::OK);
    assert_eq!(texts(&db, "select count(*) from people").await, ["3"]);
}

/// The signature of a token is a hash of its first two parts by the same key.
#[tokio::test]
async fn the_signed_part_of_a_token_is_no_user_id() {
    let bench = Bench::new().await;
    for claims in [json!({ "user_id": "u_1", "exp": NOW + 60 }), json!({})] {
        let token = sign(&claims);
        let (message, _) = token.rsplit_once('.').expect("three parts");
        for name in ["user_id", "email"] {
            let settings = json!({ name: message, "user_hash": hash_of(message) });
            let answer = bench.boot(settings).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name} {claims}");
        }
    }
    for good in ["first.last", "a.b.c", "eyJ.x", "one@example.com", "7.0"] {
        let settings = json!({ "user_id": good, "user_hash": hash_of(good) });
        assert_eq!(bench.boot(settings).await.status, StatusCode::OK, "{good}");
    }
}
