//! The retention of impressions, feed entries, visitors and sessions.

use super::*;
use crate::server::log::log;
use tracing::{Instrument, info_span};

const DAY: i64 = 24 * 60 * 60;

#[tokio::test]
async fn impressions_beyond_the_retention_are_forgotten_and_the_count_of_all_stays() {
    let bench = Bench::new().await;
    let credential = bench.ping("boot", HOME, json!({}), None).await.credential();
    bench.clock.advance(10 * DAY);
    bench.ping("update", &format!("{HOME}later"), json!({}), Some(&credential)).await;
    // With the feed's entry of it, and the change that made the person.
    assert_eq!(bench.forget_old(9 * DAY).await.expect("a sweep"), 1 + 1 + 1);
    let db = bench.database.open().await;
    assert_eq!(texts(&db, "select url from impressions").await, [format!("{HOME}later")]);
    assert_eq!(texts(&db, "select impressions from people").await, ["2"]);
    assert_eq!(bench.forget_old(9 * DAY).await.expect("a sweep"), 0);
}

#[tokio::test]
async fn what_the_feed_recorded_is_forgotten_at_the_same_age_however_little_it_is() {
    let bench = Bench::new().await;
    let credential = bench.ping("boot", HOME, json!({}), None).await.credential();
    for n in 0..3 {
        bench.ping("update", &format!("{HOME}{n}"), json!({}), Some(&credential)).await;
    }
    bench.clock.advance(10 * DAY);
    bench.ping("update", &format!("{HOME}later"), json!({}), Some(&credential)).await;
    assert_eq!(bench.entries().await.len(), 5);
    bench.forget_old(9 * DAY).await.expect("a sweep");
    let entries = bench.entries().await;
    assert_eq!(entries.iter().map(|entry| entry.number).collect::<Vec<_>>(), [6]);
    bench.forget_old(i64::MAX).await.expect("a sweep");
    assert_eq!(bench.entries().await, entries, "0 days are for ever");
    bench.clock.advance(9 * DAY);
    bench.forget_old(9 * DAY).await.expect("a sweep");
    assert_eq!(bench.entries().await, entries, "to the second");
    bench.clock.advance(1);
    bench.forget_old(9 * DAY).await.expect("a sweep");
    assert!(bench.entries().await.is_empty());
    bench.ping("boot", HOME, json!({}), None).await;
    assert_eq!(bench.entries().await[0].number, 9, "no number comes twice");
}

/// When the pages were seen that are still known, in days.
async fn days_seen(bench: &Bench) -> Vec<i64> {
    let db = bench.database.open().await;
    let seen = texts(&db, "select created_at from impressions order by created_at").await;
    seen.iter().map(|at| (at.parse::<i64>().expect("a time") - NOW) / DAY).collect()
}

#[tokio::test]
async fn a_clock_that_jumps_ahead_costs_a_day_of_history_an_hour_and_the_log_says_so() {
    let log = log();
    let bench = Bench::new().await;
    for day in 0..8 {
        if day > 0 {
            bench.clock.advance(DAY);
        }
        let seen = bench.ping("boot", &format!("{HOME}{day}"), json!({}), None).await;
        let event = json!({ "app_id": bench.workspace.app_id(), "name": "looked", "metadata": {} });
        bench.post("/messenger/web/event", event.to_string(), Some(&seen.credential())).await;
    }
    // Other tests have clocks that jump, too.
    let warnings = || {
        let own = |line: &String| line.contains("a jump") && line.contains("did the clock jump ahead");
        log.lines().into_iter().filter(own).collect::<Vec<_>>()
    };
    bench.forget_old(30 * DAY).instrument(info_span!("a jump")).await.expect("a sweep");
    assert_eq!((days_seen(&bench).await, warnings().len()), ((0..8).collect(), 0));

    bench.clock.advance(365 * DAY);
    for run in 1..3 {
        bench.forget_old(30 * DAY).instrument(info_span!("a jump")).await.expect("a sweep");
        assert_eq!((days_seen(&bench).await, warnings().len()), ((run..8).collect(), run as usize));
    }
    let line = warnings().remove(0);
    for kind in ["impressions", "data events", "events of the feed", "visitors", "expired sessions"] {
        assert!(line.contains(kind), "{line}");
    }
    bench.clock.advance(-365 * DAY);
    bench.forget_old(30 * DAY).instrument(info_span!("a jump")).await.expect("a sweep");
    assert_eq!((days_seen(&bench).await, warnings().len()), ((2..8).collect(), 2));
    // A visitor's session goes with the visitor, and then the oldest one of those that are left.
    for (table, left) in
        [("people", "6"), ("data_events", "6"), ("messenger_sessions", "5"), ("events", "12")]
    {
        let db = bench.database.open().await;
        assert_eq!(texts(&db, &format!("select count(*) from {table}")).await, [left], "{table}");
    }
}

#[tokio::test]
async fn an_hourly_run_forgets_all_that_is_due() {
    let bench = Bench::new().await;
    for hour in 0..(6 * 24) {
        if hour % 12 == 0 {
            bench.ping("boot", HOME, json!({}), None).await;
        }
        bench.forget_old(3 * DAY).await.expect("a sweep");
        bench.clock.advance(60 * 60);
    }
    let db = bench.database.open().await;
    let now = bench.clock.seconds();
    let overdue = format!("select count(*) from impressions where created_at < {}", now - 3 * DAY - 60 * 60);
    assert_eq!(texts(&db, &overdue).await, ["0"]);
    assert_eq!(texts(&db, "select count(*) from impressions").await, ["6"]);
}

#[tokio::test]
async fn a_sweep_of_many_rows_takes_small_steps_and_lets_pings_through_between_them() {
    let bench = Bench::new().await;
    let credential = bench.ping("boot", HOME, json!({}), None).await.credential();
    let db = bench.database.open().await;
    let person = &texts(&db, "select id from people").await[0];
    let insert = format!(
        "insert into impressions (id, app_id, person_id, url, title, referrer, created_at)
         with recursive n (n) as (select 1 union all select n + 1 from n where n < 2600)
         select 'old-' || n, '{}', '{person}', 'http://a.example/', '', '', n from n",
        bench.workspace.app_id()
    );
    execute(&db, &insert).await;
    let sweep = bench.forget_old(DAY);
    let ping = async {
        let answer = bench.ping("update", &format!("{HOME}x"), json!({}), Some(&credential)).await;
        (
            answer.status,
            texts(&db, "select count(*) from impressions").await[0].parse::<u32>().expect("a number"),
        )
    };
    let (gone, (status, left)) = tokio::join!(sweep, ping);
    assert_eq!((gone.expect("a sweep"), status), (2_600, StatusCode::OK));
    assert!(left > 2, "the ping waited for the whole sweep");
    assert_eq!(texts(&db, "select count(*) from impressions").await, ["2"]);
}

/// Everything that is kept, as text.
async fn dump(bench: &Bench) -> String {
    let db = bench.database.open().await;
    let mut dump = String::new();
    for (table, columns) in [
        (
            "people",
            "coalesce(visitor_id, '') || coalesce(user_id, '') || coalesce(name, '') || cast(details as text) || cast(attributes as text)",
        ),
        ("messenger_sessions", "id_hash || person_id || last_url || last_ping_hash"),
        ("impressions", "url || title || referrer"),
        ("data_events", "name || cast(metadata as text)"),
        ("data_event_names", "name"),
        ("companies", "company_id || name || cast(details as text) || cast(attributes as text)"),
        ("events", "cast(kind as text) || coalesce(ping_id, '')"),
    ] {
        dump += &texts(&db, &format!("select {columns} from {table}")).await.join("\n");
    }
    dump
}

#[tokio::test]
async fn visitors_who_were_not_heard_of_again_go_with_all_that_they_left() {
    let bench = Bench::new().await;
    let settings = json!({ "note": "canary-attribute", "phone": "canary-phone" });
    let gone = bench.ping("boot", &format!("{HOME}canary-address"), settings, None).await;
    let event = json!({ "app_id": bench.workspace.app_id(), "name": "canary-event", "metadata": { "a": "canary-value" } });
    bench.post("/messenger/web/event", event.to_string(), Some(&gone.credential())).await;
    bench.clock.advance(5 * DAY);
    let stays = bench.ping("boot", HOME, json!({}), None).await;
    bench.clock.advance(5 * DAY);
    assert!(dump(&bench).await.contains("canary"));
    bench.forget_old(9 * DAY).await.expect("a sweep");
    let kept = dump(&bench).await;
    assert!(!kept.contains("canary") && !kept.contains(&gone.visitor_id()), "{kept}");
    assert!(kept.contains(&stays.visitor_id()));
    bench.forget_old(i64::MAX).await.expect("a sweep");
    assert_eq!(dump(&bench).await, kept, "0 days are for ever");
}

#[tokio::test]
async fn expired_sessions_go_and_the_address_of_a_living_one_goes_with_its_impressions() {
    let bench = Bench::new().await;
    bench.boot_user("u_1").await.credential();
    // A token without an end: its session lives for a week.
    let endless = sign(&json!({ "user_id": "u_2" }));
    let settings = json!({ "intercom_user_jwt": endless });
    let living = bench.ping("boot", &format!("{HOME}canary"), settings, None).await.credential();
    bench.clock.advance(5 * DAY);
    let db = bench.database.open().await;
    assert_eq!(texts(&db, "select count(*) from messenger_sessions").await, ["2"]);
    bench.forget_old(4 * DAY).await.expect("a sweep");
    assert_eq!(texts(&db, "select last_url from messenger_sessions").await, [""]);
    assert!(!dump(&bench).await.contains("canary"));
    assert_eq!(texts(&db, "select count(*) from people").await, ["2"], "users stay");
    let answer = bench.ping("update", &format!("{HOME}b"), json!({}), Some(&living)).await;
    assert_eq!(answer.status, StatusCode::OK);
}
