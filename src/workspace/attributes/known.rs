//! The definitions that a batch has read: many pings of a batch state the same attributes.

use std::collections::HashMap;

use super::{AttributeOf, Definition, rows};
use crate::database::Transaction;

/// Definitions by app, thing and name, as the batch's transaction sees them. None where there is no such attribute.
#[derive(Default)]
pub struct KnownAttributes {
    read: HashMap<(String, AttributeOf, String), Option<Definition>>,
}

impl KnownAttributes {
    /// The definitions of those of these names that there are.
    pub async fn of(
        &mut self,
        db: &mut Transaction,
        app_id: &str,
        of: AttributeOf,
        names: &[&str],
    ) -> Result<Vec<Definition>, sqlx::Error> {
        let key = |name: &str| (app_id.to_owned(), of, name.to_owned());
        let unread: Vec<&str> =
            names.iter().filter(|name| !self.read.contains_key(&key(name))).copied().collect();
        if !unread.is_empty() {
            self.read.extend(unread.iter().map(|name| (key(name), None)));
            self.note(app_id, rows::known(db, app_id, of, unread.into_iter()).await?.iter());
        }
        Ok(names.iter().filter_map(|name| self.read.get(&key(name))?.clone()).collect())
    }

    /// Notes definitions that the batch writes.
    pub fn note<'a>(&mut self, app_id: &str, definitions: impl Iterator<Item = &'a Definition>) {
        let noted = definitions.map(|definition| {
            let key = (app_id.to_owned(), definition.of, definition.name.clone());
            (key, Some(definition.clone()))
        });
        self.read.extend(noted);
    }
}
