//! The people or companies that a filter fits, as a CSV file (RFC 4180) that is read and written some rows at a time.
//!
//! Rows come in the order of their ids, so that nobody is in the file twice, whoever is seen or changed meanwhile. The file
//! holds those whom the filter fitted when their rows were read; days are those of the moment when the export began. The
//! archived are left out, unless the filter asks for them.

mod cells;
mod columns;

use sea_query::{Asterisk, Expr, ExprTrait, Order};
use std::collections::HashMap;

use crate::companies::{self, Company};
use crate::data_attributes::{AttributeOf, definitions};
use crate::database::Db;
use crate::error::Error;
use crate::filter::Filter;
use crate::filter::fields::Model;
use crate::filter::sql::{Shape, SqlContext, fetch_built, of_lists};
use crate::people::Person;
use crate::tags::{self, Tagged};
pub use cells::of_harmless;
use columns::{Around, Exported};

/// Rows that one query reads. The export holds no more of them at a time.
const ROWS: u64 = 1_000;

/// An export that has begun.
pub struct CsvExport {
    db: Db,
    filter: Filter,
    context: SqlContext,
    /// The names of the app's custom attributes, one column each.
    attributes: Vec<String>,
    progress: Progress,
}

enum Progress {
    /// Not even the names of the columns are written.
    Begun,
    /// Up to the row with this id.
    After(String),
    Ended,
}

impl CsvExport {
    /// Begins the export of an app's people or companies at `now`, in Unix seconds. Refuses a filter of conversations.
    pub async fn begin(db: &Db, app_id: &str, filter: Filter, now: i64) -> Result<Self, Error> {
        let of = match filter.of() {
            Model::Person => AttributeOf::Person,
            Model::Company => AttributeOf::Company,
            Model::Conversation => {
                return Err(Error::invalid("filter", "Conversations have no CSV."));
            }
        };
        let attributes = definitions(db, app_id).await?.into_iter();
        let attributes = attributes.filter(|attribute| attribute.of == of && attribute.archived_at.is_none());
        let mut transaction = db.begin_reading().await?;
        let context = SqlContext::of_list(&mut transaction, app_id, &filter, now).await?;
        transaction.commit().await?;
        Ok(Self {
            db: db.clone(),
            filter,
            context: SqlContext { shape: Shape::EachRow, ..context },
            attributes: attributes.map(|attribute| attribute.name).collect(),
            progress: Progress::Begun,
        })
    }

    /// The next lines of the file: first the names of the columns. None after the last row.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, Error> {
        match self.filter.of() {
            Model::Company => self.lines::<Company>().await,
            _ => self.lines::<Person>().await,
        }
    }

    async fn lines<T: Exported>(&mut self) -> Result<Option<Vec<u8>>, Error> {
        let after = match std::mem::replace(&mut self.progress, Progress::Ended) {
            Progress::Begun => {
                self.progress = Progress::After(String::new());
                let custom = self.attributes.iter().map(|name| format!("custom_attributes.{name}"));
                let names = T::COLUMNS.iter().map(|&name| name.to_owned()).chain(custom);
                return cells::lines([names.map(|name| cells::harmless(&name)).collect()]).map(Some);
            }
            Progress::After(id) => id,
            Progress::Ended => return Ok(None),
        };
        let (rows, mut around) = self.rows::<T>(&after).await?;
        let Some(last) = rows.last() else { return Ok(None) };
        if u64::try_from(rows.len()).is_ok_and(|count| count == ROWS) {
            self.progress = Progress::After(last.id().to_owned());
        }
        let lines = rows.iter().map(|row| {
            let mut cells = row.cells(&around.remove(row.id()).unwrap_or_default());
            let attribute =
                |name: &String| row.attributes().get(name).map(cells::of_value).unwrap_or_default();
            cells.extend(self.attributes.iter().map(attribute));
            cells
        });
        cells::lines(lines).map(Some)
    }

    /// The rows after the one with this id, and what is known of each from other tables, by its id.
    async fn rows<T: Exported>(&self, after: &str) -> Result<(Vec<T>, HashMap<String, Around>), Error> {
        let table = self.filter.of().table();
        let mut select = of_lists(&self.filter, &self.context);
        select
            .column((table, Asterisk))
            .cond_where(self.filter.sql(&self.context))
            .and_where(Expr::col((table, "id")).gt(after))
            .order_by((table, "id"), Order::Asc)
            .limit(ROWS);
        let mut transaction = self.db.begin_reading().await?;
        let rows: Vec<T> = fetch_built(&mut transaction, &select).await?;
        let tagged: Vec<Tagged> = rows.iter().map(|row| T::tagged(row.id())).collect();
        let tags = tags::names_of(&mut transaction, &tagged).await?;
        let mut around = HashMap::<String, Around>::new();
        for (id, tags) in tags {
            around.entry(id).or_default().tags = tags;
        }
        if self.filter.of() == Model::Person {
            let ids: Vec<&str> = rows.iter().map(T::id).collect();
            for (id, company) in companies::foremost(&mut transaction, &ids).await? {
                around.entry(id).or_default().company = Some(company);
            }
        }
        transaction.commit().await?;
        Ok((rows, around))
    }
}
