//! Lists of values in a query that is built.

use sqlx::{Database, Encode, QueryBuilder, Type};

/// Lists of up to so many values are filled up: to 1, 2, 4, 8, … values.
const FILLED_UP: usize = 256;

/// Adds the values in parentheses, as they follow `in`. The last value may stand there several times, so that a database
/// prepares few statements: not one for each length of the list.
pub fn push_list<'t, DB, T>(
    query: &mut QueryBuilder<DB>,
    values: impl IntoIterator<Item = T>,
) -> &mut QueryBuilder<DB>
where
    DB: Database,
    T: Encode<'t, DB> + Type<DB> + Clone,
{
    let mut values = values.into_iter().collect::<Vec<_>>();
    if let Some(last) = values.last().cloned().filter(|_| values.len() <= FILLED_UP) {
        values.resize(values.len().next_power_of_two(), last);
    }
    query.push("(");
    let mut list = query.separated(", ");
    for value in values {
        list.push_bind(value);
    }
    query.push(")")
}

#[cfg(test)]
mod tests {
    use super::*;
    use sqlx::Sqlite;

    #[test]
    fn lists_of_similar_lengths_make_one_statement() {
        let statement = |length: i64| {
            let mut query = QueryBuilder::<Sqlite>::new("");
            push_list(&mut query, 0..length);
            query.sql().as_str().matches('?').count()
        };
        let places = [0, 1, 2, 3, 4, 5, 8, 9, 129, 256, 257].map(statement);
        assert_eq!(places, [0, 1, 2, 4, 4, 8, 8, 16, 256, 256, 257]);
    }
}
