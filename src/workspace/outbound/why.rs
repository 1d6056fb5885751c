//! Why a message shows to a person or not.

use sqlx::types::Json;
use std::sync::Arc;

use super::choose::{SessionView, choose};
use super::edit::message;
use super::evaluate::{EvaluatedMessage, day_began};
use super::live::{Live, started};
use super::message::{Delivery, Message, OutboundState};
use super::page_rule::SettledPage;
use super::receipts::{self, Receipt};
use super::recipient::Candidate;
use crate::batch::Store;
use crate::database::{Transaction, fetch};
use crate::error::Error;
use crate::feed::{NotNow, Verdict};
use crate::filter::{FilterFinding, Names, PersonFacts};
use crate::messenger_settings::messages_per_day;
use crate::people::impressions::MESSAGES;
use crate::people::{Person, by_name};

/// Why a message shows to a person on a page, or why it does not.
pub struct Why {
    pub person: Person,
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
    /// Findings on the conditions by what is known today. Empty where the page or the time decided.
    pub findings: Vec<FilterFinding>,
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

/// What past views are explained by: the message, and what it is to its person today.
struct Today<'a> {
    live: &'a Live,
    findings: &'a [FilterFinding],
    receipt: Option<&'a Receipt>,
}

impl Today<'_> {
    /// Explains past views, the newest first.
    fn explain(&self, views: Vec<ImpressionRow>) -> Vec<View> {
        let mut next_at = i64::MAX;
        let view = |seen: ImpressionRow| {
            let next_at = std::mem::replace(&mut next_at, seen.created_at);
            let (decided_by_conditions, sentence) = self.reason(&seen, next_at);
            let findings = if decided_by_conditions { self.findings.to_vec() } else { Vec::new() };
            View { url: seen.url, at: seen.created_at, sentence, findings }
        };
        views.into_iter().map(view).collect()
    }

    /// The reason, and whether the conditions were asked. The person's next view was at `next_at`.
    fn reason(&self, seen: &ImpressionRow, next_at: i64) -> (bool, &'static str) {
        let (message, at) = (&self.live.message, seen.created_at);
        // The rules of pages stay as they are from the start on.
        if !message.pages.fit(&SettledPage::of(&seen.url)) {
            return (false, "It is for other pages.");
        }
        let noted = seen.messages.as_ref().map_or(&[][..], |Json(numbers)| numbers);
        // Of a page with more messages than are noted, each started one may have been among them.
        let may_be_unnoted = noted.len() >= MESSAGES && message.state != OutboundState::Draft;
        if !noted.contains(&message.number) && !may_be_unnoted {
            return (false, "It was not started.");
        }
        if message.starts_at.is_some_and(|starts| at < starts) {
            return (false, Verdict::NotYet.sentence());
        }
        if message.stops_at.is_some_and(|stops| stops <= at) {
            return (false, Verdict::Ended.sentence());
        }
        let got_at = self.receipt.filter(|receipt| receipt.is_sent()).map(|one| one.at_ms.div_euclid(1_000));
        match got_at {
            Some(got_at) if got_at < at => return (false, "This person had got it before."),
            Some(got_at) if got_at < next_at => return (false, "This person got it here."),
            _ => {}
        }
        match (seen.hold, message.delivery, self.receipt) {
            (Some(not_now), ..) => (true, not_now.sentence()),
            (None, Delivery::Manual, None) => (false, "It was sent once, to other people."),
            (None, Delivery::Manual, Some(_)) => {
                (false, "Another message went first, or the day’s limit was reached.")
            }
            (None, Delivery::Auto, _) if self.findings.first().is_some_and(|all| all.passed) => (
                true,
                "Today’s values meet its conditions. If those of then did, another message went first, or the day’s limit was reached.",
            ),
            (None, Delivery::Auto, _) => (true, "Today’s values do not meet its conditions."),
        }
    }
}

/// The answer to a teammate who asks about a person.
pub enum Answer {
    Why(Box<Why>),
    /// Several people may be meant, or nobody has proved the e-mail.
    Which(Vec<Person>),
}

/// Explains a message by the rules of a ping at this moment.
/// `person` is an id, a user_id, an e-mail or a name; `url` may be a path alone.
pub async fn why(store: &Store, app_id: &str, number: i64, person: &str, url: &str) -> Result<Answer, Error> {
    let message = message(&store.db, app_id, number).await?.ok_or(Error::NotFound)?;
    let mut transaction = store.db.begin_reading().await?;
    let answer = match meant(&mut transaction, app_id, person).await? {
        Meant::One(person) => {
            let why = explain(&mut transaction, message, *person, url, store.clock.millis()).await?;
            Answer::Why(Box::new(why))
        }
        Meant::OneOf(people) if people.is_empty() => {
            return Err(Error::invalid("person", "Nobody of this app has that id, user_id, e-mail or name."));
        }
        Meant::OneOf(people) => Answer::Which(people),
    };
    transaction.commit().await?;
    Ok(answer)
}

enum Meant {
    One(Box<Person>),
    OneOf(Vec<Person>),
}

/// Whom a teammate means. A name counts where it is nobody's id, user_id or e-mail.
async fn meant(db: &mut Transaction, app_id: &str, text: &str) -> Result<Meant, Error> {
    let candidates = Candidate::all(db, app_id, text).await?;
    if let Some(person) = Candidate::certain(&candidates) {
        return Ok(Meant::One(Box::new(person.clone())));
    }
    if !candidates.is_empty() {
        return Ok(Meant::OneOf(candidates.into_iter().map(|candidate| candidate.person).collect()));
    }
    let mut named = by_name(db, app_id, text).await?;
    Ok(if named.len() == 1 { Meant::One(Box::new(named.remove(0))) } else { Meant::OneOf(named) })
}

async fn explain(
    db: &mut Transaction,
    message: Message,
    person: Person,
    url: &str,
    now_ms: i64,
) -> Result<Why, Error> {
    let (number, app_id) = (message.number, message.app_id.clone());
    let (state, delivery, is_under_way) =
        (message.state, message.delivery, message.sent_at.is_none() || message.sent_up_to.is_some());
    let page = SettledPage::of(url);
    let fits = message.pages.fit(&page);
    let live = Arc::new(Live::of(message).ok_or(Error::Internal)?);
    // With this one, whatever its state is.
    let mut messages = started(db, &app_id).await?;
    messages.retain(|other| other.message.number != number && other.message.pages.fit(&page));
    messages.push(Arc::clone(&live));
    messages.sort_by_key(|live| (-live.message.priority, live.message.number));

    let known = PersonFacts::read(db, &person, messages.iter().map(|live| &live.filter)).await?;
    let subject = known.subject(&person, now_ms.div_euclid(1_000));
    let names = Names::read(db, &app_id, &live.filter, &known.companies).await?;
    let findings = live.filter.explain(&subject, &names);
    let numbers: Vec<i64> = messages.iter().map(|live| live.message.number).collect();
    let received = receipts::of_person(db, &person.id, &numbers).await?;
    let today = receipts::interruptions(db, &person.id, day_began(&subject) * 1_000).await?;
    let per_day = messages_per_day(db, &app_id).await?;
    let messages: Vec<_> = messages
        .into_iter()
        .map(|live| EvaluatedMessage { fits: live.filter.fits(&subject), live, body: None })
        .collect();
    let view =
        SessionView { session: "", now_ms, not_now: None, still_shown: None, left_today: per_day - today };
    let verdicts = choose(&messages, &received, &view);
    let verdict = messages.iter().zip(&verdicts).find(|(one, _)| one.live.message.number == number);
    let verdict = verdict.map_or(Verdict::Ended, |(_, verdict)| *verdict);
    let seen: Vec<ImpressionRow> = fetch!(db, all
        "select url, created_at, messages, hold from impressions where person_id = $1 order by created_at desc, id desc limit $2"
        => &person.id, VIEWS)?;
    let has_session = fetch!(db, any
        "select id_hash from messenger_sessions where person_id = $1 and expires_at > $2 limit 1"
        => &person.id, now_ms.div_euclid(1_000))?;
    let winner = messages.iter().zip(&verdicts).find(|(_, verdict)| **verdict == Verdict::Shows);
    let winner = winner.map(|(one, _)| one.live.message.title.clone()).unwrap_or_default();
    let received = received.iter().find(|receipt| receipt.message == number);
    let views = Today { live: &live, findings: &findings, receipt: received }.explain(seen);
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
        (_, _, Verdict::AnotherPerson) => match FilterFinding::first_against(&findings) {
            Some(FilterFinding { sentence, saw: Some(saw), .. }) => {
                format!("It is for other people: “{sentence}” is not so. It is {saw}.")
            }
            _ => "It is for other people.".to_owned(),
        },
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
    Ok(Why { person, shows, sentence, findings, views })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outbound::message::{Content, Draft, Style};
    use serde_json::json;

    const NUMBER: i64 = 100;

    fn started(state: OutboundState, delivery: Delivery) -> Live {
        let draft = Draft {
            title: "Plans".to_owned(),
            delivery,
            style: Style::Chat,
            sender: 1,
            content: Content { text: "Hello".to_owned(), button: None },
            pages: serde_json::from_value(json!([{ "part": "path", "operator": "is", "value": "/plans" }]))
                .unwrap(),
            audience: json!({ "version": 2, "all": [{ "field": "role", "operator": "is", "value": "user" }] }),
            priority: 0,
            starts_at: Some(1_000),
            stops_at: Some(9_000),
            recipient: None,
        };
        let (app_id, sent_at) = ("a".to_owned(), (delivery == Delivery::Manual).then_some(1));
        let (sent_up_to, test_of) = (None, None);
        Live::of(Message { number: NUMBER, app_id, state, draft, sent_at, sent_up_to, test_of }).unwrap()
    }

    fn seen(at: i64, url: &str, messages: &[i64], hold: Option<NotNow>) -> ImpressionRow {
        let messages = (!messages.is_empty()).then(|| Json(messages.to_vec()));
        ImpressionRow { url: format!("https://shop.example{url}"), created_at: at, messages, hold }
    }

    fn explained(
        live: &Live,
        passed: bool,
        receipt: Option<&Receipt>,
        views: Vec<ImpressionRow>,
    ) -> Vec<View> {
        let finding = |saw: Option<&str>| FilterFinding {
            place: String::new(),
            depth: 0,
            sentence: String::new(),
            saw: saw.map(str::to_owned),
            passed,
        };
        Today { live, findings: &[finding(None), finding(Some("lead"))], receipt }.explain(views)
    }

    #[test]
    fn each_past_view_has_its_own_reason_and_its_conditions_by_todays_values() {
        let live = started(OutboundState::Live, Delivery::Auto);
        let others: Vec<i64> = (1..=20).collect();
        for (view, passed, sentence, has_findings) in [
            (seen(5_000, "/other", &[], None), true, "It is for other pages.", false),
            (seen(5_000, "/plans", &[], None), true, "It was not started.", false),
            (seen(5_000, "/plans", &[7], None), true, "It was not started.", false),
            (seen(999, "/plans", &[NUMBER], None), true, "Its first day had not come.", false),
            (seen(9_000, "/plans", &[NUMBER], None), true, "Its last day was over.", false),
            (seen(5_000, "/plans", &[NUMBER], Some(NotNow::Panel)), true, "The panel was open.", true),
            (
                seen(5_000, "/plans/", &[NUMBER], None),
                false,
                "Today’s values do not meet its conditions.",
                true,
            ),
            // The 21st message of the page is noted nowhere.
            (seen(5_000, "/plans", &others, None), false, "Today’s values do not meet its conditions.", true),
            (
                seen(5_000, "/plans", &others, None),
                true,
                "Today’s values meet its conditions. If those",
                true,
            ),
        ] {
            let view = explained(&live, passed, None, vec![view]).remove(0);
            assert!(view.sentence.starts_with(sentence), "{}: {}", view.url, view.sentence);
            assert_eq!(!view.findings.is_empty(), has_findings, "{sentence}");
        }
        let draft = started(OutboundState::Draft, Delivery::Auto);
        let view = explained(&draft, true, None, vec![seen(5_000, "/plans", &others, None)]).remove(0);
        assert_eq!(view.sentence, "It was not started.");
    }

    #[test]
    fn a_past_view_says_whether_the_person_got_the_message_there_or_before() {
        let receipt = Receipt {
            person_id: String::new(),
            message: NUMBER,
            style: Style::Chat,
            session: "s".to_owned(),
            at_ms: 5_500_400,
            seen_at_ms: None,
            clicked_at_ms: None,
            dismissed_at_ms: None,
            reaction: None,
            conversation: None,
        };
        let views = || [7_000, 5_500, 4_000].map(|at| seen(at, "/plans", &[NUMBER], None)).into();
        let sentences = |live: &Live, receipt: Option<&Receipt>| -> Vec<&'static str> {
            explained(live, false, receipt, views()).iter().map(|view| view.sentence).collect()
        };
        let auto = started(OutboundState::Stopped, Delivery::Auto);
        let (before, here) = ("This person had got it before.", "This person got it here.");
        let unmet = "Today’s values do not meet its conditions.";
        assert_eq!(sentences(&auto, Some(&receipt)), [before, here, unmet]);
        let matched = Receipt { session: String::new(), ..receipt.clone() };
        assert_eq!(sentences(&auto, Some(&matched)), [unmet; 3]);
        let manual = started(OutboundState::Live, Delivery::Manual);
        let first = "Another message went first, or the day’s limit was reached.";
        assert_eq!(sentences(&manual, Some(&receipt)), [before, here, first]);
        assert_eq!(sentences(&manual, None), ["It was sent once, to other people."; 3]);
    }
}
