//! The one way to append a part, and the keys that make a repeated submission harmless.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sqlx::types::Json;

use super::rows::append;
use super::{Act, Author, Body, Conversation, Part};
use crate::batch::Batch;
use crate::database::{execute, fetch};
use crate::people::MessageTime;
use crate::random;
use crate::refusal::Refusal;

/// An id as the wire has it: a decimal string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WireId(pub i64);

impl<'de> Deserialize<'de> for WireId {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        text.parse().map(Self).map_err(|_| serde::de::Error::custom("no id"))
    }
}

impl Serialize for WireId {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&self.0)
    }
}

/// The reply to a message: where it is stored.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Sent {
    pub conversation: WireId,
    pub part: WireId,
}

/// A submission with a key of the client's.
pub struct KeyedSubmission<'a> {
    pub app_id: &'a str,
    /// The person's id, or the teammate's number.
    pub author: &'a str,
    pub key: &'a str,
    /// The conversation's number. None begins one.
    pub to: Option<i64>,
    pub act: Act,
    pub body: &'a Body,
    /// Ids of the files that go with the submission.
    pub attachments: &'a [String],
}

impl KeyedSubmission<'_> {
    /// The answer of the first time, if the submission came before. Another body with the same key is refused.
    pub async fn again(&self, batch: &mut Batch) -> Result<Option<Sent>, Refusal> {
        let known: Option<(i64, i64, String)> = fetch!(&mut batch.transaction, optional
            "select p.conversation, p.number, s.body_hash from sends s join parts p on p.number = s.part
             where s.app_id = $1 and s.author = $2 and s.key = $3" => self.app_id, self.author, self.key)?;
        match known {
            None => Ok(None),
            Some((conversation, part, hash)) if hash == self.hash() => {
                Ok(Some(Sent { conversation: WireId(conversation), part: WireId(part) }))
            }
            Some(_) => Err(Refusal::KeyInUse),
        }
    }

    /// Keeps the key as long as the part.
    pub async fn keep(&self, batch: &mut Batch, sent: Sent) -> Result<(), Refusal> {
        execute!(&mut batch.transaction,
            "insert into sends (app_id, author, key, body_hash, part) values ($1, $2, $3, $4, $5)"
            => self.app_id, self.author, self.key, self.hash(), sent.part.0)?;
        Ok(())
    }

    fn hash(&self) -> String {
        let mut sent = format!("{:?} {:?} {}", self.to, self.act, self.body.source());
        for id in self.attachments {
            sent.push('\0');
            sent.push_str(id);
        }
        random::hash(&sent)
    }
}

/// Appends the part that an act makes. None where the act changes nothing.
pub async fn add(
    batch: &mut Batch,
    mut to: Conversation,
    act: Act,
    teammate: Option<i64>,
    body: Option<Body>,
) -> Result<Option<Sent>, Refusal> {
    let Some(kind) = to.apply(act, batch.now) else { return Ok(None) };
    let number = batch.events.next_number();
    (to.last_part, to.parts) = (number, to.parts + 1);
    // Whoever acts has read what was there. The workspace itself reads for nobody: a woken conversation is unread.
    if act.author() != Author::Bot {
        to.read(act.author(), number);
    }
    let (author, at_ms) = (act.author(), batch.now_ms);
    let (assigned_to, assigned_team) = if let Act::Assign(to) = act { to.named() } else { (None, None) };
    let body = body.map(Json);
    let part = Part { number, kind, author, teammate, assigned_to, assigned_team, body, at_ms };
    append(&mut batch.transaction, &to, &part).await?;
    let written = match act {
        Act::Message => Some(MessageTime::HeardFrom),
        Act::Reply => Some(MessageTime::Contacted),
        _ => None,
    };
    if let Some(written) = written {
        batch.people.note_message(&mut batch.transaction, &to.person_id, written, batch.now).await?;
    }
    debug_assert_eq!(batch.events.next_number(), part.number);
    let change = to.changed(part.kind.in_ledger(author), author.changed_by(&to.person_id, teammate));
    batch.record_change(&to.app_id, change);
    Ok(Some(Sent { conversation: WireId(to.number), part: WireId(number) }))
}
