//! Acts of a teammate in a conversation.

use super::rows::find;
use super::send::{KeyedSubmission, Sent, WireId, add};
use super::{Act, Assignment, Body};
use crate::batch::Batch;
use crate::clock::DAY;
use crate::refusal::Refusal;
use crate::wire::is_plain_id;
use crate::{teammates, teams};

/// A teammate acts in a conversation of their app.
#[derive(Debug)]
pub struct TeammateAct {
    pub app_id: String,
    /// The teammate's number in the app.
    pub teammate: i64,
    pub conversation: i64,
    pub act: DeskAct,
}

/// An act of a teammate. A reply or note has the client's key: the same key again gets the same answer.
#[derive(Debug)]
pub enum DeskAct {
    Reply {
        key: String,
        body: Body,
    },
    Note {
        key: String,
        body: Body,
    },
    Assign(Assignment),
    Close,
    Reopen,
    /// Snoozes the conversation until this time, in Unix seconds.
    Snooze(i64),
}

impl DeskAct {
    fn act(&self) -> Act {
        match self {
            Self::Reply { .. } => Act::Reply,
            Self::Note { .. } => Act::Note,
            Self::Assign(to) => Act::Assign(*to),
            Self::Close => Act::Close,
            Self::Reopen => Act::Reopen,
            Self::Snooze(until) => Act::Snooze(*until),
        }
    }

    fn body(&self) -> Option<(&str, &Body)> {
        match self {
            Self::Reply { key, body } | Self::Note { key, body } => Some((key, body)),
            Self::Assign(_) | Self::Close | Self::Reopen | Self::Snooze(_) => None,
        }
    }
}

/// Seconds that a snooze lasts at most.
const LONGEST_SNOOZE: i64 = 28 * DAY;

/// Refuses an assignment to nobody of the app, and a snooze of over four weeks.
async fn check(batch: &mut Batch, app_id: &str, act: &DeskAct) -> Result<(), Refusal> {
    match act {
        DeskAct::Assign(to) => {
            let db = &mut batch.transaction;
            let answers = match to.named() {
                (Some(teammate), _) => teammates::answers(db, app_id, teammate).await?,
                (None, Some(team)) => teams::is_there(db, app_id, team).await?,
                (None, None) => true,
            };
            let why = "No teammate and no team of this app has that number.";
            answers.then_some(()).ok_or(Refusal::Field("to", why))
        }
        DeskAct::Snooze(until) if *until > batch.now.saturating_add(LONGEST_SNOOZE) => {
            Err(Refusal::Field("hours", "A snooze lasts from one hour to four weeks."))
        }
        _ => Ok(()),
    }
}

/// Carries out a teammate's act, in a conversation of their app alone.
/// An act that changes nothing answers with the newest part.
pub async fn act(batch: &mut Batch, of: &TeammateAct) -> Result<Sent, Refusal> {
    let TeammateAct { app_id, teammate, conversation, act } = of;
    let found = find(&mut batch.transaction, app_id, *conversation).await?;
    check(batch, app_id, act).await?;
    let as_it_is = Sent { conversation: WireId(found.number), part: WireId(found.last_part) };
    let Some((key, body)) = act.body() else {
        return Ok(add(batch, found, act.act(), Some(*teammate), None).await?.unwrap_or(as_it_is));
    };
    if !is_plain_id(key) {
        return Err(Refusal::Malformed("The message's key is not a plain id."));
    }
    let author = teammate.to_string();
    let submission = KeyedSubmission {
        app_id,
        author: &author,
        key,
        to: Some(*conversation),
        act: act.act(),
        body,
        attachments: &[],
    };
    if let Some(sent) = submission.again(batch).await? {
        return Ok(sent);
    }
    let sent = add(batch, found, act.act(), Some(*teammate), Some(body.clone())).await?;
    let sent = sent.ok_or(Refusal::Internal)?;
    submission.keep(batch, sent).await?;
    Ok(sent)
}
