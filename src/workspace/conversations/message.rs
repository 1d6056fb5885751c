use serde::{Deserialize, Serialize};
use sqlx::types::Json;

use super::body::BadText;
use super::rows::{append, find, keep_key, sent};
use super::{Act, Body, Conversation, Part, Source};
use crate::random;
use crate::workspace::identity::IdentityRefusal;
use crate::workspace::ping::{LONGEST_TEXT, LONGEST_URL, Refusal, is_plain_id, shortened};
use crate::workspace::platform::Platform;
use crate::workspace::writer::Batch;

/// A person writes, in a new conversation or in one of theirs.
#[derive(Debug, Deserialize)]
pub struct Message {
    pub app_id: String,
    /// The client's: the same message again gets the same answer.
    pub key: String,
    /// A new one without it.
    #[serde(default)]
    pub conversation: Option<Number>,
    pub text: String,
    /// Where the person is.
    #[serde(default)]
    pub page: Source,
}

/// A decimal string, as ids are on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number(pub i64);

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        text.parse().map(Self).map_err(|_| serde::de::Error::custom("no id"))
    }
}

impl Serialize for Number {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&self.0)
    }
}

/// The message is stored.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Sent {
    conversation: Number,
    part: Number,
}

pub fn parse(body: &[u8]) -> Result<Message, Refusal> {
    let message: Message = serde_json::from_slice(body)
        .map_err(|_| Refusal::NotAPing("The message is not of the form that is sent."))?;
    match is_plain_id(&message.key) {
        true => Ok(message),
        false => Err(Refusal::NotAPing("The message's key is not a plain id.")),
    }
}

/// Whose session this is wrote it. In another's conversation there is none to write in.
pub async fn take(
    batch: &mut Batch,
    platform: Platform,
    message: &Message,
    credential: &str,
) -> Result<Sent, Refusal> {
    let app_id = message.app_id.as_str();
    let session = batch.sessions.find(&mut batch.transaction, credential).await?;
    let Some(session) = session.filter(|session| session.app_id == app_id && session.platform == platform)
    else {
        return Err(match batch.knows_app(app_id).await? {
            true => IdentityRefusal::NoSession.into(),
            false => Refusal::UnknownApp,
        });
    };
    if let Some(why) = session.over(batch.now()) {
        return Err(why.into());
    }
    let person = batch.people.find(&mut batch.transaction, &session.person_id).await?;
    let body = Body::plain(&message.text).map_err(|why| match why {
        BadText::Empty => Refusal::NoText,
        BadText::TooLong => Refusal::LongText,
    })?;
    let asked = message.conversation.map(|Number(number)| number);
    let body_hash = random::hash(&format!("{asked:?} {}", body.text));
    if let Some((conversation, part, hash)) =
        sent(&mut batch.transaction, app_id, &person.id, &message.key).await?
    {
        return match hash == body_hash {
            true => Ok(Sent { conversation: Number(conversation), part: Number(part) }),
            false => Err(Refusal::KeyInUse),
        };
    }
    let known = match asked {
        Some(number) => {
            let found = find(&mut batch.transaction, app_id, number).await?;
            Some(found.filter(|found| found.person_id == person.id).ok_or(Refusal::NoConversation)?)
        }
        None => None,
    };
    let (now, at_ms) = (batch.now(), batch.now_ms);
    let number = batch.next_number();
    let mut conversation = known.unwrap_or_else(|| Conversation {
        source: Json(Source {
            url: shortened(message.page.url.clone(), LONGEST_URL),
            title: shortened(message.page.title.clone(), LONGEST_TEXT),
        }),
        ..Conversation::begun(number, app_id, &person.id, now)
    });
    let act = Act::Message;
    let kind = conversation.apply(act, now).ok_or(Refusal::Internal)?;
    (conversation.last_part, conversation.parts) = (number, conversation.parts + 1);
    // Whoever writes has read what was there.
    conversation.read(act.author(), number);
    let part = Part { number, kind, author: act.author(), body: Some(Json(body)), at_ms };
    append(&mut batch.transaction, &conversation, &part).await?;
    keep_key(&mut batch.transaction, app_id, (&person.id, &message.key), &body_hash, number).await?;
    batch.people.become_lead(&mut batch.transaction, &person, now).await?;
    batch.record_part(&conversation, &part);
    Ok(Sent { conversation: Number(conversation.number), part: Number(number) })
}
