//! The actions of a teammate on a message as a whole.

use leptos::prelude::*;

use super::api::{duplicate_message, save_message, start_message, stop_message, test_message};
use super::state::{MessageDraft, MessageStage};
use crate::error::Error;

#[derive(Clone, Copy, Debug)]
pub enum Act {
    Save,
    Start,
    /// Sends the saved message to as many people as the teammate has confirmed.
    Send(Option<usize>),
    Stop,
    Test,
    Duplicate,
    /// Stops the message, and copies it into a draft that can be changed.
    StopAndDuplicate,
}

/// A finished action of a teammate on a message.
#[derive(Clone, Debug)]
pub enum Done {
    Saved(i64),
    Started(MessageStage),
    /// The stage of a message that goes out once, after it was sent.
    Sent(MessageStage),
    Stopped,
    Tested,
    Copied(i64),
}

pub type Acts = Action<Act, Result<Done, Error>>;

/// Carries an action out. A message that is started or tested is saved before.
pub async fn carry_out(what: Act, id: Option<i64>, draft: MessageDraft) -> Result<Done, Error> {
    match (what, id) {
        (Act::Stop, Some(id)) => stop_message(id).await.map(|()| Done::Stopped),
        (Act::Duplicate, Some(id)) => duplicate_message(id).await.map(Done::Copied),
        (Act::StopAndDuplicate, Some(id)) => {
            stop_message(id).await?;
            duplicate_message(id).await.map(Done::Copied)
        }
        (Act::Start, Some(id)) => {
            save_message(Some(id), draft).await?;
            start_message(id, None).await.map(Done::Started)
        }
        (Act::Send(confirmed), Some(id)) => start_message(id, confirmed).await.map(Done::Sent),
        (Act::Test, Some(id)) => {
            save_message(Some(id), draft).await?;
            test_message(id).await.map(|()| Done::Tested)
        }
        (_, id) => save_message(id, draft).await.map(Done::Saved),
    }
}
