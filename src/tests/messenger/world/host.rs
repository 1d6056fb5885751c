//! The host app in a tab: the person acts, the server answers, and its signals speak.
//!
//! It is careful with its own answers: one that was asked for before the person acted here is not taken any more.

use leptos_messenger::messenger::observe::*;
use leptos_messenger::messenger::*;

use super::browser::{Browser, Login};
use super::op::Op;
use super::tab::Tab;
use super::widget::Inside;
use super::witness::Witness;

pub struct Host {
    /// The last session that it was certain of, as the machine heard it.
    pub session: Option<Login>,
    /// It has been certain at least once.
    pub spoken: bool,
    /// Its signal says `Unknown`.
    pub unsure: bool,
    /// A log-out was pressed, and nothing has ended it.
    pub leaving: bool,
    /// The log-out that was pressed last, if the page did not know then whom it logs out.
    unidentified_log_out: Option<UnidentifiedLogOut>,
    /// The server has heard of it.
    pub left: bool,
    /// What its signal says while no `<Messenger>` hears it.
    unsaid: Option<Option<Login>>,
    pub consent: bool,
    /// Another tab said that consent is withdrawn.
    pub withdrawn_elsewhere: bool,
    /// Its questions to the server who is here; Some: the answer is under way.
    pub asking: Vec<Option<Truth>>,
    /// One of its questions got no answer.
    pub lost: bool,
    /// It sets its signal by what another tab said, if it cares to.
    pub consent_elsewhere: Option<bool>,
}

/// The user whom the host names first after it counts as the one whom it logs out.
struct UnidentifiedLogOut {
    /// The host has named a user, or a visitor, since it was pressed.
    named: bool,
    /// The moment of its end on the monotonic clock, if nothing ends it before.
    until: i64,
}

#[derive(Clone)]
pub struct Truth {
    session: Option<Login>,
}

impl Host {
    pub fn new(consent: bool) -> Self {
        Self {
            session: None,
            spoken: false,
            unsure: true,
            leaving: false,
            unidentified_log_out: None,
            left: false,
            unsaid: None,
            consent,
            withdrawn_elsewhere: false,
            asking: Vec::new(),
            lost: false,
            consent_elsewhere: None,
        }
    }

    pub fn hear(&mut self, session: &Session) {
        self.unsure = *session == Session::Unknown;
        self.spoken |= !self.unsure;
        match session {
            Session::Unknown => {}
            Session::Visitor => self.session = None,
            Session::User { key: SessionKey(key), revision } => self.session = Some((key.clone(), *revision)),
        }
    }
}

impl Tab {
    /// `<Messenger>` comes into the page for the first time.
    pub fn begin(&mut self, certain: bool, browser: &mut Browser) {
        self.on(Event::Mounted, browser);
        self.on(Event::Consent(self.host.consent), browser);
        if certain {
            let session = browser.look_up_session();
            self.say(session, browser);
        } else {
            browser.note(Witness::UnknownIsTheHostsFirstWord);
            self.host.asking.push(None);
            self.on(Event::Session(Session::Unknown), browser);
        }
        self.on(Event::Settled(self.address.clone()), browser);
    }

    /// Its signal says who is here.
    pub fn say(&mut self, session: Option<Login>, browser: &mut Browser) {
        if !self.mounted {
            self.host.unsaid = Some(session);
            return;
        }
        self.host.unsaid = None;
        let key = |login: &Option<Login>| login.as_ref().map(|(key, _)| key.clone());
        let same = key(&session) == key(&self.host.session);
        let holds = match &mut self.host.unidentified_log_out {
            Some(log_out) => !std::mem::replace(&mut log_out.named, true) || same,
            None => same,
        };
        self.host.leaving &= holds && session.is_some();
        let renamed = key(&session) == key(&self.host.session) && session != self.host.session;
        let waits = self.oracle.attributes_wait || self.widget.reported.as_ref() != Some(&self.address);
        browser.note_if(renamed && waits && self.is_user_live(), Witness::NewRevisionWhileAPingWaits);
        let session =
            session.map_or(Session::Visitor, |(key, revision)| Session::user(key).revision(revision));
        self.on(Event::Session(session), browser);
    }

    pub fn act(&mut self, op: Op, browser: &mut Browser) {
        match op {
            Op::LogIn(_, who) => {
                browser.log_in(who);
                // The page cannot know that a log-out was not for this person if it began while nobody was named.
                self.host.leaving &= self.host.unidentified_log_out.is_some();
                self.host.asking.clear();
                let session = browser.session().cloned();
                self.say(session, browser);
            }
            Op::LogOut(_) if self.may_log_out() => {
                (self.host.leaving, self.host.left) = (true, false);
                let until = browser.now.monotonic + 60_000;
                let unidentified = UnidentifiedLogOut { named: false, until };
                self.host.unidentified_log_out = self.host.unsure.then_some(unidentified);
                browser.note_if(self.host.unsure, Witness::LogOutWhileUnknown);
                self.oracle.live_at_log_out = self.is_user_live();
                browser.note_if(self.is_user_live(), Witness::LogOutPressedWhileLive);
                self.on(Event::LogOut, browser);
            }
            Op::LogOutDone(_, heard) if self.host.leaving && !self.host.left => {
                if heard {
                    // The reply ends the session's cookie, and the widget's.
                    browser.end_session();
                    browser.cookie = None;
                    self.host.asking.clear();
                    self.say(None, browser);
                } else {
                    self.host.leaving = false;
                    browser.note_if(self.oracle.live_at_log_out, Witness::LogOutOfALiveUserFails);
                    self.on(Event::LogOutFailed, browser);
                }
            }
            Op::LogOutUnheard(_) if self.host.leaving && !self.host.left => {
                browser.end_session();
                browser.cookie = None;
                self.host.left = true;
                self.host.asking = vec![None];
            }
            Op::Rename(_) if self.key().is_some() && self.host.session.as_ref() == browser.session() => {
                browser.rename();
                self.host.asking.clear();
                let session = browser.session().cloned();
                self.say(session, browser);
            }
            Op::Consent(_) => self.consent(!self.host.consent, browser),
            Op::HostServed(_) => {
                if let Some(open) = self.host.asking.iter_mut().find(|asked| asked.is_none()) {
                    *open = Some(Truth { session: browser.look_up_session() });
                }
            }
            Op::HostAnswers(_, again) => self.host_answered(again, browser),
            Op::HostLost(_) if !self.host.asking.is_empty() => {
                browser.note_if(!self.host.spoken, Witness::FirstAnswerLost);
                _ = self.host.asking.remove(0);
                self.host.lost = true;
            }
            Op::Unsure(_) if self.mounted => {
                // It is asking.
                self.host.unsure = true;
                self.host.asking.push(None);
                self.on(Event::Session(Session::Unknown), browser);
            }
            Op::Remove(_) if self.mounted => {
                self.oracle.user_at_removal = self.is_user_live();
                self.on(Event::Removed, browser);
            }
            Op::Mount(_, certain, settled) if !self.mounted => self.mount(certain, settled, browser),
            _ => {}
        }
    }

    pub fn may_log_out(&self) -> bool {
        (self.key().is_some() || self.host.unsure) && !self.host.leaving
    }

    /// A log-out that nothing ends holds no longer, if nobody knew for whom it was.
    pub fn expire_log_out(&mut self, now: Now) {
        let log_out = self.host.unidentified_log_out.as_ref();
        let over = log_out.is_some_and(|log_out| log_out.until <= now.monotonic);
        if self.host.leaving && over {
            self.host.leaving = false;
            self.oracle.log_out_expires();
        }
    }

    fn is_user_live(&self) -> bool {
        matches!(self.widget.inside, Some(Inside::User(_))) && self.widget.is_live()
    }

    fn mount(&mut self, certain: bool, settled: bool, browser: &mut Browser) {
        let visitor = matches!(self.widget.inside, Some(Inside::Visitor(_))) && self.widget.is_live();
        browser.note_if(visitor, Witness::RemovedAndMountedAsVisitor);
        browser.note_if(self.oracle.user_at_removal, Witness::RemovedAndMountedAsUser);
        self.on(Event::Mounted, browser);
        self.say_consent(browser);
        if certain && (self.host.spoken || self.host.unsaid.is_some()) {
            let session = self.host.unsaid.take().unwrap_or_else(|| self.host.session.clone());
            self.say(session, browser);
        } else {
            self.host.asking.push(None);
            self.on(Event::Session(Session::Unknown), browser);
        }
        if settled {
            self.on(Event::Settled(self.address.clone()), browser);
        }
    }

    /// The person's word is stored. Without a `<Messenger>` the machine hears it at the next mount.
    fn consent(&mut self, given: bool, browser: &mut Browser) {
        browser.consent = given;
        if self.mounted {
            (self.host.consent, self.host.withdrawn_elsewhere) = (given, false);
            self.on(Event::Consent(given), browser);
        }
    }

    /// Its signal of consent speaks. The same word again is no newer than what another tab said.
    fn say_consent(&mut self, browser: &mut Browser) {
        if browser.consent != self.host.consent {
            (self.host.consent, self.host.withdrawn_elsewhere) = (browser.consent, false);
        }
        self.on(Event::Consent(browser.consent), browser);
    }

    /// It takes its answers in the order of its questions. It speaks if there is news, or whenever it is asked.
    pub fn host_answered(&mut self, again: bool, browser: &mut Browser) {
        if self.host.asking.is_empty() {
            return;
        }
        let answer = self.host.asking.remove(0);
        let truth = answer.unwrap_or_else(|| Truth { session: browser.look_up_session() });
        if !self.mounted {
            return self.say(truth.session, browser);
        }
        // Kept in the browser: no question to the server, and no old answer.
        if again || browser.consent != self.host.consent {
            self.say_consent(browser);
        }
        let news = truth.session != self.host.session || self.host.unsure;
        if news || again {
            self.say(truth.session, browser);
        }
    }
}
