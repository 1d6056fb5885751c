//! What ends identities before their tokens do: the app's word, and another secret of the environment.

use super::*;
use leptos_messenger::workspace::refusal::IdentityRefusal;

const A: &str = "https://shop.example/a";
const OTHER: &str = "another-secret-that-only-these-tests-know-of";

impl Bench {
    async fn boot_claiming(&self, claims: Value) -> Answer {
        self.ping("boot", HOME, json!({ "intercom_user_jwt": sign(&claims) }), None).await
    }
}

fn signed_at(iat: i64) -> Value {
    json!({ "user_id": "u_1", "iat": iat, "exp": iat + 7_200 })
}

#[tokio::test]
async fn revoked_tokens_open_nothing_and_their_sessions_end_at_once() {
    let bench = Bench::new().await;
    let session = bench.boot_claiming(signed_at(NOW)).await.credential();
    let bystander = bench.boot_user("u_2").await.credential();
    bench.clock.advance(60);
    bench.revoke_tokens("u_1").await.expect("revoked");
    assert_eq!(bench.ping("update", A, json!({}), Some(&session)).await.status, StatusCode::FORBIDDEN);
    for iat in [NOW, NOW + 59, NOW + 60] {
        assert_eq!(bench.boot_claiming(signed_at(iat)).await.status, StatusCode::FORBIDDEN);
        assert_eq!(bench.last_reason().await, IdentityRefusal::Revoked.to_string());
    }
    bench.clock.advance(1);
    assert_eq!(bench.boot_claiming(signed_at(NOW + 61)).await.status, StatusCode::OK);
    assert_eq!(bench.ping("update", A, json!({}), Some(&bystander)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn what_was_revoked_is_refused_for_as_long_as_it_lives_and_a_user_hash_for_two_hours() {
    const YEAR: i64 = 365 * 24 * 60 * 60;
    let bench = Bench::new().await;
    let user_hash = super::unproved::hash_of("u_1");
    let by_hash = async || {
        let settings = json!({ "user_id": "u_1", "user_hash": user_hash });
        bench.ping("boot", HOME, settings, None).await.status
    };
    bench.revoke_tokens("u_1").await.expect("revoked");
    let exp = NOW + 3 * YEAR;
    let old = [
        json!({ "user_id": "u_1", "iat": NOW, "exp": exp }),
        json!({ "user_id": "u_1", "exp": exp }),
        json!({ "user_id": "u_1" }),
    ];
    for (passed, hash) in [(7_199, StatusCode::FORBIDDEN), (1, StatusCode::OK), (2 * YEAR, StatusCode::OK)] {
        bench.clock.advance(passed);
        for _ in 0..3 {
            bench.forget_old(24 * 60 * 60).await.expect("a sweep");
        }
        for claims in &old {
            assert_eq!(bench.boot_claiming(claims.clone()).await.status, StatusCode::FORBIDDEN, "{claims}");
        }
        assert_eq!(by_hash().await, hash);
    }
}

#[tokio::test]
async fn the_tokens_of_a_forgotten_user_bring_nobody_back() {
    let bench = Bench::new().await;
    bench.boot_claiming(signed_at(NOW)).await.credential();
    bench.clock.advance(1);
    bench.forget_user("u_1").await.expect("forgotten");
    assert_eq!(bench.boot_claiming(signed_at(NOW)).await.status, StatusCode::FORBIDDEN);
    let db = bench.database.open().await;
    assert_eq!(texts(&db, "select count(*) from people").await, ["0"]);
    assert!(!texts(&db, "select user_id_hash from identity_not_before").await[0].contains("u_1"));
}

#[tokio::test]
async fn another_secret_of_the_environment_ends_what_the_one_before_proved_on_every_server() {
    let bench = Bench::new().await;
    let session = bench.boot_user("u_1").await.credential();
    // A second server is started with another secret, and this one runs on.
    let newer = open_in(&bench.database, &bench.clock, IdentitySecret::new(OTHER)).await;
    let newer = Bench {
        router: routes(newer.clone(), &[]),
        workspace: newer,
        clock: bench.clock.clone(),
        database: Database::fresh().await,
    };
    for server in [&bench, &newer] {
        assert_eq!(server.ping("update", A, json!({}), Some(&session)).await.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(bench.boot_user("u_1").await.status, StatusCode::FORBIDDEN);
    let warnings = bench.workspace.standing_warnings().await.expect("warnings");
    assert!(
        warnings.iter().any(|warning| warning.contains("started later with another secret")),
        "{warnings:?}"
    );
    assert!(newer.workspace.standing_warnings().await.expect("warnings").is_empty());
    let by_other = sign_with(Algorithm::HS256, OTHER, &json!({ "user_id": "u_1", "exp": NOW + 60 }));
    let answer = newer.ping("boot", HOME, json!({ "intercom_user_jwt": by_other }), None).await;
    assert_eq!(answer.status, StatusCode::OK);

    // Back to the first: its secret came last again.
    let bench = bench.reopened(IdentitySecret::new(SECRET)).await;
    let session = bench.boot_user("u_1").await.credential();
    let answer = newer.ping("boot", HOME, json!({ "intercom_user_jwt": by_other }), None).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    // The same secret at another start ends no session.
    let bench = bench.reopened(IdentitySecret::new(SECRET)).await;
    assert_eq!(bench.ping("update", A, json!({}), Some(&session)).await.status, StatusCode::OK);
}
