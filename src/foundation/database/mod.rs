//! The database behind every module: SQLite or PostgreSQL. Each aggregate keeps its SQL in its own module. Here is only
//! how to reach it.
//!
//! Each SQL text serves both databases: `read!`, `fetch!` and `execute!` run it on the one in use. The modules use only
//! what both have: `$1` placeholders, `bigint` Unix times, `text`, `boolean`, `json`, `on conflict … returning`,
//! `update … from (values …)`, row-value cursors.

mod copy;
mod file;
mod list;
mod open;
mod postgres;
mod sqlite;
mod transaction;

pub use copy::{Copied, Placement, copy_into, placement};
pub use list::push_list;
pub use open::{OpenError, Patience, migrations};
pub use transaction::Transaction;

use sqlx::{PgPool, SqlitePool};

/// The database. A clone shares its connections.
#[derive(Clone)]
pub enum Db {
    /// SQLite allows one writer at a time. Writes have a pool of one and queue there instead of failing as busy.
    /// Readers never wait for the writer (write-ahead log).
    Sqlite {
        readers: SqlitePool,
        writer: SqlitePool,
    },
    Postgres(PgPool),
}

impl Db {
    /// Opens the database at a `sqlite:` or `postgres:` URL and migrates it forward. A SQLite file, and its folder, are
    /// made if they are missing.
    pub async fn open(url: &str) -> Result<Self, OpenError> {
        Self::open_with(url, Patience::default()).await
    }

    pub async fn open_with(url: &str, patience: Patience) -> Result<Self, OpenError> {
        match url.split_once(':') {
            Some(("sqlite", _)) => sqlite::open(url, patience).await,
            Some(("postgres" | "postgresql", _)) => postgres::open(url, patience).await,
            _ => Err(open::refused(url, &"only sqlite: and postgres: URLs are known")),
        }
    }

    /// Begins a transaction that may change rows.
    pub async fn begin(&self) -> Result<Transaction, sqlx::Error> {
        Ok(match self {
            Self::Sqlite { writer, .. } => Transaction::Sqlite(sqlite::begin(writer).await?),
            Self::Postgres(pool) => Transaction::Postgres(pool.begin().await?),
        })
    }

    /// Begins a transaction for several reads that belong together. It waits for no writer.
    pub async fn begin_reading(&self) -> Result<Transaction, sqlx::Error> {
        Ok(match self {
            Self::Sqlite { readers, .. } => Transaction::Sqlite(readers.begin().await?),
            Self::Postgres(pool) => Transaction::Postgres(pool.begin().await?),
        })
    }

    /// Checks that the database stores a row just now.
    pub async fn check(&self, now_ms: i64) -> Result<(), sqlx::Error> {
        let mut transaction = self.begin().await?;
        write_check(&mut transaction, now_ms).await?;
        transaction.commit().await
    }

    /// The size of the database, in bytes.
    pub async fn size(&self) -> Result<i64, sqlx::Error> {
        let (bytes,): (i64,) = match self {
            Self::Sqlite { readers, .. } => {
                let size = "select page_count * page_size from pragma_page_count(), pragma_page_size()";
                sqlx::query_as(size).fetch_one(readers).await?
            }
            Self::Postgres(pool) => {
                sqlx::query_as("select pg_database_size(current_database())").fetch_one(pool).await?
            }
        };
        Ok(bytes)
    }

    /// Each pool by its name, with the number of its open connections and of its idle ones.
    pub fn connections(&self) -> Vec<(&'static str, usize, usize)> {
        let of = |name, open: u32, idle| (name, open as usize, idle);
        match self {
            Self::Sqlite { readers, writer } => vec![
                of("readers", readers.size(), readers.num_idle()),
                of("writer", writer.size(), writer.num_idle()),
            ],
            Self::Postgres(pool) => vec![of("all", pool.size(), pool.num_idle())],
        }
    }

    /// The free bytes that this process may use on the database's disk. None if the database is on another machine or
    /// in memory.
    pub fn free_space(&self) -> Option<std::io::Result<u64>> {
        let Self::Sqlite { writer, .. } = self else { return None };
        file::file_of(&writer.connect_options()).map(sqlite::free_space)
    }

    /// Moves what is committed from SQLite's write-ahead log into the file, as far as no reader holds it back. An idle
    /// server has little in the log then: it starts sooner, and the file alone is nearly all. PostgreSQL does so by
    /// itself.
    pub async fn checkpoint(&self) -> Result<(), sqlx::Error> {
        if let Self::Sqlite { writer, .. } = self {
            sqlx::query("pragma wal_checkpoint(passive)").execute(writer).await?;
        }
        Ok(())
    }

    /// Has SQLite's planner know how large the tables have become. PostgreSQL finds that out by itself.
    pub async fn gather_statistics(&self) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite { writer, .. } => sqlite::gather_statistics(writer).await,
            Self::Postgres(_) => Ok(()),
        }
    }

    /// Waits for the queries that run, and closes all connections.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { readers, writer } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// Stores the time, in milliseconds: a row that differs each time, so that it reaches the disk.
pub async fn write_check(transaction: &mut Transaction, now_ms: i64) -> Result<(), sqlx::Error> {
    execute!(transaction,
        "insert into readiness_check (only_row, checked_at_ms) values (1, $1)
         on conflict (only_row) do update set checked_at_ms = excluded.checked_at_ms" => now_ms)?;
    Ok(())
}

/// Runs a query that changes nothing: `read!(db, all "select … where id = $1" => id)`. In place of `all` stands `one`
/// or `optional`. Rows of one column are read as `all values`, `one value` and `optional value`. `any` says whether there
/// is a row. A query that is built runs as `read!(db, |db| query.fetch_all(db))`.
#[macro_export]
macro_rules! read {
    ($db:expr, |$on:ident| $query:expr) => {
        match $db {
            $crate::database::Db::Sqlite { readers: $on, .. } => $query.await,
            $crate::database::Db::Postgres($on) => $query.await,
        }
    };
    ($db:expr, any $($query:tt)+) => {
        $crate::read!($db, optional $($query)+).map(|row: Option<()>| row.is_some())
    };
    ($db:expr, $($query:tt)+) => {
        $crate::read!($db, |db| $crate::rows!(db, $($query)+))
    };
}

/// Runs a query within a [`Transaction`] for the rows it returns, as `read!` does.
#[macro_export]
macro_rules! fetch {
    ($transaction:expr, |$on:ident| $query:expr) => {
        $crate::within!($transaction, |$on| $query.await)
    };
    ($transaction:expr, any $($query:tt)+) => {
        $crate::fetch!($transaction, optional $($query)+).map(|row: Option<()>| row.is_some())
    };
    ($transaction:expr, $($query:tt)+) => {
        $crate::fetch!($transaction, |db| $crate::rows!(db, $($query)+))
    };
}

/// Runs a query within a [`Transaction`] and returns how many rows it touched:
/// `execute!(transaction, "delete from … where id = $1" => id)`.
#[macro_export]
macro_rules! execute {
    ($transaction:expr, |$on:ident| $query:expr) => {
        $crate::within!($transaction, |$on| $query.await.map(|done| done.rows_affected()))
    };
    ($transaction:expr, $sql:expr $(=> $($value:expr),+)?) => {
        $crate::execute!($transaction, |db| sqlx::query($sql)$($(.bind($value))+)?.execute(db))
    };
}

/// Runs a query in a transaction of its own and returns how many rows it touched:
/// `commit!(db, "delete from … where id = $1" => id)`.
#[macro_export]
macro_rules! commit {
    ($db:expr, $($query:tt)+) => {
        async {
            let mut transaction = $db.begin().await?;
            let touched = $crate::execute!(&mut transaction, $($query)+)?;
            transaction.commit().await?;
            Ok::<u64, sqlx::Error>(touched)
        }
        .await
    };
}

/// Builds the query of an SQL text with its values: for all rows, for one, or for one if any.
#[macro_export]
macro_rules! rows {
    ($on:ident, all values $sql:expr $(=> $($value:expr),+)?) => {
        sqlx::query_scalar($sql)$($(.bind($value))+)?.fetch_all($on)
    };
    ($on:ident, optional value $sql:expr $(=> $($value:expr),+)?) => {
        sqlx::query_scalar($sql)$($(.bind($value))+)?.fetch_optional($on)
    };
    ($on:ident, one value $sql:expr $(=> $($value:expr),+)?) => {
        sqlx::query_scalar($sql)$($(.bind($value))+)?.fetch_one($on)
    };
    ($on:ident, all $sql:expr $(=> $($value:expr),+)?) => {
        sqlx::query_as($sql)$($(.bind($value))+)?.fetch_all($on)
    };
    ($on:ident, optional $sql:expr $(=> $($value:expr),+)?) => {
        sqlx::query_as($sql)$($(.bind($value))+)?.fetch_optional($on)
    };
    ($on:ident, one $sql:expr $(=> $($value:expr),+)?) => {
        sqlx::query_as($sql)$($(.bind($value))+)?.fetch_one($on)
    };
}

/// Runs an expression on the transaction's connection, whichever database it is.
#[macro_export]
macro_rules! within {
    ($transaction:expr, |$on:ident| $done:expr) => {
        match $transaction {
            $crate::database::Transaction::Sqlite(transaction) => {
                let $on = &mut **transaction;
                $done
            }
            $crate::database::Transaction::Postgres(transaction) => {
                let $on = &mut **transaction;
                $done
            }
        }
    };
}

#[doc(inline)]
pub use crate::{commit, execute, fetch, read};
