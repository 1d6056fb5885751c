//! The orders of a list.

use sea_query::{
    BinOper, CaseStatement, Expr, ExprTrait, Func, Order, Query, SelectStatement, SubQueryStatement, Value,
};

use super::context::{Dialect, Shape, SqlContext};
use super::fields::FieldSql;
use super::select::fetch_built;
use crate::database::Transaction;
use crate::error::Error;
use crate::filter::field::{Field, FieldSource};
use crate::filter::fields::{Model, Type};

/// How a list is in order. Rows of which the value is unknown come last, in both directions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sort {
    pub by: SortBy,
    pub is_descending: bool,
}

impl Default for Sort {
    fn default() -> Self {
        Self { by: SortBy::Time, is_descending: true }
    }
}

impl Sort {
    pub(super) fn direction(&self) -> Order {
        if self.is_descending { Order::Desc } else { Order::Asc }
    }

    /// Compares a row that comes later with one that comes before.
    pub(super) fn operator(&self) -> BinOper {
        if self.is_descending { BinOper::SmallerThan } else { BinOper::GreaterThan }
    }
}

/// The value by which a list is in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SortBy {
    /// When a person was last seen; when anything else changed.
    Time,
    /// The name that a page shows, unless it was invented.
    Name,
    /// A field with one value. Texts are in order of their code points, with A to Z as a to z.
    Field(Field),
}

/// Values that are compared with each other.
#[derive(Clone, Copy)]
enum Kind {
    Text,
    Number,
    Whole,
}

/// An index that has the rows of an app in an order.
pub(super) enum SortIndex {
    /// Of the table itself: migrations 35 and 39.
    Own,
    /// Of the table of people's attributes: migration 36.
    Attribute { name: String, column: &'static str },
}

/// The fields of people with an index of their own. Each more would cost every ping.
const INDEXED: [&str; 3] = ["email", "signed_up_at", "first_seen_at"];

/// The value by which rows are in order, as SQL. It is null where the value is unknown.
pub(super) struct SortValue {
    pub value: Expr,
    /// None where all that a filter fits is read and sorted.
    pub index: Option<SortIndex>,
    kind: Kind,
}

impl SortValue {
    /// Refuses a field that has several values, or values that have no order.
    pub fn of(by: &SortBy, model: Model, context: &SqlContext) -> Result<Self, Error> {
        let refused = || Error::invalid("sort", "A list has no such order.");
        let column = |name: &'static str| Expr::col((model.table(), name));
        let (value, of) = match by {
            SortBy::Time => (column(model.time()), Type::Date),
            SortBy::Name if model == Model::Person => {
                (Func::coalesce(["name", "email", "user_id"].map(column)).into(), Type::Text)
            }
            SortBy::Name => (column("name"), Type::Text),
            SortBy::Field(field) => match FieldSql::of(field, model, Shape::EachRow, context) {
                FieldSql::Value(value) => (value, field.of()),
                FieldSql::ValueIf(is_known, value) => {
                    (CaseStatement::new().case(is_known, value).into(), field.of())
                }
                _ => return Err(refused()),
            },
        };
        let (value, kind) = match of {
            Type::Text | Type::Choice | Type::Id => (folded(value, context.dialect), Kind::Text),
            Type::Teammate => (folded(teammate_name(value, context), context.dialect), Kind::Text),
            Type::Number => (value.cast_as("double precision"), Kind::Number),
            Type::Date => (value, Kind::Whole),
            _ => return Err(refused()),
        };
        Ok(Self { value, index: SortIndex::of(by, model), kind })
    }

    /// The same value, which no index has. A planner that expects more rows to fit than do reads nearly all of an index.
    pub fn hidden(&self) -> Expr {
        match self.kind {
            Kind::Text => self.value.clone().binary(BinOper::Custom("||"), ""),
            Kind::Number | Kind::Whole => self.value.clone().add(0),
        }
    }

    /// The value of a cursor, as rows have theirs. Refuses a cursor of a list in another order.
    pub fn bound(&self, at: &str) -> Result<Value, Error> {
        let bound = match self.kind {
            Kind::Text => Some(Value::from(at)),
            Kind::Number => at.parse::<f64>().ok().map(Value::from),
            Kind::Whole => at.parse::<i64>().ok().map(Value::from),
        };
        bound.ok_or_else(|| Error::invalid("after", "The page of this address cannot be read."))
    }

    /// The value of the one row that a query selects, as a cursor has it.
    pub async fn read(
        &self,
        db: &mut Transaction,
        mut row: SelectStatement,
    ) -> Result<Option<String>, Error> {
        let select = row.expr(self.value.clone());
        Ok(match self.kind {
            Kind::Text => first(fetch_built::<(Option<String>,)>(db, select).await?),
            Kind::Number => first(fetch_built::<(Option<f64>,)>(db, select).await?).map(|at| at.to_string()),
            Kind::Whole => first(fetch_built::<(Option<i64>,)>(db, select).await?).map(|at| at.to_string()),
        })
    }
}

impl SortIndex {
    fn of(by: &SortBy, model: Model) -> Option<Self> {
        match by {
            SortBy::Time => Some(Self::Own),
            _ if model != Model::Person => None,
            SortBy::Name => Some(Self::Own),
            SortBy::Field(field) => {
                let column = match (field.source(), field.of()) {
                    (FieldSource::Standard, _) => {
                        return INDEXED.contains(&field.name()).then_some(Self::Own);
                    }
                    (FieldSource::Custom, Type::Number) => "number",
                    (FieldSource::Custom, Type::Date) => "date",
                    _ => return None,
                };
                Some(Self::Attribute { name: field.name().to_owned(), column })
            }
        }
    }
}

fn first<T>(rows: Vec<(Option<T>,)>) -> Option<T> {
    rows.into_iter().next().and_then(|(value,)| value)
}

/// A text in which A to Z are a to z. Both databases compare its code points.
fn folded(text: Expr, dialect: Dialect) -> Expr {
    let text = match dialect {
        Dialect::Sqlite => text,
        Dialect::Postgres => Expr::cust_with_expr("$1 collate \"C\"", text),
    };
    Func::lower(text).into()
}

fn teammate_name(number: Expr, context: &SqlContext) -> Expr {
    let select = Query::select()
        .column(("teammates", "name"))
        .from("teammates")
        .and_where(Expr::col(("teammates", "app_id")).eq(context.app_id.as_str()))
        .and_where(Expr::col(("teammates", "number")).eq(number))
        .take();
    Expr::SubQuery(None, Box::new(SubQueryStatement::SelectStatement(select)))
}
