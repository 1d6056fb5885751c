//! A transaction on either database.

use sqlx::{Postgres, Sqlite};

/// What happens in it happens as a whole, or not at all: dropped without [`commit`](Self::commit), it leaves nothing.
pub enum Transaction {
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    Postgres(sqlx::Transaction<'static, Postgres>),
}

impl Transaction {
    pub async fn commit(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(transaction) => transaction.commit().await,
            Self::Postgres(transaction) => transaction.commit().await,
        }
    }
}
