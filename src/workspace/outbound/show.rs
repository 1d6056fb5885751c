//! What the panel shows of a message.

use sqlx::types::Json;

use super::evaluate::body;
use super::message::{Button, Draft, Message, Style};
use super::receipts::Reaction;
use super::template::Template;
use crate::batch::Store;
use crate::conversations::Body;
use crate::database::read;
use crate::error::Error;
use crate::filter::PersonFacts;
use crate::identity::app_name;
use crate::people::sessions::Session;
use crate::people::{self, Person};

/// A post or notification, as one person reads it.
pub struct Outbound {
    pub style: Style,
    /// The name of the teammate who sent the message.
    pub sender: Option<String>,
    /// The app's name.
    pub host: String,
    pub body: Body,
    pub button: Option<Button>,
    /// The number of the conversation that an answer begins. None in a preview.
    pub conversation: Option<i64>,
    /// The person's reaction.
    pub reaction: Option<Reaction>,
}

/// A message as this session shows it. None where it does not, and of a message that stands in the person's list.
pub async fn shown(
    store: &Store,
    person: &Person,
    session: &Session,
    number: i64,
) -> Result<Option<Outbound>, Error> {
    let found: Option<ShownRow> = read!(&store.db, optional
        "select m.*, r.number as conversation, r.body, r.reaction
         from outbound_messages m join outbound_receipts r on r.message = m.number
         where m.number = $1 and r.person_id = $2 and r.session = $3 and r.dismissed_at_ms is null
           and r.conversation is null" => number, &person.id, &session.id_hash)?;
    let found = found.filter(|found| !found.message.style.is_conversation());
    let Some(ShownRow { message, conversation, body, reaction }) = found else { return Ok(None) };
    let body = match body {
        Some(Json(body)) => body,
        // A server of an earlier version sent it.
        None => written_for(store, &message, person).await?,
    };
    let named = with_names(store, &message.app_id, &message, body).await?;
    Ok(Some(Outbound { conversation, reaction, ..named }))
}

#[derive(sqlx::FromRow)]
struct ShownRow {
    #[sqlx(flatten)]
    message: Message,
    conversation: Option<i64>,
    body: Option<Json<Body>>,
    reaction: Option<Reaction>,
}

/// The message as this person would read it, with the person: an unknown one where none is given.
pub async fn preview(
    store: &Store,
    app_id: &str,
    draft: &Draft,
    person_id: Option<&str>,
) -> Result<(Outbound, Person), Error> {
    let mut transaction = store.db.begin_reading().await?;
    let person = people::by_id(&mut transaction, app_id, person_id.unwrap_or_default()).await?;
    transaction.commit().await?;
    let person = person.unwrap_or_else(|| Person::unknown(store.clock.seconds()));
    let body = written_for(store, draft, &person).await?;
    Ok((with_names(store, app_id, draft, body).await?, person))
}

/// Fills a message's text for a person.
async fn written_for(store: &Store, message: &Draft, person: &Person) -> Result<Body, Error> {
    let text = Template::parse(&message.content.text)?;
    let mut transaction = store.db.begin_reading().await?;
    let known = PersonFacts::read_for_text(&mut transaction, person, text.needs_company()).await?;
    transaction.commit().await?;
    // A draft may say nothing yet.
    Ok(body(&text, &known.subject(person, store.clock.seconds())).unwrap_or_else(|_| Body::without_text()))
}

/// Adds the names of sender and app to a text.
async fn with_names(store: &Store, app_id: &str, message: &Draft, body: Body) -> Result<Outbound, Error> {
    let sender = read!(&store.db, one value
        "select max(name) from teammates where app_id = $1 and number = $2" => app_id, message.sender)?;
    let host = app_name(&store.db, app_id).await?.unwrap_or_default();
    Ok(Outbound {
        style: message.style,
        sender,
        host,
        body,
        button: message.content.button.clone(),
        conversation: None,
        reaction: None,
    })
}
