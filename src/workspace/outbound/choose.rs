//! Chooses the message that a page view shows.

use super::evaluate::EvaluatedMessage;
use super::message::Style;
use super::receipts::Receipt;
use crate::feed::{NotNow, Verdict};

/// Milliseconds after which another session may show a message that the panel of the first has not shown.
const UNSEEN_FOR: i64 = 60_000;

/// A session's page view that messages are chosen for.
pub struct SessionView<'a> {
    /// The session's id.
    pub session: &'a str,
    pub now_ms: i64,
    /// The reason why nothing may interrupt, if there is one.
    pub not_now: Option<NotNow>,
    /// The message that the session still shows.
    pub still_shown: Option<i64>,
    /// Interrupting messages that the person may still get today.
    pub left_today: i64,
}

/// A verdict on each message, in their order: by priority, then age. At most one that interrupts shows.
/// Messages for the inbox do not interrupt, and each shows.
pub fn choose(messages: &[EvaluatedMessage], receipts: &[Receipt], view: &SessionView<'_>) -> Vec<Verdict> {
    let mut is_taken = view.still_shown.is_some();
    let verdict = |one: &EvaluatedMessage| {
        let live = &one.live;
        if view.still_shown == Some(live.message.number) {
            return Verdict::Stands;
        }
        let verdict = verdict(one, receipts, view);
        if verdict != Verdict::Shows || !live.message.style.interrupts() {
            return verdict;
        }
        match std::mem::replace(&mut is_taken, true) {
            true => Verdict::Outranked,
            false => Verdict::Shows,
        }
    };
    messages.iter().map(verdict).collect()
}

fn verdict(one: &EvaluatedMessage, receipts: &[Receipt], view: &SessionView<'_>) -> Verdict {
    let live = &one.live;
    let now = view.now_ms.div_euclid(1_000);
    if !live.is_on(now) {
        return if live.message.starts_at.is_some_and(|at| now < at) {
            Verdict::NotYet
        } else {
            Verdict::Ended
        };
    }
    let receipt = receipts.iter().find(|receipt| receipt.message == live.message.number);
    if receipt.is_some_and(|receipt| !receipt.may_show(live.message.style, view)) {
        return Verdict::Received;
    }
    if !one.is_for_them(receipt) {
        return Verdict::AnotherPerson;
    }
    if !live.message.style.interrupts() {
        return Verdict::Shows;
    }
    match view.not_now {
        Some(not_now) => Verdict::Held(not_now),
        // A test, or one that was counted already, does not count.
        None if live.message.test_of.is_some() => Verdict::Shows,
        None if !receipt.is_some_and(Receipt::is_sent) && view.left_today <= 0 => Verdict::DailyLimit,
        None => Verdict::Shows,
    }
}

impl Receipt {
    /// Whether the receipt lets this session show the message.
    /// A lost reply is made up for: the session that got the message shows it until its panel says so.
    /// After a minute any session may. The badge is made up for by each reply.
    fn may_show(&self, style: Style, view: &SessionView<'_>) -> bool {
        let may_again = self.session == view.session || view.now_ms - self.at_ms >= UNSEEN_FOR;
        !self.is_sent() || (style.interrupts() && may_again && self.seen_at_ms.is_none())
    }
}
