//! What must hold. Written from the rules, not from the machine.
//!
//! Across tabs no page can act before it runs: a tab that another tab's change has made stale shows its old person until
//! its next event, whichever that is. What holds is: *after* every event of a tab, whoever is in its widget is who its
//! own host says, by a token that is still alive and that this very page asked for after the last event that called for
//! a fresh one; and the marker, as it is at that moment, names that very session. A fresh token is called for by a marker
//! that names another session than the host's, by a message of another tab that does so, by a log-out, by a change of
//! person, and by consent withdrawn.

use leptos_messenger::messenger::observe::*;
use leptos_messenger::messenger::*;

use super::browser::{Browser, Key};
use super::oracle::News;
use super::tab::{Place, Tab};
use super::widget::{Inside, Script};

impl Tab {
    /// Whoever is booted is who the host says is here, by a token of this very session that is still alive.
    pub fn check_identity(&self, identity: &Identity, browser: &Browser) {
        assert!(self.may_load && self.allowed(), "booted without leave");
        assert!(self.mounted, "booted without a <Messenger>");
        assert_eq!(self.place, Place::Settled, "booted on a page that is not in place");
        assert!(self.host.spoken && !self.host.unsure, "booted while the host is unsure");
        assert!(!self.host.leaving, "booted after log-out was pressed");
        assert!(!self.oracle.has_ended(self.key()), "booted after the session's end");
        match identity {
            Identity::Visitor => assert_eq!(self.key(), None, "a user is never booted as a visitor"),
            Identity::User(token) => {
                let signed = browser.signed(token);
                assert_eq!(Some(&signed.key), self.key(), "booted with another's token");
                assert_eq!(signed.tab, self.id, "booted with another page's token");
                assert!(
                    signed.asked >= self.oracle.revalidated,
                    "booted with a token that was asked for too early"
                );
                assert!(browser.alive(signed.until), "booted with a dead token");
            }
        }
    }

    pub fn check_update(&mut self, update: &Update, browser: &Browser) {
        assert!(self.widget.inside.is_some() || self.widget.throws, "nobody is in the widget");
        if let Some(token) = &update.token {
            self.check_identity(&Identity::User(token.clone()), browser);
        }
        let wire = leptos::serde_json::to_value(&update.attributes).unwrap();
        if let Some(owner) = wire.get("owner").and_then(|owner| owner.as_str()) {
            assert!(self.owns(owner), "attributes of another person");
        } else if update.token.is_none() {
            assert_ne!(self.widget.reported.as_ref(), Some(&self.address), "the same URL twice");
        }
    }

    /// In the order made, none twice, for the person who made them.
    pub fn check_call(&mut self, call: &Call) {
        let Call::StartConversation(text) = call else { return };
        let (owner, number) = text.split_once(' ').unwrap();
        assert!(self.owns(owner), "words of another person");
        let number = number.parse::<u32>().unwrap();
        assert!(self.oracle.last.is_none_or(|last| last < number), "out of order, or twice");
        self.oracle.last = Some(number);
        self.oracle.done += 1;
    }

    /// Only what is meant for another person, what nobody allows, and what is too much is dropped.
    pub fn check_drop(&mut self, dropped: &Dropped, news: &News) {
        let right = match dropped.reason {
            Reason::OtherPerson => news.another_person,
            Reason::NoConsent => !self.allowed(),
            Reason::NotMounted => !self.mounted,
            Reason::TooMany => self.oracle.waiting_calls() > 100,
            _ => false,
        };
        match dropped.what {
            What::Call(_) => {
                assert!(right, "a call is dropped: {:?}", dropped.reason);
                self.oracle.dropped += 1;
            }
            What::Attributes(_) => {
                assert!(right, "attributes are dropped: {:?}", dropped.reason);
                self.oracle.attributes_wait = false;
            }
            What::Ping => self.oracle.over_budget |= dropped.reason == Reason::OverBudget,
            What::Token | What::WidgetEvent(_) => {}
        }
    }

    /// Whom a call of this moment is for.
    pub fn label(&self) -> Key {
        match self.key() {
            _ if !self.host.spoken => "whoever".into(),
            Some(key) => key.clone(),
            None => "visitor".into(),
        }
    }

    /// What was said before the host's first word is for the person of whom that word speaks.
    fn owns(&self, label: &str) -> bool {
        label == "whoever" || label == self.label()
    }

    /// The withdrawal itself takes everything away; after it there is nothing to be done.
    pub fn check_without_consent(&self, command: &Command, withdrawal: bool) {
        // What another tab or a late script leaves in the marker is still cleaned up.
        let always = matches!(
            command,
            Command::Mark(Marker::Nobody)
                | Command::NotifyHost(_)
                | Command::Broadcast(_)
                | Command::Conceal(false)
        );
        let of_the_withdrawal =
            matches!(command, Command::Shutdown | Command::Queue(Queue::Shutdown) | Command::Purge);
        assert!(always || (withdrawal && of_the_withdrawal), "{command:?} without consent");
    }

    /// What holds after every single event of this tab.
    pub fn check(&self, browser: &Browser) {
        self.check_inside(browser);
        self.check_consent_and_mount();
        self.check_presence();
        self.check_state(browser);
        let widget = &self.widget;
        let live = widget.is_live();
        if widget.inside.is_none() && !widget.throws {
            assert!(self.machine.unread() == 0 && !self.machine.open(), "somebody's unread count is left");
        }
        if live && !widget.throws {
            let sessions = usize::from(widget.inside.is_some());
            assert_eq!(widget.callbacks.len(), sessions, "one callback a session");
        }
        if self.at_home() {
            assert_eq!(self.oracle.waiting_calls(), 0, "a call waits for a person who is live");
        }
        let here = self.at_home() && self.place == Place::Settled && !self.host.unsure;
        if here && widget.reported.as_ref() != Some(&self.address) {
            assert!(!widget.may_ping(browser), "the last URL is reported at once if the budget allows");
            let next = self.machine.deadline(browser.now);
            let soon = browser.now.monotonic + 226_000;
            assert!(next.is_some_and(|next| next <= soon), "the last URL is never reported");
        }
    }

    fn check_inside(&self, browser: &Browser) {
        let widget = &self.widget;
        let is_marked =
            |key: &Key| matches!(&browser.marker, Marker::User(SessionKey(named)) if named == key);
        match &widget.inside {
            Some(Inside::User(user)) => {
                assert!(self.mounted, "{user} is still in the widget without a <Messenger>");
                assert_eq!(Some(user), self.key(), "{user} is still in the widget");
                assert!(!self.host.leaving, "{user} is still in the widget after log-out was pressed");
                assert!(!self.oracle.has_ended(Some(user)), "{user} is still in the widget after the end");
                assert!(
                    widget.asked >= self.oracle.revalidated,
                    "{user} is still in the widget, by a token that was asked for too early"
                );
                assert!(
                    widget.alive_until.is_some_and(|until| browser.alive(until)),
                    "a dead token's session goes on"
                );
                let named = !widget.is_live() || is_marked(user);
                assert!(named, "{user} is in the widget, the marker says {:?}", browser.marker);
            }
            Some(Inside::Visitor(Some(owner))) if widget.is_live() => {
                assert!(is_marked(owner), "a conversation that became {owner}'s outlives their session");
            }
            _ => {}
        }
    }

    fn check_consent_and_mount(&self) {
        let widget = &self.widget;
        if !self.allowed() {
            assert_eq!(widget.inside, None, "somebody is in the widget without consent");
            assert!(!widget.settings, "settings are left without consent");
            assert!(!widget.boots_from_queue(), "a late script would boot");
        }
        if self.mounted {
            assert!(!widget.concealed, "the widget is hidden though <Messenger> is in the page");
        } else {
            let visitor = widget.inside.is_some() || widget.boots_from_queue();
            assert!(!visitor || widget.concealed, "a visitor's panel shows without a <Messenger>");
        }
        if self.place == Place::PrivateAddress && widget.script != Script::Starting && !widget.is_live() {
            assert!(!widget.boots_from_queue(), "a late script would boot at a private address");
        }
    }

    /// Whoever is due is in the widget or in the queue, but for the time that one token call takes. What fails or
    /// hangs, and what another tab calls in question, may take longer.
    fn check_presence(&self) {
        if !self.may_boot() || self.widget.throws {
            return;
        }
        let widget = &self.widget;
        let boots = widget.boots_from_queue();
        let here = match &widget.inside {
            Some(Inside::User(user)) => Some(user) == self.key(),
            Some(Inside::Visitor(_)) => self.key().is_none(),
            None => boots && widget.script != Script::Live,
        };
        let coming = self.key().is_some() && (self.oracle.has_asked() || self.oracle.excused);
        assert!(here || coming, "nobody is in the widget for {}, and no token is asked for", self.label());
    }

    /// R14: blocked is what did not run in ten seconds after the last insertion, or could not be fetched.
    fn check_state(&self, browser: &Browser) {
        let late = browser.now.monotonic - self.widget.inserted_at >= 10_000;
        let blocked = match self.widget.script {
            Script::Failed => true,
            Script::Inserted | Script::Starting => late || self.widget.failed,
            Script::Absent | Script::Live => false,
        };
        let shown = self.mounted && self.allowed();
        assert_eq!(
            self.machine.state() == State::Blocked,
            blocked && shown,
            "{:?}, {:?}",
            self.machine.state(),
            self.widget.script
        );
    }

    /// What holds while time passes and this page's timer is not due: nothing waits for an event that does not come.
    pub fn probe(&self, browser: &Browser) {
        let slept = |now: Now| now.wall - now.monotonic;
        // A timer counts monotonic time. Of what the wall clock says after a sleep, the next event is the first news.
        let mut now = browser.now;
        now.wall -= slept(now) - slept(self.ran_at);
        if let Some(Inside::User(user)) = &self.widget.inside {
            let until = self.widget.alive_until.unwrap();
            let alive = now.monotonic < until.monotonic && now.wall < until.wall;
            assert!(alive, "the token of {user} dies, and no timer shuts the widget down");
        }
        if let Some(held) = self.renewable() {
            // No sooner than a second.
            let late = held.age(now) * 100 > held.span * 80 && held.age(now) > 1_000;
            assert!(!late, "not renewed at {} of {} ms", held.age(now), held.span);
        }
        self.check_state(browser);
    }

    /// Whether the widget holds who the host says is here.
    pub fn at_home(&self) -> bool {
        let here = match (&self.widget.inside, self.key()) {
            (Some(Inside::Visitor(_)), None) => true,
            (Some(Inside::User(user)), Some(key)) => user == key,
            _ => false,
        };
        let shown = self.mounted && self.may_load && self.allowed();
        here && shown && self.widget.is_live() && !self.host.leaving && !self.host.unsure
    }
}
