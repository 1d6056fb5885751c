//! Several secrets, apps and platforms, and the switch.

use super::*;
use leptos_messenger::workspace::Platform;
use leptos_messenger::workspace::identity::{By, IdentityRefusal, Proof, User, still_holds};

const A: &str = "https://shop.example/a";
const BY: By<'static> = By { account_id: "a_1", name: "Ines" };

/// A workspace with keys of its own, none of them from the environment.
async fn kept() -> Bench {
    Bench::with(None).await
}

impl Bench {
    fn signed_now(&self, user_id: &str) -> String {
        let secret = self.workspace.identity_secret().expect("a key");
        sign_with(Algorithm::HS256, secret.as_str(), &claims(user_id))
    }

    async fn boot_with(&self, token: &str) -> Answer {
        self.ping("boot", HOME, json!({ "intercom_user_jwt": token }), None).await
    }

    async fn make_key(&self, app_id: &str, platform: Platform, name: &str) -> IdentitySecret {
        self.workspace.make_key(BY, app_id, platform, name).await.expect("a key").secret
    }

    async fn key_id(&self, name: &str) -> String {
        let select = format!("select id from identity_keys where name = '{name}'");
        texts(&self.database.open().await, &select).await.pop().expect("a key")
    }

    async fn retire(&self, name: &str) {
        let id = self.key_id(name).await;
        self.workspace.retire_key(BY, self.workspace.app_id(), &id).await.expect("retired");
    }
}

fn claims(user_id: &str) -> Value {
    json!({ "user_id": user_id, "exp": NOW + 7_200 })
}

fn signed_by(secret: &IdentitySecret, user_id: &str) -> String {
    sign_with(Algorithm::HS256, secret.as_str(), &claims(user_id))
}

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
async fn each_platform_has_keys_and_sessions_of_its_own() {
    let bench = kept().await;
    let app_id = bench.workspace.app_id();
    let ios = bench.make_key(app_id, Platform::Ios, "Phones").await;
    let token = json!({ "intercom_user_jwt": signed_by(&ios, "u_1") });
    assert_refused(
        &bench,
        &bench.ping("boot", HOME, token.clone(), None).await,
        IdentityRefusal::WrongSignature,
    )
    .await;
    let answer = bench.ping_on("ios", app_id, "boot", token, None).await;
    let credential = answer.credential();
    assert_eq!(bench.ping("update", A, json!({}), Some(&credential)).await.status, StatusCode::FORBIDDEN);
    let left = bench.post("/messenger/web/shutdown", String::new(), Some(&credential)).await;
    assert_eq!(left.status, StatusCode::NO_CONTENT);
    let answer = bench.ping_on("ios", app_id, "update", json!({}), Some(&credential)).await;
    assert_eq!(answer.status, StatusCode::OK);
    let answer = bench.ping_on("symbian", app_id, "boot", json!({}), None).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
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

#[tokio::test]
async fn apps_of_one_database_do_not_see_each_other() {
    let bench = kept().await;
    let own = bench.workspace.app_id().to_owned();
    let other = bench.workspace.make_app(BY, "Second shop").await.expect("an app");
    let other_key = bench.make_key(&other, Platform::Web, "Other").await;
    let own_token = json!({ "intercom_user_jwt": bench.signed_now("u_1") });
    let other_token = json!({ "intercom_user_jwt": signed_by(&other_key, "u_1") });

    // Tokens and keys.
    for (app_id, token) in [(&own, &other_token), (&other, &own_token)] {
        let answer = bench.ping_on("web", app_id, "boot", token.clone(), None).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
    }
    // Users.
    let own_user = bench.ping_on("web", &own, "boot", own_token, None).await.credential();
    let other_user = bench.ping_on("web", &other, "boot", other_token, None).await.credential();
    assert_eq!(
        texts(&bench.database.open().await, "select id from people where user_id = 'u_1'").await.len(),
        2
    );
    // Sessions.
    for (app_id, credential) in [(&own, &other_user), (&other, &own_user)] {
        let answer = bench.ping_on("web", app_id, "update", json!({ "plan": "pro" }), Some(credential)).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        let answer = bench.ping_on("web", app_id, "update", json!({}), Some(credential)).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
    }
    // Visitors.
    let visitor = bench.ping_on("web", &own, "boot", json!({}), None).await.visitor_id();
    let body = json!({ "app_id": other, "call": "boot", "page": { "url": HOME }, "visitor_id": visitor });
    let answer = bench.post("/messenger/web/ping", body.to_string(), None).await;
    assert_ne!(answer.visitor_id(), visitor);
    // Feeds.
    let feed = bench.workspace.feed();
    let of_other = feed.after(&other, 0, 100).await.expect("entries");
    assert!(of_other.iter().all(|entry| entry.app_id == other) && of_other.len() >= 5);
    assert!(bench.entries().await.iter().all(|entry| entry.app_id == own));
    // Keys cannot be reached through another app.
    let id = bench.key_id("Other").await;
    assert!(bench.workspace.retire_key(BY, &own, &id).await.is_err());
    assert!(bench.workspace.rename_key(BY, &own, &id, "Mine").await.is_err());
    // The script is served for both.
    for app_id in [&own, &other] {
        let request = Request::get(format!("/widget/{app_id}")).body(Body::empty()).expect("a request");
        assert_eq!(bench.send(request).await.status(), StatusCode::OK);
    }
}

#[tokio::test]
async fn switches_of_one_app_and_platform_are_no_others() {
    let bench = kept().await;
    let own = bench.workspace.app_id().to_owned();
    let other = bench.workspace.make_app(BY, "Second shop").await.expect("an app");
    bench.workspace.enforce(BY, &other, Platform::Ios, false).await.expect("switched");
    for (platform, app_id, status) in [("ios", &other, 200), ("web", &other, 403), ("ios", &own, 403)] {
        let answer = bench.ping_on(platform, app_id, "boot", json!({ "user_id": "u_1" }), None).await;
        assert_eq!(answer.status.as_u16(), status, "{platform} {app_id}");
    }
    assert!(bench.workspace.standing_warnings().await.expect("warnings").is_empty());
}

#[tokio::test]
async fn every_change_is_in_the_feed_without_a_secret() {
    let bench = kept().await;
    let app_id = bench.workspace.app_id().to_owned();
    let secret = bench.make_key(&app_id, Platform::Web, "Second").await;
    let id = bench.key_id("Second").await;
    bench.workspace.rename_key(BY, &app_id, &id, "Third").await.expect("renamed");
    bench.workspace.retire_key(BY, &app_id, &id).await.expect("retired");
    bench.workspace.retire_key(BY, &app_id, &id).await.expect("nothing to do");
    bench.workspace.enforce(BY, &app_id, Platform::Web, false).await.expect("switched");
    bench.workspace.enforce(BY, &app_id, Platform::Web, true).await.expect("switched");
    bench.workspace.protect(BY, &app_id, "plan").await.expect("protected");
    bench.workspace.unprotect(BY, &app_id, "plan").await.expect("unprotected");
    let said: Vec<String> = bench
        .entries()
        .await
        .into_iter()
        .map(|entry| match entry.kind {
            FeedKind::IdentitySettingsChanged { what } => what,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        said,
        [
            "Ines made the web key “Second”.",
            "Ines renamed the web key “Second” to “Third”.",
            "Ines retired the web key “Third”.",
            "Ines switched enforcement for web off.",
            "Ines switched enforcement for web on.",
            "Ines protected the attribute “plan”.",
            "Ines no longer protects the attribute “plan”.",
        ]
    );
    assert!(!said.concat().contains(&secret.as_str()[..8]));
}

#[tokio::test]
async fn names_that_no_database_can_hold_are_refused() {
    let bench = kept().await;
    let workspace = &bench.workspace;
    let app_id = workspace.app_id();
    for bad in ["a\0b", "\0"] {
        assert!(workspace.make_key(BY, app_id, Platform::Web, bad).await.is_err());
        assert!(workspace.make_key(BY, bad, Platform::Web, "").await.is_err());
        assert!(workspace.make_app(BY, bad).await.is_err());
        assert!(workspace.retire_key(BY, app_id, bad).await.is_err());
        assert!(workspace.protect(BY, app_id, bad).await.is_err());
    }
}

#[tokio::test]
async fn a_protected_attribute_comes_from_the_token_alone() {
    let bench = Bench::new().await;
    bench.workspace.protect(BY, bench.workspace.app_id(), "plan").await.expect("protected");
    let token = sign(&json!({ "user_id": "u_1", "exp": NOW + 60, "plan": "pro" }));
    let settings = json!({ "intercom_user_jwt": token, "plan": "free", "seats": 2 });
    let answer = bench.ping("boot", HOME, settings, None).await;
    assert_eq!(answer.json()["refused_attributes"][0]["name"], "plan");
    let credential = answer.credential();
    bench.ping("update", A, json!({ "plan": null, "seats": 3 }), Some(&credential)).await;
    assert_eq!(bench.last_accepted().await.refused_attributes.len(), 1);
    let rows = texts(&bench.database.open().await, "select attributes from people").await;
    assert_eq!(serde_json::from_str::<Value>(&rows[0]).expect("JSON"), json!({ "plan": "pro", "seats": 3 }));
}

/// Under either name, a company is a company.
#[tokio::test]
async fn a_protected_company_is_not_changed_by_companies_in_clear_nor_the_other_way_round() {
    for protected in ["company", "companies"] {
        let bench = Bench::new().await;
        bench.workspace.protect(BY, bench.workspace.app_id(), protected).await.expect("protected");
        let signed = json!({ "company_id": "c_1", "name": "One", "plan": "pro" });
        let token = sign(&json!({ "user_id": "u_1", "exp": NOW + 60, "company": signed }));
        let forged = json!({ "company_id": "c_1", "name": "Mine", "plan": "free" });
        let settings = json!({ "intercom_user_jwt": token, "companies": [forged] });
        let answer = bench.ping("boot", HOME, settings, None).await;
        assert_eq!(answer.json()["refused_attributes"][0]["name"], "companies");
        let credential = answer.credential();
        bench.ping("update", A, json!({ "company": forged, "companies": [forged] }), Some(&credential)).await;
        let db = bench.database.open().await;
        assert_eq!(texts(&db, "select name from companies").await, ["One"], "{protected}");
        let details = texts(&db, "select details from companies").await;
        let details: Vec<Value> =
            details.iter().map(|text| serde_json::from_str(text).expect("JSON")).collect();
        assert_eq!(details, [json!({ "plan": "pro" })], "{protected}");
    }
}

async fn assert_refused(bench: &Bench, answer: &Answer, why: IdentityRefusal) {
    assert_eq!(answer.body, r#"{"errors":[{"code":"forbidden"}]}"#, "{why:?}");
    assert_eq!(bench.last_reason().await, why.to_string());
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
    let proof = Proof { key_id: bench.key_id("First key").await, hash: String::new() };
    let (proved, unproved) = (user(Some(proof)), user(None));
    let holds = async |user: &User| {
        let mut transaction = bench.database.open().await.begin().await.expect("a transaction");
        still_holds(&mut transaction, app_id, Platform::Web, user).await.expect("an answer")
    };
    assert_eq!((holds(&proved).await, holds(&unproved).await), (true, false));
    bench.workspace.enforce(BY, app_id, Platform::Web, false).await.expect("switched");
    bench.retire("First key").await;
    assert_eq!((holds(&proved).await, holds(&unproved).await), (false, true));
}
