//! Selects the rows that a filter fits, and runs such a query.

use sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, FromRow};

use super::context::{Dialect, Shape, SqlContext};
use super::values::is_indexed;
use crate::database::{Transaction, fetch};
use crate::error::Error;
use crate::filter::fields::Model;
use crate::filter::{Condition, FieldSource, Filter, FilterPart, Join};

impl Filter {
    /// Selects no column yet of the app's rows that the filter fits.
    pub fn select(&self, context: &SqlContext) -> SelectStatement {
        self.of_app(context).cond_where(self.sql(context)).take()
    }

    /// Selects no column yet of the app's rows, the filter's or not.
    pub(super) fn of_app(&self, context: &SqlContext) -> SelectStatement {
        let is_each = context.shape == Shape::EachRow;
        of_app(self.of, context, is_each || self.of != Model::Person || self.is_found_within_app())
    }

    /// Whether a condition is about a column that stands in an index of the app's people.
    fn is_found_within_app(&self) -> bool {
        const INDEXED: [&str; 4] = ["user_id", "time_zone", "last_seen_at", "updated_at"];
        let is_found = |condition: &Condition| {
            let Condition { field, test } = condition;
            let is_of = field.source() == FieldSource::Standard && INDEXED.contains(&field.name());
            is_of && !test.is_negated && is_indexed(&test.check)
        };
        self.join == Join::All
            && self.parts.iter().any(|part| matches!(part, FilterPart::Condition(one) if is_found(one)))
    }
}

/// Selects no column yet of the app's rows.
///
/// SQLite's planner knows no better than to read the app's rows by an index, though the app has all there are: that takes ten
/// times as long as reading the table.
pub(super) fn of_app(model: Model, context: &SqlContext, is_found_by_app: bool) -> SelectStatement {
    let table = model.table();
    let app_id = Expr::col((table, "app_id"));
    let app_id = if is_found_by_app { app_id } else { hidden(app_id, context.dialect) };
    Query::select().from(table).and_where(app_id.eq(context.app_id.as_str())).take()
}

/// Hides a column's indexes from SQLite's planner. Source: SQLite's docs, "The SQLite Query Optimizer Overview".
pub(super) fn hidden(column: Expr, dialect: Dialect) -> Expr {
    match dialect {
        Dialect::Sqlite => Expr::cust_with_expr("+?", column),
        Dialect::Postgres => column,
    }
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
