//! From every schema that was ever released, forward to today's.

use leptos_messenger::clock::Clock;
use leptos_messenger::database::Db;
use leptos_messenger::workspace::Workspace;
use sqlx::migrate::Migrator;

use super::{Database, execute, texts};

static MIGRATIONS: Migrator = sqlx::migrate!("src/database/migrations");

/// The last migration of each release, and what all up to it hash to.
const RELEASED: [(i64, &str); 3] = [
    (1, "939cc07dd0d0518a"),
    (2, "939cc07dd0d0518a c6797afdad2f5b95"),
    (3, "939cc07dd0d0518a c6797afdad2f5b95 442c3be87dc65513"),
];

/// What the release with that last migration wrote beside the rows of those before it.
const ROWS: [(i64, &[&str]); 3] = [
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
        ],
    ),
];

#[tokio::test]
async fn a_database_of_every_release_is_migrated_forward_with_all_its_rows() {
    for (released, _) in RELEASED {
        let database = Database::fresh().await;
        // Each release migrates what the one before it wrote, and writes rows of its own.
        for (since, rows) in ROWS.iter().filter(|(since, _)| *since <= released) {
            let old = at(&database, *since).await;
            for statement in *rows {
                execute(&old, statement).await;
            }
            old.close().await;
        }

        let db = database.open().await;
        assert_eq!(texts(&db, "select name from accounts").await, ["Marit"], "from {released}");
        assert_eq!(texts(&db, "select key from sessions").await, ["k"], "from {released}");
        let workspace = Workspace::open(db.clone(), Clock::manual(7), None).await.expect("a workspace");
        if released >= 2 {
            assert_eq!(workspace.app_id(), "app");
            let key = if released >= 3 { "newer" } else { "the-secret" };
            assert_eq!(workspace.identity_secret().expect("a key").as_str(), key);
            assert_eq!(texts(&db, "select id from people order by id").await, ["p", "v"]);
            assert_eq!(
                texts(&db, "select email_folded from people where id = 'p'").await,
                ["marit@example.com"]
            );
            assert_eq!(texts(&db, "select person_id from messenger_sessions").await, ["p"]);
            assert_eq!(texts(&db, "select url from impressions").await, ["http://a.example/"]);
        }
        if released >= 3 {
            assert_eq!(texts(&db, "select company from company_members").await, ["c"]);
        }
    }
}

#[test]
fn a_released_migration_is_never_changed() {
    for (released, expected) in RELEASED {
        let checksums = MIGRATIONS.iter().filter(|migration| migration.version <= released);
        let found: Vec<String> = checksums.map(|migration| hex(&migration.checksum[..8])).collect();
        assert_eq!(found.join(" "), expected, "up to {released}");
    }
}

/// The database as a release left it whose last migration this was.
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
