//! Pings that are as large or as many as a page may send: each stays small in the feed, in the reply and in the database.

use super::*;
use leptos_messenger::workspace::audit::Actor;
use leptos_messenger::workspace::keys;

const BY: Actor<'static> = Actor::Teammate { account_id: "a_1", name: "Ines", address: None };
const DAY: i64 = 24 * 60 * 60;
/// Characters of a feed row and of a reply, whatever a ping of 64 KiB refuses.
const SHORT: usize = 8 * 1_024;

impl Bench {
    async fn rows(&self, select: &str) -> Vec<String> {
        texts(&self.database.open().await, select).await
    }

    /// Names that the reply lists, and how many more there are.
    async fn refused_briefly(&self, settings: Value, credential: Option<&str>) -> (usize, usize) {
        let answer = self.ping("boot", HOME, settings, credential).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        assert!(answer.body.len() < SHORT, "a reply of {}", answer.body.len());
        let row = self.rows("select kind from events order by number desc limit 1").await.remove(0);
        assert!(row.len() < SHORT, "a row of {}", row.len());
        let reply = answer.json();
        let named = reply["refused_attributes"].as_array().map_or(0, Vec::len);
        (named, reply["more_refused"].as_u64().unwrap_or_default() as usize)
    }
}

/// So many attributes that none may have.
fn broken(count: usize) -> Value {
    Value::Object((0..count).map(|n| (format!("a.{n}"), json!(0))).collect())
}

#[tokio::test]
async fn twenty_refused_attributes_are_named_and_the_others_counted() {
    let bench = Bench::new().await;
    assert_eq!(bench.refused_briefly(broken(20), None).await, (20, 0));
    assert_eq!(bench.refused_briefly(broken(21), None).await, (20, 1));
    assert_eq!(bench.refused_briefly(broken(5_000), None).await, (20, 4_980));
}

#[tokio::test]
async fn refused_attributes_of_companies_count_with_the_others() {
    let bench = Bench::new().await;
    let mut company = broken(1_500);
    company["company_id"] = "c_1".into();
    company["name"] = "One".into();
    let mut settings = broken(1_500);
    settings["company"] = company;
    settings["intercom_user_jwt"] = token("u_1").into();
    assert_eq!(bench.refused_briefly(settings, None).await, (20, 2_980));
}

#[tokio::test]
async fn protected_attributes_that_a_page_sends_count_with_the_others() {
    let bench = Bench::new().await;
    for n in 0..25 {
        keys::protect(bench.workspace.store(), BY, bench.workspace.app_id(), &format!("p{n}"))
            .await
            .expect("protected");
    }
    let settings: Value = Value::Object((0..25).map(|n| (format!("p{n}"), json!(1))).collect());
    assert_eq!(bench.refused_briefly(settings, None).await, (20, 5));
}

#[tokio::test]
async fn a_ping_brings_ten_companies_at_most() {
    let bench = Bench::new().await;
    let list: Vec<Value> =
        (0..12).map(|n| json!({ "company_id": format!("c_{n:02}"), "name": "One" })).collect();
    let settings = json!({ "intercom_user_jwt": token("u_1"), "companies": list });
    let answer = bench.ping("boot", HOME, settings, None).await;
    assert_eq!(answer.json()["refused_attributes"][0]["name"], "companies");
    let companies = bench.rows("select company_id from companies order by company_id").await;
    assert_eq!(companies.len(), 10);
    assert_eq!(companies[9], "c_09");
}

#[tokio::test]
async fn a_company_that_comes_twice_in_a_ping_is_one_and_the_later_word_holds() {
    let bench = Bench::new().await;
    let settings = json!({
        "intercom_user_jwt": token("u_1"),
        "companies": [{ "company_id": "c_1", "name": "One", "plan": "pro", "seats": 1 }, { "company_id": "c_2", "name": "Two" }],
        "company": { "company_id": "c_1", "name": "One B", "seats": 2 },
    });
    assert_eq!(bench.ping("boot", HOME, settings, None).await.status, StatusCode::OK);
    assert_eq!(bench.rows("select name from companies order by company_id").await, ["One B", "Two"]);
    let kept = bench.rows("select details from companies order by company_id").await;
    assert_eq!(serde_json::from_str::<Value>(&kept[0]).expect("JSON"), json!({ "plan": "pro" }));
    let kept = bench.rows("select attributes from companies order by company_id").await;
    assert_eq!(serde_json::from_str::<Value>(&kept[0]).expect("JSON"), json!({ "seats": 2 }));
    let active =
        "select c.company_id from companies c join company_members m on m.company = c.id where m.active";
    assert_eq!(bench.rows(active).await, ["c_1"]);
}

#[tokio::test]
async fn companies_that_nobody_belongs_to_any_more_are_forgotten() {
    let bench = Bench::new().await;
    let settings = |user: &str, company: &str| json!({ "intercom_user_jwt": token(user), "company": { "company_id": company, "name": company } });
    bench.ping("boot", HOME, settings("u_1", "left-behind"), None).await;
    bench.ping("boot", HOME, settings("u_2", "kept"), None).await;
    bench.forget_user("u_1").await.expect("forgotten");
    bench.clock.advance(10 * DAY);
    bench.forget_old(9 * DAY).await.expect("a sweep");
    assert_eq!(bench.rows("select company_id from companies").await, ["kept"]);
}

#[tokio::test]
async fn the_feed_is_bounded_in_bytes_too_and_keeps_what_is_newest() {
    let bench = Bench::new().await;
    bench.ping("boot", HOME, json!({}), None).await;
    let db = bench.database.open().await;
    // Rows of 1 MiB each, recorded just now.
    let insert = format!(
        "insert into events (number, app_id, at_ms, kind)
         with recursive n (n) as (select 3 union all select n + 1 from n where n < 102)
         select n, '{}', {}000, '{{\"SessionEnded\":{{\"person\":{{\"name\":\"{}\",\"user_id\":null,\"verified\":false}}}}}}' from n",
        bench.workspace.app_id(),
        NOW,
        "x".repeat(1_048_576),
    );
    execute(&db, &insert).await;
    execute(&db, "update event_counter set number = 102").await;
    bench.forget_old(DAY).await.expect("a sweep");
    let kept: Vec<u64> = bench
        .rows("select number from events order by number")
        .await
        .iter()
        .map(|n| n.parse().expect("a number"))
        .collect();
    assert_eq!(*kept.last().expect("a row"), 102);
    assert!((32..=64).contains(&kept.len()), "{} rows of 1 MiB", kept.len());
}

#[tokio::test]
async fn a_person_has_a_hundred_live_sessions_and_the_least_recently_used_ends() {
    let bench = Bench::new().await;
    let mut credentials = Vec::new();
    for n in 0..100 {
        credentials.push(
            bench
                .ping("boot", &format!("{HOME}{n}"), json!({ "intercom_user_jwt": token("u_1") }), None)
                .await
                .credential(),
        );
        bench.clock.advance(1);
    }
    // The oldest is used once more.
    bench.ping("update", &format!("{HOME}again"), json!({}), Some(&credentials[0])).await;
    bench.clock.advance(1);
    bench.boot_user("u_1").await.credential();
    let mut statuses = Vec::new();
    for credential in &credentials[..3] {
        statuses
            .push(bench.ping("update", &format!("{HOME}later"), json!({}), Some(credential)).await.status);
    }
    assert_eq!(statuses, [StatusCode::OK, StatusCode::FORBIDDEN, StatusCode::OK]);
    assert_eq!(bench.rows("select count(*) from messenger_sessions").await, ["100"]);
}
