//! The things that may have tags.

use crate::batch::Batch;
use crate::database::{execute, fetch};
use crate::ledger::{Change, LedgerKind};
use crate::refusal::Refusal;

/// Something that may have tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tagged<'a> {
    /// A visitor, lead or user, by their id.
    Person(&'a str),
    /// A company, by the workspace's id.
    Company(&'a str),
    /// A conversation, by its number.
    Conversation(i64),
    /// A part of a conversation, by its number.
    Part(i64),
}

/// The tables that say which thing has which tag.
pub const TABLES: [&str; 4] = ["person_tags", "company_tags", "conversation_tags", "part_tags"];

impl Tagged<'_> {
    /// The table of its kind, and the type of its ids there.
    pub fn table(self) -> (&'static str, &'static str) {
        match self {
            Self::Person(_) => (TABLES[0], "text"),
            Self::Company(_) => (TABLES[1], "text"),
            Self::Conversation(_) => (TABLES[2], "bigint"),
            Self::Part(_) => (TABLES[3], "bigint"),
        }
    }

    pub fn id(self) -> String {
        match self {
            Self::Person(id) | Self::Company(id) => id.to_owned(),
            Self::Conversation(number) | Self::Part(number) => number.to_string(),
        }
    }

    /// The kind of the change that it gets a tag, and of the change that it loses one.
    pub fn kinds(self) -> (LedgerKind, LedgerKind) {
        match self {
            Self::Person(_) => (LedgerKind::PersonTagged, LedgerKind::PersonUntagged),
            Self::Company(_) => (LedgerKind::CompanyTagged, LedgerKind::CompanyUntagged),
            Self::Conversation(_) => (LedgerKind::ConversationTagged, LedgerKind::ConversationUntagged),
            Self::Part(_) => (LedgerKind::PartTagged, LedgerKind::PartUntagged),
        }
    }

    /// Adds to a change what it is about. Refuses a thing that the app does not have.
    pub async fn named_in(self, batch: &mut Batch, app_id: &str, change: Change) -> Result<Change, Refusal> {
        match self {
            Self::Person(id) => Ok(change.of_person(&batch.person_of_app(app_id, id).await?.id)),
            Self::Company(id) => {
                let is_theirs = fetch!(&mut batch.transaction, any
                    "select id from companies where app_id = $1 and id = $2" => app_id, id)?;
                if is_theirs { Ok(change.of_company(id)) } else { Err(Refusal::NoCompany) }
            }
            Self::Conversation(number) => {
                let person: Option<String> = fetch!(&mut batch.transaction, optional value
                    "select person_id from conversations where app_id = $1 and number = $2" => app_id, number)?;
                let person = person.ok_or(Refusal::NoConversation)?;
                Ok(change.of_conversation(number).of_person(&person))
            }
            Self::Part(number) => {
                let found: Option<(i64, String)> = fetch!(&mut batch.transaction, optional
                    "select c.number, c.person_id from parts p join conversations c on c.number = p.conversation
                     where c.app_id = $1 and p.number = $2" => app_id, number)?;
                let (conversation, person) = found.ok_or(Refusal::NoPart)?;
                Ok(change.of_conversation(conversation).of_person(&person))
            }
        }
    }

    /// Adds a change of the thing to the ledger. A person and a company are changed by it.
    pub async fn record(self, batch: &mut Batch, app_id: &str, change: Change) -> Result<(), Refusal> {
        match self {
            Self::Person(_) => batch.change_person(app_id, change, |_| ()),
            Self::Company(id) => {
                execute!(&mut batch.transaction,
                    "update companies set updated_at = $2 where id = $1" => id, batch.now)?;
                batch.record_change(app_id, change);
            }
            Self::Conversation(_) | Self::Part(_) => batch.record_change(app_id, change),
        }
        Ok(())
    }
}
