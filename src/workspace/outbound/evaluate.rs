//! Evaluates the messages of page views for their people.
//!
//! Filters, companies, events and texts are read here, while others' pings are stored. The writer decides by receipts
//! alone: see [`deliver`](super::deliver).

use std::collections::BTreeSet;
use std::sync::Arc;

use super::live::{Candidates, Live};
use super::message::Delivery;
use super::receipts::{self, Receipt};
use super::template::Template;
use crate::batch::Store;
use crate::conversations::{BadText, Body};
use crate::error::Error;
use crate::feed::NotNow;
use crate::filter::{PersonFacts, Subject};
use crate::people::Person;
use crate::people::sessions::{Bearer, Session};

/// A page view whose ping is stored, with the messages that are for the page.
pub struct PageView {
    pub app_id: String,
    pub ping_id: Option<String>,
    /// The session's credential.
    pub bearer: Bearer,
    pub session: Session,
    pub person: Person,
    /// The time when the ping was stored, in Unix milliseconds.
    pub stored_at_ms: i64,
    pub not_now: Option<NotNow>,
    pub candidates: Candidates,
    pub messages: Vec<Arc<Live>>,
}

/// A page view, and what its messages are to its person.
pub struct EvaluatedView {
    pub app_id: String,
    pub ping_id: Option<String>,
    pub bearer: Bearer,
    pub session: Session,
    pub person: Person,
    /// The time when the ping was stored, in Unix milliseconds.
    pub stored_at_ms: i64,
    pub not_now: Option<NotNow>,
    pub candidates: Candidates,
    pub messages: Vec<EvaluatedMessage>,
    /// The person's receipts of these messages, as they were before.
    pub receipts: Vec<Receipt>,
    /// The time when the person's today began, in Unix seconds.
    pub today: i64,
}

/// A message for the page, and what it is to the person.
#[derive(Clone, Debug)]
pub struct EvaluatedMessage {
    pub live: Arc<Live>,
    /// Whether the filter fits the person.
    pub fits: bool,
    /// The text as the person reads it. None of a message that they have already got, or that is not for them.
    pub body: Option<Body>,
}

impl EvaluatedMessage {
    /// Whether the message is for the person, who has this receipt of it.
    pub fn is_for_them(&self, receipt: Option<&Receipt>) -> bool {
        match self.live.message.delivery {
            Delivery::Auto => self.fits,
            // Whom it is for was settled when it was sent.
            Delivery::Manual => receipt.is_some(),
        }
    }
}

/// Evaluates page views together: each table is read once for all of their people.
pub async fn evaluate(views: Vec<PageView>, store: &Store) -> Result<Vec<EvaluatedView>, Error> {
    let now = store.clock.seconds();
    // A person may have several views, and state a time zone with some of them alone.
    let people: Vec<&Person> = views.iter().map(|view| &view.person).collect();
    let ids: Vec<&str> = people.iter().map(|person| person.id.as_str()).collect();
    let messages = || views.iter().flat_map(|view| &view.messages);
    let numbers: BTreeSet<i64> = messages().map(|live| live.message.number).collect();
    let numbers = Vec::from_iter(numbers);
    let mut transaction = store.db.begin_reading().await?;
    let filters = messages().map(|live| &live.filter);
    let known = PersonFacts::of_people(&mut transaction, &people, filters).await?;
    let receipts = receipts::of_people(&mut transaction, &ids, &numbers).await?;
    let mut evaluated = Vec::with_capacity(views.len());
    for view in views {
        let known = known.get(&view.person.id).ok_or(Error::Internal)?;
        let receipts = receipts.iter().filter(|receipt| receipt.person_id == view.person.id);
        let receipts = receipts.cloned().collect();
        evaluated.push(view.evaluated(known, receipts, now));
    }
    transaction.commit().await?;
    Ok(evaluated)
}

impl PageView {
    fn evaluated(self, known: &PersonFacts, receipts: Vec<Receipt>, now: i64) -> EvaluatedView {
        let Self { app_id, ping_id, bearer, session, person, stored_at_ms, not_now, candidates, messages } =
            self;
        let subject = known.subject(&person, now);
        let today = day_began(&subject);
        let evaluated =
            |live: Arc<Live>| EvaluatedMessage { fits: live.filter.fits(&subject), live, body: None };
        let messages = messages.into_iter().map(evaluated).collect();
        EvaluatedView {
            app_id,
            ping_id,
            bearer,
            session,
            person,
            stored_at_ms,
            not_now,
            candidates,
            messages,
            receipts,
            today,
        }
    }
}

impl EvaluatedView {
    fn is_for_them(&self, one: &EvaluatedMessage) -> bool {
        one.is_for_them(self.receipt(one))
    }

    /// The person's receipt of the message, as it was before.
    pub fn receipt(&self, one: &EvaluatedMessage) -> Option<&Receipt> {
        self.receipts.iter().find(|receipt| receipt.message == one.live.message.number)
    }

    /// Fills the texts of the messages that the person may get now.
    pub async fn fill_texts(&mut self, store: &Store) -> Result<(), Error> {
        let is_new = |one: &EvaluatedMessage| {
            self.is_for_them(one) && !self.receipt(one).is_some_and(Receipt::is_sent)
        };
        let new: Vec<usize> = (0..self.messages.len()).filter(|at| is_new(&self.messages[*at])).collect();
        if new.is_empty() {
            return Ok(());
        }
        let now = store.clock.seconds();
        let mut transaction = store.db.begin_reading().await?;
        for at in new {
            let Live { message, text, .. } = &*self.messages[at].live;
            let known =
                PersonFacts::read_for_text(&mut transaction, &self.person, text.needs_company()).await?;
            let filled = body(text, &known.subject(&self.person, now));
            let filled =
                filled.map_err(|why| Error::internal(format!("the message {}: {why:?}", message.number)))?;
            self.messages[at].body = Some(filled);
        }
        transaction.commit().await?;
        Ok(())
    }
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
