//! Selects the rows that a filter fits, and runs such a query.

use sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, FromRow};

use super::context::{Dialect, SqlContext};
use crate::database::{Transaction, fetch};
use crate::error::Error;
use crate::filter::Filter;
use crate::filter::fields::Model;

impl Filter {
    /// Selects no column yet of the app's rows that the filter fits.
    pub fn select(&self, context: &SqlContext) -> SelectStatement {
        of_app(self.of, context).cond_where(self.sql(context)).take()
    }
}

/// Selects no column yet of the app's rows.
pub(super) fn of_app(model: Model, context: &SqlContext) -> SelectStatement {
    let table = model.table();
    let is_its = Expr::col((table, "app_id")).eq(context.app_id.as_str());
    Query::select().from(table).and_where(is_its).take()
}

/// Runs a query that was built. Values that people typed are bound to it, and never part of its text.
pub async fn fetch_built<T>(db: &mut Transaction, select: &SelectStatement) -> Result<Vec<T>, Error>
where
    T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
{
    let (text, values) = Dialect::of(db).build(select);
    // Not kept prepared: hardly any text comes again, and PostgreSQL plans for the values.
    let query = |text| AssertSqlSafe::<String>(text);
    Ok(fetch!(db, |db| sqlx::query_as_with(query(text), values).persistent(false).fetch_all(db))?)
}

/// Counts the rows that a query selects, but no more than `most`.
pub async fn count_built(
    db: &mut Transaction,
    select: SelectStatement,
    most: Option<u64>,
) -> Result<i64, Error> {
    let mut rows = select;
    rows.clear_selects().expr(Expr::val(1));
    if let Some(most) = most {
        rows.limit(most);
    }
    let count = Query::select().expr(Expr::cust("count(*)")).from_subquery(rows, "matching").take();
    Ok(fetch_built::<(i64,)>(db, &count).await?.first().map_or(0, |(count,)| *count))
}
