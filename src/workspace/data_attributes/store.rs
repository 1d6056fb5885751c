//! Values as people, pages and programs state them.

use serde_json::{Map, Value};

use crate::attributes::{AttributeOf, Catalogue, Definition, Stated, counts, write};
use crate::batch::Batch;
use crate::error::Error;
use crate::ledger::{Change, ChangedBy, LedgerKind};
use crate::people::attributes::broken_name;
use crate::people::refusals::Refusals;

/// Merges stated attributes into those that a person, company or conversation holds. Null clears.
/// A value that breaks a limit or a rule of its attribute is refused alone.
pub async fn store(
    batch: &mut Batch,
    app_id: &str,
    of: AttributeOf,
    held: &mut Map<String, Value>,
    stated: &[Stated<'_>],
    refused: &mut Refusals,
) -> Result<(), Error> {
    let admitted = admitted(batch, app_id, of, held, stated, refused).await?;
    take(held, admitted);
    Ok(())
}

/// Takes admitted values over.
pub fn take(held: &mut Map<String, Value>, admitted: Map<String, Value>) {
    for (name, value) in admitted {
        match value {
            Value::Null => _ = held.remove(&name),
            value => _ = held.insert(name, value),
        }
    }
}

/// The values that may be stored, and that differ from those that are held.
async fn admitted(
    batch: &mut Batch,
    app_id: &str,
    of: AttributeOf,
    held: &Map<String, Value>,
    stated: &[Stated<'_>],
    refused: &mut Refusals,
) -> Result<Map<String, Value>, Error> {
    // A value that is held was admitted before. Most pings state nothing else: they ask no table.
    let is_news = |one: &&Stated<'_>| held.get(one.name).unwrap_or(&Value::Null) != one.value;
    let news: Vec<Stated<'_>> = stated.iter().filter(is_news).copied().collect();
    if news.is_empty() {
        return Ok(Map::new());
    }
    let db = &mut batch.transaction;
    // No attribute has a broken name, and PostgreSQL takes no NUL.
    let names = news.iter().map(|one| one.name).filter(|name| broken_name(name).is_none());
    let names: Vec<&str> = names.collect();
    let known = batch.attributes.of(db, app_id, of, &names).await?;
    let is_known =
        |one: &Stated<'_>| known.iter().any(|known| known.name == one.name && known.data_type.is_some());
    let counts = if news.iter().all(is_known) { (0, 0, 0) } else { counts(db, app_id).await? };
    let mut catalogue = Catalogue::new(of, known, counts, batch.now);
    let admitted = catalogue.admit(held, &news, refused);
    let Catalogue { known, learnt, proved, .. } = &catalogue;
    let written: Vec<&Definition> = learnt.union(proved).filter_map(|name| known.get(name)).collect();
    write(&mut batch.transaction, app_id, &written).await?;
    batch.attributes.note(app_id, written.iter().copied());
    for definition in learnt.iter().filter_map(|name| known.get(name)) {
        // Whose page stated it first says nothing of the attribute.
        let change = Change::new(LedgerKind::AttributeCreated, ChangedBy::Workspace);
        batch.record_change(app_id, change.about(definition.number));
    }
    Ok(admitted)
}
