//! Pages of what a filter fits.

use sea_query::{Asterisk, BinOper, Expr, ExprTrait, Query, SelectStatement, Value};
use sqlx::FromRow;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;

use super::context::{Shape, SqlContext};
use super::order::{Sort, SortBy, SortIndex, SortValue};
use super::select::{count_built, fetch_built, hidden, of_app};
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

    /// Conversations are not archived.
    fn is_unarchived(self) -> Option<Expr> {
        (self != Self::Conversation).then(|| Expr::col((self.table(), "archived_at")).is_null())
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
    let place = SortValue::of(&sort.by, filter.of, context)?;
    let list = List { filter, sort, place, context };
    // After a row without the value, no row has it.
    let mut found = match after {
        Some(Cursor { at: None, .. }) => Vec::new(),
        _ => list.rows(db, Part::Known(after), most).await?,
    };
    let rest = most.saturating_sub(u64::try_from(found.len()).unwrap_or(u64::MAX));
    if rest > 0 && sort.by != SortBy::Time {
        let after = after.filter(|after| after.at.is_none()).map(|after| after.id.as_str());
        found.append(&mut list.rows(db, Part::Unknown(after), rest).await?);
    }
    Ok(found)
}

/// The place of a row in a list that is in this order.
pub async fn cursor(
    db: &mut Transaction,
    filter: &Filter,
    context: &SqlContext,
    sort: &Sort,
    id: String,
) -> Result<Cursor, Error> {
    let mut row = of_app(filter.of, context, true);
    row.and_where(Expr::col((filter.of.table(), filter.of.key())).eq(filter.of.key_value(&id)));
    let at = SortValue::of(&sort.by, filter.of, context)?.read(db, row).await?;
    Ok(Cursor { at, id })
}

/// The rows of a list that have the value by which it is in order, or those that have none, after a place.
#[derive(Clone, Copy)]
enum Part<'a> {
    Known(Option<&'a Cursor>),
    Unknown(Option<&'a str>),
}

struct List<'a> {
    filter: &'a Filter,
    sort: &'a Sort,
    place: SortValue,
    context: &'a SqlContext,
}

impl List<'_> {
    /// Looks at the first rows along an index, then at all rows.
    async fn rows<T>(&self, db: &mut Transaction, part: Part<'_>, most: u64) -> Result<Vec<T>, Error>
    where
        T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        let (table, value) = (self.filter.of.table(), &self.place.value);
        if let Some(mut along) = self.along_index(part)? {
            let each_row = self.shape(Shape::EachRow);
            let mut select = Query::select();
            select.column((table, Asterisk)).from_subquery(along.clone().limit(FIRST).take(), table);
            select.cond_where(self.filter.sql(&each_row));
            if let Part::Unknown(_) = part {
                select.and_where(value.clone().is_null());
            }
            let select = self.order(select.limit(most), part, value.clone(), self.key());
            let found: Vec<T> = fetch_built(db, select).await?;
            let is_full = u64::try_from(found.len()).is_ok_and(|found| found >= most);
            if is_full || count_built(db, along.offset(FIRST).take(), Some(1)).await? == 0 {
                return Ok(found);
            }
        }
        let few = self.shape(Shape::Few);
        let mut select = self.filter.of_app(&few);
        select.column((table, Asterisk)).cond_where(self.filter.sql(&few));
        if !self.filter.reads("archived_at") {
            // SQLite would read the table in the order of the index of those who are not archived.
            let is_unarchived = self.filter.of.is_unarchived();
            select.and_where_option(is_unarchived.map(|is| hidden(is, few.dialect)));
        }
        select.and_where(self.place_in(part, value.clone(), self.hidden_key())?);
        let select = self.order(select.limit(most), part, self.place.hidden(), self.hidden_key());
        fetch_built(db, select).await
    }

    /// Selects the rows of a part in their order, whether the filter fits them or not; of those without the value, all rows.
    /// None where no index has them so.
    fn along_index(&self, part: Part<'_>) -> Result<Option<SelectStatement>, Error> {
        let (filter, table) = (self.filter, self.filter.of.table());
        // The indexes have no archived rows.
        if filter.reads("archived_at") {
            return Ok(None);
        }
        let of_app = |is_found_by_app: bool| {
            let mut rows = of_app(filter.of, self.context, is_found_by_app);
            rows.column((table, Asterisk)).and_where_option(filter.of.is_unarchived()).take()
        };
        let (mut rows, value, key) = match (part, &self.place.index) {
            (Part::Known(_), Some(SortIndex::Own)) => (of_app(true), self.place.value.clone(), self.key()),
            (Part::Known(_), Some(SortIndex::Attribute { name, column })) => {
                let of_value = |name: &'static str| Expr::col(("person_values", name));
                let mut rows = of_app(false);
                rows.inner_join("person_values", self.key().equals(("person_values", "person_id")));
                rows.and_where(of_value("app_id").eq(self.context.app_id.as_str()));
                rows.and_where(of_value("name").eq(name.as_str()));
                (rows, of_value(column), of_value("person_id"))
            }
            (Part::Unknown(after), _) if filter.of == Model::Person => {
                let mut rows = of_app(false);
                rows.and_where_option(after.map(|id| self.key().binary(self.sort.operator(), id)));
                return Ok(Some(self.order(&mut rows, part, self.place.value.clone(), self.key()).take()));
            }
            _ => return Ok(None),
        };
        rows.and_where(self.place_in(part, value.clone(), key.clone())?)
            .and_where(value.clone().is_not_null());
        if let Part::Known(Some(Cursor { at, .. })) = part {
            // SQLite finds the beginning of a page in an index of columns, and not in one of expressions.
            let at = self.place.bound(at.as_deref().unwrap_or_default())?;
            let is_descending = self.sort.is_descending;
            rows.and_where(if is_descending { value.clone().lte(at) } else { value.clone().gte(at) });
        }
        Ok(Some(self.order(&mut rows, part, value, key).take()))
    }

    /// Whether a row is of this part.
    fn place_in(&self, part: Part<'_>, value: Expr, key: Expr) -> Result<Expr, Error> {
        let (model, operator) = (self.filter.of, self.sort.operator());
        Ok(match part {
            Part::Known(None) => value.is_not_null(),
            Part::Known(Some(Cursor { at, id })) => {
                let at = self.place.bound(at.as_deref().unwrap_or_default())?;
                let of_cursor = Expr::tuple([Expr::val(at), Expr::val(model.key_value(id))]);
                Expr::tuple([value, key]).binary(operator, of_cursor)
            }
            Part::Unknown(None) => value.is_null(),
            Part::Unknown(Some(id)) => value.is_null().and(key.binary(operator, model.key_value(id))),
        })
    }

    fn order<'a>(
        &self,
        select: &'a mut SelectStatement,
        part: Part<'_>,
        value: Expr,
        key: Expr,
    ) -> &'a mut SelectStatement {
        let direction = self.sort.direction();
        if let Part::Known(_) = part {
            select.order_by_expr(value, direction.clone());
        }
        select.order_by_expr(key, direction)
    }

    fn key(&self) -> Expr {
        Expr::col((self.filter.of.table(), self.filter.of.key()))
    }

    /// The same key, which no index has.
    fn hidden_key(&self) -> Expr {
        match self.filter.of {
            Model::Conversation => self.key().add(0),
            Model::Person | Model::Company => self.key().binary(BinOper::Custom("||"), ""),
        }
    }

    fn shape(&self, shape: Shape) -> SqlContext {
        SqlContext { shape, ..self.context.clone() }
    }
}

/// Counts the rows of all pages.
pub async fn count(db: &mut Transaction, filter: &Filter, context: &SqlContext) -> Result<i64, Error> {
    let mut rows = of_lists(filter, context);
    count_built(db, rows.cond_where(filter.sql(context)).take(), None).await
}

/// Selects no column yet of the app's rows that lists have.
pub fn of_lists(filter: &Filter, context: &SqlContext) -> SelectStatement {
    let is_unarchived = if filter.reads("archived_at") { None } else { filter.of.is_unarchived() };
    filter.of_app(context).and_where_option(is_unarchived).take()
}
