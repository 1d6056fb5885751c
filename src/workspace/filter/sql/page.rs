//! Pages of what a filter fits, the last seen or changed first.

use sea_query::{Asterisk, Expr, ExprTrait, Order, Query, SelectStatement, Value};
use sqlx::FromRow;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;

use super::context::{Shape, SqlContext};
use super::select::fetch_built;
use crate::database::Transaction;
use crate::error::Error;
use crate::filter::Filter;
use crate::filter::fields::Model;

/// Rows that are looked at before all are: the page of a condition that is often true is among them. It is reckoned for a
/// hundredth of a second.
const NEWEST: u64 = 10_000;

/// The end of a page: the next one begins after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// When the page's last row was seen or changed, in Unix seconds.
    pub at: i64,
    /// Its id; of a conversation, its number.
    pub id: String,
}

impl Model {
    /// The time by which lists are in order, and the key of the rows.
    fn order(self) -> (&'static str, &'static str) {
        match self {
            Self::Person => ("last_seen_at", "id"),
            Self::Company => ("updated_at", "id"),
            Self::Conversation => ("updated_at", "number"),
        }
    }
}

/// Up to `most` rows that the filter fits, after the page that ended at the cursor. Archived people and companies are among
/// them only where the filter asks when they were archived.
pub async fn page<T>(
    db: &mut Transaction,
    filter: &Filter,
    context: &SqlContext,
    after: Option<&Cursor>,
    most: u64,
) -> Result<Vec<T>, Error>
where
    T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
{
    let newest = listed(filter, context, after, NEWEST);
    let table = filter.of.table();
    let each_row = SqlContext { shape: Shape::EachRow, ..context.clone() };
    let mut select = Query::select();
    select.column((table, Asterisk)).from_subquery(newest, table).cond_where(filter.sql(&each_row));
    let found: Vec<T> = fetch_built(db, in_order(&mut select, filter.of).limit(most)).await?;
    if u64::try_from(found.len()).is_ok_and(|found| found >= most) {
        return Ok(found);
    }
    let mut select = listed(filter, context, after, most);
    fetch_built(db, select.cond_where(filter.sql(context))).await
}

/// Counts the rows of all pages.
pub async fn count(db: &mut Transaction, filter: &Filter, context: &SqlContext) -> Result<i64, Error> {
    let mut rows = of_lists(filter, context);
    rows.expr(Expr::cust("count(*)")).cond_where(filter.sql(context));
    Ok(fetch_built::<(i64,)>(db, &rows).await?.first().map_or(0, |(count,)| *count))
}

/// The app's rows that lists have.
fn of_lists(filter: &Filter, context: &SqlContext) -> SelectStatement {
    let table = filter.of.table();
    let mut select = Query::select();
    select.from(table).and_where(Expr::col((table, "app_id")).eq(context.app_id.as_str()));
    if filter.of != Model::Conversation && !filter.reads("archived_at") {
        select.and_where(Expr::col((table, "archived_at")).is_null());
    }
    select
}

/// The rows after the cursor, in the order of the list.
fn listed(filter: &Filter, context: &SqlContext, after: Option<&Cursor>, most: u64) -> SelectStatement {
    let (model, table) = (filter.of, filter.of.table());
    let mut select = of_lists(filter, context);
    select.column((table, Asterisk));
    if let Some(Cursor { at, id }) = after {
        let (time, key) = model.order();
        let id = match model {
            Model::Conversation => Value::from(id.parse::<i64>().unwrap_or_default()),
            Model::Person | Model::Company => Value::from(id.as_str()),
        };
        let of_row = Expr::tuple([Expr::col((table, time)), Expr::col((table, key))]);
        select.and_where(of_row.lt(Expr::tuple([Expr::val(*at), Expr::val(id)])));
    }
    in_order(&mut select, model).limit(most).take()
}

fn in_order(select: &mut SelectStatement, model: Model) -> &mut SelectStatement {
    let (time, key) = model.order();
    select.order_by((model.table(), time), Order::Desc).order_by((model.table(), key), Order::Desc)
}
