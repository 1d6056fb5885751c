//! Decides by receipts which message a page view shows, and notes that its session has the message.

use serde::Serialize;

use super::choose::{SessionView, choose};
use super::considered::considered;
use super::evaluate::{EvaluatedMessage, EvaluatedView};
use super::message::Style;
use super::receipts::{self, NewReceipt, Receipt};
use crate::batch::Batch;
use crate::conversations::WireId;
use crate::error::Error;
use crate::feed::Verdict;
use crate::ledger::{Change, ChangedBy, LedgerKind};
use crate::messenger_settings::messages_per_day;
use crate::people::MessageTime;
use crate::people::sessions::Session;
use crate::refusal::Refusal;

/// The message that the panel is to show. A later reply without it takes it away again, unless it is a chat's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ShownMessage {
    pub id: WireId,
    pub style: Style,
}

/// The messages that a page view delivers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Delivered {
    pub shown: Option<ShownMessage>,
    /// Whether the person's list has a row that the page may not know of.
    pub adds_to_list: bool,
}

/// Chooses what a page view shows, and notes that its session has it.
/// A message that was stopped since it was evaluated shows no more.
pub async fn deliver(batch: &mut Batch, view: &EvaluatedView) -> Result<Delivered, Refusal> {
    let (person, mut session) = batch.live_session(&view.app_id, &view.bearer).await?;
    // An answer would be refused.
    if person.blocked_at.is_some() {
        return Ok(Delivered::default());
    }
    let shown_before = session.outbound;
    let messages = current(batch, view).await?;
    let numbers = messages.iter().map(|one| one.live.message.number).chain(shown_before);
    let receipts = receipts::of_person(&mut batch.transaction, &person.id, &Vec::from_iter(numbers)).await?;
    let still_shown = still_shown(batch.now, &messages, &receipts, &mut session);
    let verdicts = verdicts(batch, view, &messages, &receipts, (&person.id, &session), still_shown).await?;
    let mut delivered = Delivered {
        shown: still_shown,
        adds_to_list: still_shown.is_some_and(|shown| shown.style == Style::Chat),
    };
    for (one, _) in messages.iter().zip(&verdicts).filter(|(_, verdict)| **verdict == Verdict::Shows) {
        let (number, style) = (one.live.message.number, one.live.message.style);
        let is_sent = receipts.iter().any(|receipt| receipt.message == number && receipt.is_sent());
        // Where the person came to match only just now, the next page view has the text.
        if !is_sent && one.body.is_none() {
            continue;
        }
        let receipt = NewReceipt {
            message: number,
            person_id: &person.id,
            // The badge is the same in all sessions.
            session: if style.interrupts() { &session.id_hash } else { receipts::ANY_SESSION },
            at_ms: batch.now_ms,
            number: batch.events.next_number(),
            body: one.body.as_ref(),
        };
        receipts::save(&mut batch.transaction, &receipt).await?;
        if !is_sent {
            let change =
                Change::new(LedgerKind::MessageDelivered, ChangedBy::Workspace).of_person(&person.id);
            batch.record_change(&view.app_id, change.of_conversation(receipt.number).about(number));
            batch
                .people
                .note_message(&mut batch.transaction, &person.id, MessageTime::Contacted, batch.now)
                .await?;
            delivered.adds_to_list |= style.is_conversation();
        }
        if style.interrupts() {
            session.outbound = Some(number);
            delivered.shown = Some(ShownMessage { id: WireId(number), style });
        }
    }
    for (one, _) in messages.iter().zip(&verdicts).filter(|(_, verdict)| verdict.waits()) {
        let number = one.live.message.number;
        if !receipts.iter().any(|receipt| receipt.message == number) {
            let person = std::slice::from_ref(&person.id);
            receipts::note_matched(&mut batch.transaction, number, person, batch.now_ms).await?;
        }
    }
    if !messages.is_empty() {
        let considered = considered(&messages, &verdicts);
        batch.record_act(&view.app_id, &person.id, view.ping_id.as_deref(), considered);
    }
    if session.outbound != shown_before {
        batch.sessions.save(session);
    }
    Ok(delivered)
}

/// The evaluated messages that are live still, as they are now.
async fn current(batch: &mut Batch, view: &EvaluatedView) -> Result<Vec<EvaluatedMessage>, Error> {
    let live = view.candidates.at_version(batch.events.live_messages, &mut batch.transaction).await?;
    let current = |one: &EvaluatedMessage| {
        let live = live.iter().find(|live| live.message.number == one.live.message.number)?;
        Some(EvaluatedMessage { live: live.clone(), ..one.clone() })
    };
    Ok(view.messages.iter().filter_map(current).collect())
}

/// The message that the session has and still shows. One that the person has seen goes when they leave its pages.
fn still_shown(
    now: i64,
    messages: &[EvaluatedMessage],
    receipts: &[Receipt],
    session: &mut Session,
) -> Option<ShownMessage> {
    let number = session.outbound?;
    let receipt = receipts.iter().find(|receipt| receipt.message == number);
    let is_this_sessions = |receipt: &&Receipt| receipt.session == session.id_hash;
    let Some(receipt) = receipt.filter(is_this_sessions).filter(|receipt| receipt.conversation.is_none())
    else {
        session.outbound = None;
        return None;
    };
    let shown = ShownMessage { id: WireId(number), style: receipt.style };
    // It stands in the person's list: it is for no page once it is there.
    if receipt.style.is_conversation() {
        session.outbound = receipt.seen_at_ms.is_none().then_some(number);
        return session.outbound.map(|_| shown);
    }
    if messages.iter().any(|one| one.live.message.number == number && one.live.is_on(now)) {
        return Some(shown);
    }
    if receipt.seen_at_ms.is_some() {
        session.outbound = None;
    }
    None
}

async fn verdicts(
    batch: &mut Batch,
    view: &EvaluatedView,
    messages: &[EvaluatedMessage],
    receipts: &[Receipt],
    (person_id, session): (&str, &Session),
    still_shown: Option<ShownMessage>,
) -> Result<Vec<Verdict>, Error> {
    let mut session_view = SessionView {
        session: &session.id_hash,
        now_ms: batch.now_ms,
        not_now: view.not_now,
        still_shown: still_shown.map(|ShownMessage { id: WireId(number), .. }| number),
        left_today: 1,
    };
    let verdicts = choose(messages, receipts, &session_view);
    let is_new = |(one, verdict): (&EvaluatedMessage, &Verdict)| {
        *verdict == Verdict::Shows
            && one.live.message.style.interrupts()
            && !receipts.iter().any(|receipt| receipt.message == one.live.message.number && receipt.is_sent())
    };
    if !messages.iter().zip(&verdicts).any(is_new) {
        return Ok(verdicts);
    }
    let received = receipts::interruptions(&mut batch.transaction, person_id, view.today * 1_000).await?;
    let per_day = messages_per_day(&mut batch.transaction, &view.app_id).await?;
    session_view.left_today = per_day - received;
    Ok(if session_view.left_today > 0 { verdicts } else { choose(messages, receipts, &session_view) })
}
