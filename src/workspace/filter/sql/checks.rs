//! The checks of a value. Each is null where the value is.

use sea_query::{Expr, ExprTrait, Func};
use std::cmp::Ordering;

use super::days::{before, on_or_after};
use super::{Dialect, SqlContext};
use crate::filter::evaluate::{day_before, day_begins};
use crate::filter::test::{Check, Comparison, Scalar, TextPart};

impl Check {
    pub(super) fn sql(&self, value: Expr, context: &SqlContext) -> Expr {
        match self {
            Self::IsKnown => value.is_not_null(),
            Self::OneOf(values) => match values.as_slice() {
                [one] => value.eq(one.sql()),
                values => value.is_in(values.iter().map(Scalar::sql)),
            },
            Self::Part(part, text) => part.sql(value, text, context.dialect),
            Self::Compare(comparison, with) => match comparison {
                Comparison::Less => value.lt(with.sql()),
                Comparison::AtMost => value.lte(with.sql()),
                Comparison::Greater => value.gt(with.sql()),
                Comparison::AtLeast => value.gte(with.sql()),
            },
            Self::DaysAgo(order, days) => {
                let day = |zone: &_| day_before(context.now, *days, zone);
                let start = context.days.boundary(|zone| day_begins(day(zone)?, zone));
                let end = context.days.boundary(|zone| day_begins(day(zone)?.tomorrow().ok()?, zone));
                match order {
                    Ordering::Greater => before(value, start),
                    Ordering::Equal => on_or_after(value.clone(), start).and(before(value, end)),
                    Ordering::Less => on_or_after(value.clone(), end).and(value.lte(context.now)),
                }
            }
            Self::Day(order, day) => {
                let start = context.days.boundary(|zone| day_begins(*day, zone));
                let end = context.days.boundary(|zone| day_begins(day.tomorrow().ok()?, zone));
                match order {
                    Ordering::Less => before(value, start),
                    Ordering::Equal => on_or_after(value.clone(), start).and(before(value, end)),
                    Ordering::Greater => on_or_after(value, end),
                }
            }
        }
    }
}

impl Scalar {
    fn sql(&self) -> Expr {
        match self {
            Self::Text(text) => Expr::val(text.as_str()),
            Self::Number(number) => Expr::val(*number),
            Self::Time(at) => Expr::val(*at),
            Self::Truth(truth) => Expr::val(*truth),
        }
    }
}

impl TextPart {
    /// No `like`: what a person typed has no wildcards.
    fn sql(self, value: Expr, part: &str, dialect: Dialect) -> Expr {
        let length = i32::try_from(part.chars().count()).unwrap_or(i32::MAX);
        let found = |function: &'static str| Func::cust(function).arg(value.clone()).arg(part);
        match (self, dialect) {
            (Self::Contains, Dialect::Sqlite) => Expr::from(found("instr")).gt(0),
            (Self::Contains, Dialect::Postgres) => Expr::from(found("strpos")).gt(0),
            (Self::StartsWith, _) => Expr::from(Func::cust("substr").arg(value).arg(1).arg(length)).eq(part),
            (Self::EndsWith, Dialect::Sqlite) => {
                Expr::from(Func::cust("substr").arg(value).arg(-length)).eq(part)
            }
            (Self::EndsWith, Dialect::Postgres) => {
                Expr::from(Func::cust("right").arg(value).arg(length)).eq(part)
            }
        }
    }
}
