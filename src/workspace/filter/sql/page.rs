//! Pages of what a filter fits.

use sea_query::{Asterisk, BinOper, Expr, ExprTrait, Query, SelectStatement, Value};
use sqlx::FromRow;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;

use super::context::{Shape, SqlContext};
use super::order::{Sort, SortBy, SortValue};
use super::select::{count_built, fetch_built, of_app};
use crate::database::Transaction;
use crate::error::Error;
use crate::filter::Filter;
use crate::filter::fields::Model;

/// Rows that are looked at one by one before all are: the page of a condition that is often true is among them. Any other page
/// waits for them in vain, so they are few: a hundredth of a second.
const FIRST: u64 = 3_000;

/// The end of a page: the next one begins after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The value of the page's last row by which the list is in order. None where the value is unknown.
    pub at: Option<String>,
    /// The row's id; of a conversation, its number.
    pub id: String,
}

impl Model {
    /// The time by which a list is in order, unless it is sorted by something else.
    pub(super) fn time(self) -> &'static str {
        match self {
            Self::Person => "last_seen_at",
            Self::Company | Self::Conversation => "updated_at",
        }
    }

    /// The key of the rows.
    fn key(self) -> &'static str {
        match self {
            Self::Person | Self::Company => "id",
            Self::Conversation => "number",
        }
    }

    fn key_value(self, id: &str) -> Value {
        match self {
            Self::Person | Self::Company => Value::from(id),
            Self::Conversation => Value::from(id.parse::<i64>().unwrap_or_default()),
        }
    }
}

/// Up to `most` rows that the filter fits, after the page that ended at the cursor. Archived people and companies are among
/// them only where the filter asks when they were archived.
pub async fn page<T>(
    db: &mut Transaction,
    filter: &Filter,
    context: &SqlContext,
    sort: &Sort,
    after: Option<&Cursor>,
    most: u64,
) -> Result<Vec<T>, Error>
where
    T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
{
    match sort.by {
        SortBy::Time => by_time(db, filter, context, sort, after, most).await,
        SortBy::Name | SortBy::Field(_) => by_value(db, filter, context, sort, after, most).await,
    }
}

/// The place of a row in a list that is in this order.
pub async fn cursor(
    db: &mut Transaction,
    filter: &Filter,
    context: &SqlContext,
    sort: &Sort,
    id: String,
) -> Result<Cursor, Error> {
    let mut row = of_app(filter, context);
    row.and_where(Expr::col((filter.of.table(), filter.of.key())).eq(filter.of.key_value(&id)));
    let at = SortValue::of(&sort.by, filter.of, context)?.read(db, row).await?;
    Ok(Cursor { at, id })
}

async fn by_time<T>(
    db: &mut Transaction,
    filter: &Filter,
    context: &SqlContext,
    sort: &Sort,
    after: Option<&Cursor>,
    most: u64,
) -> Result<Vec<T>, Error>
where
    T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
{
    let (model, table) = (filter.of, filter.of.table());
    let place = SortValue::of(&sort.by, model, context)?;
    let after = after.map(|after| after_row(place.value.clone(), &place, model, sort, after)).transpose()?;
    let rows = |context: &SqlContext| {
        let mut select = of_lists(filter, context);
        select.column((table, Asterisk)).and_where_option(after.clone());
        select
    };
    let each_row = SqlContext { shape: Shape::EachRow, ..context.clone() };
    let first = in_order(&mut rows(&each_row), model, sort).limit(FIRST).take();
    let mut select = Query::select();
    select.column((table, Asterisk)).from_subquery(first, table).cond_where(filter.sql(&each_row));
    let found: Vec<T> = fetch_built(db, in_order(&mut select, model, sort).limit(most)).await?;
    if u64::try_from(found.len()).is_ok_and(|found| found >= most) {
        return Ok(found);
    }
    let more = rows(&each_row).offset(FIRST).take();
    if count_built(db, more, Some(1)).await? == 0 {
        return Ok(found);
    }
    let few = SqlContext { shape: Shape::Few, ..context.clone() };
    let mut select = rows(&few);
    fetch_built(db, sorted(select.cond_where(filter.sql(&few)), model, sort).limit(most)).await
}

/// No index has the value: all that the filter fits is read and sorted.
async fn by_value<T>(
    db: &mut Transaction,
    filter: &Filter,
    context: &SqlContext,
    sort: &Sort,
    after: Option<&Cursor>,
    most: u64,
) -> Result<Vec<T>, Error>
where
    T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
{
    const PLACE: &str = "place";
    let few = SqlContext { shape: Shape::Few, ..context.clone() };
    let (model, table) = (filter.of, filter.of.table());
    let place = SortValue::of(&sort.by, model, &few)?;
    let key = Expr::col((table, model.key()));
    let rows = || {
        let mut rows = of_lists(filter, &few);
        rows.column((table, Asterisk)).expr_as(place.value.clone(), PLACE).cond_where(filter.sql(&few));
        Query::select().column((table, Asterisk)).from_subquery(rows, table).take()
    };
    let value = Expr::col((table, PLACE));
    let mut found: Vec<T> = Vec::new();
    // After a row without the value, no row has it.
    if after.is_none_or(|after| after.at.is_some()) {
        let after = after.map(|after| after_row(value.clone(), &place, model, sort, after)).transpose()?;
        let mut known = rows();
        known.and_where(value.clone().is_not_null()).and_where_option(after);
        known.order_by_expr(value.clone(), sort.direction()).order_by_expr(key.clone(), sort.direction());
        found = fetch_built(db, known.limit(most)).await?;
    }
    let rest = most.saturating_sub(u64::try_from(found.len()).unwrap_or(u64::MAX));
    if rest > 0 {
        let mut unknown = rows();
        unknown.and_where(value.is_null());
        if let Some(Cursor { at: None, id }) = after {
            unknown.and_where(key.clone().binary(sort.operator(), model.key_value(id)));
        }
        unknown.order_by_expr(key, sort.direction());
        found.append(&mut fetch_built(db, unknown.limit(rest)).await?);
    }
    Ok(found)
}

/// Whether a row stands behind the cursor, which has a value.
fn after_row(
    value: Expr,
    place: &SortValue,
    model: Model,
    sort: &Sort,
    Cursor { at, id }: &Cursor,
) -> Result<Expr, Error> {
    let at = place.bound(at.as_deref().unwrap_or_default())?;
    let of_row = Expr::tuple([value, Expr::col((model.table(), model.key()))]);
    let of_cursor = Expr::tuple([Expr::val(at), Expr::val(model.key_value(id))]);
    Ok(of_row.binary(sort.operator(), of_cursor))
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

/// In order of time, by its index.
fn in_order<'a>(select: &'a mut SelectStatement, model: Model, sort: &Sort) -> &'a mut SelectStatement {
    let table = model.table();
    select.order_by((table, model.time()), sort.direction()).order_by((table, model.key()), sort.direction())
}

/// In the same order, by no index. With it, a planner that expects more rows to fit than do reads nearly all of the table.
fn sorted<'a>(select: &'a mut SelectStatement, model: Model, sort: &Sort) -> &'a mut SelectStatement {
    let table = model.table();
    let (time, key) = (Expr::col((table, model.time())), Expr::col((table, model.key())));
    let key = match model {
        Model::Conversation => key.add(0),
        Model::Person | Model::Company => key.binary(BinOper::Custom("||"), ""),
    };
    select.order_by_expr(time.add(0), sort.direction()).order_by_expr(key, sort.direction())
}
