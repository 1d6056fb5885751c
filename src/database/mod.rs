//! The database behind every module: SQLite or PostgreSQL. Each aggregate keeps its SQL in its own module. Here is only
//! how to reach it.
//!
//! One SQL text serves both: `read!`, `fetch!` and `execute!` run it on whichever it is. What the two have in common, and the
//! modules keep to: `$1` placeholders, `bigint` Unix times, `text`, `boolean`, `json`, `on conflict … returning`,
//! `update … from (values …)`, row-value cursors.

mod open;
mod postgres;
mod sqlite;
mod transaction;

pub use open::{OpenError, Patience};
pub use transaction::Transaction;

use sqlx::{PgPool, SqlitePool};

/// Cheap to clone.
#[derive(Clone)]
pub enum Db {
    /// SQLite allows one writer at a time, so writes have a pool of one and queue there instead of failing as busy;
    /// readers never wait for it (write-ahead log).
    Sqlite {
        readers: SqlitePool,
        writer: SqlitePool,
    },
    Postgres(PgPool),
}

impl Db {
    /// For everything that changes a row.
    pub async fn begin(&self) -> Result<Transaction, sqlx::Error> {
        Ok(match self {
            // Locked from the start: one that read first and wrote later could fail as busy.
            Self::Sqlite { writer, .. } => Transaction::Sqlite(writer.begin_with("begin immediate").await?),
            Self::Postgres(pool) => Transaction::Postgres(pool.begin().await?),
        })
    }

    /// For several reads that belong together. It waits for no writer.
    pub async fn begin_reading(&self) -> Result<Transaction, sqlx::Error> {
        Ok(match self {
            Self::Sqlite { readers, .. } => Transaction::Sqlite(readers.begin().await?),
            Self::Postgres(pool) => Transaction::Postgres(pool.begin().await?),
        })
    }

    /// Whether it answers.
    pub async fn ping(&self) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite { readers, .. } => _ = sqlx::query("select 1").execute(readers).await?,
            Self::Postgres(pool) => _ = sqlx::query("select 1").execute(pool).await?,
        }
        Ok(())
    }

    /// Waits for what is running and closes all connections.
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

/// Runs a query that changes nothing: `read!(db, |db| sqlx::query_as(…).fetch_all(db))`.
macro_rules! read {
    ($db:expr, |$on:ident| $query:expr) => {
        match $db {
            $crate::database::Db::Sqlite { readers: $on, .. } => $query.await,
            $crate::database::Db::Postgres($on) => $query.await,
        }
    };
}

/// Runs a query within a [`Transaction`] for the rows it returns: `fetch!(transaction, |db| sqlx::query_as(…).fetch_one(db))`.
macro_rules! fetch {
    ($transaction:expr, |$on:ident| $query:expr) => {
        $crate::database::within!($transaction, |$on| $query.await)
    };
}

/// Runs a query within a [`Transaction`] and returns how many rows it touched:
/// `execute!(transaction, |db| sqlx::query(…).execute(db))`.
macro_rules! execute {
    ($transaction:expr, |$on:ident| $query:expr) => {
        $crate::database::within!($transaction, |$on| $query.await.map(|done| done.rows_affected()))
    };
}

/// What `fetch!` and `execute!` share: the transaction's connection, whichever database it is.
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

pub(crate) use {execute, fetch, read, within};
