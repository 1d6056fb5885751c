//! Lists of what a filter fits, page by page, and how much it fits: people, companies and conversations alike.

use sqlx::FromRow;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;

use crate::companies::Company;
use crate::conversations::Conversation;
use crate::database::Db;
use crate::error::Error;
use crate::filter::Filter;
use crate::filter::fields::Model;
use crate::filter::sql::{self, Cursor, Sort, SortBy, SqlContext};
use crate::people::Person;

/// Something that has a list.
pub trait Listed: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {
    const MODEL: Model;

    /// The time by which a list is in order, unless it is sorted by something else.
    fn time(&self) -> i64;

    /// The id; of a conversation, the number.
    fn key(&self) -> String;
}

impl Listed for Person {
    const MODEL: Model = Model::Person;

    fn time(&self) -> i64 {
        self.last_seen_at
    }

    fn key(&self) -> String {
        self.id.clone()
    }
}

impl Listed for Company {
    const MODEL: Model = Model::Company;

    fn time(&self) -> i64 {
        self.updated_at
    }

    fn key(&self) -> String {
        self.id.clone()
    }
}

impl Listed for Conversation {
    const MODEL: Model = Model::Conversation;

    fn time(&self) -> i64 {
        self.updated_at
    }

    fn key(&self) -> String {
        self.number.to_string()
    }
}

/// Some of a list, and where the next page begins. None where this is the last page.
#[derive(Debug)]
pub struct Page<T> {
    pub rows: Vec<T>,
    pub next: Option<Cursor>,
}

/// A page of up to `most` of the app's people, companies or conversations that the filter fits at `now`, in Unix seconds.
/// Days are those of the workspace's zone. The archived are left out, unless the filter asks for them.
pub async fn list<T: Listed>(
    db: &Db,
    app_id: &str,
    filter: &Filter,
    sort: &Sort,
    after: Option<&Cursor>,
    most: u64,
    now: i64,
) -> Result<Page<T>, Error> {
    if filter.of() != T::MODEL {
        return Err(Error::invalid(
            "filter",
            format!("The filter is not of the model {}.", T::MODEL.as_str()),
        ));
    }
    let mut transaction = db.begin_reading().await?;
    let context = SqlContext::of_list(&mut transaction, app_id, filter, now).await?;
    // One more is read: it says that another page follows.
    let mut rows: Vec<T> =
        sql::page(&mut transaction, filter, &context, sort, after, most.saturating_add(1)).await?;
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let has_more = rows.len() > most;
    rows.truncate(most);
    let next = match rows.last().filter(|_| has_more) {
        None => None,
        Some(last) if sort.by == SortBy::Time => {
            Some(Cursor { at: Some(last.time().to_string()), id: last.key() })
        }
        Some(last) => Some(sql::cursor(&mut transaction, filter, &context, sort, last.key()).await?),
    };
    transaction.commit().await?;
    Ok(Page { rows, next })
}

/// Counts all that [`list`] has on all pages.
pub async fn count(db: &Db, app_id: &str, filter: &Filter, now: i64) -> Result<i64, Error> {
    let mut transaction = db.begin_reading().await?;
    let context = SqlContext::of_list(&mut transaction, app_id, filter, now).await?;
    let count = sql::count(&mut transaction, filter, &context).await?;
    transaction.commit().await?;
    Ok(count)
}
