//! How teammates start, send and stop what they wrote.

use super::conditions::filter;
use super::count::{count_up_to, may_send};
use super::edit::{find, message, write};
use super::message::{Delivery, Draft, OutboundState};
use super::receipts;
use super::send::{Unsent, send};
use super::variables::check_variables;
use crate::audit::{self, Actor};
use crate::batch::{Batch, Store};
use crate::clock::DAY;
use crate::database::execute;
use crate::error::Error;
use crate::ledger::LedgerKind;
use crate::people::{self, Person};

/// Seconds for which a test waits for the teammate's next page view.
const TEST_LASTS: i64 = DAY;

/// Starts a message, now or at its time. A manual message is sent once.
/// A text whose variables nobody has, and that says nothing in their place, is refused.
/// A person whom the app does not have is refused, too.
/// A message to all who match is refused if more people match than the teammate has `confirmed`.
/// Above 1,000, it is refused if more than 1 % more do.
pub async fn start(
    store: &Store,
    app_id: &str,
    by: Actor<'_>,
    number: i64,
    confirmed: Option<usize>,
) -> Result<(), Error> {
    let counted = message(&store.db, app_id, number).await?.ok_or(Error::NotFound)?;
    // Before the change begins, for which pings wait.
    if counted.state != OutboundState::Live && counted.goes_to_all() && counted.sent_at.is_none() {
        let confirmed = confirmed
            .ok_or_else(|| Error::invalid("confirmed", "Say how many people you expect to get it."))?;
        may_send(count_up_to(store, app_id, &filter(&counted.audience)?, usize::MAX).await?, confirmed)?;
    }
    let mut batch = Batch::begin(store).await?;
    let message = find(&mut batch.transaction, app_id, number).await?;
    if !message.has_conditions_of(&counted) {
        return Err(Error::conflict("Somebody has changed it meanwhile. Look at it again."));
    }
    if message.state == OutboundState::Live {
        return Ok(());
    }
    if message.sent_at.is_some() {
        return Err(Error::conflict("It was sent. Duplicate it to send it once more."));
    }
    check_variables(&mut batch.transaction, app_id, &message.content.text).await?;
    if message.stops_at.is_some_and(|at| at <= batch.now) {
        return Err(Error::invalid("stops_at", "Its last day is over."));
    }
    if let Some(recipient) = &message.recipient
        && people::by_id(&mut batch.transaction, app_id, recipient).await?.is_none()
    {
        return Err(Error::invalid("recipient", "The app does not have this person. Choose one, and save."));
    }
    set_state(&mut batch, number, OutboundState::Live).await?;
    let (kind, did) = match message.delivery {
        Delivery::Auto => (LedgerKind::MessageStarted, "started"),
        Delivery::Manual if message.starts_at.is_some_and(|at| batch.now < at) => {
            (LedgerKind::MessageScheduled, "scheduled")
        }
        Delivery::Manual => {
            send(&mut batch, &Unsent::from(&message)).await?;
            (LedgerKind::MessageSent, "sent")
        }
    };
    audit::commit(batch, by, app_id, (kind, number), format!("{did} the message “{}”", message.title)).await
}

/// Stops a message. People keep what they have got.
pub async fn stop(store: &Store, app_id: &str, by: Actor<'_>, number: i64) -> Result<(), Error> {
    let mut batch = Batch::begin(store).await?;
    let message = find(&mut batch.transaction, app_id, number).await?;
    if message.state != OutboundState::Live {
        return Ok(());
    }
    let what = format!("stopped the message “{}”", message.title);
    set_state(&mut batch, number, OutboundState::Stopped).await?;
    audit::commit(batch, by, app_id, (LedgerKind::MessageStopped, number), what).await
}

/// Shows the message to this teammate alone, whatever its rules are. A test that was sent before goes.
/// It shows with their next page view as a user of the app.
pub async fn test(store: &Store, app_id: &str, by: Actor<'_>, number: i64) -> Result<(), Error> {
    let Actor::Teammate { account_id, .. } = by else { return Err(Error::Forbidden) };
    let mut batch = Batch::begin(store).await?;
    let message = find(&mut batch.transaction, app_id, number).await?;
    let Some(own) = Person::user(&mut batch.transaction, app_id, account_id).await? else {
        return Err(Error::conflict(
            "You are no user of this app yet: open one of its pages while you are logged in.",
        ));
    };
    execute!(&mut batch.transaction, "delete from outbound_messages where test_of = $1" => number)?;
    let (test, now) = (batch.events.next_number(), batch.now);
    let draft = Draft {
        delivery: Delivery::Manual,
        pages: Default::default(),
        recipient: Some(own.id.clone()),
        priority: i64::from(i32::MAX),
        starts_at: None,
        stops_at: Some(now + TEST_LASTS),
        ..message.draft
    };
    write(&mut batch, app_id, test, &draft).await?;
    execute!(&mut batch.transaction,
        "update outbound_messages set test_of = $2, sent_at = $3 where number = $1" => test, number, now)?;
    set_state(&mut batch, test, OutboundState::Live).await?;
    receipts::note_matched(&mut batch.transaction, test, &[own.id], batch.now_ms).await?;
    let what = format!("tried out the message “{}”", draft.title);
    audit::commit(batch, by, app_id, (LedgerKind::MessageTested, number), what).await
}

async fn set_state(batch: &mut Batch, number: i64, state: OutboundState) -> Result<(), Error> {
    execute!(&mut batch.transaction,
        "update outbound_messages set state = $2, updated_at = $3, sent_up_to = null where number = $1"
        => number, state, batch.now)?;
    batch.events.change_live_messages();
    Ok(())
}
