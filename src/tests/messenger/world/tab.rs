//! A tab: the host app's page, the machine in it, and what is under way to it.

use leptos_messenger::messenger::machine::{Lifecycle, Step};
use leptos_messenger::messenger::*;

use super::browser::{Browser, Key};
use super::widget::{Inside, Script, Widget};

pub struct Tab {
    pub id: u32,
    pub machine: Lifecycle,
    /// A prerendered page's driver keeps all events until the page is shown.
    pub asleep: Option<Vec<Event>>,
    /// In the back/forward cache: nothing reaches it.
    pub frozen: bool,
    pub host: Host,
    pub may_load: bool,
    pub moving: bool,
    pub address: Url,
    pub widget: Widget,
    pub questions: Vec<Question>,
    pub mail: Vec<(u32, TabMessage)>,
    /// Another tab changed the marker, and this one was not told yet.
    pub storage: bool,
    pub oracle: Oracle,
}

/// The host app, as far as it concerns the pattern. It is careful with its own answers: one that was asked for before
/// the person acted here is not taken any more.
pub struct Host {
    pub session: Option<(Key, i64)>,
    pub unsure: bool,
    pub leaving: bool,
    pub consent: bool,
    /// Another tab said that consent is withdrawn.
    pub withdrawn_elsewhere: bool,
    pub asking: Vec<Option<Truth>>,
    /// It sets its signal by what another tab said, if it cares to.
    pub consent_told: Option<bool>,
}

#[derive(Clone)]
pub struct Truth {
    pub session: Option<(Key, i64)>,
}

pub struct Question {
    pub request: Request,
    pub asked: (u32, Now),
    pub answer: Option<Result<TokenReply, TokenFailure>>,
}

/// What the model remembers of a tab in order to judge it.
#[derive(Default)]
pub struct Oracle {
    /// The marker as the tab last saw it.
    pub marker: Option<Marker>,
    /// The last event after which no older token may be used.
    pub doubted: u32,
    pub made: u32,
    pub done: u32,
    pub dropped: u32,
    /// The last call that reached the widget.
    pub last: Option<u32>,
    pub refused: bool,
    /// What the host last said of consent.
    pub word: Option<bool>,
    pub commands: u32,
}

impl Tab {
    pub fn key(&self) -> Option<&Key> {
        self.host.session.as_ref().map(|(key, _)| key)
    }

    pub fn session(&self) -> Session {
        self.host.session.clone().map_or(Session::Visitor, |(key, revision)| Session::user(key, revision))
    }

    pub fn allowed(&self) -> bool {
        self.host.consent && !self.host.withdrawn_elsewhere
    }

    /// Out of sight of the machine: a page in the cache, or not shown yet.
    pub fn on(&mut self, event: Event, browser: &mut Browser) {
        if self.frozen {
            return;
        }
        if let Some(held) = &mut self.asleep {
            return held.push(event);
        }
        if self.widget.script == Script::Starting {
            self.widget.start(browser);
            self.handle(Event::Live(self.address.clone()), browser);
        }
        self.handle(event, browser);
        let told = self
            .host
            .consent_told
            .take()
            .filter(|told| self.id.is_multiple_of(2) && *told != self.host.consent);
        if let Some(given) = told {
            (self.host.consent, self.host.withdrawn_elsewhere) = (given, false);
            self.handle(Event::Consent(given), browser);
        }
    }

    pub fn handle(&mut self, event: Event, browser: &mut Browser) {
        browser.moment += 1;
        if let Event::OtherTab(TabMessage::Consent(given)) = &event {
            self.host.withdrawn_elsewhere = !given;
        }
        self.before(&event, browser);
        let withdrawal = match &event {
            // The same word again is none.
            Event::Consent(given) => self.oracle.word.replace(*given) != Some(*given) && !given,
            event => *event == Event::OtherTab(TabMessage::Consent(false)),
        };
        let ticked = event == Event::Tick;
        let mut told_host = 0;
        for step in self.machine.handle(event, browser.now, browser.marker.clone()) {
            match step {
                Step::Do(command) => {
                    self.oracle.commands += 1;
                    told_host += u32::from(matches!(command, Command::NotifyHost(_)));
                    if !self.allowed() {
                        self.check_without_consent(&command, withdrawal);
                    }
                    self.carry_out(command, browser);
                }
                Step::Drop(Dropped { what: What::Call(_), .. }) => self.oracle.dropped += 1,
                _ => {}
            }
        }
        assert!(told_host <= 1, "the host is asked {told_host} times for one event");
        if ticked {
            let next = self.machine.deadline(browser.now);
            assert!(next.is_none_or(|next| next > browser.now.monotonic), "the timer would spin");
        }
        self.oracle.marker = Some(browser.marker.clone());
        self.check(browser);
        if withdrawal {
            assert!(browser.cookie.is_none() && browser.marker == Marker::Nobody, "something is left");
        }
        browser.check();
    }

    fn carry_out(&mut self, command: Command, browser: &mut Browser) {
        let live = self.widget.script == Script::Live;
        match command {
            Command::FetchToken(request) => {
                assert!(self.key().is_some(), "a token is asked for only for a user");
                let asked = (browser.moment, browser.now);
                self.questions.push(Question { request, asked, answer: None });
            }
            Command::Queue(queue) => {
                assert!(!live, "a live widget has no queue");
                if let Queue::Boot(identity) | Queue::ShutdownAndBoot(identity) = &queue {
                    self.check_identity(identity, browser);
                }
                self.widget.queue = Some(queue);
                self.widget.settings = true;
            }
            Command::InsertScript => {
                let none = matches!(self.widget.script, Script::Absent | Script::Failed);
                assert!(none, "one script element at a time");
                assert!(self.widget.queue.is_some(), "there is somebody to boot");
                self.widget.script = Script::Inserted;
            }
            Command::Boot(identity) => {
                assert!(live && !self.moving, "a boot is for a live widget, on a page in place");
                self.check_identity(&identity, browser);
                self.widget.boot(&identity, browser);
                self.widget.reported = Some(self.address.clone());
            }
            Command::Update(update) => {
                assert!(live && !self.moving, "a ping is for a live widget, on a page in place");
                self.check_update(&update, browser);
                self.widget.count(update.token.is_none(), browser);
                self.widget.reported = Some(self.address.clone());
                if let Some(token) = update.token {
                    self.widget.take(&token, browser);
                }
            }
            Command::Shutdown => {
                assert!(live, "a shutdown for a widget that is not there");
                self.widget.shutdown(browser);
                self.widget.settings = true;
            }
            Command::Invoke(call) => {
                assert!(live && (self.widget.inside.is_some() || self.widget.throws));
                self.check_call(&call);
            }
            Command::Listen(registration) => {
                assert!(live);
                self.widget.callbacks.push(registration);
            }
            Command::Conceal(_) => {}
            Command::Mark(marker) => browser.marker = marker,
            Command::Broadcast(notice) => browser.posted.push(notice),
            Command::Purge => {
                browser.cookie = None;
                self.widget.settings = false;
            }
            Command::NotifyHost(Stale::Consent(given)) => self.host.consent_told = Some(given),
            Command::NotifyHost(_) => self.host.asking.push(None),
            Command::Emit(_) => {}
        }
    }

    /// What this page's visitor could have seen of another tab's user: the marker says who, and it cannot be missed
    /// but by a page that ran nothing from that user's beginning to their end.
    pub fn witness(&mut self, browser: &Browser) {
        if let (Some(Inside::Visitor(owner)), Marker::User(SessionKey(key))) =
            (&mut self.widget.inside, &browser.marker)
        {
            owner.get_or_insert_with(|| key.clone());
        }
    }
}
