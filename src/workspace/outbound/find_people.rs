//! Finds the people who match a filter, some at a time.

use sea_query::{Expr, ExprTrait, Order};

use crate::database::Db;
use crate::error::Error;
use crate::filter::Filter;
use crate::filter::sql::{SqlContext, count_built, fetch_built};

/// People whom one query finds: each commit of a send is as small, and a ping waits for one.
const MOST: u64 = 200;

/// People who match, in the order of their ids.
pub struct MatchingPeople {
    pub ids: Vec<String>,
    /// The id of the last one. None where nobody comes after.
    pub up_to: Option<String>,
}

/// Finds people with ids after this one who match `now`, in Unix seconds. It locks nothing.
pub async fn matching_people(
    db: &Db,
    app_id: &str,
    filter: &Filter,
    after: &str,
    now: i64,
) -> Result<MatchingPeople, Error> {
    let mut transaction = db.begin_reading().await?;
    let context = SqlContext::of_message(&mut transaction, app_id, filter, now).await?;
    let mut select = filter.select(&context);
    select
        .column(("people", "id"))
        .and_where(Expr::col(("people", "id")).gt(after))
        .and_where(Expr::col(("people", "created_at")).lte(now))
        .order_by(("people", "id"), Order::Asc)
        .limit(MOST);
    let found: Vec<(String,)> = fetch_built(&mut transaction, &select).await?;
    transaction.commit().await?;
    let ids: Vec<String> = found.into_iter().map(|(id,)| id).collect();
    let is_full = u64::try_from(ids.len()).is_ok_and(|count| count == MOST);
    Ok(MatchingPeople { up_to: ids.last().filter(|_| is_full).cloned(), ids })
}

/// Counts the people who match `now`, in Unix seconds, but no more than `most`.
pub async fn count_matching(
    db: &Db,
    app_id: &str,
    filter: &Filter,
    now: i64,
    most: i64,
) -> Result<i64, Error> {
    let mut transaction = db.begin_reading().await?;
    let context = SqlContext::of_message(&mut transaction, app_id, filter, now).await?;
    let mut select = filter.select(&context);
    select.and_where(Expr::col(("people", "created_at")).lte(now));
    let count = count_built(&mut transaction, select, Some(most.unsigned_abs())).await?;
    transaction.commit().await?;
    Ok(count)
}
