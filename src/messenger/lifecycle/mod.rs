//! Every decision of the pattern, and no browser: an [`Event`] goes in, [`Step`]s come out, time is an argument.
//!
//! Each event first changes what is known (one file a subject). Then [`Lifecycle::reconcile`] compares who *ought* to
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
pub use event::{Event, Now, Registration, Request, TabMessage, Url, WidgetEvent};

use budget::Budget;
use consent::Consent;
use person::{Booted, Due, Person};
use pings::Pings;
use std::collections::VecDeque;
use tabs::Tabs;
use tokens::{Delivery, Tokens};
use widget::{Script, Widget};

use super::diagnosis::Finding;
use super::token::TokenFailure;

/// More than an app makes before a widget is live, unless it is in a loop.
const MAX_WAITING_CALLS: usize = 100;

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
        let news = self.read_marker(marker, now);
        self.expire(now);
        match event {
            Event::Session(session) => self.session_changed(session),
            Event::Consent(given) => self.consent_changed(given),
            Event::MayLoad => self.may_load = true,
            Event::LogOut => self.log_out(),
            Event::LogOutFailed => self.log_out_failed(),
            Event::Moving => self.pings.moving = true,
            Event::Settled(url) => self.settled(url, now),
            Event::Token { request, result } => self.token_answered(request, result, now),
            // What another tab has marked since the queue was drained is theirs.
            Event::Live(_) if !news => self.mark(self.widget.booted.marker()),
            Event::Live(_) => {}
            Event::ScriptFailed => self.script_failed(),
            Event::Call(call) => self.wait(call),
            Event::Update(attributes) => self.add(attributes, now),
            Event::Widget { registration, event } => self.widget_event(registration, event),
            Event::OtherTab(notice) => self.tab_message(notice, now),
            Event::Woken => {
                self.tokens.retry_now();
                self.wake(now);
            }
            // Not at any other event: an answer that is here at last, after a sleep, is an answer.
            Event::Tick => self.tokens.time_out(now),
            Event::Removed => self.removed = true,
        }
        self.reconcile(now);
        std::mem::take(&mut self.steps)
    }

    /// When, on the monotonic clock, [`Event::Tick`] is due if nothing else happens before.
    pub fn deadline(&self, now: Now) -> Option<i64> {
        let pings_go = self.live() && self.pings.in_place();
        let identity =
            (self.widget.script == Script::Live && self.pings.in_place() && self.tokens.has_pending())
                .then(|| self.budget.identity_wait(now));
        let waits = [
            self.tokens.wait(self.revision_due(), now),
            self.widget.wait(now),
            self.ping_wait(now).filter(|_| pings_go),
            identity.filter(|wait| *wait > 0),
        ];
        waits.into_iter().flatten().min().map(|wait| now.monotonic + wait.max(0))
    }

    pub fn state(&self) -> State {
        let due = self.due();
        let settled = due == Due::Unknown || due.is(&self.widget.booted);
        match (self.widget.script, &self.widget.booted) {
            _ if self.consent.withheld() => State::AwaitingConsent,
            (Script::Late | Script::Failed, _) => State::Blocked,
            (Script::Live, Booted::Visitor) if settled => State::Live(Who::Visitor),
            (Script::Live, Booted::User(_)) if settled => State::Live(Who::User),
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
    fn reconcile(&mut self, now: Now) {
        let due = self.due();
        if !due.allows(&self.widget.booted) {
            self.shut_down();
        }
        self.broadcast_session();
        self.ask_if_needed(now);
        if self.pings.in_place() {
            self.boot_if_due(due, now);
            if self.live() {
                self.deliver_pending(now);
            }
        }
        if self.live() {
            while let Some(call) = self.waiting.pop_front() {
                self.order(Command::Invoke(call));
            }
        }
    }

    fn boot_if_due(&mut self, due: Due, now: Now) {
        match due {
            Due::Visitor if self.widget.booted == Booted::Nobody => {
                self.boot(Identity::Visitor, Booted::Visitor, now);
            }
            Due::User(key) if !self.live() && self.may_send_identity(now) => {
                if let Some((token, _)) = self.tokens.take_pending() {
                    self.spend_on_second_boot(now);
                    self.boot(Identity::User(token), Booted::User(key), now);
                }
            }
            _ => {}
        }
    }

    fn deliver_pending(&mut self, now: Now) {
        let pending = if self.may_send_identity(now) { self.tokens.take_pending() } else { None };
        if pending.is_some() {
            self.budget.spend_on_identity(now);
        }
        match pending {
            Some((token, Delivery::Update)) => self.send_identity(token),
            Some((token, Delivery::Boot)) => {
                self.boot(Identity::User(token), self.widget.booted.clone(), now);
            }
            None => {}
        }
        self.ping_if_due(now);
    }

    /// A boot while somebody is in the live widget acts as an `update`, and counts as one.
    fn spend_on_second_boot(&mut self, now: Now) {
        if self.widget.script == Script::Live && self.widget.booted != Booted::Nobody {
            self.budget.spend_on_identity(now);
        }
    }

    fn may_send_identity(&self, now: Now) -> bool {
        self.widget.script != Script::Live || self.budget.identity_wait(now) == 0
    }

    /// The widget is there, and holds the person who ought to be in it.
    fn live(&self) -> bool {
        self.widget.script == Script::Live && self.due().is(&self.widget.booted)
    }

    fn wait(&mut self, call: Call) {
        if self.consent.withheld() {
            return self.discard(What::Call(call), Reason::NoConsent);
        }
        if self.waiting.len() == MAX_WAITING_CALLS {
            return self.discard(What::Call(call), Reason::TooMany);
        }
        self.may_load |= call.opens();
        self.waiting.push_back(call);
    }

    fn add(&mut self, attributes: super::attributes::Attributes, now: Now) {
        if self.consent.withheld() {
            self.discard(What::Attributes(attributes), Reason::NoConsent);
        } else {
            self.pings.add(attributes, now);
        }
    }

    fn widget_event(&mut self, registration: Registration, event: WidgetEvent) {
        if self.widget.registration != Some(registration) {
            return self.discard(What::WidgetEvent(event), Reason::OldRegistration);
        }
        match event {
            WidgetEvent::Unread(count) => self.unread = count,
            WidgetEvent::Shown => self.open = true,
            WidgetEvent::Hidden => self.open = false,
            WidgetEvent::Ready => self.widget.unready_since = None,
            WidgetEvent::EmailSupplied => {}
        }
        self.order(Command::Emit(event));
    }

    fn order(&mut self, command: Command) {
        self.steps.push(Step::Do(command));
    }

    fn discard(&mut self, what: What, reason: Reason) {
        self.steps.push(Step::Drop(Dropped { what, reason }));
    }

    fn found(&mut self, finding: Finding) {
        self.steps.push(Step::Found(finding));
    }
}
