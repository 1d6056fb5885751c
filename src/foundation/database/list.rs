//! Lists of values in a query that is built.

use sqlx::{Database, Encode, QueryBuilder, Type};

/// Adds the values in parentheses, as they follow `in`.
pub fn push_list<'t, DB, T>(
    query: &mut QueryBuilder<DB>,
    values: impl IntoIterator<Item = T>,
) -> &mut QueryBuilder<DB>
where
    DB: Database,
    T: Encode<'t, DB> + Type<DB>,
{
    query.push("(");
    let mut list = query.separated(", ");
    for value in values {
        list.push_bind(value);
    }
    query.push(")")
}
