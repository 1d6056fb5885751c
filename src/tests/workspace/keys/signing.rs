//! Active keys verify, retired ones refuse, and the environment's secret replaces both.

use super::*;
use leptos_messenger::workspace::identity::{Proof, User, still_holds};

#[tokio::test]
async fn the_newest_key_signs_and_every_active_one_verifies() {
    let bench = kept().await;
    let first = bench.signed_now("u_1");
    let made = bench.make_key(bench.workspace.app_id(), Platform::Web, "Second").await;
    assert_eq!(bench.workspace.identity_secret().expect("a key"), made);
    for (token, name) in [(first, "First key"), (bench.signed_now("u_2"), "Second")] {
        assert_eq!(bench.boot_with(&token).await.status, StatusCode::OK);
        let checks = bench.last_accepted().await.checks;
        let signed = format!("Signed with the web key “{name}”.");
        assert!(checks.iter().any(|check| check.passed && check.text == signed), "{checks:?}");
    }
}

#[tokio::test]
async fn another_server_signs_with_a_key_that_was_made_elsewhere() {
    let bench = kept().await;
    let other = open_in(&bench.database, &bench.clock, None).await;
    let made = bench.make_key(bench.workspace.app_id(), Platform::Web, "").await;
    other.refresh_signing_key().await.expect("a look");
    assert_eq!(other.identity_secret().expect("a key"), made);
}

#[tokio::test]
async fn a_retired_key_fails_at_the_next_ping() {
    let bench = kept().await;
    let old = bench.signed_now("u_1");
    let credential = bench.boot_with(&old).await.credential();
    bench.make_key(bench.workspace.app_id(), Platform::Web, "Second").await;
    assert_eq!(bench.ping("update", A, json!({}), Some(&credential)).await.status, StatusCode::OK);
    bench.retire("First key").await;

    let answer = bench.ping("update", HOME, json!({}), Some(&credential)).await;
    assert_refused(&bench, &answer, IdentityRefusal::SessionOfRetiredKey).await;
    let answer = bench.boot_with(&old).await;
    assert_refused(&bench, &answer, IdentityRefusal::RetiredKey).await;
    let refused = bench.last_refused().await;
    assert_eq!(
        refused.checks.last().expect("a check").text,
        "Signed with the web key “First key”, which is retired."
    );

    let fresh = json!({ "intercom_user_jwt": bench.signed_now("u_1") });
    assert_eq!(bench.ping("boot", HOME, fresh, Some(&credential)).await.status, StatusCode::OK);
    assert_eq!(bench.ping("update", A, json!({}), Some(&credential)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn while_all_keys_are_retired_nobody_is_proved_and_a_restart_makes_none() {
    let bench = kept().await;
    let token = bench.signed_now("u_1");
    bench.retire("First key").await;
    assert!(bench.workspace.identity_secret().is_none());
    assert_refused(&bench, &bench.boot_with(&token).await, IdentityRefusal::RetiredKey).await;
    assert_refused(&bench, &bench.boot_with(&sign(&claims("u_1"))).await, IdentityRefusal::NoKey).await;
    assert_eq!(bench.workspace.standing_warnings().await.expect("warnings").len(), 1);
    let again = open_in(&bench.database, &bench.clock, None).await;
    assert!(again.identity_secret().is_none());
    assert_eq!(again.app_id(), bench.workspace.app_id());
    bench.make_key(bench.workspace.app_id(), Platform::Web, "").await;
    assert_eq!(bench.boot_with(&bench.signed_now("u_1")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_environments_secret_is_the_first_apps_only_web_key() {
    let bench = kept().await;
    let kept_token = bench.signed_now("u_1");
    let kept_credential = bench.boot_with(&kept_token).await.credential();
    let given = bench.reopened(IdentitySecret::new(SECRET)).await;
    assert_refused(&given, &given.boot_with(&kept_token).await, IdentityRefusal::WrongSignature).await;
    let answer = given.ping("update", A, json!({}), Some(&kept_credential)).await;
    assert_refused(&given, &answer, IdentityRefusal::SessionOfRetiredKey).await;
    let credential = given.boot_with(&sign(&claims("u_1"))).await.credential();
    let signed = "Signed with the web key “INTERCOM_IDENTITY_SECRET”.";
    assert!(given.last_accepted().await.checks.iter().any(|check| check.text == signed));
    let refused = given.workspace.make_key(BY, given.workspace.app_id(), Platform::Web, "").await;
    assert!(refused.is_err());

    // Its sessions go on over a restart, and end with another secret.
    let given = given.reopened(IdentitySecret::new(SECRET)).await;
    assert_eq!(given.ping("update", A, json!({}), Some(&credential)).await.status, StatusCode::OK);
    let other = given.reopened(IdentitySecret::new("another")).await;
    assert_eq!(other.ping("update", HOME, json!({}), Some(&credential)).await.status, StatusCode::FORBIDDEN);
    let rows = texts(&other.database.open().await, "select secret from identity_keys").await;
    assert!(!rows.iter().any(|secret| secret == SECRET));
}

/// What the writer asks once no teammate can change anything any more.
#[tokio::test]
async fn what_was_believed_before_the_transaction_is_asked_again_in_it() {
    let bench = kept().await;
    let app_id = bench.workspace.app_id();
    let user = |proof| User {
        user_id: Some("u_1".to_owned()),
        email: None,
        email_proved: false,
        issued_at: None,
        name: None,
        expires_at: None,
        claims: serde_json::Map::new(),
        proof,
        checks: Vec::new(),
        warnings: Vec::new(),
    };
    let proof = Proof { key_id: bench.key_id("First key").await, hash: String::new(), is_user_hash: false };
    let (proved, unproved) = (user(Some(proof)), user(None));
    let holds = async |user: &User| {
        let mut transaction = bench.database.open().await.begin().await.expect("a transaction");
        still_holds(&mut transaction, app_id, Platform::Web, user).await.expect("an answer")
    };
    assert_eq!((holds(&proved).await, holds(&unproved).await), (true, false));
    keys::enforce(bench.workspace.store(), BY, app_id, Platform::Web, false).await.expect("switched");
    bench.retire("First key").await;
    assert_eq!((holds(&proved).await, holds(&unproved).await), (false, true));
}
