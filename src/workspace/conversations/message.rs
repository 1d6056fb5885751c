//! A person's message, in a new conversation or in one of theirs.

use serde::Deserialize;
use sqlx::types::Json;

use super::body::BadText;
use super::rows::{find, find_own};
use super::send::{KeyedSubmission, Sent, WireId, add};
use super::unanswered::UnansweredMessage;
use super::{Act, Body, Conversation, SourcePage};
use crate::attachments;
use crate::batch::Batch;
use crate::database::fetch;
use crate::error::Error;
use crate::ledger::{Change, ChangedBy, LedgerKind};
use crate::limits::{Network, NewConversation, RecentUse};
use crate::people::Role;
use crate::people::sessions::Bearer;
use crate::refusal::Refusal;
use crate::teammates;
use crate::wire::{LONGEST_TEXT, LONGEST_URL, is_plain_id, plain_id, shortened};

/// A person's request to store a message.
#[derive(Debug, Deserialize)]
pub struct MessageRequest {
    #[serde(deserialize_with = "plain_id")]
    pub app_id: String,
    /// The client's key: the same message again gets the same answer.
    pub key: String,
    /// The conversation. None begins a new one.
    #[serde(default)]
    pub conversation: Option<WireId>,
    #[serde(default)]
    pub text: String,
    /// Ids of files that the person has uploaded.
    #[serde(default)]
    pub attachments: Vec<String>,
    /// The page that the person is on.
    #[serde(default)]
    pub page: SourcePage,
}

pub fn parse(body: &[u8]) -> Result<MessageRequest, Refusal> {
    let message: MessageRequest = serde_json::from_slice(body)
        .map_err(|_| Refusal::Malformed("The message is not of the form that is sent."))?;
    if !is_plain_id(&message.key) {
        return Err(Refusal::Malformed("The message's key is not a plain id."));
    }
    match message.attachments.iter().all(|id| is_plain_id(id)) {
        true => Ok(message),
        false => Err(Refusal::Malformed("An attachment's id is not a plain id.")),
    }
}

/// Stores a message of the bearer's person. They write in no other person's conversation.
pub async fn store_message(
    batch: &mut Batch,
    bearer: &Bearer,
    message: &MessageRequest,
    from: Option<Network>,
) -> Result<Sent, Refusal> {
    let app_id = message.app_id.as_str();
    let person = batch.unblocked(app_id, bearer).await?;
    let body = match (message.text.trim().is_empty(), message.attachments.len()) {
        (true, 1..) => Body::without_text(),
        _ => plain(&message.text)?,
    };
    if message.attachments.len() > attachments::MOST {
        return Err(Refusal::NoFile);
    }
    let asked = message.conversation.map(|WireId(number)| number);
    let submission = KeyedSubmission {
        app_id,
        author: &person.id,
        key: &message.key,
        to: asked,
        act: Act::Message,
        body: &body,
        attachments: &message.attachments,
    };
    if let Some(sent) = submission.again(batch).await? {
        return Ok(sent);
    }
    let (known, answered) = match asked {
        Some(number) => match UnansweredMessage::find(&mut batch.transaction, &person.id, number).await? {
            Some(answered) => (None, Some(answered)),
            None => (Some(find_own(&mut batch.transaction, app_id, &person.id, number).await?), None),
        },
        None => (None, None),
    };
    if !attachments::may_send(&mut batch.transaction, (app_id, &person.id), None, &message.attachments)
        .await?
    {
        return Err(Refusal::NoFile);
    }
    if !batch.charges.knows(&person.id) {
        let recent_use = recent_use(batch, &person.id).await?;
        batch.charges.recall(&person.id, recent_use, batch.now_ms);
    }
    let begins = asked.is_none().then_some(NewConversation(from));
    batch.charges.message(&person.id, begins, batch.now_ms)?;
    let (now, number) = (batch.now, batch.events.next_number());
    let source = SourcePage {
        url: shortened(message.page.url.clone(), LONGEST_URL),
        title: shortened(message.page.title.clone(), LONGEST_TEXT),
    };
    let conversation = match (known, answered) {
        (Some(known), _) => known,
        (None, Some(answered)) => answered.begin(batch, source).await?,
        (None, None) => Conversation {
            source: Json(source.into()),
            ..Conversation::begun(number, app_id, &person.id, now)
        },
    };
    let assignee = conversation.teammate_assignee;
    let sent =
        add(batch, conversation, Act::Message, None, Some(body.clone())).await?.ok_or(Refusal::Internal)?;
    attachments::attach(&mut batch.transaction, &message.attachments, sent.part.0).await?;
    unassign_from_away(batch, app_id, assignee, sent.conversation.0).await?;
    submission.keep(batch, sent).await?;
    if person.role == Role::Visitor {
        let change = Change::new(LedgerKind::PersonChanged, ChangedBy::Person(person.id.clone()));
        let change = change.of_person(&person.id).in_fields(vec!["role".to_owned()]);
        batch.change_person(app_id, change, |lead| (lead.role, lead.lead_since) = (Role::Lead, Some(now)));
    }
    Ok(sent)
}

/// Takes a conversation in which its person has written from a teammate who is away and wants that.
async fn unassign_from_away(
    batch: &mut Batch,
    app_id: &str,
    assignee: Option<i64>,
    number: i64,
) -> Result<(), Refusal> {
    if let Some(teammate) = assignee
        && teammates::reassigns(&mut batch.transaction, app_id, teammate).await?
    {
        let conversation = find(&mut batch.transaction, app_id, number).await?;
        add(batch, conversation, Act::Unassign, None, None).await?;
    }
    Ok(())
}

async fn recent_use(batch: &mut Batch, person_id: &str) -> Result<RecentUse, Error> {
    let (minute_ago, hour_ago) = (batch.now_ms - 60_000, batch.now - 3_600);
    let (messages, conversations): (i64, i64) = fetch!(&mut batch.transaction, one
        "select (select count(*) from parts p join conversations c on c.number = p.conversation
          where c.person_id = $1 and p.author = 'person' and p.at_ms > $2),
         (select count(*) from conversations where person_id = $1 and person_first_at > $3)"
        => person_id, minute_ago, hour_ago)?;
    let within = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
    Ok(RecentUse { messages: within(messages), conversations: within(conversations) })
}

fn plain(text: &str) -> Result<Body, Refusal> {
    Body::plain(text).map_err(|why| match why {
        BadText::Empty => Refusal::NoText,
        BadText::TooLong(_) => Refusal::LongText,
    })
}
