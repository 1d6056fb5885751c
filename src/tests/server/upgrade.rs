//! A database that the build before has filled is upgraded, and people go on where they were.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use leptos_messenger::clock::Clock;
use serde_json::json;
use sqlx::Connection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

use super::inbox::{Desk, parsed, texts_of};
use crate::database::texts;

/// With the next migration, fill another with the build before: what to do stands at its beginning.
const BUILD_BEFORE: &str = include_str!("../database/build_before.sql");
/// An hour after it was filled.
const AFTERWARDS: i64 = 1_796_024_894;
/// A conversation in it, and its texts: the last is the name of who answers.
pub const CONVERSATION: i64 = 17;
pub const TEXTS: [&str; 4] =
    ["Do you ship to Bodo?", "Yes, on Mondays.", "A wholesale customer?", "Ines Aalto"];
/// A conversation of a customer whom a teammate has blocked.
const BLOCKED: i64 = 29;
/// The id of a visitor who was merged into that customer.
const MERGED: &str = "zeubygv9hk5qdwewxay53h2j";
const SESSION: &str = "nswsSZWaW-APpQ91UbpimpcjExyNJsJ_iHxDtBZ_OI4";
const FILE: &str = "XpKxpFmTvsA4LaAdxRLI6kX9u2zU4KBTOS049VQV8uk";

/// Makes a database file as the build before has left it.
pub async fn fill(file: &Path) {
    let options = SqliteConnectOptions::new().filename(file).create_if_missing(true).foreign_keys(false);
    let mut connection = SqliteConnection::connect_with(&options).await.expect("a database");
    sqlx::raw_sql(BUILD_BEFORE).execute(&mut connection).await.expect("what the build before stored");
    connection.close().await.expect("closed");
}

#[tokio::test]
async fn people_and_teammates_go_on_where_they_were_before_an_upgrade() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("shop.db");
    fill(&file).await;
    fs::create_dir(folder.path().join("files")).unwrap();
    fs::write(folder.path().join("files").join(FILE), "Two bags").unwrap();

    let url = format!("sqlite:{}", file.display());
    let attachments = folder.path().join("files");
    let desk = Desk::sharing(&url, TempDir::new().unwrap(), &attachments, Clock::manual(AFTERWARDS)).await;
    assert_eq!(texts_of(&desk.thread(CONVERSATION).await), TEXTS);
    let thread = desk.reads(SESSION, CONVERSATION).await;
    assert!(thread.contains("Mondays") && !thread.contains("wholesale"), "{thread}");
    let path = format!("attachments/{FILE}?app_id={}", desk.app_id());
    assert_eq!(desk.person(&path, None, SESSION).await, (StatusCode::OK, "Two bags".to_owned()));
    desk.writes(SESSION, "k2", Some(CONVERSATION), "And on Fridays?").await;
    assert_eq!(texts_of(&desk.thread(CONVERSATION).await).len(), 5);
    let page = json!({ "url": "https://shop.example/coffees", "title": "Coffees" });
    let ping = json!({ "app_id": desk.app_id(), "call": "update", "page": page, "settings": {} });
    let (status, body) = desk.person("ping", Some(ping), SESSION).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    assert!(parsed(&body).is_object());

    let blocked = desk.thread(BLOCKED).await["person"].clone();
    let fact = |name: &str, value: &str| json!({ "name": name, "value": value });
    assert_eq!(
        (&blocked["is_blocked"], &blocked["kind"]),
        (&json!(true), &json!("VerifiedUser")),
        "{blocked}"
    );
    assert_eq!(blocked["companies"][0]["name"], "Fjordlight");
    let visitor = desk.thread(CONVERSATION).await["person"].clone();
    assert_eq!(visitor["kind"], "Lead");
    let known = visitor["attributes"].as_array().expect("attributes");
    for expected in [fact("plan", "Harbour"), fact("phone", "555"), fact("Relationship", "100 %")] {
        assert!(known.contains(&expected), "{expected}: {known:?}");
    }
    assert_eq!(visitor["owner"], 1);
    let db = &desk.server.state.db;
    let customer = "select m.id from merged_people m join people p on p.id = m.person_id where p.email = 'customer@example.com'";
    assert_eq!(texts(db, customer).await, [MERGED]);
    assert_eq!(texts(db, "select id from people where archived_at is not null").await.len(), 1);
    let attributes =
        "select name || ' ' || data_type || case when browser_writable then '' else ' protected' end
                      from data_attributes where model = 'person' and name in ('cups', 'plan') order by name";
    assert_eq!(texts(db, attributes).await, ["cups number", "plan string protected"]);
    let ledger =
        "select kind || ' ' || actor from ledger where conversation = 17 and kind like 'conversation%'
                  and kind <> 'conversation_read' order by number";
    assert_eq!(
        texts(&desk.server.state.db, ledger).await[..4],
        [
            "conversation_person_replied person",
            "conversation_teammate_replied teammate",
            "conversation_noted teammate",
            "conversation_assigned teammate"
        ]
    );

    let customer = desk.server.log_in("customer@example.com").await;
    let page = Request::get("/orders").header("accept", "text/html").header("cookie", &customer);
    let (status, orders) = desk.asked(page.body(Body::empty()).expect("a request")).await;
    assert!(status == StatusCode::OK && orders.contains("nb9aq8u4hb"), "{status} {orders}");
    let (_, order) = desk.acts_as("add_to_cart", "coffee=kelp-forest&quantity=1", &customer).await;
    assert!(order.contains(r#""count":2"#), "the cart had one: {order}");
}
