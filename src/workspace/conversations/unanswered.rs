//! A teammate's message that its person has not answered.
//!
//! The person lists and opens the message as a conversation. Its receipt stands for it until the person answers, and no
//! teammate lists it. Source: Intercom's REST API, "Create a message": no conversation exists
//! until the contact replies.

use sqlx::types::Json;

use super::rows::{SignedPart, append};
use super::{
    Act, Author, Body, Conversation, ConversationSource, ConversationState, DeliveredAs, Part, PartKind,
    SourcePage,
};
use crate::batch::Batch;
use crate::database::{Db, Transaction, execute, fetch, read};
use crate::error::Error;
use crate::ledger::{ChangedBy, LedgerKind};
use crate::people::MessageTime;
use crate::refusal::Refusal;
use crate::teammates;

/// A message that a person got and has not answered.
#[derive(sqlx::FromRow)]
pub struct UnansweredMessage {
    /// The number that its conversation will have.
    pub number: i64,
    /// The number of the outbound message.
    message: i64,
    /// Whether the message went to everybody who matches, and was not sent once.
    is_automated: bool,
    app_id: String,
    person_id: String,
    /// The number of the teammate who sent it, and their name.
    sender: i64,
    name: Option<String>,
    body: Json<Body>,
    /// The time in Unix milliseconds.
    at_ms: i64,
    read_at_ms: Option<i64>,
}

const FIND: &str = "
    select r.number, r.message, m.delivery = 'auto' as is_automated, m.app_id, r.person_id, m.sender, t.name, r.body, r.at_ms, r.read_at_ms
    from outbound_receipts r join outbound_messages m on m.number = r.message
    left join teammates t on t.app_id = m.app_id and t.number = m.sender
    where r.number = $1 and r.person_id = $2 and r.conversation is null and r.body is not null";

impl UnansweredMessage {
    /// The message of this person with this number.
    pub async fn read(db: &Db, person_id: &str, number: i64) -> Result<Option<Self>, sqlx::Error> {
        read!(db, optional FIND => number, person_id)
    }

    /// The message as this transaction sees it.
    pub async fn find(
        db: &mut Transaction,
        person_id: &str,
        number: i64,
    ) -> Result<Option<Self>, sqlx::Error> {
        fetch!(db, optional FIND => number, person_id)
    }

    /// The conversation that the message is to its person.
    pub fn conversation(&self) -> Conversation {
        let at = self.at_ms.div_euclid(1_000);
        let mut conversation = Conversation {
            state: ConversationState::Closed,
            parts: 1,
            ..Conversation::begun(self.number, &self.app_id, &self.person_id, at)
        };
        conversation.apply(Act::Reply, at);
        conversation.read(Author::Teammate, self.number);
        if self.read_at_ms.is_some() {
            conversation.read(Author::Person, self.number);
        }
        conversation
    }

    pub fn signed_part(self) -> SignedPart {
        SignedPart { name: self.name.clone(), part: self.part(), assignee: None }
    }

    fn part(self) -> Part {
        Part {
            number: self.number,
            kind: PartKind::Comment,
            author: Author::Teammate,
            teammate: Some(self.sender),
            assigned_to: None,
            assigned_team: None,
            body: Some(self.body),
            at_ms: self.at_ms,
        }
    }

    /// Begins the conversation, as its person answers: closed, and assigned to its sender unless they were removed.
    pub async fn begin(self, batch: &mut Batch, page: SourcePage) -> Result<Conversation, Refusal> {
        let db = &mut batch.transaction;
        let answers = teammates::answers(db, &self.app_id, self.sender).await?;
        let source = ConversationSource {
            delivered_as: match self.is_automated {
                true => DeliveredAs::Automated,
                false => DeliveredAs::AdminInitiated,
            },
            message: Some(self.message),
            ..page.into()
        };
        let conversation = Conversation {
            teammate_assignee: answers.then_some(self.sender),
            source: Json(source),
            ..self.conversation()
        };
        append(db, &conversation, &self.part()).await?;
        execute!(db,
            "update outbound_receipts set conversation = number, seen_at_ms = coalesce(seen_at_ms, $2),
                                          read_at_ms = coalesce(read_at_ms, $2)
             where number = $1" => conversation.number, batch.now_ms)?;
        Ok(conversation)
    }

    /// Notes that the person has opened the message, and reports it to their other pages.
    pub async fn note_read(&self, batch: &mut Batch) -> Result<(), Error> {
        if self.read_at_ms.is_some() {
            return Ok(());
        }
        execute!(&mut batch.transaction,
            "update outbound_receipts set seen_at_ms = coalesce(seen_at_ms, $2), read_at_ms = $2 where number = $1"
            => self.number, batch.now_ms)?;
        let by = ChangedBy::Person(self.person_id.clone());
        batch
            .people
            .note_message(&mut batch.transaction, &self.person_id, MessageTime::Opened, batch.now)
            .await?;
        let change = self.conversation().changed(LedgerKind::ConversationRead, by);
        batch.record_change(&self.app_id, change);
        Ok(())
    }
}
