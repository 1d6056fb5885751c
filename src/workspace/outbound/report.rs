//! The panel's report of what a person did with a message.

use serde::Deserialize;

use super::receipts::{self, Reaction, Receipt};
use crate::batch::Batch;
use crate::conversations::WireId;
use crate::database::execute;
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
}

/// Notes a report once. A message that the person never got is refused.
pub async fn report(batch: &mut Batch, bearer: &Bearer, report: &MessageReport) -> Result<(), Refusal> {
    let MessageReport { app_id, message: WireId(message), what, reaction } = report;
    let (person, mut session) = batch.live_session(app_id, bearer).await?;
    let known = receipts::of_person(&mut batch.transaction, &person.id, &[*message]).await?;
    let receipt = known.into_iter().find(Receipt::is_sent).ok_or(Refusal::NoConversation)?;
    let noted = receipt.noted(*what, *reaction, batch.now_ms);
    execute!(&mut batch.transaction,
        "update outbound_receipts set seen_at_ms = $3, clicked_at_ms = $4, dismissed_at_ms = $5, reaction = $6
         where message = $1 and person_id = $2"
        => noted.message, &person.id, noted.seen_at_ms, noted.clicked_at_ms, noted.dismissed_at_ms, noted.reaction)
    .map_err(crate::error::Error::from)?;
    // A chat that was seen stands in the person's list; what was dismissed stands no longer.
    let ends = match what {
        MessageAct::Seen => noted.style.is_conversation(),
        MessageAct::Dismissed => true,
        MessageAct::Clicked | MessageAct::Reacted => false,
    };
    if ends {
        session.outbound.take_if(|still_shown| still_shown == message);
        batch.sessions.save(session);
    }
    Ok(())
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
