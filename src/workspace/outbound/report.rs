use serde::Deserialize;

use super::receipts;
use crate::database::execute;
use crate::workspace::conversations::{Number, person_of_session};
use crate::workspace::ping::Refusal;
use crate::workspace::platform::Platform;
use crate::workspace::writer::Batch;

/// What a person did with a message, as the panel says it.
#[derive(Debug, Deserialize)]
pub struct Report {
    pub app_id: String,
    pub message: Number,
    pub what: Did,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Did {
    /// It stood before them.
    Seen,
    /// They followed its button.
    Clicked,
    /// They put it away.
    Dismissed,
}

/// Writes it down once. A message that the person never got is not there.
pub async fn report(
    batch: &mut Batch,
    platform: Platform,
    report: &Report,
    credential: &str,
) -> Result<(), Refusal> {
    let Report { app_id, message: Number(message), what } = report;
    let person = person_of_session(batch, platform, app_id, credential).await?;
    let known = receipts::of_person(&mut batch.transaction, &person.id, &[*message]).await?;
    let receipt = known.into_iter().next().ok_or(Refusal::NoConversation)?;
    let now = batch.now_ms;
    let noted = receipt.noted(*what, now);
    execute!(&mut batch.transaction, |db| {
        sqlx::query(
            "update outbound_receipts set seen_at_ms = $3, clicked_at_ms = $4, dismissed_at_ms = $5
             where message = $1 and person_id = $2",
        )
        .bind(noted.message)
        .bind(&noted.person_id)
        .bind(noted.seen_at_ms)
        .bind(noted.clicked_at_ms)
        .bind(noted.dismissed_at_ms)
        .execute(db)
    })
    .map_err(crate::error::Error::from)?;
    // A chat that was seen is a conversation like any other; what was put away stands no longer.
    let ends = match what {
        Did::Seen => noted.conversation.is_some(),
        Did::Dismissed => true,
        Did::Clicked => false,
    };
    if ends && let Some(mut session) = batch.sessions.find(&mut batch.transaction, credential).await? {
        session.outbound.take_if(|standing| standing == message);
        batch.sessions.save(session);
    }
    Ok(())
}

impl receipts::Receipt {
    /// Whoever clicked or dismissed a message has seen it.
    fn noted(self, what: Did, now_ms: i64) -> Self {
        let first = |known: Option<i64>, of: Did| known.or((what == of).then_some(now_ms));
        Self {
            seen_at_ms: self.seen_at_ms.or(Some(now_ms)),
            clicked_at_ms: first(self.clicked_at_ms, Did::Clicked),
            dismissed_at_ms: first(self.dismissed_at_ms, Did::Dismissed),
            ..self
        }
    }
}
