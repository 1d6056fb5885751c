//! A message that is sent finds each person who matches once, over several servers.

use leptos_messenger::database::Db;
use serde_json::json;
use std::time::Duration;

use super::process::Server;
use super::{PATIENCE, kill_in_round, kills, store_message};
use crate::database::{Database, execute, texts};

/// People who are there before a message is sent. A third of them match it.
const PEOPLE: usize = 30_000;
/// After every message: whoever was seen then is not forgotten.
const LATER: i64 = 9_999_999_999;

/// Each start of a server goes on with the message that is being sent. Where all its people are found, another one is sent.
#[tokio::test(flavor = "multi_thread")]
async fn a_message_finds_each_person_who_matches_once_and_nobody_else_however_often_its_server_is_killed() {
    let kills = kills();
    let database = Database::fresh().await;
    let app_id = Server::start(&database.url).await.app_id.clone();
    let db = database.open().await;
    store_people(&db, &app_id).await;
    let audience = json!({ "version": 2, "all": [
        { "custom": "plan", "type": "text", "operator": "is", "value": "gold" },
        { "field": "tag", "operator": "is", "value": "vip" } ] });
    let progress = async || {
        let unsent = "select coalesce(sent_up_to, '') from outbound_messages where sent_at is null or sent_up_to is not null";
        texts(&db, unsent).await.pop()
    };
    let (mut messages, mut interrupted) = (0, 0);
    for round in 0..kills {
        if progress().await.is_none() {
            messages += 1;
            store_message(&db, &app_id, &format!("-{messages}"), "manual", &json!([]), &audience).await;
        }
        let before = progress().await;
        let server = Server::start(&database.url).await;
        let kill = async {
            while progress().await == before {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            kill_in_round(&server, round).await;
        };
        tokio::time::timeout(PATIENCE, kill).await.expect("the message finds people");
        interrupted += u32::from(progress().await.is_some());
        store_late_match(&db, &app_id, &format!("q{round}")).await;
    }
    assert!(interrupted > 0, "no kill met a message that was being sent");
    let _server = Server::start(&database.url).await;
    let ends = async {
        while progress().await.is_some() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(PATIENCE, ends).await.expect("the message finds its people");
    let mut expected: Vec<String> =
        (1..=PEOPLE).filter(|n| matches!(n % 6, 2 | 4)).map(|n| format!("p{}", 100_000 + n)).collect();
    expected.sort_unstable();
    for message in 1..=messages {
        let found = format!("select person_id from outbound_receipts where message = -{message}");
        let mut found = texts(&db, &found).await;
        found.sort_unstable();
        assert!(found == expected, "{} people of {} got the message {message}", found.len(), expected.len());
    }
    println!("{kills} kills, {interrupted} of them while one of {messages} messages was sent");
}

/// Every second one has the plan, and two of three have the tag.
async fn store_people(db: &Db, app_id: &str) {
    for (plan, rest) in [(r#"{"plan":"gold"}"#, 0), ("{}", 1)] {
        let people = format!(
            "insert into people (id, app_id, role, visitor_id, verified, details, attributes, impressions, created_at, last_seen_at)
             with recursive n (n) as (select 1 union all select n + 1 from n where n < {PEOPLE})
             select 'p' || (100000 + n), '{app_id}', 'visitor', 'p' || n, false, '{{}}', '{plan}', 0, 1, {LATER} from n where n % 2 = {rest}"
        );
        execute(db, &people).await;
    }
    let tag = format!(
        "insert into tags (id, app_id, name, name_folded, created_at, made_by) values ('vip', '{app_id}', 'VIP', 'vip', 1, 'teammate')"
    );
    execute(db, &tag).await;
    let tagged = "insert into person_tags (tag, subject, applied_at, applied_by)
                  select 'vip', id, 1, 'teammate' from people where cast(substr(id, 2) as integer) % 3 <> 1";
    execute(db, tagged).await;
}

/// A person who has both, and came after every message.
async fn store_late_match(db: &Db, app_id: &str, id: &str) {
    let person = format!(
        r#"insert into people (id, app_id, role, visitor_id, verified, details, attributes, impressions, created_at, last_seen_at)
           values ('{id}', '{app_id}', 'visitor', '{id}', false, '{{}}', '{{"plan":"gold"}}', 0, {LATER}, {LATER})"#
    );
    execute(db, &person).await;
    let tagged = format!(
        "insert into person_tags (tag, subject, applied_at, applied_by) values ('vip', '{id}', 1, 'teammate')"
    );
    execute(db, &tagged).await;
}
