//! Every decision of the pattern, without a browser: an [`Event`] goes in, [`Step`]s come out, time is an argument.
//!
//! Each event first changes what the machine knows (one file for each subject). Then [`Lifecycle::reconcile`] compares
//! who *ought* to be in the widget with who *is* there, and orders what is missing. So the result depends on what the
//! events say, and never on their order.

mod budget;
mod call;
mod command;
mod consent;
mod event;
mod held_token;
mod host_check;
mod jitter;
mod mount;
mod person;
mod pings;
mod script;
mod tabs;
mod token_death;
mod tokens;
mod widget;

#[cfg(test)]
mod tests;

pub use call::{AuthTokens, Call};
pub use command::{
    CheckAgain, Command, Dropped, Identity, Marker, Queue, Reason, Step, Update, What,
};
pub use event::{Event, Now, Registration, Request, TabMessage, Url, WidgetEvent};

use budget::Budget;
use consent::ConsentState;
use held_token::Delivery;
use host_check::HostCheck;
use jitter::Jitter;
use person::{Booted, Due, PersonState};
use pings::Pings;
use script::Script;
use std::collections::VecDeque;
use tabs::Tabs;
use tokens::Tokens;
use widget::Widget;

use crate::diagnosis::Finding;
use crate::token_failure::TokenFailure;

/// An app makes fewer calls before the widget is live, unless it is in a loop. Further calls are dropped.
const MAX_WAITING_CALLS: usize = 100;

/// The machine. One for each page.
pub struct Lifecycle {
    person: PersonState,
    consent: ConsentState,
    tokens: Tokens,
    widget: Widget,
    pings: Pings,
    budget: Budget,
    tabs: Tabs,
    host_check: HostCheck,
    jitter: Jitter,
    /// The page has time to load the widget, or the person has reached for it.
    may_load: bool,
    /// `<Messenger>` is in the page.
    mounted: bool,
    /// The host has to check who is logged in, for this reason, once `<Messenger>` is in the page again.
    missed: Option<CheckAgain>,
    /// The calls of the person who is here. They wait until the widget is live for this person.
    waiting: VecDeque<Call>,
    unread: u32,
    /// The panel is open.
    open: bool,
    steps: Vec<Step>,
}

/// The Messenger's state, for the app to show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// There is no Messenger: on the server, or no workspace serves this page.
    Off,
    /// Nobody is due, the time to load has not come, or `<Messenger>` is out of the page.
    #[default]
    Idle,
    /// The person has not allowed the Messenger.
    AwaitingConsent,
    /// A person is due, and the widget is not live for this person yet.
    Loading,
    /// The widget is live for the person who is here.
    Live(Who),
    /// The script did not run within ten seconds, or the browser could not fetch it. It may still come.
    Blocked,
    /// The server refuses a token, and another call would not help.
    Refused(TokenFailure),
}

/// The person in the live widget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Nobody is logged in.
    Visitor,
    /// The person whom the token names.
    User,
}

impl Lifecycle {
    /// Makes a machine. `throttled`: whether the workspace counts updates (rule R10). `seed`: any number, for the
    /// jitter.
    pub fn new(throttled: bool, seed: u64) -> Self {
        Self {
            person: PersonState::default(),
            consent: ConsentState::default(),
            tokens: Tokens::new(),
            widget: Widget::new(),
            pings: Pings::default(),
            budget: Budget::new(throttled),
            tabs: Tabs::default(),
            host_check: HostCheck::default(),
            jitter: Jitter::new(seed),
            may_load: false,
            mounted: true,
            missed: None,
            waiting: VecDeque::new(),
            unread: 0,
            open: false,
            steps: Vec::new(),
        }
    }

    /// Handles an event. `marker`: the marker of this moment, which all tabs of this browser share (rule R3).
    pub fn handle(&mut self, event: Event, now: Now, marker: Marker) -> Vec<Step> {
        // First: the widget drained its queue before any other news.
        if let Event::Live(url) = &event {
            self.widget_is_live(url.clone(), now);
        }
        // Nobody hears any more what the checks below find.
        self.mounted &= event != Event::Removed;
        let changed = self.read_marker(marker, now);
        self.check_script_timeout(now);
        self.check_ready_timeout(now);
        self.check_host_later(now);
        self.expire_token(now);
        self.expire_log_out(now);
        match event {
            Event::Mounted => self.mounted(),
            Event::Removed => self.removed(),
            Event::Session(session) => self.session_changed(session),
            Event::Consent(given) => self.consent_changed(given, now),
            Event::MayLoad => self.may_load = true,
            Event::LogOut => self.log_out(now),
            Event::LogOutFailed => self.log_out_failed(),
            Event::Moving => self.pings.moving = true,
            Event::Settled(url) => self.settled(url, now),
            Event::SettledPrivate => self.settled_at_private_address(),
            Event::Token { request, result } => self.token_answered(request, result, now),
            // A marker that changed since the widget drained the queue is another tab's.
            Event::Live(_) if !changed => self.mark(self.widget.booted.marker()),
            Event::Live(_) => {}
            Event::ScriptFailed => self.script_failed(now),
            Event::Call(call) => self.wait(call),
            Event::Update(attributes) => self.add(attributes, now),
            Event::Widget {
                registration,
                event,
            } => self.widget_event(registration, event),
            Event::OtherTab(message) => self.tab_message(message, now),
            Event::Woken => self.wake(now),
            // At no other event: an answer that arrives after a sleep is an answer.
            Event::Tick => self.tokens.check_timeout(now, &mut self.jitter),
        }
        self.reconcile(now);
        self.ask_host_if_due(now);
        std::mem::take(&mut self.steps)
    }

    /// The moment on the monotonic clock at which [`Event::Tick`] is due, if no other event comes before.
    pub fn deadline(&self, now: Now) -> Option<i64> {
        let ping = self
            .ping_wait(now)
            .filter(|_| self.live() && self.in_place());
        let identity = (self.is_script_live() && self.in_place() && self.tokens.has_pending())
            .then(|| self.budget.identity_wait(now));
        let script_wanted = self.mounted && self.widget.booted != Booted::Nobody;
        let waits = [
            self.tokens.wait(self.revision_due(), now),
            self.widget.script.wait(script_wanted, now),
            self.widget.ready_wait(now),
            self.tabs.wait(now),
            self.host_check.wait(now),
            self.person.log_out_wait(now),
            ping,
            identity.filter(|wait| *wait > 0),
        ];
        waits
            .into_iter()
            .flatten()
            .min()
            .map(|wait| now.monotonic + wait.max(0))
    }

    /// The Messenger's state, for the app to show.
    pub fn state(&self) -> State {
        let due = self.due();
        let settled = due == Due::Unknown || due.is(&self.widget.booted);
        let blocked = match self.widget.script {
            Script::Late | Script::Failed { .. } => true,
            Script::Loading(_) => self.widget.tries.failed(),
            Script::Absent | Script::Live => false,
        };
        match &self.widget.booted {
            _ if self.consent.withheld() => State::AwaitingConsent,
            _ if !self.mounted => State::Idle,
            _ if blocked => State::Blocked,
            Booted::Visitor if self.is_script_live() && settled => State::Live(Who::Visitor),
            Booted::User(_) if self.is_script_live() && settled => State::Live(Who::User),
            _ if due == Due::Nobody => State::Idle,
            _ => self.tokens.refused.map_or(State::Loading, State::Refused),
        }
    }

    /// The unread count, as the widget gave it last.
    pub fn unread(&self) -> u32 {
        self.unread
    }

    /// Whether the panel is open.
    pub fn open(&self) -> bool {
        self.open
    }

    /// The person who ought to be in the widget.
    fn due(&self) -> Due {
        if !self.may_load || !self.consent.given() {
            Due::Nobody
        } else if self.mounted {
            self.person.due()
        } else {
            self.due_unmounted()
        }
    }

    /// Brings the widget from the person who is there to the person who ought to be there.
    fn reconcile(&mut self, now: Now) {
        let due = self.due();
        if !due.allows(&self.widget.booted) {
            self.shut_down();
        }
        self.broadcast_session();
        self.ask_if_due(now);
        if self.mounted {
            self.insert_script_if_due(now);
        }
        if self.in_place() {
            self.boot_if_due(due, now);
            if self.live() {
                self.deliver(now);
                self.ping_if_due(now);
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
                    // A boot while somebody is in the live widget counts as an `update`.
                    if self.is_script_live() && self.widget.booted != Booted::Nobody {
                        self.budget.spend_on_identity(now);
                    }
                    self.boot(Identity::User(token), Booted::User(key), now);
                }
            }
            _ => {}
        }
    }

    /// Gives the live session the newest token.
    fn deliver(&mut self, now: Now) {
        if !self.may_send_identity(now) {
            return;
        }
        let Some((token, delivery)) = self.tokens.take_pending() else {
            return;
        };
        self.budget.spend_on_identity(now);
        match delivery {
            Delivery::Update => self.send_identity(token),
            Delivery::Boot => self.boot(Identity::User(token), self.widget.booted.clone(), now),
        }
    }

    fn may_send_identity(&self, now: Now) -> bool {
        !self.is_script_live() || self.budget.identity_wait(now) == 0
    }

    /// Whether the widget is live and holds the person who ought to be there.
    fn live(&self) -> bool {
        self.is_script_live() && self.due().is(&self.widget.booted)
    }

    fn is_script_live(&self) -> bool {
        self.widget.script == Script::Live
    }

    /// A boot or a ping would report a page that is in place.
    fn in_place(&self) -> bool {
        self.mounted && self.pings.in_place()
    }

    /// Why the app's calls go nowhere, if they do.
    fn refusal(&self) -> Option<Reason> {
        if self.consent.withheld() {
            Some(Reason::NoConsent)
        } else {
            (!self.mounted).then_some(Reason::NotMounted)
        }
    }

    fn wait(&mut self, call: Call) {
        let too_many = (self.waiting.len() == MAX_WAITING_CALLS).then_some(Reason::TooMany);
        if let Some(reason) = self.refusal().or(too_many) {
            return self.discard(What::Call(call), reason);
        }
        self.may_load |= call.opens();
        self.waiting.push_back(call);
    }

    fn add(&mut self, attributes: crate::attributes::Attributes, now: Now) {
        match self.refusal() {
            Some(reason) => self.discard(What::Attributes(attributes), reason),
            None => self.pings.add(attributes, now),
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
