//! Apps and platforms have keys, sessions and switches of their own.

use super::*;

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
async fn apps_of_one_database_do_not_see_each_other() {
    let bench = kept().await;
    let own = bench.workspace.app_id().to_owned();
    let other = keys::make_app(bench.workspace.store(), BY, "Second shop").await.expect("an app");
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
    assert!(keys::rename_key(bench.workspace.store(), BY, &own, &id, "Mine").await.is_err());
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
    let other = keys::make_app(bench.workspace.store(), BY, "Second shop").await.expect("an app");
    keys::enforce(bench.workspace.store(), BY, &other, Platform::Ios, false).await.expect("switched");
    for (platform, app_id, status) in [("ios", &other, 200), ("web", &other, 403), ("ios", &own, 403)] {
        let answer = bench.ping_on(platform, app_id, "boot", json!({ "user_id": "u_1" }), None).await;
        assert_eq!(answer.status.as_u16(), status, "{platform} {app_id}");
    }
    assert!(bench.workspace.standing_warnings().await.expect("warnings").is_empty());
}
