//! All that a filter's SQL needs beside the filter.

use jiff::tz::TimeZone;
use sea_query::SelectStatement;
use sea_query_sqlx::{SqlxBinder, SqlxValues};

use super::Days;
use crate::database::{Transaction, fetch};
use crate::error::Error;
use crate::filter::facts::segment_filters;
use crate::filter::subject::stated_zone;
use crate::filter::{Filter, SegmentFilters};

/// The databases, where their SQL differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    pub fn of(db: &Transaction) -> Self {
        match db {
            Transaction::Sqlite(_) => Self::Sqlite,
            Transaction::Postgres(_) => Self::Postgres,
        }
    }

    /// The text of a query, and the values that it names.
    pub fn build(self, select: &SelectStatement) -> (String, SqlxValues) {
        match self {
            Self::Sqlite => select.build_sqlx(sea_query::SqliteQueryBuilder),
            Self::Postgres => select.build_sqlx(sea_query::PostgresQueryBuilder),
        }
    }
}

/// How a condition on other tables is asked. The answer is the same; no planner chooses well between both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Of each row by itself: for few rows, such as the last seen.
    EachRow,
    /// Of all rows at once: for counts.
    AtOnce,
    /// Of all rows at once, and of a person's attributes by an index of their values: where few rows match.
    Few,
}

#[derive(Clone, Debug)]
pub struct SqlContext {
    pub app_id: String,
    pub dialect: Dialect,
    pub shape: Shape,
    /// Unix seconds.
    pub now: i64,
    pub days: Days,
    /// The filters of the segments that the filter names.
    pub segments: SegmentFilters,
}

impl SqlContext {
    /// Reads what a list or a count needs. Days are those of the workspace's zone.
    pub async fn of_list(
        db: &mut Transaction,
        app_id: &str,
        filter: &Filter,
        now: i64,
    ) -> Result<Self, Error> {
        let days = Days::In(workspace_zone(db, app_id).await?);
        Self::read(db, app_id, filter, now, days).await
    }

    /// Reads what a message needs. Days are those of each person's zone, else of the workspace's.
    pub async fn of_message(
        db: &mut Transaction,
        app_id: &str,
        filter: &Filter,
        now: i64,
    ) -> Result<Self, Error> {
        let otherwise = workspace_zone(db, app_id).await?;
        let mut context = Self::read(db, app_id, filter, now, Days::In(otherwise.clone())).await?;
        let segments = context.segments.values();
        if segments.chain([filter]).any(Filter::needs_days) {
            let stated = stated_zones(db, app_id).await?;
            context.days = Days::OfPeople { stated, otherwise };
        }
        Ok(context)
    }

    async fn read(
        db: &mut Transaction,
        app_id: &str,
        filter: &Filter,
        now: i64,
        days: Days,
    ) -> Result<Self, Error> {
        let segments = segment_filters(db, std::iter::once(filter)).await?;
        let (app_id, dialect) = (app_id.to_owned(), Dialect::of(db));
        Ok(Self { app_id, dialect, shape: Shape::AtOnce, now, days, segments })
    }
}

impl Filter {
    /// Whether a condition is about days of the calendar.
    fn needs_days(&self) -> bool {
        self.conditions().any(|condition| condition.test.check.needs_days())
    }
}

/// The zone that the workspace has set, else UTC.
async fn workspace_zone(db: &mut Transaction, app_id: &str) -> Result<TimeZone, Error> {
    let name: Option<String> = fetch!(db, optional value
        "select time_zone from messenger_settings where app_id = $1" => app_id)?;
    Ok(stated_zone(name.as_deref()).unwrap_or(TimeZone::UTC))
}

/// The zones that people of the app state, by name. Each name is looked up in the index: there are few.
async fn stated_zones(db: &mut Transaction, app_id: &str) -> Result<Vec<(String, TimeZone)>, Error> {
    let names: Vec<String> = fetch!(db, all values
        "with recursive zones (name) as (
           select min(time_zone) from people where app_id = $1
           union all
           select (select min(time_zone) from people where app_id = $1 and time_zone > zones.name)
           from zones where zones.name is not null)
         select name from zones where name is not null" => app_id)?;
    let known = names.into_iter().filter_map(|name| Some((stated_zone(Some(&name))?, name)));
    Ok(known.map(|(zone, name)| (name, zone)).collect())
}
