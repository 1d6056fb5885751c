//! Why a message shows to a person or not.

use sqlx::types::Json;
use std::sync::Arc;

use super::choose::{PageView, choose};
use super::deliver::day_began;
use super::edit::message;
use super::live::{Live, started};
use super::message::{Delivery, Message, OutboundState};
use super::page_rule::SettledPage;
use super::receipts;
use super::subject::CompanyAndEvents;
use crate::batch::Store;
use crate::database::{Transaction, fetch};
use crate::error::Error;
use crate::feed::{NotNow, Verdict};
use crate::filter::FilterFinding;
use crate::messenger_settings::messages_per_day;
use crate::people::Person;

/// Why a message shows to a person on a page, or why it does not.
pub struct Why {
    pub shows: bool,
    pub sentence: String,
    /// A finding on each condition of the message's filter, by what is known today.
    pub findings: Vec<FilterFinding>,
    /// The person's last page views, the newest first.
    pub views: Vec<View>,
}

/// A past page view, and what it made of the message.
pub struct View {
    pub url: String,
    /// The time of the view, in Unix seconds.
    pub at: i64,
    pub sentence: &'static str,
}

/// Past page views that are looked at.
const VIEWS: i64 = 10;

#[derive(sqlx::FromRow)]
struct ImpressionRow {
    url: String,
    created_at: i64,
    messages: Option<Json<Vec<i64>>>,
    hold: Option<NotNow>,
}

impl ImpressionRow {
    /// Explains a past view by what is kept of it: the messages for its page, and what held them back.
    fn of(self, number: i64) -> View {
        let was_for_it = self.messages.is_some_and(|numbers| numbers.contains(&number));
        let sentence = match self.hold {
            _ if !was_for_it => "It was for other pages, or not started.",
            Some(not_now) => not_now.sentence(),
            None => "The person’s attributes, other messages and the day’s limit decided.",
        };
        View { url: self.url, at: self.created_at, sentence }
    }
}

/// Explains a message by the rules of a ping at this moment.
/// `person` is an id, a user_id or an e-mail; `url` may be a path alone.
pub async fn why(store: &Store, app_id: &str, number: i64, person: &str, url: &str) -> Result<Why, Error> {
    let message = message(&store.db, app_id, number).await?.ok_or(Error::NotFound)?;
    let mut transaction = store.db.begin_reading().await?;
    let why = explain(&mut transaction, message, person, url, store.clock.millis()).await?;
    transaction.commit().await?;
    Ok(why)
}

async fn explain(
    db: &mut Transaction,
    message: Message,
    person: &str,
    url: &str,
    now_ms: i64,
) -> Result<Why, Error> {
    let (number, app_id) = (message.number, message.app_id.clone());
    let (state, delivery, is_under_way) =
        (message.state, message.delivery, message.sent_at.is_none() || message.sent_up_to.is_some());
    let person = Person::named(db, &app_id, person)
        .await?
        .ok_or_else(|| Error::invalid("person", "Nobody of this app has that id, user_id or e-mail."))?;
    let page = SettledPage::of(url);
    let fits = message.pages.fit(&page);
    let live = Arc::new(Live::of(message).ok_or(Error::Internal)?);
    // With this one, whatever its state is.
    let mut messages = started(db, &app_id).await?;
    messages.retain(|other| other.message.number != number && other.message.pages.fit(&page));
    messages.push(live.clone());
    messages.sort_by_key(|live| (-live.message.priority, live.message.number));

    let known = CompanyAndEvents::read(db, &person, &messages).await?;
    let subject = known.subject(&person, now_ms.div_euclid(1_000));
    let findings = live.filter.explain(&subject);
    let numbers: Vec<i64> = messages.iter().map(|live| live.message.number).collect();
    let received = receipts::of_person(db, &person.id, &numbers).await?;
    let today = receipts::interruptions(db, &person.id, day_began(&subject) * 1_000).await?;
    let per_day = messages_per_day(db, &app_id).await?;
    let view = PageView {
        subject: &subject,
        session: "",
        now_ms,
        not_now: None,
        still_shown: None,
        left_today: per_day - today,
    };
    let verdicts = choose(&messages, &received, &view);
    let verdict = messages.iter().zip(&verdicts).find(|(one, _)| one.message.number == number);
    let verdict = verdict.map_or(Verdict::Ended, |(_, verdict)| *verdict);
    let seen: Vec<ImpressionRow> = fetch!(db, all
        "select url, created_at, messages, hold from impressions where person_id = $1 order by created_at desc, id desc limit $2"
        => &person.id, VIEWS)?;
    let views = seen.into_iter().map(|seen| seen.of(number)).collect();
    let has_session = fetch!(db, any
        "select id_hash from messenger_sessions where person_id = $1 and expires_at > $2 limit 1"
        => &person.id, now_ms.div_euclid(1_000))?;
    let winner = messages.iter().zip(&verdicts).find(|(_, verdict)| **verdict == Verdict::Shows);
    let winner = winner.map(|(live, _)| live.message.title.clone()).unwrap_or_default();
    let received = received.iter().find(|receipt| receipt.message == number);
    let sentence = match (state, fits, verdict) {
        (OutboundState::Draft, ..) => "It has not been started.".to_owned(),
        (OutboundState::Stopped, ..) => "It was stopped.".to_owned(),
        (_, false, _) => "It is for other pages.".to_owned(),
        (_, _, Verdict::NotYet) => "Its first day has not come.".to_owned(),
        (_, _, Verdict::Ended) => "Its last day is over.".to_owned(),
        (_, _, Verdict::AnotherPerson) if delivery == Delivery::Manual && is_under_way => {
            "It is being sent, and has not come to this person.".to_owned()
        }
        (_, _, Verdict::AnotherPerson) if delivery == Delivery::Manual => {
            "It was sent once, to people of that moment. This person was none of them.".to_owned()
        }
        (_, _, Verdict::AnotherPerson) => {
            match findings.iter().find(|one| !one.passed && one.saw.is_some()) {
                Some(FilterFinding { sentence, saw: Some(saw), .. }) => {
                    format!("It is for other people: “{sentence}” is not so. It is {saw}.")
                }
                _ => "It is for other people.".to_owned(),
            }
        }
        (_, _, Verdict::Received) => {
            match received.map(|receipt| (receipt.seen_at_ms, receipt.dismissed_at_ms)) {
                Some((Some(_), Some(_))) => "This person has seen it, and put it away.".to_owned(),
                Some((Some(_), None)) => "This person has seen it.".to_owned(),
                _ => "Another session of this person shows it.".to_owned(),
            }
        }
        (_, _, Verdict::DailyLimit) => {
            format!("This person got {today} messages today, the most of a day.")
        }
        (_, _, Verdict::Outranked) => format!("Another message goes first on this page: “{winner}”."),
        (_, _, Verdict::Held(not_now)) => not_now.sentence().to_owned(),
        (_, _, Verdict::Shows | Verdict::Stands) if !has_session => {
            "The page has ended this person’s session: they logged out, or withdrew their consent.".to_owned()
        }
        (_, _, Verdict::Shows | Verdict::Stands) => "It shows at the next ping from this page.".to_owned(),
    };
    let shows = state == OutboundState::Live && fits && verdict.shows() && has_session;
    Ok(Why { shows, sentence, findings, views })
}
