//! What stands in a database: each table of ours, its columns and its rows, as texts.

use leptos_messenger::database::Db;
use std::collections::BTreeMap;

use super::texts;

/// By column.
pub type Row = BTreeMap<String, String>;

/// All rows, by table.
pub async fn contents(db: &Db) -> BTreeMap<String, Vec<Row>> {
    let mut contents = BTreeMap::new();
    for (table, columns) in columns(db).await {
        let rows = rows_of(db, &table, &columns).await;
        contents.insert(table, rows);
    }
    contents
}

/// The rows of one table.
pub async fn rows(db: &Db, table: &str) -> Vec<Row> {
    rows_of(db, table, &columns_of(db, table).await).await
}

/// The columns of every table of ours.
pub async fn columns(db: &Db) -> BTreeMap<String, Vec<String>> {
    let tables = match db {
        Db::Sqlite { .. } => {
            "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"
        }
        Db::Postgres(_) => {
            "select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'"
        }
    };
    let mut found = BTreeMap::new();
    for table in texts(db, tables).await {
        if table != "_sqlx_migrations" {
            let columns = columns_of(db, &table).await;
            found.insert(table, columns);
        }
    }
    found
}

async fn columns_of(db: &Db, table: &str) -> Vec<String> {
    let columns = match db {
        Db::Sqlite { .. } => "select name from pragma_table_info('TABLE')",
        Db::Postgres(_) => {
            "select column_name from information_schema.columns where table_schema = 'public' and table_name = 'TABLE'"
        }
    };
    texts(db, &columns.replace("TABLE", table)).await
}

pub(super) async fn rows_of(db: &Db, table: &str, columns: &[String]) -> Vec<Row> {
    let values: Vec<_> =
        columns.iter().map(|name| format!("coalesce(cast(\"{name}\" as text), 'null')")).collect();
    let select = format!("select {} from {table}", values.join(" || '\u{1f}' || "));
    let row = |text: String| columns.iter().cloned().zip(text.split('\u{1f}').map(str::to_owned)).collect();
    texts(db, &select).await.into_iter().map(row).collect()
}
