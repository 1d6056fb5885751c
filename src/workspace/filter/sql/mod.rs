//! A filter as a condition of SQL. It says of each row what the evaluator says of the same thing in memory.
//!
//! A field is an expression, or rows of another table: [`fields`]. A check is an expression about it: [`checks`]. The
//! condition of a check is true, false or null, and null selects no row. Its contrary is `not coalesce(…, false)`.
//! [`days`] says when a day begins for whom. [`values`] finds the few people who have a rare value. A [`page`] is part of a
//! list, in one of its orders: [`order`].

mod checks;
mod context;
mod days;
mod fields;
mod json;
mod order;
mod page;
mod select;
mod values;

pub use context::{Dialect, Shape, SqlContext};
pub use days::Days;
pub use order::{Sort, SortBy};
pub use page::{Cursor, count, cursor, of_lists, page};
pub use select::{count_built, fetch_built};

use sea_query::{Condition as Where, Expr, ExprTrait, Func};

use self::fields::FieldSql;
use super::test::{Check, Scalar};
use super::{Condition, Filter, FilterPart, Join};

impl Filter {
    /// The condition on the rows of `people`, `companies` or `conversations`, whichever the filter is of.
    pub fn sql(&self, context: &SqlContext) -> Where {
        joined(
            self.join,
            self.parts.iter().map(|part| match part {
                FilterPart::Condition(condition) => condition.sql(self, context),
                FilterPart::Group(join, conditions) => {
                    joined(*join, conditions.iter().map(|condition| condition.sql(self, context)))
                }
            }),
        )
    }
}

fn joined(join: Join, parts: impl Iterator<Item = Where>) -> Where {
    let empty = match join {
        Join::All => Where::all(),
        Join::Any => Where::any(),
    };
    parts.fold(empty, Where::add)
}

impl Condition {
    fn sql(&self, filter: &Filter, context: &SqlContext) -> Where {
        let is_negated = self.test.is_negated;
        let check = &self.test.check;
        // Where a day begins for each person differently, there is no asking at once.
        let of_each = check.needs_days() && matches!(context.days, Days::OfPeople { .. });
        let shape = if of_each { Shape::EachRow } else { context.shape };
        let by_value = match shape {
            Shape::Few => values::of_people(self, filter.of, context),
            Shape::EachRow | Shape::AtOnce => None,
        };
        match by_value.unwrap_or_else(|| FieldSql::of(&self.field, filter.of, shape, context)) {
            FieldSql::Value(value) => one_sided(check.sql(value, context), is_negated),
            FieldSql::ValueIf(is_known, value) => {
                one_sided(is_known.and(check.sql(value, context)), is_negated)
            }
            FieldSql::Rows { mut select, value } => {
                select.and_where(check.sql(value, context));
                if is_negated { Expr::not_exists(select).into() } else { Expr::exists(select).into() }
            }
            FieldSql::Ids { own, mut select, value } => {
                select.and_where(check.sql(value, context));
                if is_negated { own.not_in_subquery(select).into() } else { own.in_subquery(select).into() }
            }
            FieldSql::Groups { own, mut select, value, of_none } => {
                // Most people have no such event, and are in no group.
                let holds_of_none = of_none.is_some_and(|none| check.holds_of_number(none));
                let holds = check.sql(value, context);
                select.and_having(if holds_of_none { holds.not() } else { holds });
                match is_negated == holds_of_none {
                    true => own.in_subquery(select).into(),
                    false => own.not_in_subquery(select).into(),
                }
            }
            FieldSql::Segments => check.sql_of_segments(is_negated, context),
        }
    }
}

impl Check {
    fn sql_of_segments(&self, is_negated: bool, context: &SqlContext) -> Where {
        let values = if let Self::OneOf(values) = self { values.as_slice() } else { &[] };
        let named = values.iter().filter_map(|value| match value {
            Scalar::Text(id) => context.segments.get(id),
            _ => None,
        });
        let conditions = named.map(|segment| segment.sql(context)).collect::<Vec<_>>();
        if conditions.is_empty() {
            return Expr::val(is_negated).into();
        }
        let any = conditions.into_iter().fold(Where::any(), Where::add);
        if is_negated { one_sided(any.into(), true) } else { any }
    }
}

/// A condition that is not null where it is the contrary.
fn one_sided(condition: Expr, is_negated: bool) -> Where {
    if is_negated {
        let known = Func::coalesce([condition, Expr::val(false)]);
        Expr::from(known).not().into()
    } else {
        condition.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filter::SegmentFilters;
    use jiff::tz::TimeZone;
    use serde_json::json;

    fn contexts(days: &Days) -> impl Iterator<Item = SqlContext> {
        let dialects = [Dialect::Sqlite, Dialect::Postgres].into_iter();
        let shapes = [Shape::EachRow, Shape::AtOnce, Shape::Few];
        dialects.flat_map(move |dialect| shapes.map(|shape| (dialect, shape))).map(|(dialect, shape)| {
            SqlContext {
                app_id: "app".to_owned(),
                dialect,
                shape,
                now: 0,
                days: days.clone(),
                segments: SegmentFilters::new(),
            }
        })
    }

    #[test]
    fn what_somebody_typed_is_bound_and_never_part_of_the_text() {
        let typed = "x'; drop table people; --\"%_";
        let conditions = [
            json!({ "field": "name", "operator": "is", "value": typed }),
            json!({ "field": "name", "operator": "in", "value": [typed, "a"] }),
            json!({ "field": "email", "operator": "contains", "value": typed }),
            json!({ "field": "email", "operator": "does_not_contain", "value": typed }),
            json!({ "field": "phone", "operator": "starts_with", "value": typed }),
            json!({ "field": "page", "operator": "ends_with", "value": typed }),
            json!({ "field": "tag", "operator": "is_not", "value": typed }),
            json!({ "custom": "plan", "type": "text", "operator": "in", "value": [typed, "a"] }),
            json!({ "custom": typed, "type": "number", "operator": "greater", "value": 1 }),
            json!({ "company": "plan", "operator": "is", "value": typed }),
            json!({ "company_custom": typed, "type": "text", "operator": "is", "value": typed }),
            json!({ "event": typed, "measure": "count", "operator": "greater", "value": 1 }),
        ];
        let filter = Filter::from_json(&json!({ "version": 2, "all": conditions })).expect("a filter");
        for context in contexts(&Days::In(TimeZone::UTC)) {
            let (text, _) = context.dialect.build(&filter.select(&context));
            let text = text.to_lowercase();
            assert!(!text.contains("drop table") && !text.contains(" like "), "{text}");
        }
    }

    #[test]
    fn only_the_apps_own_rows_are_selected_however_they_are_found() {
        for (field, value) in [("role", "user"), ("user_id", "7")] {
            let condition = json!({ "field": field, "operator": "is", "value": value });
            let filter = Filter::from_json(&json!({ "version": 2, "all": [condition] })).expect("a filter");
            for context in contexts(&Days::In(TimeZone::UTC)) {
                let (text, _) = context.dialect.build(filter.select(&context).column(("people", "id")));
                let hidden =
                    (field, context.dialect) == ("role", Dialect::Sqlite) && context.shape != Shape::EachRow;
                let app_id = if hidden { r#"(+"people"."app_id")"# } else { r#""people"."app_id""# };
                assert!(text.contains(&format!(" WHERE {app_id} = ")), "{text}");
            }
        }
    }

    #[test]
    fn the_name_of_a_zone_that_somebody_stated_is_quoted() {
        let zone = TimeZone::get("Asia/Kathmandu").expect("a zone");
        let stated = vec![("x' or 'a' = 'a".to_owned(), zone)];
        let days = Days::OfPeople { stated, otherwise: TimeZone::UTC };
        let condition = json!({ "field": "last_seen_at", "operator": "before", "value": "2027-01-15" });
        let filter = Filter::from_json(&json!({ "version": 2, "all": [condition] })).expect("a filter");
        for context in contexts(&days) {
            let (text, _) = context.dialect.build(&filter.select(&context));
            let quoted = match context.dialect {
                Dialect::Sqlite => "IN ('x'' or ''a'' = ''a')",
                Dialect::Postgres => r"IN (E'x\' or \'a\' = \'a')",
            };
            assert!(text.contains(quoted), "{text}");
        }
    }
}
