//! What the panel shows of a message.

use super::deliver::body;
use super::message::{Button, Draft, Message, Style};
use super::receipts::Reaction;
use super::subject::CompanyAndEvents;
use super::template::Template;
use crate::batch::Store;
use crate::conversations::Body;
use crate::database::{fetch, read};
use crate::error::Error;
use crate::identity::app_name;
use crate::people::Person;
use crate::people::sessions::Session;

/// A post or notification, as one person reads it.
pub struct Outbound {
    pub style: Style,
    /// The name of the teammate who sent the message.
    pub sender: Option<String>,
    /// The app's name.
    pub host: String,
    pub body: Body,
    pub button: Option<Button>,
    /// The person's reaction.
    pub reaction: Option<Reaction>,
}

/// A message as this session shows it. None where it does not, and of a message that is a conversation.
pub async fn shown(
    store: &Store,
    person: &Person,
    session: &Session,
    number: i64,
) -> Result<Option<Outbound>, Error> {
    let found: Option<Message> = read!(&store.db, optional
        "select m.* from outbound_messages m join outbound_receipts r on r.message = m.number
         where m.number = $1 and r.person_id = $2 and r.session = $3 and r.dismissed_at_ms is null"
        => number, &person.id, &session.id_hash)?;
    let Some(message) = found.filter(|message| !message.style.is_conversation()) else { return Ok(None) };
    let reaction = read!(&store.db, one value
        "select max(reaction) from outbound_receipts where message = $1 and person_id = $2"
        => number, &person.id)?;
    Ok(Some(Outbound { reaction, ..written_for(store, &message.app_id, &message, person).await? }))
}

/// The message as this person would read it, or an unknown person where none is given.
pub async fn preview(
    store: &Store,
    app_id: &str,
    draft: &Draft,
    person_id: Option<&str>,
) -> Result<Outbound, Error> {
    let person: Option<Person> = read!(&store.db, optional
        "select * from people where app_id = $1 and id = $2" => app_id, person_id.unwrap_or_default())?;
    let person = person.unwrap_or_else(|| Person::unknown(store.clock.seconds()));
    written_for(store, app_id, draft, &person).await
}

/// Fills a message for a person.
async fn written_for(
    store: &Store,
    app_id: &str,
    message: &Draft,
    person: &Person,
) -> Result<Outbound, Error> {
    let text = Template::parse(&message.content.text)?;
    let mut transaction = store.db.begin_reading().await?;
    let known = CompanyAndEvents::read_for(&mut transaction, person, &text).await?;
    let sender = fetch!(&mut transaction, one value
        "select max(name) from teammates where app_id = $1 and number = $2"
        => app_id, message.sender)?;
    transaction.commit().await?;
    let host = app_name(&store.db, app_id).await?.unwrap_or_default();
    Ok(Outbound {
        style: message.style,
        sender,
        host,
        // A draft may say nothing yet.
        body: body(&text, &known.subject(person, store.clock.seconds()))
            .unwrap_or_else(|_| Body::without_text()),
        button: message.content.button.clone(),
        reaction: None,
    })
}
