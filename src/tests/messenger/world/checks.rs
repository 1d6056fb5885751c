//! What must hold. Written from the rules, not from the machine.
//!
//! Across tabs no page can act before it runs: a tab that another tab's change has made stale shows its old person until
//! its next event, whichever that is. What holds is: *after* every event of a tab, whoever is in its widget is who its
//! own host says, by a token that this very page asked for after its last reason to doubt, still alive; and the marker,
//! as it is at that moment, names that very session. A reason to doubt is a marker that names another session than the
//! host's, word of another tab that says so, a log-out pressed, a change of person, consent withdrawn.

use leptos_messenger::messenger::*;

use super::browser::{Browser, Key};
use super::tab::Tab;
use super::widget::{Inside, Script};

impl Tab {
    /// Notes reasons to doubt that come with this event.
    pub fn before(&mut self, event: &Event, browser: &Browser) {
        let key = self.key().cloned();
        let ours = key.clone().map_or(Marker::Nobody, |key| Marker::User(SessionKey(key)));
        let news = self.oracle.marker.as_ref().is_some_and(|seen| *seen != browser.marker);
        let doubt = match event {
            Event::OtherTab(TabMessage::Began(theirs)) => {
                theirs.as_ref().map(|SessionKey(key)| key) != key.as_ref()
            }
            Event::OtherTab(TabMessage::Ended(SessionKey(ended))) => Some(ended) == key.as_ref(),
            Event::OtherTab(TabMessage::Consent(false)) | Event::Consent(false) | Event::LogOut => true,
            _ => false,
        };
        if doubt || (news && browser.marker != ours) {
            self.oracle.doubted = browser.moment;
        }
        if !matches!(event, Event::Live(_)) {
            self.witness(browser);
        }
    }

    /// Whoever is booted is who the host says is here, by a token of this very session that is still alive.
    pub fn check_identity(&self, identity: &Identity, browser: &Browser) {
        assert!(self.may_load && self.allowed(), "booted without leave");
        match identity {
            Identity::Visitor => assert_eq!(self.key(), None, "a user is never booted as a visitor"),
            Identity::User(token) => {
                let signed = browser.signed(token);
                assert_eq!(Some(&signed.key), self.key(), "booted with another's token");
                assert_eq!(signed.tab, self.id, "booted with another page's token");
                assert!(signed.asked >= self.oracle.doubted, "booted with a token from before the doubt");
                assert!(!self.host.leaving, "booted after log-out was pressed");
                assert!(!self.host.unsure, "booted while the host is unsure");
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
        if let Some(owner) = wire.get("owner") {
            assert_eq!(*owner, self.label(), "attributes of another person");
        } else if update.token.is_none() {
            assert_ne!(self.widget.reported.as_ref(), Some(&self.address), "the same URL twice");
        }
    }

    /// In the order made, none twice, for the person who made them.
    pub fn check_call(&mut self, call: &Call) {
        let Call::StartConversation(text) = call else { return };
        let (owner, number) = text.split_once(' ').unwrap();
        assert_eq!(owner, self.label(), "words of another person");
        let number = number.parse::<u32>().unwrap();
        assert!(self.oracle.last.is_none_or(|last| last < number), "out of order, or twice");
        self.oracle.last = Some(number);
        self.oracle.done += 1;
    }

    pub fn label(&self) -> Key {
        self.key().cloned().unwrap_or_else(|| "visitor".into())
    }

    /// The withdrawal itself takes everything away; after it there is nothing to be done.
    pub fn check_without_consent(&self, command: &Command, withdrawal: bool) {
        // What another tab or a late script leaves in the marker is still cleaned up.
        let always =
            matches!(command, Command::Mark(Marker::Nobody) | Command::NotifyHost(_) | Command::Broadcast(_));
        let of_the_withdrawal =
            matches!(command, Command::Shutdown | Command::Queue(Queue::Shutdown) | Command::Purge);
        assert!(always || (withdrawal && of_the_withdrawal), "{command:?} without consent");
    }

    /// What holds after every single event of this tab.
    pub fn check(&self, browser: &Browser) {
        let widget = &self.widget;
        let live = widget.script == Script::Live;
        match &widget.inside {
            Some(Inside::User(user)) => {
                assert_eq!(Some(user), self.key(), "{user} is still in the widget");
                assert!(!self.host.leaving, "{user} is still in the widget after log-out was pressed");
                assert!(widget.asked >= self.oracle.doubted, "{user} is still in the widget after a doubt");
                assert!(
                    widget.alive_until.is_some_and(|until| browser.alive(until)),
                    "a dead token's session goes on"
                );
                if live {
                    let named = matches!(&browser.marker, Marker::User(SessionKey(key)) if key == user);
                    assert!(named, "{user} is in the widget, the marker says {:?}", browser.marker);
                }
            }
            Some(Inside::Visitor(Some(owner))) if live => {
                let named = matches!(&browser.marker, Marker::User(SessionKey(key)) if key == owner);
                assert!(named, "a conversation that became {owner}'s outlives their session");
            }
            _ => {}
        }
        if !self.allowed() {
            assert_eq!(widget.inside, None, "somebody is in the widget without consent");
            assert!(!widget.settings, "settings are left without consent");
            assert!(matches!(widget.queue, None | Some(Queue::Shutdown)), "a late script would boot");
        }
        if widget.inside.is_none() && !widget.throws {
            assert!(self.machine.unread() == 0 && !self.machine.open(), "somebody's unread count is left");
        }
        if live && !widget.throws {
            assert_eq!(
                widget.callbacks.len(),
                usize::from(widget.inside.is_some()),
                "one callback a session"
            );
        }
        if self.at_home()
            && !self.moving
            && !self.host.unsure
            && widget.reported.as_ref() != Some(&self.address)
        {
            assert!(!widget.may_ping(browser), "the last URL is reported at once if the budget allows");
            let next = self.machine.deadline(browser.now);
            let soon = browser.now.monotonic + 226_000;
            assert!(next.is_some_and(|next| next <= soon), "the last URL is never reported");
        }
    }

    /// Whether the widget holds who the host says is here.
    pub fn at_home(&self) -> bool {
        let here = match (&self.widget.inside, self.key()) {
            (Some(Inside::Visitor(_)), None) => true,
            (Some(Inside::User(user)), Some(key)) => user == key,
            _ => false,
        };
        here && self.widget.script == Script::Live && self.may_load && self.allowed() && !self.host.leaving
    }
}
