//! Every decision of the pattern, and no browser: an [`Event`] goes in, [`Step`]s come out, time is an argument.
//!
//! Each event first changes what is known (one file a subject). Then [`Lifecycle::settle_up`] compares who *ought* to
//! be in the widget with who *is*, and says what to do about it. So the order in which events arrive cannot matter
//! more than what they say.
//!
//! * `person`: who ought to be there (R1, R2, R4, R5)
//! * `consent`: whether anybody may be (R11)
//! * `tokens`: asking, renewing, dying (R1, R8)
//! * `widget`: the stub's queue, the live widget, the marker, a blocked script (R3, R6, R14)
//! * `pings`: URLs and attributes (R7, R9)
//! * `budget`: how often (R10)
//! * `tabs`: other tabs, and sleep (R12, R13)

mod budget;
mod call;
mod command;
mod consent;
mod event;
mod person;
mod pings;
mod tabs;
mod tokens;
mod widget;

#[cfg(test)]
mod tests;

pub use call::{AuthTokens, Call};
pub use command::{Command, Dropped, Identity, Marker, Queue, Reason, Stale, Step, Update, What};
pub use event::{Event, Heard, Notice, Now, Registration, Request, Url};

use budget::Budget;
use consent::Consent;
use person::{Aboard, Due, Person};
use pings::Pings;
use std::collections::VecDeque;
use tabs::Tabs;
use tokens::{Owed, Tokens};
use widget::{Script, Widget};

use super::diagnosis::Finding;
use super::token::TokenFailure;

/// More than an app makes before a widget is live, unless it is in a loop.
const MOST_WAITING_CALLS: usize = 100;

pub struct Lifecycle {
    person: Person,
    consent: Consent,
    tokens: Tokens,
    widget: Widget,
    pings: Pings,
    budget: Budget,
    tabs: Tabs,
    /// The page is in sight and has time for the widget.
    may_load: bool,
    removed: bool,
    /// Calls of the person who is here, until the widget is live for them.
    waiting: VecDeque<Call>,
    unread: u32,
    /// The panel is open.
    open: bool,
    steps: Vec<Step>,
}

/// What the app may show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// No Messenger here: on the server, or none configured.
    Off,
    /// Nobody to boot, or not yet the time to load.
    #[default]
    Idle,
    AwaitingConsent,
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
    /// `throttled`: whether the workspace counts updates (rule R10). `seed`: any number, for the jitter.
    pub fn new(throttled: bool, seed: u64) -> Self {
        Self {
            person: Person::default(),
            consent: Consent::default(),
            tokens: Tokens::new(seed),
            widget: Widget::new(),
            pings: Pings::default(),
            budget: Budget::new(throttled),
            tabs: Tabs::default(),
            may_load: false,
            removed: false,
            waiting: VecDeque::new(),
            unread: 0,
            open: false,
            steps: Vec::new(),
        }
    }

    /// `marker`: what all tabs of this browser remember, as it is at this moment (rule R3).
    pub fn handle(&mut self, event: Event, now: Now, marker: Marker) -> Vec<Step> {
        // First, as the widget has drained the queue before whatever else is new.
        if let Event::Live(url) = &event {
            self.widget_is_live(url.clone(), now);
        }
        let news = self.see_marker(marker, now);
        self.run_out(now);
        match event {
            Event::Session(session) => self.session_says(session),
            Event::Consent(given) => self.consent_says(given),
            Event::MayLoad => self.may_load = true,
            Event::LogOut => self.log_out(),
            Event::LogOutFailed => self.log_out_failed(),
            Event::Moving => self.pings.moving = true,
            Event::Settled(url) => self.settled(url, now),
            Event::Token { request, result } => self.token_answered(request, result, now),
            // What another tab has marked since the queue was drained is theirs.
            Event::Live(_) if !news => self.mark(self.widget.aboard.marker()),
            Event::Live(_) => {}
            Event::ScriptFailed => self.give_up(),
            Event::Call(call) => self.wait(call),
            Event::Update(attributes) => self.add(attributes, now),
            Event::Heard { registration, heard } => self.hear(registration, heard),
            Event::OtherTab(notice) => self.other_tab_says(notice, now),
            Event::Woken => {
                self.tokens.hurry();
                self.wake(now);
            }
            // Not at any other event: an answer that is here at last, after a sleep, is an answer.
            Event::Tick => self.tokens.lose_patience(now),
            Event::Removed => self.removed = true,
        }
        self.settle_up(now);
        std::mem::take(&mut self.steps)
    }

    /// When, on the monotonic clock, [`Event::Tick`] is due if nothing else happens before.
    pub fn deadline(&self, now: Now) -> Option<i64> {
        let told = self.live() && self.pings.in_place();
        let identity = (self.widget.script == Script::Live && self.pings.in_place() && self.tokens.owes())
            .then(|| self.budget.identity_wait(now));
        let waits = [
            self.tokens.wait(self.revision_due(), now),
            self.widget.wait(now),
            self.ping_wait(now).filter(|_| told),
            identity.filter(|wait| *wait > 0),
        ];
        waits.into_iter().flatten().min().map(|wait| now.monotonic + wait.max(0))
    }

    pub fn state(&self) -> State {
        let due = self.due();
        let settled = due == Due::Unsure || due.is(&self.widget.aboard);
        match (self.widget.script, &self.widget.aboard) {
            _ if self.consent.withheld() => State::AwaitingConsent,
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

    /// Whether the panel is open.
    pub fn open(&self) -> bool {
        self.open
    }

    /// Who ought to be in the widget, all things considered.
    fn due(&self) -> Due {
        if self.may_load && self.consent.given() && !self.removed { self.person.due() } else { Due::Nobody }
    }

    /// Brings the widget from who is in it to who ought to be.
    fn settle_up(&mut self, now: Now) {
        let due = self.due();
        if !due.tolerates(&self.widget.aboard) {
            self.shut_down();
        }
        self.announce_session();
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
            Due::User(key) if !self.live() && self.may_tell_identity(now) => {
                if let Some((token, _)) = self.tokens.take_owed() {
                    self.spend_if_second(now);
                    self.boot(Identity::User(token), Aboard::User(key), now);
                }
            }
            _ => {}
        }
    }

    fn bring_up_to_date(&mut self, now: Now) {
        let owed = if self.may_tell_identity(now) { self.tokens.take_owed() } else { None };
        if owed.is_some() {
            self.budget.spend_on_identity(now);
        }
        match owed {
            Some((token, Owed::Update)) => self.tell_identity(token),
            Some((token, Owed::Boot)) => {
                self.boot(Identity::User(token), self.widget.aboard.clone(), now);
            }
            None => {}
        }
        self.ping_if_due(now);
    }

    /// A boot while somebody is in the live widget acts as an `update`, and counts as one.
    fn spend_if_second(&mut self, now: Now) {
        if self.widget.script == Script::Live && self.widget.aboard != Aboard::Nobody {
            self.budget.spend_on_identity(now);
        }
    }

    fn may_tell_identity(&self, now: Now) -> bool {
        self.widget.script != Script::Live || self.budget.identity_wait(now) == 0
    }

    /// The widget is there, and holds the person who ought to be in it.
    fn live(&self) -> bool {
        self.widget.script == Script::Live && self.due().is(&self.widget.aboard)
    }

    fn wait(&mut self, call: Call) {
        if self.consent.withheld() {
            return self.drop_it(What::Call(call), Reason::NoConsent);
        }
        if self.waiting.len() == MOST_WAITING_CALLS {
            return self.drop_it(What::Call(call), Reason::TooMany);
        }
        self.may_load |= call.opens();
        self.waiting.push_back(call);
    }

    fn add(&mut self, attributes: super::attributes::Attributes, now: Now) {
        if self.consent.withheld() {
            self.drop_it(What::Attributes(attributes), Reason::NoConsent);
        } else {
            self.pings.add(attributes, now);
        }
    }

    fn hear(&mut self, registration: Registration, heard: Heard) {
        if self.widget.registration != Some(registration) {
            return self.drop_it(What::Heard(heard), Reason::OldRegistration);
        }
        match heard {
            Heard::Unread(count) => self.unread = count,
            Heard::Shown => self.open = true,
            Heard::Hidden => self.open = false,
            Heard::Ready => self.widget.quiet_since = None,
            Heard::EmailSupplied => {}
        }
        self.do_it(Command::Tell(heard));
    }

    fn do_it(&mut self, command: Command) {
        self.steps.push(Step::Do(command));
    }

    fn drop_it(&mut self, what: What, reason: Reason) {
        self.steps.push(Step::Drop(Dropped { what, reason }));
    }

    fn found(&mut self, finding: Finding) {
        self.steps.push(Step::Found(finding));
    }
}
