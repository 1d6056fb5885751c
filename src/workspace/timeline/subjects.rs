//! The names and texts of what the entries of a timeline name by ids.

use sqlx::QueryBuilder;
use sqlx::types::Json;
use std::collections::{BTreeSet, HashMap};

use super::TimelineEntry;
use crate::conversations::Body;
use crate::database::{Db, push_list, read};
use crate::error::Error;
use crate::ledger::{LedgerEntry, LedgerKind};
use crate::people::{self, Person};
use crate::subscription_types::Translation;

/// The names and texts of what the entries of a timeline name. What is deleted is not among them.
#[derive(Debug, Default)]
pub struct Subjects {
    pub people: HashMap<String, Person>,
    /// The names of companies.
    pub companies: HashMap<String, String>,
    /// The names of tags.
    pub tags: HashMap<String, String>,
    /// The plain texts of notes on people and companies.
    pub notes: HashMap<String, String>,
    /// The names of subscription types, in their default language.
    pub subscription_types: HashMap<String, String>,
    /// The titles of outbound messages, by their numbers.
    pub messages: HashMap<i64, String>,
    /// The plain texts of parts of conversations, by their numbers.
    pub texts: HashMap<i64, String>,
}

/// Rows of a query of an app that ends with a list of ids. Without an id, nothing is asked.
macro_rules! of_ids {
    ($db:expr, $select:literal, $app_id:expr, $and_id_in:literal, $ids:expr) => {{
        let ids: BTreeSet<_> = $ids.collect();
        match ids.is_empty() {
            true => Vec::new(),
            false => read!($db, |db| async move {
                let mut select = QueryBuilder::new($select);
                select.push_bind($app_id).push($and_id_in);
                push_list(&mut select, ids).build_query_as().fetch_all(db).await
            })?,
        }
    }};
}

impl Subjects {
    pub async fn of(db: &Db, app_id: &str, entries: &[TimelineEntry]) -> Result<Self, Error> {
        let changes: Vec<&LedgerEntry> = entries
            .iter()
            .filter_map(|entry| match entry {
                TimelineEntry::Change(change) => Some(change),
                TimelineEntry::Event(_) | TimelineEntry::Page(_) => None,
            })
            .collect();
        let of = |is_one: fn(LedgerKind) -> bool| changes.iter().filter(move |change| is_one(change.kind));
        let subjects = |is_one| of(is_one).filter_map(|change| change.subject.as_deref());
        let numbers = |subject: &str| subject.parse::<i64>().ok();
        let messages: Vec<(i64, String)> = of_ids!(
            db,
            "select number, title from outbound_messages where app_id = ",
            app_id,
            " and number in ",
            subjects(|kind| kind == LedgerKind::MessageDelivered).filter_map(numbers)
        );
        let notes: Vec<(String, Json<Body>)> = of_ids!(
            db,
            "select id, body from notes where app_id = ",
            app_id,
            " and id in ",
            subjects(is_note)
        );
        let tags: Vec<(String, String)> = of_ids!(
            db,
            "select id, name from tags where app_id = ",
            app_id,
            " and id in ",
            subjects(LedgerKind::is_of_tag)
        );
        let types: Vec<(String, Json<Vec<Translation>>)> = of_ids!(
            db,
            "select id, translations from subscription_types where app_id = ",
            app_id,
            " and id in ",
            subjects(is_subscription)
        );
        let companies: Vec<(String, String)> = of_ids!(
            db,
            "select id, name from companies where app_id = ",
            app_id,
            " and id in ",
            changes.iter().filter_map(|one| one.company_id.as_deref())
        );
        let texts: Vec<(i64, Option<Json<Body>>)> = of_ids!(
            db,
            "select p.number, p.body from parts p join conversations c on c.number = p.conversation where c.app_id = ",
            app_id,
            " and p.number in ",
            of(is_part).map(|one| one.number)
        );
        let people = changes.iter().filter_map(|one| one.person_id.as_deref());
        let text = |body: &Body| body.text.clone();
        let name = |all: &[Translation]| all.first().map(|one| one.name.clone()).unwrap_or_default();
        Ok(Self {
            people: people::by_ids(db, app_id, people).await?,
            companies: companies.into_iter().collect(),
            tags: tags.into_iter().collect(),
            notes: notes.into_iter().map(|(id, body)| (id, text(&body))).collect(),
            subscription_types: types.into_iter().map(|(id, all)| (id, name(&all))).collect(),
            messages: messages.into_iter().collect(),
            texts: texts
                .into_iter()
                .filter_map(|(number, body)| body.map(|body| (number, text(&body))))
                .collect(),
        })
    }
}

fn is_note(kind: LedgerKind) -> bool {
    matches!(kind, LedgerKind::PersonNoteWritten | LedgerKind::CompanyNoteWritten)
}

fn is_subscription(kind: LedgerKind) -> bool {
    matches!(kind, LedgerKind::PersonSubscribed | LedgerKind::PersonUnsubscribed)
}

/// Whether the change is a part of a conversation that may have a text.
fn is_part(kind: LedgerKind) -> bool {
    matches!(
        kind,
        LedgerKind::ConversationPersonReplied
            | LedgerKind::ConversationTeammateReplied
            | LedgerKind::ConversationNoted
            | LedgerKind::ConversationOpened
    )
}
