//! Chooses the message that a page view shows.

use super::live::Live;
use super::message::{Delivery, Style};
use super::receipts::Receipt;
use crate::feed::{NotNow, Verdict};
use crate::filter::Subject;
use std::sync::Arc;

/// Milliseconds after which another session may show a message that the panel of the first has not shown.
const UNSEEN_FOR: i64 = 60_000;

/// A page view that messages are chosen for.
pub struct PageView<'a> {
    pub subject: &'a Subject<'a>,
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
pub fn choose(messages: &[Arc<Live>], receipts: &[Receipt], view: &PageView<'_>) -> Vec<Verdict> {
    let mut is_taken = view.still_shown.is_some();
    let verdict = |live: &Arc<Live>| {
        if view.still_shown == Some(live.message.number) {
            return Verdict::Stands;
        }
        let verdict = verdict(live, receipts, view);
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

fn verdict(live: &Live, receipts: &[Receipt], view: &PageView<'_>) -> Verdict {
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
    let is_for_them = match live.message.delivery {
        Delivery::Auto => live.filter.fits(view.subject),
        // Whom it is for was settled when it was sent.
        Delivery::Manual => receipt.is_some(),
    };
    if !is_for_them {
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
    fn may_show(&self, style: Style, view: &PageView<'_>) -> bool {
        let may_again = self.session == view.session || view.now_ms - self.at_ms >= UNSEEN_FOR;
        !self.is_sent() || (style.interrupts() && may_again && self.seen_at_ms.is_none())
    }
}
