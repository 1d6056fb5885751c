//! What is waiting is committed together, and each is answered for itself.

use super::*;
use futures::future::join_all;
use leptos_messenger::database::{Db, Patience, Transaction};
use std::time::Duration;

#[tokio::test]
async fn pings_that_come_at_once_are_all_answered_stored_and_numbered_without_a_gap() {
    let bench = Bench::new().await;
    let credentials: Vec<String> = join_all((0..40).map(|_| bench.ping("boot", HOME, json!({}), None)))
        .await
        .iter()
        .map(Answer::credential)
        .collect();
    let urls: Vec<String> = (0..40).map(|n| format!("{HOME}{n}")).collect();
    let pings = credentials
        .iter()
        .zip(&urls)
        .map(|(credential, url)| bench.ping("update", url, json!({}), Some(credential)));
    assert!(join_all(pings).await.iter().all(|answer| answer.status == StatusCode::OK));
    let db = bench.database.open().await;
    // Of each visitor, the change that made them, and two pings.
    let numbers = "select number || '' from (select number from events union all select number from ledger) n order by n.number";
    let expected: Vec<String> = (1..=120).map(|number| number.to_string()).collect();
    assert_eq!(texts(&db, numbers).await, expected);
    let mut stored = texts(&db, &format!("select url from impressions where url <> '{HOME}'")).await;
    stored.sort();
    let mut urls = urls;
    urls.sort();
    assert_eq!(stored, urls);
}

#[tokio::test]
async fn pings_of_one_session_that_come_at_once_are_counted_one_after_the_other() {
    let bench = Bench::new().await;
    let credential = bench.ping("boot", HOME, json!({}), None).await.credential();
    let urls: Vec<String> = (0..30).map(|n| format!("{HOME}{n}")).collect();
    join_all(urls.iter().map(|url| bench.ping("update", url, json!({}), Some(&credential)))).await;
    let counted: Vec<i64> = bench
        .entries()
        .await
        .into_iter()
        .filter_map(|entry| match entry.kind {
            FeedKind::PingAccepted(accepted) => Some(accepted.impression),
            _ => None,
        })
        .collect();
    assert_eq!(counted, (1..=31).collect::<Vec<_>>());
    let db = bench.database.open().await;
    assert_eq!(texts(&db, "select impressions from people").await, ["31"]);
}

#[tokio::test]
async fn a_ping_that_the_database_cannot_take_costs_the_others_nothing() {
    let bench = Bench::new().await;
    refuse_poison(&bench.database).await;
    let credential = bench.ping("boot", HOME, json!({}), None).await.credential();
    let urls: Vec<String> =
        (0..9).map(|n| if n == 4 { format!("{HOME}poison") } else { format!("{HOME}{n}") }).collect();
    let answers =
        join_all(urls.iter().map(|url| bench.ping("update", url, json!({}), Some(&credential)))).await;
    for (url, answer) in urls.iter().zip(&answers) {
        let expected =
            if url.ends_with("poison") { StatusCode::INTERNAL_SERVER_ERROR } else { StatusCode::OK };
        assert_eq!(answer.status, expected, "{url}");
    }
    let db = bench.database.open().await;
    assert_eq!(texts(&db, "select count(*) from impressions").await, ["9"]);
    assert_eq!(texts(&db, "select impressions from people").await, ["9"]);
}

#[tokio::test]
async fn a_hundred_refused_requests_beside_a_hundred_pings_cost_a_few_commits_whatever_is_wrong_with_them() {
    for app_id in ["nobody", "\0"] {
        let bench = Bench::new().await;
        let credential = bench.ping("boot", HOME, json!({}), None).await.credential();
        count_commits(&bench.database).await;
        let urls: Vec<String> = (0..100).map(|n| format!("{HOME}{n}")).collect();
        let pings = urls.iter().map(|url| bench.ping("update", url, json!({}), Some(&credential)));
        let bad = [
            ("message", json!({ "app_id": app_id, "key": "k", "text": "x" })),
            ("seen", json!({ "app_id": app_id, "conversation": "1", "part": "1" })),
            ("email", json!({ "app_id": app_id, "email": "a@example.com" })),
            ("outbound", json!({ "app_id": app_id, "message": "1", "what": "seen" })),
        ]
        .map(|(path, body)| (format!("/messenger/web/{path}"), body.to_string()));
        let refused =
            (0..25).flat_map(|_| bad.iter().map(|(path, body)| bench.post(path, body.clone(), None)));
        let (pings, refused) = tokio::join!(join_all(pings), join_all(refused));
        assert!(pings.iter().all(|answer| answer.status == StatusCode::OK));
        let expected = if app_id == "nobody" { StatusCode::NOT_FOUND } else { StatusCode::BAD_REQUEST };
        for answer in refused {
            assert_eq!(answer.status, expected, "{app_id:?}: {}", answer.body);
        }
        let commits = texts(&bench.database.open().await, "select count(distinct number) from commits").await;
        let commits: usize = commits[0].parse().expect("a number");
        assert!((1..=10).contains(&commits), "{app_id:?}: {commits}");
    }
}

/// Each adds the events' counter as it leaves it.
async fn count_commits(database: &Database) {
    let db = database.open().await;
    execute(&db, "create table commits (number bigint)").await;
    let statements: &[&str] = match database.url.starts_with("sqlite:") {
        true => &["create trigger commits after update on event_counter
                   begin insert into commits values (new.number); end"],
        false => &[
            "create function commits() returns trigger language plpgsql
             as 'begin insert into commits values (new.number); return null; end'",
            "create trigger commits after update on event_counter for each row execute function commits()",
        ],
    };
    for statement in statements {
        execute(&db, statement).await;
    }
}

#[tokio::test]
async fn a_message_whose_commit_failed_for_another_counts_once_when_it_is_tried_again() {
    let bench = Bench::new().await;
    refuse_poison(&bench.database).await;
    let credential = bench.ping("boot", HOME, json!({}), None).await.credential();
    let poisoned = format!("{HOME}poison");
    let message =
        |key: String| json!({ "app_id": bench.workspace.app_id(), "key": key, "text": "x" }).to_string();
    // As many conversations as a person begins in an hour.
    for n in 0..10 {
        let (poison, written) = tokio::join!(
            bench.ping("update", &poisoned, json!({}), Some(&credential)),
            bench.post("/messenger/web/message", message(format!("k{n}")), Some(&credential))
        );
        assert_eq!(poison.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(written.status, StatusCode::OK, "{n}: {}", written.body);
    }
    let one_more = bench.post("/messenger/web/message", message("k".to_owned()), Some(&credential)).await;
    assert_eq!(one_more.status, StatusCode::TOO_MANY_REQUESTS, "{}", one_more.body);
}

/// Makes the database fail at one address.
async fn refuse_poison(database: &Database) {
    let statement = match database.url.starts_with("sqlite:") {
        true => {
            "create trigger poison before insert on impressions when new.url like '%poison'
             begin select raise(abort, 'poison'); end"
        }
        false => "alter table impressions add constraint poison check (url not like '%poison')",
    };
    execute(&database.open().await, statement).await;
}

/// Another server, whose transaction holds the events' counter.
async fn hold_the_counter(db: &Db) -> Transaction {
    let mut transaction = db.begin().await.expect("a transaction");
    let hold = "update event_counter set number = number";
    match &mut transaction {
        Transaction::Sqlite(db) => _ = sqlx::query(hold).execute(&mut **db).await.expect("the counter"),
        Transaction::Postgres(db) => _ = sqlx::query(hold).execute(&mut **db).await.expect("the counter"),
    }
    transaction
}

#[tokio::test]
async fn while_another_server_holds_the_counter_pings_fail_after_one_wait_for_all_and_then_go_on() {
    let bench = Bench::new().await;
    let patience = Patience { lock: Duration::from_millis(500), ..Patience::default() };
    let db = Db::open_with(&bench.database.url, patience).await.expect("a database");
    let other = Workspace::open(db, bench.clock.clone(), IdentitySecret::new(SECRET)).await;
    let other = other.expect("a workspace");
    let other = Bench { router: routes(other.clone(), &[]), workspace: other, ..bench };
    let stalled = hold_the_counter(&other.database.open().await).await;
    // One after the other they would wait twenty seconds.
    let pings = join_all((0..40).map(|_| other.ping("boot", HOME, json!({}), None)));
    let answers = tokio::time::timeout(Duration::from_secs(10), pings).await.expect("answers in time");
    assert!(answers.iter().all(|answer| answer.status == StatusCode::INTERNAL_SERVER_ERROR));
    stalled.commit().await.expect("a commit");
    assert_eq!(other.ping("boot", HOME, json!({}), None).await.status, StatusCode::OK);
    assert_eq!(other.impressions().await, 1);
}

#[tokio::test]
#[ignore = "needs PostgreSQL: .ci/with-postgres"]
async fn a_server_that_stalls_loses_its_transaction_and_the_ping_that_waited_for_it_is_taken() {
    let bench = Bench::new().await;
    let patience = Patience { idle_in_transaction: Duration::from_millis(200), ..Patience::default() };
    let db = Db::open_with(&bench.database.url, patience).await.expect("a database");
    let stalled = hold_the_counter(&db).await;
    assert_eq!(bench.ping("boot", HOME, json!({}), None).await.status, StatusCode::OK);
    assert!(stalled.commit().await.is_err());
    assert!(db.begin().await.is_ok(), "and goes on with another connection");
}

#[tokio::test]
#[ignore = "needs PostgreSQL: .ci/with-postgres"]
async fn two_servers_on_one_postgresql_number_their_events_in_one_order_and_hear_of_each_others() {
    let bench = Bench::new().await;
    let secret = IdentitySecret::new(SECRET);
    let other = open_in(&bench.database, &bench.clock, secret).await;
    let other = Bench {
        router: routes(other.clone(), &[]),
        workspace: other,
        clock: bench.clock.clone(),
        database: Database::fresh().await,
    };
    let mut latest = other.workspace.feed().latest();
    let credential = bench.ping("boot", HOME, json!({}), None).await.credential();
    // The change that made the visitor, and the boot.
    while *latest.borrow_and_update() < 2 {
        latest.changed().await.expect("the feed");
    }
    // The same session, through both servers at once.
    let urls: Vec<String> = (0..40).map(|n| format!("{HOME}{n}")).collect();
    let pings = urls.iter().enumerate().map(|(n, url)| {
        let server = if n % 2 == 0 { &bench } else { &other };
        server.ping("update", url, json!({}), Some(&credential))
    });
    assert!(join_all(pings).await.iter().all(|answer| answer.status == StatusCode::OK));
    while *latest.borrow_and_update() < 42 {
        latest.changed().await.expect("the feed");
    }
    let numbers: Vec<u64> = other.entries().await.iter().map(|entry| entry.number).collect();
    assert_eq!(numbers, (2..=42).collect::<Vec<_>>());
    assert_eq!(texts(&bench.database.open().await, "select impressions from people").await, ["41"]);
}
