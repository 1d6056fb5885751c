//! From every earlier schema, forward to today's.

use leptos_messenger::clock::Clock;
use leptos_messenger::database::Db;
use leptos_messenger::workspace::Workspace;
use sqlx::migrate::Migrator;
use std::collections::BTreeMap;

use super::{Database, execute, texts};

static MIGRATIONS: Migrator = sqlx::migrate!("src/foundation/database/migrations");

/// A line for each migration that has landed: its number, and what it hashes to. It is never edited again.
const LANDED: &[(i64, &str)] = &[
    (1, "939cc07dd0d0518a"),
    (2, "c6797afdad2f5b95"),
    (3, "442c3be87dc65513"),
    (4, "2253e3b3416f0ec7"),
    (5, "b8bfd840e8e88a6e"),
    (6, "2f0d4e0115e2beb0"),
    (7, "90c1a2bc4d44ab3d"),
    (8, "a17a2530be43711e"),
    (9, "2b522f4b93b64fff"),
    (10, "60d4d3b63cad9962"),
    (11, "14568db49e88572d"),
    (12, "dbaa6a7dd53f642c"),
    (13, "f3c0e606939e64b8"),
    (14, "ad383cfc277c6fd6"),
    (15, "0c260a48aa562255"),
    (16, "9630d9ad82719b5b"),
    (17, "0eb2b1a2f3f7147f"),
    (18, "5a4443dbb9960ac7"),
    (19, "dfb82016f3cc6ef0"),
    (20, "dcbbf16efc4d87cc"),
    (21, "28d3c18e8546baca"),
    (22, "de1e54c494325d5f"),
    (23, "90ad74a6f9771e0d"),
    (24, "0f3fb4df1cec271e"),
    (25, "9da42b4eefd0c461"),
    (26, "542acc78dbd2fc0a"),
    (27, "9207d4b4b80750fe"),
    (28, "e0296a27d3d2827f"),
    (29, "cd93267d9ff51b49"),
    (30, "f51bf627610d8b3b"),
    (31, "b1d34629bb50cb50"),
    (32, "ab0a6d980643f207"),
    (33, "e2dda26acb4e0c03"),
    (34, "e309008b4ff0b496"),
];

/// What is written where that migration is the last, beside the rows of those before it: something into each new table.
const ROWS: &[(i64, &[&str])] = &[
    (
        1,
        &[
            "insert into accounts (id, email, email_folded, name, password_hash, role, created_at)
             values ('a', 'Marit@example.com', 'marit@example.com', 'Marit', 'x', 'customer', 5)",
            "insert into sessions (id_hash, account_id, key, created_at, last_used_at) values ('h', 'a', 'k', 5, 6)",
        ],
    ),
    (
        2,
        &[
            "insert into workspace_apps (app_id, identity_secret, created_at) values ('app', 'the-secret', 5)",
            "insert into people (id, app_id, kind, user_id, email, name, attributes, impressions, created_at, last_seen_at)
             values ('p', 'app', 'user', 'u_1', 'Marit@example.com', 'Marit', '{\"plan\":\"Harbour\"}', 1, 5, 6)",
            "insert into people (id, app_id, kind, visitor_id, attributes, impressions, created_at, last_seen_at)
             values ('v', 'app', 'visitor', 'v_1', '{}', 0, 5, 6)",
            "insert into messenger_sessions
               (id_hash, app_id, person_id, token_hash, expires_at, last_url, last_ping_hash, created_at)
             values ('s', 'app', 'p', 't', 9000000000, 'http://a.example/', 'f', 5)",
            "insert into impressions (id, app_id, person_id, url, title, referrer, created_at)
             values ('i', 'app', 'p', 'http://a.example/', 'A', '', 6)",
        ],
    ),
    (
        3,
        &[
            "insert into identity_keys (id, app_id, platform, number, name, secret, created_at)
             values ('k2', 'app', 'web', 2, 'Second key', 'newer', 7)",
            "insert into companies (id, app_id, company_id, name, details, attributes, created_at, updated_at)
             values ('c', 'app', 'c_1', 'Fjordlight', '{}', '{}', 5, 6)",
            "insert into company_members (company, person_id, active, last_seen_at) values ('c', 'p', true, 6)",
            "insert into unenforced_platforms (app_id, platform, since) values ('app', 'ios', 7)",
            "insert into protected_attributes (app_id, name) values ('app', 'plan')",
            "update event_counter set number = 1",
            "insert into events (number, app_id, at_ms, ping_id, kind) values (1, 'app', 5000, 'ping', '{}')",
        ],
    ),
    (
        4,
        &[
            "insert into known_browsers (id_hash, account_id, last_used_at) values ('b', 'a', 6)",
            "insert into tries (key, spent_until_ms) values ('try', 7000)",
            "insert into deleted_accounts (account_id, deleted_at) values ('gone', 6)",
        ],
    ),
    (
        5,
        &[
            "insert into stock (slug, bags, batch_at) values ('a-coffee-of-then', 3, 5)",
            "insert into carts (id, account_id, used_at) values ('cart', 'a', 6)",
            "insert into cart_lines (cart_id, item, quantity, number) values ('cart', 'an-item', 2, 1)",
            "insert into orders (id, account_id, key, placed_at, currency, goods, post, name, street, extra, postcode,
                                 city, country)
             values ('o', 'a', 'form', 6, 'EUR', 1200, 490, 'Marit', 'Kaigaten 7', '', '5003', 'Bergen', 'NO')",
            "insert into order_lines (order_id, number, item, name, quantity, each)
             values ('o', 1, 'an-item', 'Kelp Forest', 1, 1200)",
            "insert into subscriptions (id, account_id, order_id, item, name, quantity, currency, each, state, started_at)
             values ('sub', 'a', 'o', 'an-item', 'Kelp Forest', 1, 'EUR', 1200, 'active', 6)",
        ],
    ),
    (
        6,
        &[
            "insert into data_events (id, app_id, person_id, name, metadata, created_at)
             values ('e', 'app', 'p', 'added-to-cart', '{\"bags\":1}', 6)",
            "insert into data_event_names (app_id, name) values ('app', 'added-to-cart')",
            "insert into support_outbox (id, app_id, account_id, name, metadata, created_at, due_at_ms, attempts)
             values ('out', 'hosted1x', 'a', 'completed-purchase', '{}', 6, 6000, 0)",
        ],
    ),
    (
        7,
        &[
            "insert into identity_not_before (app_id, user_id_hash, not_before) values ('app', 'a-hash', 6)",
            "insert into environment_keys (app_id, generation, key_id) values ('app', 2, 'env-a')",
        ],
    ),
    (8, &["insert into ordered_again (account_id, key, at) values ('a', 'form', 7)"]),
    (
        10,
        &[
            "insert into teammates (app_id, number, account_id, name) values ('app', 7, 'a', 'Marit')",
            "insert into conversations (number, app_id, person_id, state, source, created_at, updated_at, last_part, parts,
                                        person_read_to, teammates_read_to)
             values (900, 'app', 'p', 'open', '{}', 6, 6, 900, 1, 900, 0)",
            "insert into parts (number, conversation, kind, author, audience, body, at_ms)
             values (900, 900, 'comment', 'person', 'person', '{\"text\":\"Hello\"}', 6000)",
            "insert into sends (app_id, author, key, body_hash, part) values ('app', 'p', 'k', 'h', 900)",
        ],
    ),
    (11, &["insert into merged_people (id, app_id, person_id, merged_at) values ('gone', 'app', 'p', 7)"]),
    (14, &["insert into teams (app_id, number, name) values ('app', 3, 'Roastery')"]),
    (
        15,
        &["insert into attachments (id, app_id, person_id, part, name, content_type, size, created_at)
           values ('file', 'app', 'p', 900, 'a.txt', 'text/plain', 3, 6)"],
    ),
    (16, &["insert into messenger_settings (app_id, sound) values ('app', true)"]),
    (
        17,
        &[
            "insert into outbound_messages (number, app_id, delivery, style, state, title, sender, content, pages, audience,
                                            priority, created_at, updated_at)
             values (901, 'app', 'auto', 'chat', 'live', 'Plans', 7, '{\"text\":\"Hello\"}', '[]',
                     '{\"version\":1,\"all\":[]}', 0, 6, 6)",
            "insert into outbound_receipts (message, person_id, session, at_ms, conversation)
             values (901, 'p', 's', 6000, 900)",
        ],
    ),
    (19, &["insert into database_id (only_row, id) values (1, 'this-one')"]),
    (21, &["insert into uploads (id, app_id, person_id, network_hash, size, started_at) values ('up', 'app', 'p', 'n', 3, 6)"]),
    (22, &["update people set blocked_at = 7 where id = 'p'"]),
    (23, &["update teammates set removed_at = 7 where number = 7", "update teams set removed_at = 7 where number = 3"]),
    (24, &["insert into second_factors (account_id, secret, confirmed_at, last_step) values ('a', 'AAAA', 7, 3)"]),
    (25, &["insert into readiness_check (only_row, checked_at_ms) values (1, 7000)"]),
    (
        30,
        &[
            "insert into ledger (number, app_id, at_ms, kind, actor, person_id, fields)
             values (902, 'app', 7000, 'person_changed', 'workspace', 'p', '[\"name\"]')",
            "insert into ledger_readers (app_id, name, position) values ('app', 'webhooks', 902)",
        ],
    ),
    (
        31,
        &["insert into data_attributes (app_id, number, model, name, data_type, options, is_proved, made_at, updated_at)
             values ('app', 90, 'person', 'taste', 'list', '[\"sweet\",\"sour\"]', true, 5, 6)"],
    ),
    (
        32,
        &[
            "insert into tags (id, app_id, name, name_folded, created_at, made_by, made_by_id)
             values ('tag', 'app', 'Wholesale', 'wholesale', 7, 'teammate', '7')",
            "insert into person_tags (tag, subject, applied_at, applied_by, applied_by_id)
             values ('tag', 'p', 7, 'teammate', '7')",
            "insert into company_tags (tag, subject, applied_at, applied_by) values ('tag', 'c', 7, 'import')",
            "insert into conversation_tags (tag, subject, applied_at, applied_by) values ('tag', 900, 7, 'import')",
            "insert into part_tags (tag, subject, applied_at, applied_by) values ('tag', 900, 7, 'import')",
            "insert into notes (id, app_id, person_id, author, body, created_at)
             values ('n', 'app', 'p', 7, '{\"text\":\"Calls on Mondays\"}', 7)",
            "insert into segments (id, app_id, name, name_folded, conditions, created_at, updated_at)
             values ('segment', 'app', 'Leads', 'leads', '{\"version\":1,\"all\":[]}', 7, 7)",
            "insert into subscription_types (id, app_id, consent_type, state, content_types, translations, created_at, updated_at)
             values ('type', 'app', 'opt_in', 'live', '[\"email\"]', '[]', 7, 7)",
            "insert into consents (subscription_type, person_id, consented, chosen_at, chosen_by, chosen_by_id)
             values ('type', 'p', true, 7, 'person', 'p')",
        ],
    ),
    (
        33,
        &[
            "update conversations set title = 'Kettle', priority = 'high', attributes = '{\"order\":7}' where number = 900",
            "insert into team_members (app_id, team, teammate) values ('app', 3, 7)",
        ],
    ),
];

/// Columns that are gone. What stands elsewhere now, [`understands`] looks for there.
const DROPPED: &[(&str, &str)] = &[
    ("workspace_apps", "identity_secret"),
    ("environment_keys", "generation"),
    ("people", "kind"),
    ("events", "conversation"),
    ("events", "audience"),
];

/// Tables that are gone, and where their rows are now.
const MOVED: &[(&str, &str)] = &[("protected_attributes", "data_attributes")];

#[tokio::test]
async fn from_each_version_with_rows_in_every_table_a_database_is_migrated_to_the_newest() {
    for (version, _) in LANDED {
        let database = Database::empty().await;
        // Each version migrates what the one before it wrote, and writes rows of its own.
        for (since, rows) in ROWS.iter().filter(|(since, _)| since <= version) {
            let old = at(&database, *since).await;
            for statement in *rows {
                execute(&old, statement).await;
            }
            old.close().await;
        }
        let old = at(&database, *version).await;
        let before = contents(&old).await;
        old.close().await;
        for (table, rows) in &before {
            assert!(!rows.is_empty(), "version {version} has no row in {table}: write one in ROWS");
        }

        let db = database.open().await;
        let now = columns(&db).await;
        for (table, rows) in before {
            let moved = MOVED.iter().find(|(gone, _)| *gone == table);
            let table = moved.map_or(table, |(_, to)| (*to).to_owned());
            let columns = now.get(&table).unwrap_or_else(|| panic!("{table} is gone, and its rows with it"));
            let kept = rows.into_iter().map(|mut row| {
                row.retain(|column, _| !DROPPED.contains(&(&table, column)));
                row
            });
            let there: Vec<Row> = rows_of(&db, &table, columns).await;
            for row in kept {
                let is_there =
                    there.iter().any(|found| row.iter().all(|(name, value)| found.get(name) == Some(value)));
                assert!(is_there, "from {version}: {table} had {row:?}, and now has {there:?}");
            }
        }
        understands(db, *version).await;
    }
}

/// What became of the columns that moved, and what the workspace makes of its rows.
async fn understands(db: Db, version: i64) {
    let workspace = Workspace::open(db.clone(), Clock::manual(7), None).await.expect("a workspace");
    if version >= 2 {
        assert_eq!(workspace.app_id(), "app");
        let key = if version >= 3 { "newer" } else { "the-secret" };
        assert_eq!(workspace.identity_secret().expect("a key").as_str(), key);
        assert_eq!(texts(&db, "select email_folded from people where id = 'p'").await, ["marit@example.com"]);
        let roles =
            "select id || ' ' || role || ' ' || first_seen_at || ' ' || updated_at from people order by id";
        assert_eq!(texts(&db, roles).await, ["p user 5 6", "v visitor 5 6"]);
        let attributes = "select name || ' ' || data_type from data_attributes where name = 'plan'";
        assert_eq!(texts(&db, attributes).await, ["plan string"]);
    }
    if version >= 3 {
        let protected = "select name from data_attributes where not browser_writable";
        assert_eq!(texts(&db, protected).await, ["plan"]);
    }
}

#[test]
fn a_migration_that_has_landed_is_never_changed_and_each_has_its_line() {
    let found: Vec<_> =
        MIGRATIONS.iter().map(|migration| (migration.version, hex(&migration.checksum[..8]))).collect();
    let landed: Vec<_> = LANDED.iter().map(|(version, hash)| (*version, (*hash).to_owned())).collect();
    assert_eq!(found, landed, "what is in the folder (left), and what has landed (right)");
}

#[tokio::test]
async fn an_app_without_teammates_gets_the_servers_and_one_that_has_some_keeps_them() {
    let database = Database::empty().await;
    let db = at(&database, 12).await;
    for (id, role) in [("a", "teammate"), ("b", "teammate"), ("c", "customer")] {
        execute(
            &db,
            &format!(
                "insert into accounts (id, email, email_folded, name, password_hash, role, created_at)
                 values ('{id}', '{id}@example.com', '{id}@example.com', '{id}', 'x', '{role}', 5)"
            ),
        )
        .await;
    }
    for app in ["one", "two"] {
        let app = format!("insert into workspace_apps (app_id, name, created_at) values ('{app}', 'App', 1)");
        execute(&db, &app).await;
    }
    execute(&db, "insert into teammates (app_id, number, account_id, name) values ('one', 7, 'b', 'B')")
        .await;
    db.close().await;
    let db = database.open().await;
    let found =
        texts(&db, "select app_id || ' ' || number || ' ' || account_id from teammates order by 1").await;
    assert_eq!(found, ["one 7 b", "two 1 a", "two 2 b"]);
}

#[tokio::test]
async fn every_kind_of_an_event_is_an_object_and_the_others_stay_as_they_are() {
    let database = Database::empty().await;
    let db = at(&database, 18).await;
    for (number, conversation, kind) in [
        (1, "null", r#"{"SessionEnded":{"person":{"name":"Seen","user_id":null,"verified":false}}}"#),
        (2, "1", r#""Seen""#),
        (3, "1", r#"{"Part":{"kind":"comment","author":"person"}}"#),
    ] {
        let app = "insert into workspace_apps (app_id, name, created_at) values ('app', 'App', 1)
                   on conflict do nothing";
        execute(&db, app).await;
        let event = format!(
            "insert into events (number, app_id, at_ms, kind, conversation) values ({number}, 'app', 1, '{kind}', {conversation})"
        );
        execute(&db, &event).await;
    }
    let before = texts(&db, "select cast(kind as text) from events order by number").await;
    db.close().await;
    let migrated = at(&database, 19).await;
    let after = texts(&migrated, "select cast(kind as text) from events order by number").await;
    assert_eq!(after, [&before[0], r#"{"Seen":{}}"#, &before[2]]);
}

#[tokio::test]
async fn a_teammate_whose_account_is_gone_has_no_name_and_nothing_to_answer() {
    let database = Database::empty().await;
    let db = at(&database, 18).await;
    for statement in [
        "insert into accounts (id, email, email_folded, name, password_hash, role, created_at)
         values ('a', 'a@example.com', 'a@example.com', 'Ines', 'x', 'teammate', 5)",
        "insert into workspace_apps (app_id, name, created_at) values ('app', 'App', 1)",
        "insert into teammates (app_id, number, account_id, name) values ('app', 1, 'a', 'Ines'), ('app', 2, 'gone', 'Tuva')",
        "insert into people (id, app_id, kind, user_id, verified, details, attributes, impressions, created_at, last_seen_at)
         values ('p', 'app', 'user', 'u_1', true, '{}', '{}', 0, 5, 6)",
        "insert into conversations (number, app_id, person_id, state, source, created_at, updated_at, last_part, parts,
                                    person_read_to, teammates_read_to, teammate_assignee)
         values (1, 'app', 'p', 'open', '{}', 6, 6, 1, 0, 1, 0, 1), (2, 'app', 'p', 'open', '{}', 6, 6, 2, 0, 1, 0, 2)",
    ] {
        execute(&db, statement).await;
    }
    db.close().await;
    let db = database.open().await;
    let teammates = "select number || ' ' || coalesce(account_id, '-') || ' ' || coalesce(name, '-') from teammates order by 1";
    assert_eq!(texts(&db, teammates).await, ["1 a Ines", "2 - -"]);
    let assigned = "select number || ' ' || coalesce(teammate_assignee, 0) from conversations order by 1";
    assert_eq!(texts(&db, assigned).await, ["1 1", "2 0"]);
}

#[tokio::test]
async fn a_message_to_one_person_names_the_persons_id_and_is_a_draft_again_if_nobody_is_meant() {
    let database = Database::empty().await;
    let db = at(&database, 19).await;
    execute(
        &db,
        "insert into workspace_apps (app_id, name, created_at) values ('app', 'App', 1), ('other', 'App', 1)",
    )
    .await;
    for (app, id, user, email, is_proved) in [
        ("app", "p1", "u_1", "marit@example.com", true),
        ("app", "p2", "u_2", "marit@example.com", false),
        ("app", "p3", "u_3", "both@example.com", true),
        ("app", "p4", "u_4", "both@example.com", true),
        ("app", "p5", "u_5", "claimed@example.com", false),
        ("other", "p6", "u_6", "elsewhere@example.com", true),
    ] {
        let person = format!(
            "insert into people (id, app_id, kind, user_id, email, email_folded, email_proved, verified, details, attributes,
                                 impressions, created_at, last_seen_at)
             values ('{id}', '{app}', 'user', '{user}', '{email}', '{email}', {is_proved}, true, '{{}}', '{{}}', 0, 5, 6)"
        );
        execute(&db, &person).await;
    }
    execute(
        &db,
        "insert into merged_people (id, app_id, person_id, merged_at) values ('gone', 'app', 'p1', 7)",
    )
    .await;
    for (number, state, sent_at, recipient) in [
        (1, "live", "null", "'p2'"),
        (2, "live", "null", "'u_2'"),
        (3, "live", "null", "'Marit@Example.com'"),
        (4, "live", "null", "'gone'"),
        (5, "live", "null", "'both@example.com'"),
        (6, "live", "null", "'claimed@example.com'"),
        (7, "live", "null", "'elsewhere@example.com'"),
        (8, "live", "null", "''"),
        (9, "live", "5", "'nobody@example.com'"),
        (10, "stopped", "null", "'nobody@example.com'"),
        (11, "draft", "null", "'both@example.com'"),
        (12, "live", "null", "null"),
    ] {
        let message = format!(
            "insert into outbound_messages (number, app_id, delivery, style, state, title, sender, content, pages, audience,
                                            priority, created_at, updated_at, sent_at, recipient)
             values ({number}, 'app', 'manual', 'chat', '{state}', 'A', 7, '{{}}', '[]', '{{}}', 0, 6, 6, {sent_at}, {recipient})"
        );
        execute(&db, &message).await;
    }
    db.close().await;
    let db = database.open().await;
    let found = "select number || ' ' || state || ' ' || coalesce(recipient, '-') from outbound_messages order by number";
    assert_eq!(
        texts(&db, found).await,
        [
            "1 live p2",
            "2 live p2",
            "3 live p1",
            "4 live p1",
            "5 draft both@example.com",
            "6 draft claimed@example.com",
            "7 draft elsewhere@example.com",
            "8 draft ",
            "9 live nobody@example.com",
            "10 stopped nobody@example.com",
            "11 draft both@example.com",
            "12 live -",
        ]
    );
}

#[tokio::test]
async fn a_chat_that_nobody_answered_is_its_receipt_again_and_one_that_was_answered_stays() {
    let database = Database::empty().await;
    let db = at(&database, 25).await;
    for statement in [
        "insert into workspace_apps (app_id, name, created_at) values ('app', 'App', 1)",
        "insert into people (id, app_id, kind, user_id, verified, details, attributes, impressions, created_at, last_seen_at)
         values ('p', 'app', 'user', 'u_1', true, '{}', '{}', 0, 5, 6)",
        "insert into outbound_messages (number, app_id, delivery, style, state, title, sender, content, pages, audience,
                                        priority, created_at, updated_at)
         values (1, 'app', 'auto', 'chat', 'live', 'A', 7, '{}', '[]', '{}', 0, 6, 6),
                (2, 'app', 'auto', 'inbox', 'live', 'B', 7, '{}', '[]', '{}', 0, 6, 6),
                (3, 'app', 'auto', 'chat', 'live', 'C', 7, '{}', '[]', '{}', 0, 6, 6),
                (4, 'app', 'auto', 'post', 'live', 'D', 7, '{}', '[]', '{}', 0, 6, 6)",
        // Unread; read; answered; the copy of a visitor who was merged; begun by the person.
        "insert into conversations (number, app_id, person_id, state, source, created_at, updated_at, last_part, parts,
                                    person_first_at, person_read_to, teammates_read_to)
         values (10, 'app', 'p', 'closed', '{}', 6, 6, 10, 1, null, 0, 10),
                (20, 'app', 'p', 'closed', '{}', 6, 6, 20, 1, null, 20, 20),
                (30, 'app', 'p', 'open', '{}', 6, 6, 31, 2, 7, 31, 30),
                (40, 'app', 'p', 'closed', '{}', 6, 6, 40, 1, null, 0, 40),
                (50, 'app', 'p', 'closed', '{}', 6, 6, 51, 2, 6, 50, 51)",
        "insert into parts (number, conversation, kind, author, teammate, audience, body, at_ms)
         values (10, 10, 'comment', 'teammate', 7, 'person', '{\"text\":\"Ten\"}', 6000),
                (20, 20, 'comment', 'teammate', 7, 'person', '{\"text\":\"Twenty\"}', 6000),
                (30, 30, 'comment', 'teammate', 7, 'person', '{\"text\":\"Thirty\"}', 6000),
                (31, 30, 'open', 'person', null, 'person', '{\"text\":\"Yes\"}', 7000),
                (40, 40, 'comment', 'teammate', 7, 'person', '{\"text\":\"Ten\"}', 6000),
                (50, 50, 'comment', 'person', null, 'person', '{\"text\":\"Hello\"}', 6000),
                (51, 50, 'close', 'teammate', 7, 'teammates', null, 6000)",
        "insert into events (number, app_id, at_ms, kind, person_id, conversation, audience)
         values (10, 'app', 6000, '{}', 'p', 10, 'person'), (30, 'app', 6000, '{}', 'p', 30, 'person')",
        "insert into outbound_receipts (message, person_id, session, at_ms, seen_at_ms, dismissed_at_ms, conversation)
         values (1, 'p', 's', 6000, 6001, 6002, 10), (2, 'p', 'any', 6000, null, null, 20),
                (3, 'p', 's', 6000, 6001, null, 30), (4, 'p', 's', 6000, 6001, null, null)",
    ] {
        execute(&db, statement).await;
    }
    db.close().await;
    let db = database.open().await;
    let receipts = "select message || ' ' || coalesce(number, 0) || ' ' || coalesce(cast(body as text), '-') || ' ' ||
                      coalesce(seen_at_ms, 0) || ' ' || coalesce(dismissed_at_ms, 0) || ' ' || coalesce(read_at_ms, 0) || ' ' ||
                      coalesce(conversation, 0)
                    from outbound_receipts order by message";
    assert_eq!(
        texts(&db, receipts).await,
        [
            r#"1 10 {"text":"Ten"} 6001 6002 0 0"#,
            r#"2 20 {"text":"Twenty"} 0 0 6000 0"#,
            r#"3 30 {"text":"Thirty"} 6001 0 6000 30"#,
            "4 0 - 6001 0 0 0",
        ]
    );
    assert_eq!(
        texts(&db, "select cast(number as text) from conversations order by number").await,
        ["30", "50"]
    );
    assert_eq!(
        texts(&db, "select cast(number as text) from parts order by number").await,
        ["30", "31", "50", "51"]
    );
    assert_eq!(texts(&db, "select cast(number as text) from ledger order by number").await, ["30"]);
}

#[tokio::test]
async fn people_and_what_happened_in_conversations_are_what_they_were_before_there_was_a_ledger() {
    let database = Database::empty().await;
    let db = at(&database, 29).await;
    for statement in [
        "insert into workspace_apps (app_id, name, created_at) values ('app', 'App', 1)",
        "insert into people (id, app_id, kind, visitor_id, lead_since, user_id, email, email_folded, verified, details,
                             attributes, impressions, created_at, last_seen_at)
         values ('v', 'app', 'visitor', 'c1', null, null, null, null, false, '{}', '{}', 0, 5, 60),
                ('l', 'app', 'visitor', 'c2', 7, null, 'A@b.no', 'a@b.no', false, '{}', '{}', 0, 5, 61),
                ('u', 'app', 'user', null, null, 'u_1', null, null, true, '{}', '{}', 0, 5, 62)",
        "insert into conversations (number, app_id, person_id, state, source, created_at, updated_at, last_part, parts,
                                    person_last_at, teammate_last_at, person_read_to, teammates_read_to)
         values (1, 'app', 'l', 'open', '{}', 6, 6, 1, 0, 20, 30, 1, 0), (2, 'app', 'l', 'open', '{}', 6, 6, 2, 0, 25, null, 1, 0)",
        "insert into parts (number, conversation, kind, author, teammate, audience, body, at_ms)
         values (1, 1, 'comment', 'person', null, 'person', '{}', 6000), (2, 2, 'open', 'person', null, 'person', '{}', 6000),
                (3, 1, 'comment', 'teammate', 7, 'person', '{}', 6000), (4, 1, 'note', 'teammate', 7, 'teammates', '{}', 6000),
                (5, 1, 'assignment', 'teammate', 7, 'teammates', null, 6000), (6, 1, 'close', 'teammate', 7, 'teammates', null, 6000),
                (7, 1, 'snooze', 'teammate', 7, 'teammates', null, 6000), (8, 1, 'open', 'bot', null, 'teammates', null, 6000)",
        "insert into outbound_messages (number, app_id, delivery, style, state, title, sender, content, pages, audience,
                                        priority, created_at, updated_at)
         values (100, 'app', 'auto', 'chat', 'live', 'A', 7, '{}', '[]', '{}', 0, 6, 6)",
        "insert into outbound_receipts (message, person_id, session, at_ms, number, read_at_ms)
         values (100, 'u', 's', 40000, 10, 41000), (100, 'v', '', 50000, null, null)",
        r#"insert into events (number, app_id, at_ms, kind, person_id, conversation, audience)
         values (1, 'app', 1, '{"Part":{}}', 'l', 1, 'person'), (2, 'app', 2, '{"Part":{}}', 'l', 2, 'person'),
                (3, 'app', 3, '{"Part":{}}', 'l', 1, 'person'), (4, 'app', 4, '{"Part":{}}', 'l', 1, 'teammates'),
                (5, 'app', 5, '{"Part":{}}', 'l', 1, 'teammates'), (6, 'app', 6, '{"Part":{}}', 'l', 1, 'teammates'),
                (7, 'app', 7, '{"Part":{}}', 'l', 1, 'teammates'), (8, 'app', 8, '{"Part":{}}', 'l', 1, 'teammates'),
                (9, 'app', 9, '{"Seen":{}}', 'l', 1, 'person'), (10, 'app', 9, '{"Message":{}}', 'u', 10, 'person'),
                (11, 'app', 9, '{"Blocked":{}}', 'l', 1, 'teammates'), (12, 'app', 9, '{"SessionEnded":{}}', 'v', null, null)"#,
    ] {
        execute(&db, statement).await;
    }
    db.close().await;
    let db = database.open().await;
    let people = "select id || ' ' || role || ' ' || coalesce(last_contacted_at, 0) || ' ' || coalesce(last_heard_from_at, 0)
                    || ' ' || coalesce(last_opened_at, 0) || ' ' || updated_at from people order by id";
    assert_eq!(texts(&db, people).await, ["l lead 30 25 0 61", "u user 40 0 41 62", "v visitor 0 0 0 60"]);
    let ledger = "select number || ' ' || kind || ' ' || coalesce(actor, '-') || ' ' || coalesce(actor_id, '-') || ' ' || person_id
                  from ledger order by number";
    assert_eq!(
        texts(&db, ledger).await,
        [
            "1 conversation_person_replied person l l",
            "2 conversation_person_replied person l l",
            "3 conversation_teammate_replied teammate 7 l",
            "4 conversation_noted teammate 7 l",
            "5 conversation_assigned teammate 7 l",
            "6 conversation_closed teammate 7 l",
            "7 conversation_snoozed teammate 7 l",
            "8 conversation_opened workspace - l",
            "9 conversation_read - - l",
            "10 message_delivered - - u",
            "11 person_blocked - - l",
        ]
    );
    assert_eq!(texts(&db, "select number || ' ' || person_id from events").await, ["12 v"]);
    // A conversation is assigned to both a teammate and a team, a part is of a kind that nobody knew, and a lead needs no cookie.
    for now_possible in [
        "update conversations set teammate_assignee = 7, team_assignee = 3 where number = 1",
        "update parts set kind = 'rating_requested' where number = 8",
        "update people set visitor_id = null where id = 'l'",
    ] {
        assert_eq!(execute(&db, now_possible).await, 1);
    }
}

/// By column.
pub type Row = BTreeMap<String, String>;

/// All rows, by table.
pub async fn contents(db: &Db) -> BTreeMap<String, Vec<Row>> {
    let mut contents = BTreeMap::new();
    for (table, columns) in columns(db).await {
        let rows = rows_of(db, &table, &columns).await;
        contents.insert(table, rows);
    }
    contents
}

/// The rows of one table.
pub async fn rows(db: &Db, table: &str) -> Vec<Row> {
    rows_of(db, table, &columns_of(db, table).await).await
}

/// The columns of every table of ours.
pub async fn columns(db: &Db) -> BTreeMap<String, Vec<String>> {
    let tables = match db {
        Db::Sqlite { .. } => "select name from sqlite_master where type = 'table'",
        Db::Postgres(_) => "select table_name from information_schema.tables where table_schema = 'public'",
    };
    let mut found = BTreeMap::new();
    for table in texts(db, tables).await {
        if table != "_sqlx_migrations" {
            let columns = columns_of(db, &table).await;
            found.insert(table, columns);
        }
    }
    found
}

async fn columns_of(db: &Db, table: &str) -> Vec<String> {
    let columns = match db {
        Db::Sqlite { .. } => "select name from pragma_table_info('TABLE')",
        Db::Postgres(_) => {
            "select column_name from information_schema.columns where table_schema = 'public' and table_name = 'TABLE'"
        }
    };
    texts(db, &columns.replace("TABLE", table)).await
}

async fn rows_of(db: &Db, table: &str, columns: &[String]) -> Vec<Row> {
    let values: Vec<_> =
        columns.iter().map(|name| format!("coalesce(cast(\"{name}\" as text), 'null')")).collect();
    let select = format!("select {} from {table}", values.join(" || '\u{1f}' || "));
    let row = |text: String| columns.iter().cloned().zip(text.split('\u{1f}').map(str::to_owned)).collect();
    texts(db, &select).await.into_iter().map(row).collect()
}

/// The database as it is where this migration is the last.
async fn at(database: &Database, version: i64) -> Db {
    let mut migrations = Migrator::DEFAULT;
    migrations.migrations =
        MIGRATIONS.iter().filter(|migration| migration.version <= version).cloned().collect();
    match database.url.starts_with("sqlite:") {
        true => {
            let url = format!("{}?mode=rwc", database.url);
            let pool = sqlx::SqlitePool::connect(&url).await.expect("a database");
            migrations.run(&pool).await.expect("an old schema");
            Db::Sqlite { readers: pool.clone(), writer: pool }
        }
        false => {
            let pool = sqlx::PgPool::connect(&database.url).await.expect("a database");
            migrations.run(&pool).await.expect("an old schema");
            Db::Postgres(pool)
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test]
async fn the_attributes_of_people_and_companies_are_in_the_catalogue_by_the_type_of_most_of_their_values() {
    let database = Database::empty().await;
    let db = at(&database, 30).await;
    execute(
        &db,
        "insert into workspace_apps (app_id, name, created_at) values ('app', 'App', 1), ('other', 'B', 1)",
    )
    .await;
    let many = (0..252).map(|nth| format!("\"zz{nth:03}\":1")).collect::<Vec<_>>().join(",");
    for (id, app, attributes) in [
        (
            "p1",
            "app",
            r#"{"plan":"Harbour","cups":3,"beta":true,"renewal_at":1800000000,"none":null,"a b":"x"}"#,
        ),
        ("p2", "app", r#"{"plan":"Cove","cups":"three","rate":0.5,"beta":false,"[0]":1,"a\"b":1}"#),
        ("p3", "app", r#"{"cups":4,"plan":1,"e'f":"it''s"}"#),
        ("p4", "other", &format!("{{{many}}}")),
    ] {
        let person = format!(
            "insert into people (id, app_id, role, user_id, verified, details, attributes, impressions, created_at, last_seen_at)
             values ('{id}', '{app}', 'user', '{id}', true, '{{}}', '{}', 0, 5, 6)",
            attributes.replace('\'', "''")
        );
        execute(&db, &person).await;
    }
    execute(
        &db,
        "insert into companies (id, app_id, company_id, name, details, attributes, created_at, updated_at)
         values ('c', 'app', 'c_1', 'Fjordlight', '{}', '{\"cups\":\"many\"}', 5, 6)",
    )
    .await;
    execute(&db, "insert into protected_attributes (app_id, name) values ('app', 'plan'), ('app', 'phone')")
        .await;
    db.close().await;
    let db = database.open().await;
    let found = "select model || ' ' || name || ' ' || coalesce(data_type, '-') || case when browser_writable then '' else ' protected' end
                 from data_attributes where app_id = 'app' order by model, name";
    let mut found = texts(&db, found).await;
    found.sort();
    let mut expected = [
        "company cups string",
        "person a b string",
        "person beta boolean",
        "person cups number",
        "person e'f string",
        "person phone - protected",
        "person plan string protected",
        "person rate number",
        "person renewal_at date",
    ];
    expected.sort_unstable();
    assert_eq!(found, expected);
    let counted = "select count(*) || ' ' || max(number) || ' ' || count(distinct number) from data_attributes where app_id = 'other'";
    assert_eq!(texts(&db, counted).await, ["250 250 250"]);
}
