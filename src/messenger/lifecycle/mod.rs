//! Every decision of the pattern, and no browser: an [`Event`] goes in, [`Step`]s come out, time is an argument.
//!
//! Each event first changes what is known (one file a subject). Then [`Lifecycle::settle_up`] compares who *ought* to
//! be in the widget with who *is*, and says what to do about it. So the order in which events arrive cannot matter
//! more than what they say.
//!
//! * `person`: who ought to be there (R1, R2, R4, R5)
//! * `tokens`: asking, renewing, dying (R1, R8)
//! * `widget`: the stub's queue, the live widget, the marker, a blocked script (R3, R6, R14)
//! * `pings`: URLs and attributes (R7, R9)

mod command;
mod event;
mod person;
mod pings;
mod tokens;
mod widget;

#[cfg(test)]
mod tests;

pub use command::{Command, Dropped, Identity, Marker, Queue, Reason, Stale, Step, Update, What};
pub use event::{Call, Event, Now, Registration, Request, Url};

use person::{Aboard, Due, Person};
use pings::Pings;
use std::collections::VecDeque;
use tokens::{Owed, Tokens};
use widget::{Script, Widget};

use super::token::TokenFailure;

/// More than an app makes before a widget is live, unless it is in a loop.
const MOST_WAITING_CALLS: usize = 100;

pub struct Lifecycle {
    person: Person,
    tokens: Tokens,
    widget: Widget,
    pings: Pings,
    /// Calls of the person who is here, until the widget is live for them.
    waiting: VecDeque<Call>,
    unread: u32,
    steps: Vec<Step>,
}

/// What the app may show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// No Messenger here: on the server, or none configured.
    Off,
    /// Nobody to boot.
    #[default]
    Idle,
    /// Somebody ought to be there and is not yet.
    Loading,
    Live(Who),
    /// The script did not come. It may still.
    Blocked,
    /// The server refuses the token.
    Refused(TokenFailure),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Visitor,
    User,
}

impl Lifecycle {
    /// `marker`: what an earlier page left (rule R3). `seed`: any number, for the jitter.
    pub fn new(marker: Marker, seed: u64) -> Self {
        Self {
            person: Person::default(),
            tokens: Tokens::new(seed),
            widget: Widget::new(marker),
            pings: Pings::default(),
            waiting: VecDeque::new(),
            unread: 0,
            steps: Vec::new(),
        }
    }

    pub fn handle(&mut self, event: Event, now: Now) -> Vec<Step> {
        self.run_out(now);
        match event {
            Event::Session(session) => self.session_says(session),
            Event::LogOut => self.log_out(),
            Event::LogOutFailed => self.log_out_failed(),
            Event::Moving => self.pings.moving = true,
            Event::Settled(url) => self.settled(url),
            Event::Token { request, result } => self.token_answered(request, result, now),
            Event::Live(url) => self.widget_is_live(url),
            Event::ScriptFailed => self.widget.give_up(),
            Event::Call(call) => self.wait(call),
            Event::Update(attributes) => self.pings.add(attributes, now),
            Event::Unread { registration, count } => self.count_unread(registration, count),
            // Not at any other event: an answer that is here at last, after a sleep, is an answer.
            Event::Tick => self.tokens.lose_patience(now),
        }
        self.settle_up(now);
        std::mem::take(&mut self.steps)
    }

    /// When, on the monotonic clock, [`Event::Tick`] is due if nothing else happens before.
    pub fn deadline(&self, now: Now) -> Option<i64> {
        let attributes = self.pings.wait(now).filter(|_| self.live() && self.pings.in_place());
        let waits = [self.tokens.wait(self.revision_due(), now), self.widget.wait(now), attributes];
        waits.into_iter().flatten().min().map(|wait| now.monotonic + wait.max(0))
    }

    pub fn state(&self) -> State {
        let due = self.person.due();
        let settled = due == Due::Unsure || due.is(&self.widget.aboard);
        match (self.widget.script, &self.widget.aboard) {
            (Script::Late | Script::Failed, _) => State::Blocked,
            (Script::Live, Aboard::Visitor) if settled => State::Live(Who::Visitor),
            (Script::Live, Aboard::User(_)) if settled => State::Live(Who::User),
            _ if due == Due::Nobody => State::Idle,
            _ => self.tokens.refused.map_or(State::Loading, State::Refused),
        }
    }

    pub fn unread(&self) -> u32 {
        self.unread
    }

    /// Brings the widget from who is in it to who ought to be.
    fn settle_up(&mut self, now: Now) {
        let due = self.person.due();
        if !due.tolerates(&self.widget.aboard) {
            self.shut_down();
        }
        self.ask_if_needed(now);
        if self.pings.in_place() {
            self.board(due, now);
            if self.live() {
                self.bring_up_to_date(now);
            }
        }
        if self.live() {
            while let Some(call) = self.waiting.pop_front() {
                self.do_it(Command::Invoke(call));
            }
        }
    }

    fn board(&mut self, due: Due, now: Now) {
        match due {
            Due::Visitor if self.widget.aboard == Aboard::Nobody => {
                self.boot(Identity::Visitor, Aboard::Visitor, now);
            }
            Due::User(key) if !self.live() => {
                if let Some((token, _)) = self.tokens.take_owed() {
                    self.boot(Identity::User(token), Aboard::User(key), now);
                }
            }
            _ => {}
        }
    }

    fn bring_up_to_date(&mut self, now: Now) {
        match self.tokens.take_owed() {
            Some((token, Owed::Update)) => self.ping_if_due(Some(token), now),
            Some((token, Owed::Boot)) => {
                self.boot(Identity::User(token), self.widget.aboard.clone(), now);
                self.ping_if_due(None, now);
            }
            None => self.ping_if_due(None, now),
        }
    }

    /// The widget is there, and holds the person who ought to be in it.
    fn live(&self) -> bool {
        self.widget.script == Script::Live && self.person.due().is(&self.widget.aboard)
    }

    fn wait(&mut self, call: Call) {
        if self.waiting.len() == MOST_WAITING_CALLS {
            self.drop_it(What::Call(call), Reason::TooMany);
        } else {
            self.waiting.push_back(call);
        }
    }

    fn count_unread(&mut self, registration: Registration, count: u32) {
        if self.widget.registration == Some(registration) {
            self.unread = count;
        } else {
            self.drop_it(What::Unread, Reason::OldRegistration);
        }
    }

    fn do_it(&mut self, command: Command) {
        self.steps.push(Step::Do(command));
    }

    fn drop_it(&mut self, what: What, reason: Reason) {
        self.steps.push(Step::Drop(Dropped { what, reason }));
    }
}
