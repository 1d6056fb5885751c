//! The custom attributes of people by value, which an index finds.
//!
//! Triggers of the database keep the table: migration 36 says how. It has all values that a check of one of [`is_indexed`] can
//! be true of.

use sea_query::{Expr, ExprTrait, Query};

use super::context::SqlContext;
use super::fields::FieldSql;
use crate::filter::Condition;
use crate::filter::field::FieldSource;
use crate::filter::fields::{Model, Type};
use crate::filter::test::Check;

/// The people whose attribute has values that the condition is about. None where no index serves it.
pub(super) fn of_people(condition: &Condition, model: Model, context: &SqlContext) -> Option<FieldSql> {
    let field = &condition.field;
    if (field.source(), model) != (FieldSource::Custom, Model::Person) || condition.test.is_negated {
        return None;
    }
    let column = match field.of() {
        Type::Text | Type::Choice => "text",
        Type::Number => "number",
        Type::Date => "date",
        _ => return None,
    };
    if !is_indexed(&condition.test.check) {
        return None;
    }
    let values = |column: &'static str| Expr::col(("person_values", column));
    let select = Query::select()
        .column(("person_values", "person_id"))
        .from("person_values")
        .and_where(values("app_id").eq(context.app_id.as_str()))
        .and_where(values("name").eq(field.name()))
        .take();
    Some(FieldSql::Ids { own: Expr::col(("people", "id")), select, value: values(column) })
}

/// Whether the values of which the check is true stand together in an index.
pub(super) fn is_indexed(check: &Check) -> bool {
    match check {
        Check::OneOf(_) | Check::Compare(..) | Check::DaysAgo(..) | Check::Day(..) => true,
        Check::IsKnown | Check::Part(..) => false,
    }
}
