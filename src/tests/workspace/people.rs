//! Visitors, users and their merge.

use super::*;

const A: &str = "https://shop.example/a";

#[tokio::test]
async fn a_visitor_gets_an_id_and_a_name_of_two_words_and_keeps_both() {
    let bench = Bench::new().await;
    let first = bench.ping("boot", HOME, json!({}), None).await;
    let name = first.json()["person"]["name"].clone();
    assert_eq!(name.as_str().expect("a name").split(' ').count(), 2);
    let again = bench.ping_as(Some(&first.visitor_id()), "boot", A, json!({}), None).await;
    assert_eq!(again.visitor_id(), first.visitor_id());
    assert_eq!(again.json()["person"]["name"], name);
    let accepted = bench.last_accepted().await;
    assert_eq!((accepted.impression, accepted.person.user_id, accepted.person.verified), (2, None, false));
}

#[tokio::test]
async fn a_visitor_id_that_the_workspace_never_gave_is_nobodys() {
    let bench = Bench::new().await;
    for made_up in ["", "abc", "' or 1=1 --", &"x".repeat(5_000)] {
        let answer = bench.ping_as(Some(made_up), "boot", HOME, json!({}), None).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_ne!(answer.visitor_id(), made_up);
    }
}

#[tokio::test]
async fn a_visitor_who_boots_as_user_brings_impressions_along() {
    let bench = Bench::new().await;
    let visitor = bench.ping("boot", HOME, json!({}), None).await;
    let (visitor_id, credential) = (visitor.visitor_id(), visitor.credential());
    bench.ping("update", A, json!({}), Some(&credential)).await;

    let settings = json!({ "intercom_user_jwt": token("u_1") });
    let user = bench.ping_as(Some(&visitor_id), "boot", A, settings, Some(&credential)).await;
    let accepted = bench.last_accepted().await;
    let merged = accepted.merged_from.expect("a merge");
    assert_eq!(merged.impressions, 2);
    assert_eq!(merged.name, visitor.json()["person"]["name"]);
    assert_eq!((accepted.impression, accepted.person.verified), (3, true));
    assert_eq!(user.json()["person"], json!({ "type": "user", "name": "u_1 by name" }));
    assert!(user.json().get("visitor_id").is_none());
}

#[tokio::test]
async fn the_cookie_alone_brings_a_visitor_along_too() {
    let bench = Bench::new().await;
    let visitor_id = bench.ping("boot", HOME, json!({}), None).await.visitor_id();
    let settings = json!({ "intercom_user_jwt": token("u_1") });
    bench.ping_as(Some(&visitor_id), "boot", HOME, settings, None).await;
    assert_eq!(bench.last_accepted().await.merged_from.expect("a merge").impressions, 1);
}

#[tokio::test]
async fn a_visitor_joins_a_user_who_was_here_before() {
    let bench = Bench::new().await;
    bench.boot_user("u_1").await;
    let visitor_id = bench.ping("boot", HOME, json!({}), None).await.visitor_id();
    let settings = json!({ "intercom_user_jwt": token("u_1") });
    bench.ping_as(Some(&visitor_id), "boot", HOME, settings, None).await;
    assert_eq!(bench.last_accepted().await.impression, 3);
}

#[tokio::test]
async fn a_visitors_credential_never_becomes_the_users() {
    let bench = Bench::new().await;
    let visitor = bench.ping("boot", HOME, json!({}), None).await;
    let settings = json!({ "intercom_user_jwt": token("u_1") });
    let user = bench.ping("boot", HOME, settings, Some(&visitor.credential())).await;
    assert_ne!(user.credential(), visitor.credential());
    let answer = bench.ping("update", A, json!({}), Some(&visitor.credential())).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(bench.ping("update", A, json!({}), Some(&user.credential())).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_merged_visitors_cookie_resumes_nobody() {
    let bench = Bench::new().await;
    let visitor_id = bench.ping("boot", HOME, json!({}), None).await.visitor_id();
    let settings = json!({ "intercom_user_jwt": token("u_1") });
    bench.ping_as(Some(&visitor_id), "boot", HOME, settings, None).await;
    let next = bench.ping_as(Some(&visitor_id), "boot", HOME, json!({}), None).await;
    assert_ne!(next.visitor_id(), visitor_id);
    let accepted = bench.last_accepted().await;
    assert_eq!((accepted.impression, accepted.person.user_id), (1, None));
}

#[tokio::test]
async fn a_merged_visitors_id_is_kept_as_the_users_until_the_user_is_forgotten() {
    let bench = Bench::new().await;
    let db = bench.database.open().await;
    let visitor_id = bench.ping("boot", HOME, json!({}), None).await.visitor_id();
    let visitor = texts(&db, "select id from people").await;
    let settings = json!({ "intercom_user_jwt": token("u_1") });
    bench.ping_as(Some(&visitor_id), "boot", HOME, settings, None).await;
    let user = texts(&db, "select id from people").await;
    let alias = "select m.id || ' ' || m.person_id || ' ' || cast(m.merged_at as text) from merged_people m";
    assert_eq!(texts(&db, alias).await, [format!("{} {} {NOW}", visitor[0], user[0])]);
    bench.forget_user("u_1").await.expect("forgotten");
    assert!(texts(&db, alias).await.is_empty());
}

#[tokio::test]
async fn two_users_are_two_people() {
    let bench = Bench::new().await;
    bench.boot_user("u_1").await;
    bench.boot_user("u_2").await;
    let accepted = bench.last_accepted().await;
    assert_eq!((accepted.impression, accepted.person.user_id.as_deref()), (1, Some("u_2")));
}

#[tokio::test]
async fn a_user_without_a_name_goes_by_email_then_id() {
    let bench = Bench::new().await;
    for (claims, name) in [
        (json!({ "user_id": "u_1", "exp": NOW + 60 }), "u_1"),
        (json!({ "user_id": "u_1", "email": "one@example.com", "exp": NOW + 60 }), "one@example.com"),
    ] {
        let answer = bench.ping("boot", HOME, json!({ "intercom_user_jwt": sign(&claims) }), None).await;
        assert_eq!(answer.json()["person"]["name"], name);
    }
}

#[tokio::test]
async fn the_tokens_name_wins_over_one_in_clear() {
    let bench = Bench::new().await;
    let nameless = sign(&json!({ "user_id": "u_2", "exp": NOW + 60 }));
    for (token, name) in [(token("u_1"), "u_1 by name"), (nameless, "In clear")] {
        let settings = json!({ "intercom_user_jwt": token, "name": "In clear" });
        assert_eq!(bench.ping("boot", HOME, settings, None).await.json()["person"]["name"], name);
    }
}

#[tokio::test]
async fn pings_at_once_lose_no_impression() {
    let bench = Bench::new().await;
    let credential = bench.boot_user("u_1").await.credential();
    let urls: Vec<_> = (0..20).map(|n| format!("https://shop.example/{n}")).collect();
    let pings = urls.iter().map(|url| bench.ping("update", url, json!({}), Some(&credential)));
    futures::future::join_all(pings).await;
    let mut numbers: Vec<_> = bench
        .entries()
        .await
        .into_iter()
        .filter_map(|entry| match entry.kind {
            FeedKind::PingAccepted(accepted) => Some(accepted.impression),
            _ => None,
        })
        .collect();
    assert_eq!(numbers.len(), 21);
    assert!(numbers.is_sorted(), "the feed is in the order of the commits");
    numbers.dedup();
    assert_eq!(numbers.len(), 21);
}
