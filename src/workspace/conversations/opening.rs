//! A conversation that an outbound message begins.

use sqlx::types::Json;

use super::send::{Sent, WireId, add};
use super::{Act, Body, Conversation, ConversationState, SourcePage};
use crate::batch::Batch;
use crate::error::Error;
use crate::teammates;

/// A conversation that a teammate's message begins.
pub struct Opening<'a> {
    pub app_id: &'a str,
    pub person_id: &'a str,
    /// The number of the teammate, who answers it unless they were removed.
    pub teammate: i64,
    /// The page that the person is on.
    pub url: &'a str,
    pub body: Body,
}

/// Begins the conversation, closed and assigned to its sender.
/// Teammates list it once the person answers, which opens it. Returns its number, which is that of the message too.
pub async fn open(batch: &mut Batch, of: Opening<'_>) -> Result<i64, Error> {
    let answers = teammates::answers(&mut batch.transaction, of.app_id, of.teammate).await?;
    let (number, now) = (batch.events.next_number(), batch.now);
    let conversation = Conversation {
        state: ConversationState::Closed,
        teammate_assignee: answers.then_some(of.teammate),
        source: Json(SourcePage { url: of.url.to_owned(), title: String::new() }),
        ..Conversation::begun(number, of.app_id, of.person_id, now)
    };
    let sent = add(batch, conversation, Act::Reply, Some(of.teammate), Some(of.body)).await;
    match sent {
        Ok(Some(Sent { conversation: WireId(number), .. })) => Ok(number),
        Ok(None) | Err(_) => Err(Error::Internal),
    }
}
