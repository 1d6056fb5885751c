//! Where everything comes to rest: nothing fails any more, nobody acts, each tab is looked at once.

use leptos_messenger::messenger::observe::*;
use leptos_messenger::messenger::*;

use super::World;
use super::op::Op;
use super::tab::Tab;
use super::widget::{Inside, Script};

/// Commands that no tab has use for more of, in order to come to rest: it is shut down, asks and boots a few times
/// over, and once for each old message that is still under way. Two tabs that shut each other down without end go beyond.
const MOST_COMMANDS: u32 = 60;
const FOR_EACH_MESSAGE: u32 = 8;
/// The seconds of the longest wait until a host is asked again.
const LONGEST_WAIT: u32 = 300;
/// And then, in half a minute, a token may be renewed and a waiting ping go.
const AT_REST: u32 = 8;
/// Token calls of one tab, in a minute in which the server's keys differ each time: some as it hears of each change,
/// and then ever fewer.
const MOST_CALLS_A_MINUTE: u32 = 12;

impl World {
    pub fn calm_down(&mut self) {
        for index in 0..self.tabs.len() {
            let t = index as u8;
            if self.tabs[index].as_ref().is_some_and(|tab| tab.frozen) {
                self.in_tab(Op::Freeze(t));
            }
            if self.tabs[index].is_some() {
                self.in_tab(Op::Show(t));
                self.in_tab(Op::Mount(t, true, true));
                self.in_tab(Op::LogOutDone(t, true));
                self.in_tab(Op::MayLoad(t));
                self.in_tab(Op::Arrive(t, 99));
            }
        }
        if self.browser.keys_differ {
            self.bear_with_keys_that_differ();
        }
        self.browser.limit_idle_time(None);
        let messages = self.open_tabs().map(|tab| tab.mail.len() as u32).sum::<u32>();
        self.wait_and_count(1, MOST_COMMANDS + FOR_EACH_MESSAGE * messages);
        // A tab of another origin sees the marker at its next event, whichever that is.
        let marker = self.browser.marker.clone();
        (0..self.tabs.len()).for_each(|tab| self.event(tab, Event::Tick));
        // And a host that was asked often is asked again within 15 seconds.
        self.wait_and_count(3, MOST_COMMANDS);
        if self.browser.marker == marker {
            self.open_tabs().for_each(|tab| self.check_host_knows(tab));
        }
        self.be_patient();
        for index in 0..self.tabs.len() {
            self.event(index, Event::Woken);
        }
        // Longer than the longest wait between two questions.
        self.wait_and_count(13, MOST_COMMANDS);
        self.wait_and_count(6, AT_REST);
        if self.browser.throttled {
            // Until the budget is whole again.
            let end = self.browser.now.monotonic + 32 * 60_000;
            while self.browser.now.monotonic < end {
                let next = self.next_timer().map_or(end, |(at, _)| at.min(end));
                self.pass((next - self.browser.now.monotonic).max(1));
                self.everything_arrives();
            }
        }
        self.open_tabs().for_each(|tab| self.check_at_rest(tab));
        if !self.browser.consent {
            if self.browser.closed_unheard {
                self.open(0, false, true);
            }
            assert!(self.browser.cookie.is_none(), "a cookie is left without consent");
            assert_eq!(self.browser.marker, Marker::Nobody, "a marker is left without consent");
        }
    }

    /// R1: without a wake, every page knows within the longest wait who is here, as far as its tokens tell.
    fn be_patient(&mut self) {
        self.tabs.iter_mut().flatten().for_each(|tab| tab.oracle.commands = 0);
        for _ in 0..LONGEST_WAIT / 10 + 1 {
            self.everything_arrives();
            self.pass(10_000);
        }
        self.everything_arrives();
        let restless = self.open_tabs().map(|tab| tab.oracle.commands).find(|count| *count > MOST_COMMANDS);
        assert_eq!(restless, None, "restless while everybody waits");
        self.open_tabs().for_each(|tab| self.check_not_stuck(tab));
    }

    fn check_not_stuck(&self, tab: &Tab) {
        if !self.browser.consent || !tab.allowed() || tab.widget.throws {
            return;
        }
        assert!(!tab.host.unsure, "the host does not know who is here, and is not asked");
        let gone = tab.key().is_some() && tab.key() != self.browser.key();
        let state = tab.machine.state();
        let alive = tab.oracle.held.is_some_and(|held| held.age(self.browser.now) < held.span);
        assert!(!gone || alive, "the page says {:?}, who is gone; {state:?}", tab.key());
        assert!(!matches!(state, State::Idle | State::Loading), "{state:?} for {:?}", tab.key());
    }

    /// However often the keys differ, the pages leave the server in peace.
    fn bear_with_keys_that_differ(&mut self) {
        for _ in 0..12 {
            self.everything_arrives();
            self.pass(5_000);
        }
        let calls =
            |world: &Self| -> Vec<u32> { world.open_tabs().map(|tab| tab.oracle.token_calls).collect() };
        let before = calls(self);
        for _ in 0..12 {
            self.everything_arrives();
            self.pass(5_000);
        }
        for (before, after) in before.into_iter().zip(calls(self)) {
            assert!(after - before <= MOST_CALLS_A_MINUTE, "{} token calls in a minute", after - before);
        }
        self.browser.keys_differ = false;
    }

    fn wait_and_count(&mut self, times: u32, most: u32) {
        self.tabs.iter_mut().flatten().for_each(|tab| tab.oracle.commands = 0);
        for _ in 0..times {
            self.everything_arrives();
            self.pass(5_000);
        }
        self.everything_arrives();
        let commands: Vec<u32> = self.open_tabs().map(|tab| tab.oracle.commands).collect();
        assert!(
            commands.iter().all(|commands| *commands <= most),
            "restless: {commands:?} commands, {most} at most"
        );
    }

    fn open_tabs(&self) -> impl Iterator<Item = &Tab> {
        self.tabs.iter().flatten()
    }

    /// So many seconds in which all that is under way arrives. However soon sessions end, and however many tabs there
    /// are, no page asks more than about once a second for a token and once for who is here.
    pub(super) fn rest(&mut self, seconds: u32) {
        self.everything_arrives();
        self.tabs.iter_mut().flatten().for_each(|tab| tab.oracle.requests = 0);
        for _ in 0..seconds {
            self.pass(1_000);
            self.everything_arrives();
        }
        let most = 2 * seconds + MOST_COMMANDS;
        let restless = self.open_tabs().map(|tab| tab.oracle.requests).find(|requests| *requests > most);
        assert_eq!(restless, None, "more than {most} requests in {seconds} seconds");
    }

    /// All that is under way, until nothing is.
    fn everything_arrives(&mut self) {
        let messages: usize = self.open_tabs().map(|tab| tab.mail.len()).sum();
        // A host that got no answer for hours has asked often.
        let questions: usize = self.open_tabs().map(|tab| tab.host.asking.len()).sum();
        // Three tabs whose host gives another key each time have it check twelve times each before they slow down, and a
        // check takes up to four rounds: the longest story of 20,000 came to rest after 156.
        for _ in 0..200 + messages + questions {
            let mut quiet = true;
            for index in 0..self.tabs.len() {
                let t = index as u8;
                let Some(tab) = &self.tabs[index] else { continue };
                if tab.quiet() || !tab.runs() {
                    continue;
                }
                quiet = false;
                self.in_tab(Op::Storage(t));
                self.in_tab(Op::Mail(t, 0));
                self.in_tab(Op::HostAnswers(t, false));
                self.in_tab(Op::Script(t));
                let marker = self.browser.marker.clone();
                if let Some(tab) = &mut self.tabs[index] {
                    tab.answer_all(&mut self.browser);
                }
                self.spread(index, &marker);
            }
            if quiet {
                return;
            }
        }
        panic!("restless: the tabs go on answering each other");
    }

    /// R13: whoever another tab has booted is known to every tab whose host got its answers, without a wake.
    fn check_host_knows(&self, tab: &Tab) {
        let Marker::User(SessionKey(booted)) = &self.browser.marker else { return };
        if Some(booted) == self.browser.key() && tab.allowed() && !tab.host.lost && self.browser.consent {
            assert_eq!(tab.key(), Some(booted), "the marker says who is here, and the host is not asked");
        }
    }

    /// The person whom the server knows is in the widget, at the last URL, with the newest data.
    fn check_at_rest(&self, tab: &Tab) {
        let state = tab.machine.state();
        if !self.browser.consent || !tab.allowed() {
            // Who missed that consent was given again stays on the safe side.
            assert_eq!((state, &tab.widget.inside), (State::AwaitingConsent, &None));
            return;
        }
        assert_eq!(tab.key(), self.browser.key(), "the host is not up to date");
        if tab.widget.throws || (tab.oracle.refused && tab.waits_for_nothing()) {
            return;
        }
        let person = match (&tab.widget.inside, self.browser.key()) {
            (Some(Inside::Visitor(_)), None) => State::Live(Who::Visitor),
            (Some(Inside::User(user)), Some(key)) if user == key => State::Live(Who::User),
            (inside, key) => panic!("{inside:?} is in the widget and {key:?} at the server; {state:?}"),
        };
        assert_eq!(state, person);
        assert_eq!(tab.widget.reported.as_deref(), Some("/99"), "the last URL is always reported");
        if let Some((_, revision)) = self.browser.session().filter(|_| !tab.oracle.refused) {
            assert_eq!(tab.widget.revision, *revision, "the widget has older data");
        }
        assert_eq!(tab.oracle.waiting_calls(), 0, "a call that waited is lost");
    }
}

impl Tab {
    /// The server refused the person's token. A script that failed before is not tried again: nobody waits for it, and
    /// the page stays blocked.
    fn waits_for_nothing(&self) -> bool {
        match self.machine.state() {
            State::Refused(_) => true,
            State::Blocked => self.widget.script == Script::Failed && !self.widget.boots_from_queue(),
            _ => false,
        }
    }

    fn quiet(&self) -> bool {
        !self.storage
            && self.mail.is_empty()
            && self.host.asking.is_empty()
            && self.questions.is_empty()
            && !matches!(self.widget.script, Script::Inserted | Script::Starting)
    }
}
