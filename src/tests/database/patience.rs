//! How long PostgreSQL lets one server hold another up.

use leptos_messenger::database::{Db, Patience, Transaction};
use std::time::Duration;

use super::{Database, texts};

const SHORT: Duration = Duration::from_millis(100);
/// For what must come.
const PATIENCE: Duration = Duration::from_secs(30);

#[tokio::test]
#[ignore = "needs PostgreSQL: .ci/with-postgres"]
async fn a_statement_that_runs_too_long_fails_and_the_connection_goes_on() {
    let database = Database::fresh().await;
    let patience = Patience { statement: SHORT, ..Patience::default() };
    let db = Db::open_with(&database.url, patience).await.expect("a database");
    let Db::Postgres(pool) = &db else { panic!("no PostgreSQL") };
    let error = sqlx::query("select pg_sleep(60)").execute(pool).await.expect_err("too long");
    assert!(error.to_string().contains("statement timeout"), "{error}");
    assert!(db.check(1).await.is_ok());
}

#[tokio::test]
#[ignore = "needs PostgreSQL: .ci/with-postgres"]
async fn migrations_wait_for_another_servers_however_long_they_take() {
    let database = Database::fresh().await;
    // The other server's transaction outlives any wait here.
    let patience = Patience { idle_in_transaction: PATIENCE * 2, ..Patience::default() };
    let db = Db::open_with(&database.url, patience).await.expect("a database");
    let mut migrating = db.begin().await.expect("a transaction");
    if let Transaction::Postgres(migrating) = &mut migrating {
        sqlx::query("lock table _sqlx_migrations").execute(&mut **migrating).await.expect("a lock");
    }
    let patience = Patience { lock: SHORT, statement: SHORT, ..Patience::default() };
    let long = "select count(*) from pg_stat_activity where datname = current_database()
                and wait_event_type = 'Lock' and now() - query_start > interval '300 milliseconds'";
    let waited = async {
        while texts(&db, long).await != ["1"] {
            tokio::task::yield_now().await;
        }
        migrating.commit().await.expect("a commit");
    };
    let (opened, waited) =
        tokio::join!(Db::open_with(&database.url, patience), tokio::time::timeout(PATIENCE, waited),);
    assert!(waited.is_ok() && opened.is_ok());
}
