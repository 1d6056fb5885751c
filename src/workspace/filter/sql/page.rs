//! Pages of what a filter fits, the last seen or changed first.

use sea_query::{Asterisk, BinOper, Expr, ExprTrait, Order, Query, SelectStatement, Value};
use sqlx::FromRow;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;

use super::context::{Shape, SqlContext};
use super::select::{count_built, fetch_built, of_app};
use crate::database::Transaction;
use crate::error::Error;
use crate::filter::Filter;
use crate::filter::fields::Model;

/// Rows that are looked at one by one before all are: the page of a condition that is often true is among them. Any other page
/// waits for them in vain, so they are few: a hundredth of a second.
const NEWEST: u64 = 3_000;

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
    let (model, table) = (filter.of, filter.of.table());
    let each_row = SqlContext { shape: Shape::EachRow, ..context.clone() };
    let newest = in_order(&mut rows(filter, &each_row, after), model).limit(NEWEST).take();
    let mut select = Query::select();
    select.column((table, Asterisk)).from_subquery(newest, table).cond_where(filter.sql(&each_row));
    let found: Vec<T> = fetch_built(db, in_order(&mut select, model).limit(most)).await?;
    if u64::try_from(found.len()).is_ok_and(|found| found >= most) {
        return Ok(found);
    }
    let more = rows(filter, &each_row, after).offset(NEWEST).take();
    if count_built(db, more, Some(1)).await? == 0 {
        return Ok(found);
    }
    let few = SqlContext { shape: Shape::Few, ..context.clone() };
    let mut select = rows(filter, &few, after);
    fetch_built(db, sorted(select.cond_where(filter.sql(&few)), model).limit(most)).await
}

/// Counts the rows of all pages.
pub async fn count(db: &mut Transaction, filter: &Filter, context: &SqlContext) -> Result<i64, Error> {
    let mut rows = of_lists(filter, context);
    count_built(db, rows.cond_where(filter.sql(context)).take(), None).await
}

/// Selects no column yet of the app's rows that lists have.
pub fn of_lists(filter: &Filter, context: &SqlContext) -> SelectStatement {
    let mut select = of_app(filter, context);
    if filter.of != Model::Conversation && !filter.reads("archived_at") {
        select.and_where(Expr::col((filter.of.table(), "archived_at")).is_null());
    }
    select
}

/// The rows after the cursor.
fn rows(filter: &Filter, context: &SqlContext, after: Option<&Cursor>) -> SelectStatement {
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
    select
}

/// In the order of the list, by its index.
fn in_order(select: &mut SelectStatement, model: Model) -> &mut SelectStatement {
    let ((time, key), table) = (model.order(), model.table());
    select.order_by((table, time), Order::Desc).order_by((table, key), Order::Desc)
}

/// In the same order, by no index. With it, a planner that expects more rows to fit than do reads nearly all of the table.
fn sorted(select: &mut SelectStatement, model: Model) -> &mut SelectStatement {
    let ((time, key), table) = (model.order(), model.table());
    let (time, key) = (Expr::col((table, time)), Expr::col((table, key)));
    let key = match model {
        Model::Conversation => key.add(0),
        Model::Person | Model::Company => key.binary(BinOper::Custom("||"), ""),
    };
    select.order_by_expr(time.add(0), Order::Desc).order_by_expr(key, Order::Desc)
}
