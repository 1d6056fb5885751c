//! PostgreSQL: its pool and its migrations.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection};
use std::net::IpAddr;
use std::str::FromStr;

use super::Db;
use super::open::{OpenError, Patience, STATEMENTS, migrations, not_migrated, refused};

/// The most connections that one server keeps.
const CONNECTIONS: u32 = 10;

/// TLS is as `sslmode` in the URL says; unset, it is `prefer`: TLS where the database offers it.
pub(super) async fn open(url: &str, patience: Patience) -> Result<Db, OpenError> {
    let options = PgConnectOptions::from_str(url).map_err(|e| refused(url, &e))?;
    let options = options.statement_cache_capacity(STATEMENTS);
    // A connection of its own: a migration may take long, and wait long for another server's.
    let mut first = options.connect().await.map_err(|e| refused(url, &e))?;
    migrations(url).run(&mut first).await.map_err(|e| not_migrated(url, &e))?;
    if is_remote(&options) && !is_encrypted(&mut first).await.map_err(|e| refused(url, &e))? {
        tracing::warn!(
            "DATABASE_URL: the database at {} is spoken to in clear: add sslmode=verify-full to the URL",
            options.get_host()
        );
    }
    first.close().await.map_err(|e| refused(url, &e))?;
    let limits = limits(patience);
    let pool = PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(patience.connection)
        // Not as start-up options, which poolers between server and database refuse.
        .after_connect(move |connection, _| {
            let limits = limits.clone();
            Box::pin(async move {
                sqlx::raw_sql(AssertSqlSafe(limits)).execute(connection).await?;
                Ok(())
            })
        })
        .connect_with(options)
        .await
        .map_err(|e| refused(url, &e))?;
    Ok(Db::Postgres(pool))
}

fn limits(patience: Patience) -> String {
    let Patience { lock, statement, idle_in_transaction, .. } = patience;
    format!(
        "set lock_timeout = {}; set statement_timeout = {}; set idle_in_transaction_session_timeout = {}",
        lock.as_millis(),
        statement.as_millis(),
        idle_in_transaction.as_millis()
    )
}

/// Whether the database is on another machine.
fn is_remote(options: &PgConnectOptions) -> bool {
    let host = options.get_host();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    let is_here = host == "localhost" || address.is_ok_and(|address| address.is_loopback());
    !(is_here || host.starts_with('/') || options.get_socket().is_some())
}

async fn is_encrypted(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    let found: Option<(bool,)> = sqlx::query_as("select ssl from pg_stat_ssl where pid = pg_backend_pid()")
        .fetch_optional(connection)
        .await?;
    Ok(found.is_some_and(|(ssl,)| ssl))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_is_remote_unless_it_is_on_this_machine() {
        let remote = |url: &str| is_remote(&PgConnectOptions::from_str(url).unwrap());
        for here in [
            "postgres://shop@localhost/shop",
            "postgres://shop@127.0.0.1:5433/shop",
            "postgres://shop@[::1]/shop",
            "postgres://shop@%2Frun%2Fpostgresql/shop",
            "postgres://shop@db.example/shop?host=/run/postgresql",
        ] {
            assert!(!remote(here), "{here}");
        }
        for there in ["postgres://shop@db.example/shop", "postgres://shop@10.0.0.5/shop"] {
            assert!(remote(there), "{there}");
        }
    }
}
