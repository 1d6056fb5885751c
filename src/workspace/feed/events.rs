//! The events that a transaction adds, with the counter that numbers them.

use sqlx::QueryBuilder;
use sqlx::types::Json;

use super::{FeedEntry, FeedKind};
use crate::database::{Transaction, execute, fetch};
use crate::error::Error;
use crate::ledger::{self, Change, Numbered};

/// The channel that notifies other servers of a PostgreSQL database.
pub(super) const CHANNEL: &str = "workspace_events";

/// The events that a transaction adds. It holds the counter's row, so no other transaction numbers events meanwhile.
/// Whoever sees a number sees all lower ones.
pub struct Events {
    last: i64,
    /// The committed version of the live messages.
    pub live_messages: i64,
    changes_live_messages: bool,
    /// Entries, each with the id of the person whose act it is.
    added: Vec<(FeedEntry, Option<String>)>,
    changes: Vec<Numbered>,
}

impl Events {
    pub async fn begin(transaction: &mut Transaction) -> Result<Self, Error> {
        let (last, live_messages) = fetch!(transaction, one
            "update event_counter set number = number where id = 1 returning number, live_messages")?;
        Ok(Self { last, live_messages, changes_live_messages: false, added: Vec::new(), changes: Vec::new() })
    }

    pub fn add(
        &mut self,
        app_id: &str,
        at_ms: i64,
        person_id: Option<&str>,
        ping_id: Option<&str>,
        kind: FeedKind,
    ) {
        self.last += 1;
        let (app_id, ping_id) = (app_id.to_owned(), ping_id.map(str::to_owned));
        let entry = FeedEntry { number: self.last.cast_unsigned(), at_ms, app_id, ping_id, kind };
        self.added.push((entry, person_id.map(str::to_owned)));
    }

    /// Gives the events of a person to the person into whom they were merged.
    pub async fn hand_over(&mut self, db: &mut Transaction, from: &str, to: &str) -> Result<(), Error> {
        let added = self.added.iter_mut().filter_map(|(_, person_id)| person_id.as_mut());
        for person_id in added.filter(|person_id| *person_id == from) {
            to.clone_into(person_id);
        }
        for (_, _, _, change) in &mut self.changes {
            change.hand_over(from, to);
        }
        execute!(db, "update events set person_id = $1 where person_id = $2" => to, from)?;
        Ok(ledger::hand_over(db, from, to).await?)
    }

    /// Forgets what this transaction has added of a person who is deleted.
    pub fn forget(&mut self, person_id: &str) {
        self.added.retain(|(_, of)| of.as_deref() != Some(person_id));
        self.changes.retain(|(_, _, _, change)| change.person_id.as_deref() != Some(person_id));
    }

    /// Forgets what this transaction has added of a company that is deleted.
    pub fn forget_company(&mut self, company_id: &str) {
        self.changes.retain(|(_, _, _, change)| change.company_id.as_deref() != Some(company_id));
    }

    /// Makes a new version of the live messages with this commit: each server reads them once more.
    /// An event of this transaction says what changed.
    pub fn change_live_messages(&mut self) {
        self.changes_live_messages = true;
    }

    /// The number that the next event will have.
    pub fn next_number(&self) -> i64 {
        self.last + 1
    }

    /// Adds a change to the ledger, under the next number.
    pub fn add_change(&mut self, app_id: &str, at_ms: i64, change: Change) {
        self.last += 1;
        self.changes.push((self.last, app_id.to_owned(), at_ms, change));
    }

    /// Writes the events. Returns the number of the last event.
    pub async fn flush(self, transaction: &mut Transaction) -> Result<u64, Error> {
        let (added, changes, last) = (&self.added, &self.changes, self.last);
        if !changes.is_empty() {
            ledger::add(&mut *transaction, changes).await?;
        }
        if !added.is_empty() {
            execute!(transaction, |db| async move {
                let mut insert = QueryBuilder::new(
                    "insert into events (number, app_id, at_ms, person_id, ping_id, kind) ",
                );
                insert.push_values(added, |mut row, (entry, person_id)| {
                    row.push_bind(entry.number.cast_signed())
                        .push_bind(&entry.app_id)
                        .push_bind(entry.at_ms)
                        .push_bind(person_id)
                        .push_bind(&entry.ping_id)
                        .push_bind(Json(&entry.kind));
                });
                insert.build().execute(db).await
            })?;
        }
        if !added.is_empty() || !changes.is_empty() {
            let live_messages = self.live_messages + i64::from(self.changes_live_messages);
            execute!(transaction,
                "update event_counter set number = $1, live_messages = $2 where id = 1"
                => last, live_messages)?;
            if let Transaction::Postgres(transaction) = transaction {
                sqlx::query("select pg_notify($1, '')").bind(CHANNEL).execute(&mut **transaction).await?;
            }
        }
        Ok(last.cast_unsigned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::{Db, read};
    use crate::feed::FeedPerson;

    #[tokio::test]
    async fn what_a_visitor_did_in_the_transaction_of_their_log_in_is_the_users_too() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&format!("sqlite:{}/test.db", folder.path().display())).await.unwrap();
        let mut transaction = db.begin().await.unwrap();
        let app = "insert into workspace_apps (app_id, name, created_at) values ('a', 'App', 1)";
        execute!(&mut transaction, app).unwrap();
        let person = FeedPerson { name: "Marit".into(), user_id: None, verified: false };
        for people in [["visitor", "other"], ["visitor", "user"]] {
            let mut events = Events::begin(&mut transaction).await.unwrap();
            for id in people {
                events.add("a", 1, Some(id), None, FeedKind::SessionEnded { person: person.clone() });
            }
            // Of the second time, those of the first are in the table.
            if people.contains(&"user") {
                events.hand_over(&mut transaction, "visitor", "user").await.unwrap();
            }
            events.flush(&mut transaction).await.unwrap();
        }
        transaction.commit().await.unwrap();
        let whose: Vec<String> =
            read!(&db, all values "select person_id from events order by number").unwrap();
        assert_eq!(whose, ["user", "other", "user", "user"]);
    }
}
