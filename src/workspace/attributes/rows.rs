//! The rows of the catalogue.

use sqlx::QueryBuilder;

use super::{AttributeOf, Definition};
use crate::database::{Db, Transaction, execute, fetch, push_list, read};

/// The attributes of these names.
pub(super) async fn known(
    db: &mut Transaction,
    app_id: &str,
    of: AttributeOf,
    names: impl Iterator<Item = &str>,
) -> Result<Vec<Definition>, sqlx::Error> {
    fetch!(db, |db| async move {
        let mut select = QueryBuilder::new("select * from data_attributes where app_id = ");
        select.push_bind(app_id).push(" and model = ").push_bind(of).push(" and name in ");
        push_list(&mut select, names).build_query_as().fetch_all(db).await
    })
}

/// The highest number of an app's attributes, how many of them are active, and how many of these unproved pages alone
/// wrote.
pub type Counts = (i64, i64, i64);

/// Counts the attributes of an app.
pub async fn counts(db: &mut Transaction, app_id: &str) -> Result<Counts, sqlx::Error> {
    fetch!(db, one
        "select coalesce(max(number), 0),
                count(case when archived_at is null and data_type is not null then 1 end),
                count(case when archived_at is null and data_type is not null and not is_proved then 1 end)
         from data_attributes where app_id = $1" => app_id)
}

/// Writes attributes that are new or changed.
pub async fn write(
    db: &mut Transaction,
    app_id: &str,
    definitions: &[&Definition],
) -> Result<(), sqlx::Error> {
    if definitions.is_empty() {
        return Ok(());
    }
    execute!(db, |db| async move {
        let mut insert = QueryBuilder::new(
            "insert into data_attributes (app_id, number, model, name, data_type, options, description, browser_writable,
                                          token_writable, api_writable, is_proved, made_at, updated_at, archived_at) ",
        );
        insert.push_values(definitions, |mut row, definition| {
            row.push_bind(app_id)
                .push_bind(definition.number)
                .push_bind(definition.of)
                .push_bind(&definition.name)
                .push_bind(definition.data_type)
                .push_bind(&definition.options)
                .push_bind(&definition.description)
                .push_bind(definition.browser_writable)
                .push_bind(definition.token_writable)
                .push_bind(definition.api_writable)
                .push_bind(definition.is_proved)
                .push_bind(definition.made_at)
                .push_bind(definition.updated_at)
                .push_bind(definition.archived_at);
        });
        insert
            .push(
                " on conflict (app_id, model, name) do update set data_type = excluded.data_type,
                    options = excluded.options, description = excluded.description,
                    browser_writable = excluded.browser_writable, token_writable = excluded.token_writable,
                    api_writable = excluded.api_writable, is_proved = excluded.is_proved,
                    updated_at = excluded.updated_at, archived_at = excluded.archived_at",
            )
            .build()
            .execute(db)
            .await
    })?;
    Ok(())
}

/// An attribute of the app.
pub async fn find(
    db: &mut Transaction,
    app_id: &str,
    of: AttributeOf,
    name: &str,
) -> Result<Option<Definition>, sqlx::Error> {
    fetch!(db, optional
        "select * from data_attributes where app_id = $1 and model = $2 and name = $3" => app_id, of, name)
}

/// The attributes of an app by thing and name, the archived ones last. Those without a value or a type yet are left out.
pub async fn definitions(db: &Db, app_id: &str) -> Result<Vec<Definition>, sqlx::Error> {
    read!(db, all
        "select * from data_attributes where app_id = $1 and data_type is not null
         order by archived_at is not null, model, name" => app_id)
}
