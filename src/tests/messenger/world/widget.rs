//! The widget of one tab: its script, the stub's queue, who is inside, and what it heard.

use leptos_messenger::messenger::observe::*;
use leptos_messenger::messenger::*;
use std::collections::VecDeque;

use super::browser::{Browser, Key};

const HALF_AN_HOUR: i64 = 30 * 60_000;

pub struct Widget {
    pub script: Script,
    pub queue: Option<Queue>,
    /// `window.intercomSettings` is there, in whatever state.
    pub settings: bool,
    pub inside: Option<Inside>,
    /// The page hides all that the widget draws.
    pub concealed: bool,
    /// When the script was inserted last, on the monotonic clock.
    pub inserted_at: i64,
    /// The script failed, and has not run since.
    pub failed: bool,
    pub alive_until: Option<Now>,
    /// Of the person's data, as the last token said.
    pub revision: i64,
    /// The moment when the page asked for the token that is in use.
    pub asked: u32,
    pub reported: Option<Url>,
    /// Registered with the widget, which drops them at shutdown.
    pub callbacks: Vec<Registration>,
    /// The marker when the queue was drained.
    drained: Option<Marker>,
    /// Nothing that is called has any effect, but for a shutdown.
    pub throws: bool,
    /// The updates since the last shutdown: when, and whether each was a mere ping.
    updates: VecDeque<(i64, bool)>,
    pings: u32,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Script {
    Absent,
    Inserted,
    Failed,
    /// The queue is drained, the stub still in place.
    Starting,
    Live,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Inside {
    /// Whose cookie another tab has put beside this visitor's own, if it did: a user's boot takes the conversation
    /// along, so it is that user's from then on.
    Visitor(Option<Key>),
    User(Key),
}

impl Widget {
    pub fn new() -> Self {
        Self {
            script: Script::Absent,
            queue: None,
            settings: false,
            inside: None,
            concealed: false,
            inserted_at: 0,
            failed: false,
            alive_until: None,
            revision: 0,
            asked: 0,
            reported: None,
            callbacks: Vec::new(),
            drained: None,
            throws: false,
            updates: VecDeque::new(),
            pings: 0,
        }
    }

    pub fn is_live(&self) -> bool {
        self.script == Script::Live
    }

    /// Whether somebody would be in a widget that drains the queue now.
    pub fn boots_from_queue(&self) -> bool {
        matches!(self.queue, Some(Queue::Boot(_) | Queue::ShutdownAndBoot(_)))
    }

    pub fn user(&self) -> Option<&Key> {
        match &self.inside {
            Some(Inside::User(key)) => Some(key),
            _ => None,
        }
    }

    pub fn drain(&mut self, browser: &mut Browser) {
        self.script = Script::Starting;
        self.drained = Some(browser.marker.clone());
        match self.queue.take().expect("a script that finds no queue boots by itself") {
            Queue::Boot(identity) => self.boot(&identity, browser),
            Queue::Shutdown => self.shutdown(browser),
            Queue::ShutdownAndBoot(identity) => {
                self.shutdown(browser);
                self.boot(&identity, browser);
            }
        }
    }

    /// The stub gives way. Meanwhile another tab may have booted the very session whose marker this one knew, which no
    /// marker can show: of two things at the same instant, that boot counts as the earlier, and this widget's shutdown
    /// has cleared its cookie.
    pub fn start(&mut self, browser: &mut Browser) {
        (self.script, self.failed) = (Script::Live, false);
        if self.drained.take().as_ref() == Some(&browser.marker) && self.user() != browser.cookie.as_ref() {
            browser.cookie = None;
        }
    }

    pub fn boot(&mut self, identity: &Identity, browser: &mut Browser) {
        if self.inside.is_some() {
            self.count(false, browser);
        }
        if self.throws {
            // For the model, whoever was inside has the new token.
            if let Identity::User(token) = identity {
                self.take(token, browser);
            }
            return;
        }
        match identity {
            Identity::Visitor => {
                assert_eq!(browser.cookie, None, "a visitor meets a user's cookie");
                assert_eq!(self.inside, None, "a visitor after somebody, without shutdown");
                self.inside = Some(Inside::Visitor(None));
            }
            Identity::User(token) => {
                let signed = browser.signed(token).clone();
                let fits = browser.cookie.as_ref().is_none_or(|cookie| *cookie == signed.key);
                assert!(fits, "{} meets the cookie of {:?}", signed.key, browser.cookie);
                match &self.inside {
                    Some(Inside::User(before)) => assert_eq!(*before, signed.key, "one user after another"),
                    Some(Inside::Visitor(Some(owner))) => {
                        assert_eq!(*owner, signed.key, "a user takes over another's conversation");
                    }
                    _ => {}
                }
                browser.cookie = Some(signed.key.clone());
                self.take(token, browser);
                self.inside = Some(Inside::User(signed.key));
            }
        }
    }

    pub fn take(&mut self, token: &Token, browser: &Browser) {
        let signed = browser.signed(token);
        (self.alive_until, self.asked) = (Some(signed.until), signed.asked);
        self.revision = signed.revision;
    }

    pub fn shutdown(&mut self, browser: &mut Browser) {
        (self.inside, self.reported, self.alive_until) = (None, None, None);
        browser.cookie = None;
        self.callbacks.clear();
        self.updates.clear();
        self.pings = 0;
    }

    /// The hosted Messenger takes 20 updates in half an hour; a boot while somebody is inside acts as one.
    pub fn count(&mut self, ping: bool, browser: &Browser) {
        self.updates.push_back((browser.now.monotonic, ping));
        self.pings += u32::from(ping);
        if browser.throttled {
            let since = browser.now.monotonic - HALF_AN_HOUR;
            while self.updates.front().is_some_and(|(at, _)| *at <= since) {
                self.updates.pop_front();
            }
            assert!(self.updates.len() <= 20, "over the budget");
            assert!(self.updates.iter().filter(|(_, ping)| *ping).count() <= 16, "over the budget of pings");
        }
    }

    /// Whether a ping must go at once: eight may, and after that one each 225 seconds.
    pub fn may_ping(&self, browser: &Browser) -> bool {
        let lately = |(at, ping): &&(i64, bool)| *ping && browser.now.monotonic - at < HALF_AN_HOUR / 8;
        !browser.throttled || self.pings < 8 || self.updates.iter().rev().find(lately).is_none()
    }
}
