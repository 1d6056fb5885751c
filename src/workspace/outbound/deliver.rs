//! Delivers messages with a ping.

use serde::Serialize;
use std::sync::Arc;

use super::choose::{PageView, choose};
use super::live::{Candidates, Live};
use super::message::Style;
use super::receipts::{self, Receipt};
use super::subject::CompanyAndEvents;
use super::template::Template;
use crate::batch::Batch;
use crate::conversations::{self, BadText, Body, Opening, WireId};
use crate::error::Error;
use crate::feed::{Considered, NotNow, Verdict};
use crate::filter::Subject;
use crate::messenger_settings::messages_per_day;
use crate::people::Person;
use crate::people::sessions::Session;

/// The message that the panel is to show. A later reply without it takes it away again, unless it is a chat's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ShownMessage {
    pub id: WireId,
    pub style: Style,
}

/// The person of a ping, and the session.
pub struct Recipient<'a> {
    pub person: &'a Person,
    pub session: &'a mut Session,
}

/// The messages that a ping delivers.
#[derive(Default)]
pub struct Delivered {
    pub shown: Option<ShownMessage>,
    /// Whether a conversation began with the ping.
    began: bool,
    /// A verdict on each message that is for the page.
    pub verdicts: Vec<(Arc<Live>, Verdict)>,
}

/// Messages of a page view that the feed names at most.
const NAMED: usize = 20;

impl Delivered {
    /// Whether there is a conversation that the page may not know of.
    /// It is one that began, or whose chat was not seen yet.
    pub fn adds_conversation(&self) -> bool {
        self.began || self.shown.is_some_and(|shown| shown.style == Style::Chat)
    }

    /// The verdicts as the feed shows them.
    pub fn considered(&self) -> Vec<Considered> {
        let considered = |(live, verdict): &(Arc<Live>, Verdict)| Considered {
            title: live.message.title.clone(),
            verdict: *verdict,
        };
        self.verdicts.iter().take(NAMED).map(considered).collect()
    }
}

/// Chooses what a page view shows, and notes that this session has it.
/// Reads nothing where no message is for the page and none is shown.
pub async fn deliver(
    batch: &mut Batch,
    candidates: &Candidates,
    not_now: Option<NotNow>,
    whom: Recipient<'_>,
) -> Result<Delivered, Error> {
    let messages = candidates.at_version(batch.events.live_messages, &mut batch.transaction).await?;
    let Recipient { person, session } = whom;
    // An answer would be refused.
    if person.blocked_at.is_some() {
        return Ok(Delivered::default());
    }
    if messages.is_empty() && session.outbound.is_none() {
        return Ok(Delivered::default());
    }
    let numbers: Vec<i64> = messages.iter().map(|live| live.message.number).chain(session.outbound).collect();
    let receipts = receipts::of_person(&mut batch.transaction, &person.id, &numbers).await?;
    let still_shown = still_shown(batch.now, &messages, &receipts, session);
    let verdicts = verdicts(batch, &messages, &receipts, (person, session), not_now, still_shown).await?;
    let mut delivered = Delivered { shown: still_shown, ..Delivered::default() };
    for (live, verdict) in messages.iter().zip(&verdicts) {
        if *verdict != Verdict::Shows {
            continue;
        }
        let receipt = receipts.iter().find(|receipt| receipt.message == live.message.number);
        let conversation = match receipt.and_then(|receipt| receipt.conversation) {
            Some(conversation) => Some(conversation),
            None if live.message.style.is_conversation() => {
                delivered.began = true;
                Some(begin(batch, live, person, &session.last_url).await?)
            }
            None => None,
        };
        let interrupts = live.message.style.interrupts();
        let receipt = Receipt {
            message: live.message.number,
            person_id: person.id.clone(),
            // The badge is the same in all sessions.
            session: if interrupts { session.id_hash.clone() } else { receipts::ANY_SESSION.to_owned() },
            at_ms: batch.now_ms,
            conversation,
            ..Receipt::default()
        };
        receipts::save(&mut batch.transaction, &receipt).await?;
        if interrupts {
            session.outbound = Some(live.message.number);
            delivered.shown =
                Some(ShownMessage { id: WireId(live.message.number), style: live.message.style });
        }
    }
    for (live, _) in messages.iter().zip(&verdicts).filter(|(_, verdict)| verdict.waits()) {
        let number = live.message.number;
        if !receipts.iter().any(|receipt| receipt.message == number) {
            let person = std::slice::from_ref(&person.id);
            receipts::note_matched(&mut batch.transaction, number, person, batch.now_ms).await?;
        }
    }
    delivered.verdicts = messages.into_iter().zip(verdicts).collect();
    Ok(delivered)
}

/// The message that the session has and still shows. One that the person has seen goes when they leave its pages.
fn still_shown(
    now: i64,
    messages: &[Arc<Live>],
    receipts: &[Receipt],
    session: &mut Session,
) -> Option<ShownMessage> {
    let number = session.outbound?;
    let receipt = receipts.iter().find(|receipt| receipt.message == number);
    let Some(receipt) = receipt.filter(|receipt| receipt.session == session.id_hash) else {
        session.outbound = None;
        return None;
    };
    let shown = |style| Some(ShownMessage { id: WireId(number), style });
    // Its words are a conversation's: they are for no page once they are there.
    if receipt.conversation.is_some() && receipt.seen_at_ms.is_none() {
        return shown(Style::Chat);
    }
    let here = messages.iter().find(|live| live.message.number == number && live.is_on(now));
    if let Some(live) = here.filter(|live| !live.message.style.is_conversation()) {
        return shown(live.message.style);
    }
    if receipt.seen_at_ms.is_some() {
        session.outbound = None;
    }
    None
}

async fn verdicts(
    batch: &mut Batch,
    messages: &[Arc<Live>],
    receipts: &[Receipt],
    (person, session): (&Person, &Session),
    not_now: Option<NotNow>,
    still_shown: Option<ShownMessage>,
) -> Result<Vec<Verdict>, Error> {
    let known = CompanyAndEvents::read(&mut batch.transaction, person, messages).await?;
    let subject = known.subject(person, batch.now);
    let mut view = PageView {
        subject: &subject,
        session: &session.id_hash,
        now_ms: batch.now_ms,
        not_now,
        still_shown: still_shown.map(|ShownMessage { id: WireId(number), .. }| number),
        left_today: 1,
    };
    let verdicts = choose(messages, receipts, &view);
    let is_new = |(live, verdict): (&Arc<Live>, &Verdict)| {
        *verdict == Verdict::Shows
            && live.message.style.interrupts()
            && !receipts.iter().any(|receipt| receipt.message == live.message.number && receipt.is_sent())
    };
    if !messages.iter().zip(&verdicts).any(is_new) {
        return Ok(verdicts);
    }
    let today = day_began(&subject) * 1_000;
    let received = receipts::interruptions(&mut batch.transaction, &person.id, today).await?;
    let app_id = messages.first().map_or("", |live| &live.message.app_id);
    let per_day = messages_per_day(&mut batch.transaction, app_id).await?;
    view.left_today = per_day - received;
    Ok(if view.left_today > 0 { verdicts } else { choose(messages, receipts, &view) })
}

/// Begins the conversation that the message is, for this person on this page.
pub async fn begin(batch: &mut Batch, live: &Live, person: &Person, url: &str) -> Result<i64, Error> {
    let known = CompanyAndEvents::read_for(&mut batch.transaction, person, &live.text).await?;
    let body = body(&live.text, &known.subject(person, batch.now))
        .map_err(|why| Error::internal(format!("the message {}: {why:?}", live.message.number)))?;
    let opening = Opening {
        app_id: &live.message.app_id,
        person_id: &person.id,
        teammate: live.message.sender,
        url,
        body,
    };
    conversations::open(batch, opening).await
}

/// The text as one person reads it. A text that says something to an unknown person says something to everybody.
pub fn body(text: &Template, subject: &Subject<'_>) -> Result<Body, BadText> {
    let (marked, markers) = text.marked();
    let fill = |html: &str| markers.fill_html(html, |variable| variable.said_to(subject));
    Body::filled(&marked, fill)
}

/// The time when the subject's today began, in Unix seconds.
pub fn day_began(subject: &Subject<'_>) -> i64 {
    let midnight = subject.local(subject.now).map(|now| now.date());
    let midnight = midnight.and_then(|day| day.to_zoned(subject.zone.clone()).ok());
    midnight.map_or(subject.now, |midnight| midnight.timestamp().as_second())
}
