//! A tab: the host app's page, the machine in it, and what is under way to it.

use leptos_messenger::messenger::observe::*;
use leptos_messenger::messenger::*;

use super::browser::{Browser, Key, Login};
use super::host::Host;
use super::oracle::Oracle;
use super::widget::{Inside, Script, Widget};
use super::witness::Witness;

/// Milliseconds. The driver sets no longer timer.
const LONGEST_TIMER: i64 = 86_400_000;

pub struct Tab {
    pub id: u32,
    pub origin: u8,
    pub machine: Lifecycle,
    /// A prerendered page's driver keeps all events until the page is shown.
    pub asleep: Option<Vec<Event>>,
    /// In the back/forward cache: nothing reaches it.
    pub frozen: bool,
    /// `<Messenger>` is in the page.
    pub mounted: bool,
    pub host: Host,
    pub may_load: bool,
    pub place: Place,
    pub address: Url,
    pub widget: Widget,
    pub questions: Vec<Question>,
    pub mail: Vec<(u32, TabMessage)>,
    /// Another tab changed the marker, and the storage event has not come yet.
    pub storage: bool,
    /// The moment on the monotonic clock for which the driver has set the page's timer.
    pub timer: Option<i64>,
    /// The clocks at the last event.
    pub ran_at: Now,
    pub oracle: Oracle,
}

/// Whether the page is in place, and whether its address may be reported.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Place {
    Moving,
    Settled,
    PrivateAddress,
}

#[derive(Clone)]
pub struct Question {
    pub request: Request,
    /// Who was here, in which revision, when the page asked.
    pub login: Option<Login>,
    pub asked: (u32, Now),
    pub answer: Option<Result<TokenReply, TokenFailure>>,
}

impl Tab {
    /// Its host asks the server who is here when the page is rendered, or later.
    pub fn new(origin: u8, prerendered: bool, browser: &mut Browser) -> Self {
        let id = browser.next();
        Self {
            id,
            origin,
            machine: Lifecycle::new(browser.throttled, u64::from(id)),
            asleep: prerendered.then(Vec::new),
            frozen: false,
            mounted: true,
            host: Host::new(browser.consent),
            may_load: false,
            place: Place::Settled,
            address: "/".into(),
            widget: Widget::new(),
            questions: Vec::new(),
            mail: Vec::new(),
            storage: false,
            timer: None,
            ran_at: browser.now,
            oracle: Oracle::default(),
        }
    }

    /// Who is here, as the host last said to the machine.
    pub fn key(&self) -> Option<&Key> {
        self.host.session.as_ref().map(|(key, _)| key)
    }

    /// The marker that belongs to the host's last word.
    pub fn marker(&self) -> Marker {
        self.key().map_or(Marker::Nobody, |key| Marker::User(SessionKey(key.clone())))
    }

    pub fn allowed(&self) -> bool {
        self.host.consent && !self.host.withdrawn_elsewhere
    }

    /// Its script and timers run.
    pub fn runs(&self) -> bool {
        !self.frozen && self.asleep.is_none()
    }

    /// Whether somebody ought to be in the widget, and the page may boot: all but the token.
    pub fn may_boot(&self) -> bool {
        let host = &self.host;
        let certain = host.spoken && !host.unsure && !host.leaving && !self.oracle.has_ended(self.key());
        certain && self.mounted && self.may_load && self.allowed() && self.place == Place::Settled
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
            self.go_live(browser);
        }
        self.handle(event, browser);
        let given = self
            .host
            .consent_elsewhere
            .take()
            .filter(|given| self.id.is_multiple_of(2) && *given != self.host.consent);
        if let Some(given) = given {
            (self.host.consent, self.host.withdrawn_elsewhere) = (given, false);
            self.handle(Event::Consent(given), browser);
        }
        let now = browser.now.monotonic;
        self.timer = self.machine.deadline(browser.now).map(|at| at.clamp(now, now + LONGEST_TIMER));
    }

    /// The real dispatcher takes the stub's place.
    pub fn go_live(&mut self, browser: &mut Browser) {
        let late = browser.now.monotonic - self.widget.inserted_at >= 10_000;
        browser.note_if(late && self.widget.inside.is_some(), Witness::LateScriptGoesLive);
        let waiting = self.oracle.waiting_calls() > 0 && self.widget.inside.is_some();
        browser.note_if(waiting, Witness::CallsWaitWhenTheScriptArrives);
        self.widget.start(browser);
        self.handle(Event::Live(self.address.clone()), browser);
    }

    fn handle(&mut self, event: Event, browser: &mut Browser) {
        browser.moment += 1;
        let marker_before = self.marker();
        self.expire_log_out(browser.now);
        self.hear(&event);
        let news = self.before(&event, &marker_before, browser);
        let mut host_checks = 0;
        let steps = self.machine.handle(event.clone(), browser.now, browser.marker.clone());
        if browser.traced {
            println!("{} {:?} {event:?} {:?}\n    {steps:?}", self.id, browser.now, browser.marker);
        }
        for step in steps {
            match step {
                Step::Do(command) => {
                    self.oracle.commands += 1;
                    let asks = matches!(command, Command::NotifyHost(_) | Command::FetchToken(_));
                    self.oracle.requests += u32::from(asks);
                    host_checks += u32::from(matches!(command, Command::NotifyHost(_)));
                    if !self.allowed() {
                        self.check_without_consent(&command, news.withdrawal);
                    }
                    self.carry_out(command, &news.marker, browser);
                }
                Step::Drop(dropped) => self.check_drop(&dropped, &news),
                Step::Found(_) => {}
            }
        }
        assert!(host_checks <= 1, "the host is asked {host_checks} times for one event");
        // R1: the server or another tab knows better than the host's signal.
        let ended = news.another_person
            && !news.withdrawal
            && matches!(event, Event::Token { .. } | Event::OtherTab(_));
        assert!(
            !ended || host_checks == 1 || !self.mounted,
            "the session is over, and the host is not asked"
        );
        let refused = matches!(event, Event::Token { result: Err(TokenFailure::Refused), .. });
        assert!(
            !refused || !news.current_answer || host_checks == 1 || !self.mounted,
            "the server refuses this page a token, and the host is not asked"
        );
        self.ran_at = browser.now;
        self.after(&event, &news, browser);
        self.check(browser);
        browser.check();
    }

    /// What the machine knows from this event on.
    fn hear(&mut self, event: &Event) {
        match event {
            Event::Mounted => (self.mounted, self.host.unsure) = (true, true),
            Event::Removed => (self.mounted, self.place) = (false, Place::Moving),
            Event::Moving => self.place = Place::Moving,
            Event::Settled(_) => self.place = Place::Settled,
            Event::SettledPrivate => self.place = Place::PrivateAddress,
            Event::MayLoad => self.may_load = true,
            // Somebody reaches for the Messenger.
            Event::Call(_) => self.may_load |= self.allowed() && self.mounted,
            Event::OtherTab(TabMessage::Consent(given)) => self.host.withdrawn_elsewhere = !given,
            Event::Session(session) => self.host.hear(session),
            _ => {}
        }
    }

    fn carry_out(&mut self, command: Command, marker_before: &Marker, browser: &mut Browser) {
        let live = self.widget.script == Script::Live;
        match command {
            Command::FetchToken(request) => {
                assert!(self.key().is_some(), "a token is asked for only for a user");
                assert!(self.mounted, "a token is asked for without a <Messenger>");
                self.check_renewal(browser);
                let asked = (browser.moment, browser.now);
                self.oracle.asks(request, browser.now);
                let login = self.host.session.clone();
                self.questions.push(Question { request, login, asked, answer: None });
            }
            Command::Queue(queue) => {
                assert!(!live, "a live widget has no queue");
                if let Queue::Boot(identity) | Queue::ShutdownAndBoot(identity) = &queue {
                    self.check_identity(identity, browser);
                    let found = !matches!(marker_before, Marker::Nobody) && *marker_before != self.marker();
                    browser.note_if(found, Witness::FirstBootUnderAnothersMarker);
                }
                self.widget.queue = Some(queue);
                self.widget.settings = true;
            }
            Command::InsertScript => {
                let again = self.widget.script == Script::Failed;
                assert!(again || self.widget.script == Script::Absent, "one script element at a time");
                assert!(self.widget.boots_from_queue() && self.mounted, "there is somebody to boot");
                browser.note_if(again, Witness::FailedScriptInsertedAgain);
                (self.widget.script, self.widget.inserted_at) = (Script::Inserted, browser.now.monotonic);
            }
            Command::Boot(identity) => {
                assert!(live, "a boot is for a live widget");
                self.check_identity(&identity, browser);
                match (&self.widget.inside, &identity) {
                    (Some(Inside::Visitor(_)), Identity::User(_)) => {
                        browser.note(Witness::LiveVisitorBecomesUser)
                    }
                    (Some(Inside::User(_)), Identity::User(_)) => browser.note(Witness::RenewalDelivered),
                    _ => {}
                }
                self.widget.boot(&identity, browser);
                self.widget.reported = Some(self.address.clone());
            }
            Command::Update(update) => {
                assert!(live && self.mounted, "a ping is for a live widget");
                assert_eq!(self.place, Place::Settled, "a ping is for a page in place");
                self.check_update(&update, browser);
                self.widget.count(update.token.is_none(), browser);
                let spent = std::mem::take(&mut self.oracle.over_budget) && update.token.is_none();
                browser.note_if(spent, Witness::BudgetSpentAndTheLastAddressArrives);
                self.widget.reported = Some(self.address.clone());
                self.oracle.attributes_wait = false;
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
            Command::Conceal(concealed) => self.widget.concealed = concealed,
            Command::Mark(marker) => (browser.marker, browser.marker_from) = (marker, self.origin),
            Command::Broadcast(notice) => browser.posted.push(notice),
            Command::Purge => {
                browser.cookie = None;
                self.widget.settings = false;
            }
            // Without a `<Messenger>` nobody hears it.
            Command::NotifyHost(_) if !self.mounted => {}
            Command::NotifyHost(CheckAgain::Consent(given)) => self.host.consent_elsewhere = Some(given),
            Command::NotifyHost(_) => self.host.asking.push(None),
            Command::Emit(_) => {}
        }
    }
}
