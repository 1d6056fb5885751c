//! From every earlier schema, forward to today's: with rows in every table. [`take_overs`] has what single migrations make of
//! their rows.

mod contents;
mod take_overs;

pub use contents::{Row, columns, contents, rows};

use leptos_messenger::clock::Clock;
use leptos_messenger::database::{Db, migrations};
use leptos_messenger::workspace::Workspace;

use self::contents::rows_of;
use super::{Database, execute, texts};

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
    (35, "e9801817a6d7db74"),
    (36, "18149391db24c6ed"),
    (37, "6a1aa5ae2502bd0a"),
    (38, "c8902933e8f21f44"),
    (39, "7a9734b6283f80f4"),
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
    (
        38,
        &[
            "insert into csv_imports (id, app_id, teammate, file_name, state, columns, mapping, row_count, created_at, ended_at)
             values ('im', 'app', 7, 'people.csv', 'done', '[\"email\"]', '[\"email\"]', 1, 5, 6)",
            "insert into csv_import_rows (import, number, cells, named_email) values ('im', 2, '[\"a@b.no\"]', 'a@b.no')",
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
    let found: Vec<_> = migrations("sqlite:")
        .iter()
        .map(|migration| (migration.version, hex(&migration.checksum[..8])))
        .collect();
    let landed: Vec<_> = LANDED.iter().map(|(version, hash)| (*version, (*hash).to_owned())).collect();
    assert_eq!(found, landed, "what is in the folder (left), and what has landed (right)");
}

/// The database as it is where this migration is the last.
async fn at(database: &Database, version: i64) -> Db {
    let mut migrations = migrations(&database.url);
    migrations.migrations =
        migrations.iter().filter(|migration| migration.version <= version).cloned().collect();
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
