//! The conversations that their person lists and reads.

use serde::Deserialize;
use sqlx::types::Json;

use super::rows::SignedPart;
use super::unanswered::UnansweredMessage;
use super::{Audience, Author, Body, Conversation};
use crate::attachments::{self, Attachment};
use crate::database::{Db, read};

/// Conversations that a person's list may have.
const MOST: i64 = 50;
/// Parts of a page at most.
const PARTS: usize = 200;
/// Bytes of HTML or JSON at most that show the parts of a page. The rest of 500,000 is for what surrounds them.
/// A single part alone may be larger.
const PARTS_BYTES: usize = 460_000;

/// A conversation in its person's list, or a message that they have not answered.
#[derive(Debug, sqlx::FromRow)]
pub struct ConversationRow {
    pub number: i64,
    pub person_read_to: i64,
    /// The newest part that the person may read.
    pub newest: i64,
    pub at_ms: i64,
    pub body: Option<Json<Body>>,
    pub author: Author,
    /// The name of the teammate who wrote the newest part.
    pub name: Option<String>,
}

/// The person's conversations, and the messages that they have not answered, the newest first.
pub async fn list(db: &Db, person_id: &str) -> Result<Vec<ConversationRow>, sqlx::Error> {
    read!(db, all
        "select c.number, c.person_read_to, p.number as newest, p.at_ms, p.body, p.author, t.name
         from conversations c join parts p on p.number =
           (select max(number) from parts where conversation = c.number and audience = 'person')
         left join teammates t on t.app_id = c.app_id and t.number = p.teammate
         where c.person_id = $1
         union all
         select r.number, case when r.read_at_ms is null then 0 else r.number end, r.number, r.at_ms, r.body, 'teammate', t.name
         from outbound_receipts r join outbound_messages m on m.number = r.message
         left join teammates t on t.app_id = m.app_id and t.number = m.sender
         where r.person_id = $1 and r.number is not null and r.conversation is null and m.style in ('chat', 'inbox')
         order by 3 desc limit $2" => person_id, MOST)
}

/// Whether this is one of the person's conversations, or a message that they may answer.
pub async fn is_of(db: &Db, person_id: &str, number: i64) -> Result<bool, sqlx::Error> {
    read!(db, any
        "select number from conversations where number = $1 and person_id = $2
         union all select number from outbound_receipts where number = $1 and person_id = $2" => number, person_id)
}

/// The button of the message with which a conversation began.
#[derive(Clone, Debug, Deserialize)]
pub struct OpeningButton {
    pub label: String,
    pub link: String,
}

/// The part of an outbound message's content that a thread shows.
#[derive(Deserialize)]
struct OpeningContent {
    button: Option<OpeningButton>,
}

/// A conversation, and a page of what its reader may read of it.
pub struct Thread {
    pub conversation: Conversation,
    /// The button under the first part.
    pub button: Option<OpeningButton>,
    /// The parts in their order.
    pub parts: Vec<SignedPart>,
    /// Whether this is the newest page.
    pub is_newest: bool,
    /// The number before which the earlier page ends. None at the beginning.
    pub earlier: Option<i64>,
    /// The files, each with its part's number.
    attachments: Vec<(i64, Attachment)>,
}

/// A page of a person's conversation: the newest, or the one before a part's number. None where it is another person's.
pub async fn thread(
    db: &Db,
    person_id: &str,
    number: i64,
    before: Option<i64>,
) -> Result<Option<Thread>, sqlx::Error> {
    let found: Option<Conversation> = read!(db, optional
        "select * from conversations where number = $1 and person_id = $2" => number, person_id)?;
    let message = match found {
        Some(_) => None,
        None => UnansweredMessage::read(db, person_id, number).await?,
    };
    let thread = match message {
        Some(message) => Some(Thread::of_message(message)),
        None => Thread::read(db, found, Audience::Person, before).await?,
    };
    let Some(mut thread) = thread else { return Ok(None) };
    let content: Option<Json<OpeningContent>> = read!(db, optional value
        "select m.content from outbound_receipts r join outbound_messages m on m.number = r.message
         where r.number = $1" => number)?;
    thread.button = content.and_then(|Json(content)| content.button);
    Ok(Some(thread))
}

impl Thread {
    fn of_message(message: UnansweredMessage) -> Self {
        Self {
            conversation: message.conversation(),
            button: None,
            parts: vec![message.signed_part()],
            is_newest: true,
            earlier: None,
            attachments: Vec::new(),
        }
    }

    /// Reads a page for a reader who may read this conversation.
    pub(super) async fn read(
        db: &Db,
        of: Option<Conversation>,
        reader: Audience,
        before: Option<i64>,
    ) -> Result<Option<Self>, sqlx::Error> {
        let Some(conversation) = of else { return Ok(None) };
        // What the person reads, teammates read too.
        let mut parts: Vec<SignedPart> = read!(db, all
            "select p.number, p.kind, p.author, p.teammate, p.body, p.at_ms, t.name, p.assigned_to,
               p.assigned_team, coalesce(a.name, team.name) as assignee
             from parts p left join teammates t on t.app_id = $1 and t.number = p.teammate
             left join teammates a on a.app_id = $1 and a.number = p.assigned_to
             left join teams team on team.app_id = $1 and team.number = p.assigned_team
             where p.conversation = $2 and p.audience in ('person', $3) and p.number < $4
             order by p.number desc limit $5"
            => &conversation.app_id, conversation.number, reader, before.unwrap_or(i64::MAX),
               PARTS as i64 + 1)?;
        // Also those of parts that the reader may not read: none of these is in the thread to show them.
        let attachments = match (parts.last(), parts.first()) {
            (Some(oldest), Some(newest)) => {
                attachments::of_parts(db, conversation.number, oldest.part.number..=newest.part.number)
                    .await?
            }
            _ => Vec::new(),
        };
        let is_newest = before.is_none();
        let mut thread =
            Self { conversation, button: None, parts: Vec::new(), is_newest, earlier: None, attachments };
        let fitting = thread.fitting(&parts);
        if fitting < parts.len() {
            parts.truncate(fitting);
            thread.earlier = parts.last().map(|oldest| oldest.part.number);
        }
        parts.reverse();
        thread.parts = parts;
        Ok(Some(thread))
    }

    /// The number of these parts, the newest first, that a page holds.
    fn fitting(&self, parts: &[SignedPart]) -> usize {
        let mut bytes = 0;
        let fits = |signed: &&SignedPart| {
            let files = self.attachments(signed.part.number).map(Attachment::shown_bytes);
            bytes += signed.shown_bytes() + files.sum::<usize>();
            bytes <= PARTS_BYTES
        };
        parts.iter().take(PARTS).take_while(fits).count().max(1)
    }

    /// The files that were sent with the part of this number.
    pub fn attachments(&self, part: i64) -> impl Iterator<Item = &Attachment> {
        self.attachments.iter().filter(move |(of, _)| *of == part).map(|(_, attachment)| attachment)
    }
}
