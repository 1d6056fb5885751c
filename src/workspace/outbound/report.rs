//! The panel's report of what a person did with a message.

use serde::{Deserialize, Serialize};

use super::deliver::begin;
use super::edit::find;
use super::live::Live;
use super::receipts::{self, Reaction, Receipt};
use crate::batch::Batch;
use crate::conversations::WireId;
use crate::database::execute;
use crate::people::Person;
use crate::people::sessions::Bearer;
use crate::refusal::Refusal;
use crate::wire::plain_id;

/// The panel's report of what a person did with a message.
#[derive(Debug, Deserialize)]
pub struct MessageReport {
    #[serde(deserialize_with = "plain_id")]
    pub app_id: String,
    pub message: WireId,
    pub what: MessageAct,
    /// The reaction of a `reacted` report.
    pub reaction: Option<Reaction>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MessageAct {
    /// The message was shown to the person.
    Seen,
    /// The person followed the message's button.
    Clicked,
    /// The person dismissed the message.
    Dismissed,
    /// The person chose a face. The last one counts.
    Reacted,
    /// The person wants to reply: the message becomes a conversation.
    Answered,
}

/// The conversation in which the person answers.
#[derive(Debug, Serialize)]
pub struct ReportReply {
    pub conversation: WireId,
}

/// Notes a report once. A message that the person never got is refused.
/// Returns the conversation that the person answers in.
pub async fn report(
    batch: &mut Batch,
    bearer: &Bearer,
    report: &MessageReport,
) -> Result<Option<ReportReply>, Refusal> {
    let MessageReport { app_id, message: WireId(message), what, reaction } = report;
    let (person, mut session) = batch.live_session(app_id, bearer).await?;
    if *what == MessageAct::Answered && person.blocked_at.is_some() {
        return Err(Refusal::Blocked);
    }
    let known = receipts::of_person(&mut batch.transaction, &person.id, &[*message]).await?;
    let receipt = known.into_iter().find(Receipt::is_sent).ok_or(Refusal::NoConversation)?;
    let now = batch.now_ms;
    let mut noted = receipt.noted(*what, *reaction, now);
    if *what == MessageAct::Answered && noted.conversation.is_none() {
        noted.conversation = Some(answer(batch, app_id, *message, &person, &session.last_url).await?);
    }
    execute!(&mut batch.transaction,
        "update outbound_receipts set seen_at_ms = $3, clicked_at_ms = $4, dismissed_at_ms = $5, reaction = $6,
                                      conversation = $7
         where message = $1 and person_id = $2"
        => noted.message, &noted.person_id, noted.seen_at_ms, noted.clicked_at_ms, noted.dismissed_at_ms,
           noted.reaction, noted.conversation)
    .map_err(crate::error::Error::from)?;
    // A chat that was seen is a conversation like any other; what was put away stands no longer.
    let ends = match what {
        MessageAct::Seen => noted.conversation.is_some(),
        MessageAct::Dismissed | MessageAct::Answered => true,
        MessageAct::Clicked | MessageAct::Reacted => false,
    };
    if ends {
        session.outbound.take_if(|still_shown| still_shown == message);
        batch.sessions.save(session);
    }
    let answered = noted.conversation.filter(|_| *what == MessageAct::Answered);
    Ok(answered.map(|number| ReportReply { conversation: WireId(number) }))
}

/// Begins the conversation of a message that the person answers.
async fn answer(
    batch: &mut Batch,
    app_id: &str,
    number: i64,
    person: &Person,
    url: &str,
) -> Result<i64, Refusal> {
    let message = find(&mut batch.transaction, app_id, number).await?;
    let live = Live::of(message).ok_or(Refusal::Internal)?;
    Ok(begin(batch, &live, person, url).await?)
}

impl Receipt {
    /// The receipt after a report. A person who clicked or dismissed a message has seen it.
    fn noted(self, what: MessageAct, reaction: Option<Reaction>, now_ms: i64) -> Self {
        let first = |known: Option<i64>, of: MessageAct| known.or((what == of).then_some(now_ms));
        Self {
            seen_at_ms: self.seen_at_ms.or(Some(now_ms)),
            clicked_at_ms: first(self.clicked_at_ms, MessageAct::Clicked),
            dismissed_at_ms: first(self.dismissed_at_ms, MessageAct::Dismissed),
            reaction: reaction.filter(|_| what == MessageAct::Reacted).or(self.reaction),
            ..self
        }
    }
}
