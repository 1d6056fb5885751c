//! How teammates write messages.

use sqlx::types::Json;

use super::conditions::{check_names, filter};
use super::evaluate::body;
use super::message::{Delivery, Draft, Message, MessageRow, OutboundState};
use super::recipient::resolve;
use super::template::Template;
use super::variables::check_variables;
use crate::audit::{self, Actor};
use crate::batch::{Batch, Store};
use crate::database::{Db, Transaction, execute, fetch, read};
use crate::error::Error;
use crate::filter::{Filter, PersonFacts};
use crate::ledger::LedgerKind;
use crate::people::Person;
use crate::teammates::teammates;

/// Characters that a title may have.
const LONGEST_TITLE: usize = 200;
/// Characters that a text may have.
const LONGEST_TEXT: usize = 20_000;
const LONGEST_LABEL: usize = 60;
const LONGEST_LINK: usize = 2_048;
/// Messages that an app may have.
const MOST: i64 = 5_000;

/// Counts of what people did with a message.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub struct MessageCounts {
    pub message: i64,
    /// Count of people whom the message is for, as far as page views or sending have said.
    pub matched: i64,
    pub sent: i64,
    pub seen: i64,
    pub clicked: i64,
    pub dismissed: i64,
    pub replied: i64,
    pub sad: i64,
    pub neutral: i64,
    pub happy: i64,
}

impl Draft {
    /// Checks the draft and returns its filter. An error names the field that is wrong.
    fn check(&self) -> Result<Filter, Error> {
        let is_long = |text: &str, most: usize| text.chars().count() > most;
        if self.title.trim().is_empty() || is_long(&self.title, LONGEST_TITLE) {
            return Err(Error::invalid("title", "A name for teammates has 1 to 200 characters."));
        }
        if self.content.text.trim().is_empty() || is_long(&self.content.text, LONGEST_TEXT) {
            return Err(Error::invalid("text", "A message has 1 to 20,000 characters."));
        }
        if let Some(button) = &self.content.button {
            if button.label.trim().is_empty() || is_long(&button.label, LONGEST_LABEL) {
                return Err(Error::invalid("button_label", "A button has 1 to 60 characters."));
            }
            let is_path = button.link.starts_with('/') && !button.link.starts_with("//");
            let is_plain = !button.link.contains(|c: char| c.is_control() || c.is_whitespace() || c == '\\');
            if !(is_path || button.link.starts_with("https://"))
                || !is_plain
                || is_long(&button.link, LONGEST_LINK)
            {
                return Err(Error::invalid(
                    "button_link",
                    "A link begins with https:// or with / for a page of your site.",
                ));
            }
        }
        if let (Some(starts), Some(stops)) = (self.starts_at, self.stops_at)
            && stops <= starts
        {
            return Err(Error::invalid("stops_at", "The time of “Until” is after the one of “Not before”."));
        }
        let text = Template::parse(&self.content.text)?;
        if body(&text, &PersonFacts::default().subject(&Person::unknown(0), 0)).is_err() {
            let words =
                "A message has words also where its variables have no value, and 50,000 characters at most.";
            return Err(Error::invalid("text", words));
        }
        filter(&self.audience)
    }
}

/// The app's messages, the last changed first.
pub async fn messages(db: &Db, app_id: &str) -> Result<Vec<Message>, Error> {
    let rows: Vec<MessageRow> = read!(db, all
        "select * from outbound_messages where app_id = $1 and test_of is null order by updated_at desc, number desc"
        => app_id)?;
    Ok(rows.into_iter().filter_map(|MessageRow(message)| message).collect())
}

/// A message of this app, if there is one with this number.
pub async fn message(db: &Db, app_id: &str, number: i64) -> Result<Option<Message>, Error> {
    Ok(read!(db, optional
        "select * from outbound_messages where app_id = $1 and number = $2" => app_id, number)?)
}

pub async fn counts(db: &Db, app_id: &str) -> Result<Vec<MessageCounts>, Error> {
    Ok(read!(db, all
        "select r.message, count(*) as matched, count(nullif(r.session, '')) as sent, count(r.seen_at_ms) as seen, count(r.clicked_at_ms) as clicked,
                count(r.dismissed_at_ms) as dismissed, count(c.person_first_at) as replied,
                count(case r.reaction when 'sad' then 1 end) as sad,
                count(case r.reaction when 'neutral' then 1 end) as neutral,
                count(case r.reaction when 'happy' then 1 end) as happy
         from outbound_receipts r join outbound_messages m on m.number = r.message
         left join conversations c on c.number = r.conversation
         where m.app_id = $1 group by r.message" => app_id)?)
}

/// Writes a new message, or changes one of this app. A started message keeps its conditions.
/// A message to one person is for the person whom the recipient means now. Conditions of another message name only what
/// the app has.
pub async fn save(
    store: &Store,
    app_id: &str,
    by: Actor<'_>,
    number: Option<i64>,
    draft: &Draft,
) -> Result<i64, Error> {
    store_draft(store, app_id, by, number, draft, false).await
}

/// A copy keeps conditions on what was deleted: the teammate sees them when they change it.
async fn store_draft(
    store: &Store,
    app_id: &str,
    by: Actor<'_>,
    number: Option<i64>,
    draft: &Draft,
    is_copy: bool,
) -> Result<i64, Error> {
    let filter = draft.check()?;
    // As this version writes it, so that equal conditions are equal.
    let mut draft = Draft { audience: filter.to_json(), ..draft.clone() };
    if !teammates(&store.db, app_id).await?.iter().any(|teammate| teammate.number == draft.sender) {
        return Err(Error::invalid("sender", "No teammate of this app has that number."));
    }
    let mut batch = Batch::begin(store).await?;
    let before = match number {
        Some(number) => Some(find(&mut batch.transaction, app_id, number).await?),
        None => None,
    };
    let is_started = before.as_ref().is_some_and(|it| it.state != OutboundState::Draft);
    // A started message keeps its person, also one who is forgotten by now.
    let is_kept = is_started && before.as_ref().is_some_and(|it| it.recipient == draft.recipient);
    if let Some(text) = draft.recipient.as_deref().filter(|_| !is_kept) {
        draft.recipient = Some(resolve(&mut batch.transaction, app_id, text.trim()).await?);
    }
    if draft.recipient.is_none() && !is_started && !is_copy {
        check_names(&mut batch.transaction, app_id, &filter).await?;
    }
    let draft = &draft;
    let (number, is_live) = match before {
        Some(before) => {
            let is_draft = before.state == OutboundState::Draft;
            if !is_draft && !before.has_conditions_of(draft) {
                return Err(Error::conflict(
                    "A started message keeps its conditions. Duplicate it to change them.",
                ));
            }
            if before.state == OutboundState::Live {
                check_variables(&mut batch.transaction, app_id, &draft.content.text).await?;
            }
            (before.number, before.state == OutboundState::Live)
        }
        None => {
            let count: i64 = fetch!(&mut batch.transaction, one value
                "select count(*) from outbound_messages where app_id = $1 and test_of is null" => app_id)?;
            if count >= MOST {
                return Err(Error::conflict(format!("An app has {MOST} messages at most.")));
            }
            (batch.events.next_number(), false)
        }
    };
    write(&mut batch, app_id, number, draft).await?;
    if is_live {
        batch.events.change_live_messages();
    }
    let what = format!("saved the message “{}”", draft.title);
    audit::commit(batch, by, app_id, (LedgerKind::MessageSaved, number), what).await?;
    Ok(number)
}

/// Makes a draft that says the same to the same people. Returns its number.
pub async fn duplicate(store: &Store, app_id: &str, by: Actor<'_>, number: i64) -> Result<i64, Error> {
    let message = message(&store.db, app_id, number).await?.ok_or(Error::NotFound)?;
    let draft = Draft {
        title: message.title.chars().take(LONGEST_TITLE - 7).chain(" (copy)".chars()).collect(),
        starts_at: None,
        stops_at: None,
        ..message.draft
    };
    store_draft(store, app_id, by, None, &draft, true).await
}

impl Message {
    /// Whether the message is sent once, to everybody who matches.
    pub fn goes_to_all(&self) -> bool {
        self.delivery == Delivery::Manual && self.recipient.is_none()
    }

    pub fn has_conditions_of(&self, draft: &Draft) -> bool {
        self.delivery == draft.delivery
            && self.style == draft.style
            && self.pages == draft.pages
            && self.audience == draft.audience
            && self.recipient == draft.recipient
    }
}

pub async fn find(db: &mut Transaction, app_id: &str, number: i64) -> Result<Message, Error> {
    let found: Option<Message> = fetch!(db, optional
        "select * from outbound_messages where app_id = $1 and number = $2" => app_id, number)?;
    found.ok_or(Error::NotFound)
}

pub async fn write(batch: &mut Batch, app_id: &str, number: i64, draft: &Draft) -> Result<(), Error> {
    execute!(&mut batch.transaction,
        "insert into outbound_messages (number, app_id, delivery, style, state, title, sender, content, pages, audience,
                                        priority, starts_at, stops_at, created_at, updated_at, recipient)
         values ($1, $2, $3, $4, 'draft', $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, $14)
         on conflict (number) do update set
           delivery = excluded.delivery, style = excluded.style, title = excluded.title, sender = excluded.sender,
           content = excluded.content, pages = excluded.pages, audience = excluded.audience,
           priority = excluded.priority, starts_at = excluded.starts_at, stops_at = excluded.stops_at,
           updated_at = excluded.updated_at, recipient = excluded.recipient"
        => number, app_id, draft.delivery, draft.style, draft.title.trim(), draft.sender,
           Json(&draft.content), Json(&draft.pages), Json(&draft.audience), draft.priority,
           draft.starts_at, draft.stops_at, batch.now, draft.recipient.as_deref())?;
    Ok(())
}
