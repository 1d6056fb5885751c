//! The page views that a batch adds.

use sqlx::QueryBuilder;
use sqlx::types::Json;

use super::Person;
use crate::database::{Transaction, execute};
use crate::error::Error;
use crate::feed::NotNow;
use crate::random;
use crate::wire::Page;

/// The impressions that a batch adds.
#[derive(Default)]
pub struct Impressions(Vec<Impression>);

struct Impression {
    id: String,
    app_id: String,
    person_id: String,
    page: Page,
    /// The numbers of the messages that are for the page.
    messages: Vec<i64>,
}

/// Messages that are kept of a view.
pub const MESSAGES: usize = 20;

impl Impressions {
    /// Adds a page view. The person, with the new count, is still to be saved.
    pub fn add(&mut self, app_id: &str, person: &mut Person, page: &Page, now_ms: i64) -> Result<(), Error> {
        let (id, app_id) = (random::id_at(now_ms)?, app_id.to_owned());
        let (person_id, page) = (person.id.clone(), page.clone());
        self.0.push(Impression { id, app_id, person_id, page, messages: Vec::new() });
        person.impressions += 1;
        Ok(())
    }

    /// Notes which messages are for the page of the view that was added last.
    pub fn note_messages(&mut self, numbers: impl Iterator<Item = i64>) {
        if let Some(impression) = self.0.last_mut() {
            impression.messages = numbers.take(MESSAGES).collect();
        }
    }

    /// Gives a person's page views to another person.
    pub async fn hand_over(&mut self, db: &mut Transaction, from: &str, to: &str) -> Result<(), Error> {
        for impression in self.0.iter_mut().filter(|impression| impression.person_id == from) {
            to.clone_into(&mut impression.person_id);
        }
        execute!(db, "update impressions set person_id = $1 where person_id = $2" => to, from)?;
        Ok(())
    }

    pub async fn flush(&self, db: &mut Transaction, now: i64) -> Result<(), Error> {
        let added = &self.0;
        if added.is_empty() {
            return Ok(());
        }
        execute!(db, |db| async move {
            let mut insert = QueryBuilder::new(
                "insert into impressions (id, app_id, person_id, url, title, referrer, created_at, messages, hold) ",
            );
            insert.push_values(added, |mut row, impression| {
                row.push_bind(&impression.id)
                    .push_bind(&impression.app_id)
                    .push_bind(&impression.person_id)
                    .push_bind(&impression.page.url)
                    .push_bind(&impression.page.title)
                    .push_bind(&impression.page.referrer)
                    .push_bind(now)
                    .push_bind((!impression.messages.is_empty()).then_some(Json(&impression.messages)))
                    .push_bind(NotNow::of(&impression.page));
            });
            insert.build().execute(db).await
        })?;
        Ok(())
    }
}
