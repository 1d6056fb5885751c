//! What happens in a tab: the person, the network, the host and the browser, as events for the machine.

use leptos_messenger::messenger::*;

use super::browser::Browser;
use super::op::Op;
use super::tab::{Tab, Truth};
use super::widget::Script;

impl Tab {
    /// Its script and timers run.
    pub fn runs(&self) -> bool {
        !self.frozen && self.asleep.is_none()
    }

    pub fn happen(&mut self, op: Op, browser: &mut Browser) {
        match op {
            Op::Freeze(_) if self.frozen => self.thaw(browser),
            _ if self.frozen => {}
            Op::Show(_) => self.show(browser),
            Op::Mail(_, pick) => self.read_mail(pick.into(), browser),
            Op::HostTold(_, again) => self.host_told(again, browser),
            Op::HostServed(_) => {
                let truth = Truth { session: browser.session.clone() };
                if let Some(open) = self.host.asking.iter_mut().find(|asked| asked.is_none()) {
                    *open = Some(truth);
                }
            }
            Op::MayLoad(_) => {
                self.may_load = true;
                self.on(Event::MayLoad, browser);
            }
            _ if self.asleep.is_some() => {}
            Op::LogIn(_, who) => {
                browser.log_in(who);
                self.host.session = browser.session.clone();
                (self.host.unsure, self.host.leaving) = (false, false);
                self.host.asking.clear();
                self.on(Event::Session(self.session()), browser);
            }
            Op::LogOut(_) if self.key().is_some() && !self.host.leaving => {
                self.host.leaving = true;
                self.on(Event::LogOut, browser);
            }
            Op::LogOutDone(_, heard) if self.host.leaving => {
                self.host.leaving = false;
                if heard {
                    // The reply ends the session's cookie, and the widget's.
                    (browser.session, browser.cookie, self.host.session) = (None, None, None);
                    self.host.unsure = false;
                    self.host.asking.clear();
                    self.on(Event::Session(Session::Visitor), browser);
                } else {
                    self.on(Event::LogOutFailed, browser);
                }
            }
            Op::Rename(_) if self.host.session.is_some() && self.host.session == browser.session => {
                for session in [&mut browser.session, &mut self.host.session].into_iter().flatten() {
                    session.1 += 1;
                }
                self.host.unsure = false;
                self.host.asking.clear();
                self.on(Event::Session(self.session()), browser);
            }
            Op::Consent(_) => self.consent(!self.host.consent, browser),
            Op::Leave(_) => {
                self.moving = true;
                self.on(Event::Moving, browser);
            }
            Op::Arrive(_, page) => {
                self.moving = false;
                self.address = format!("/{page}");
                self.on(Event::Settled(self.address.clone()), browser);
            }
            Op::Call(_) => {
                // Somebody reaches for the Messenger.
                self.may_load |= self.allowed();
                self.oracle.made += 1;
                let words = format!("{} {}", self.label(), self.oracle.made);
                self.on(Event::Call(Call::StartConversation(words)), browser);
            }
            Op::Attribute(_) => {
                let owned = Attributes::new().with("owner", self.label()).unwrap();
                self.on(Event::Update(owned), browser);
            }
            Op::Serve(_, pick, life) => {
                self.serve(pick.into(), life, browser);
            }
            Op::Deliver(_, pick) => self.deliver(pick.into(), browser),
            Op::Answer(_, life) => {
                if let Some(index) = self.serve(0, life, browser) {
                    self.deliver_this(index, browser);
                }
            }
            Op::Fail(_, pick) => self.fail(pick.into(), TokenFailure::Unavailable, browser),
            Op::Refuse(_) => self.fail(0, TokenFailure::Refused, browser),
            Op::HostLost(_) if !self.host.asking.is_empty() && !self.host.unsure => {
                _ = self.host.asking.remove(0)
            }
            Op::Unsure(_) => {
                // It is asking.
                self.host.unsure = true;
                self.host.asking.push(None);
                self.on(Event::Session(Session::Unknown), browser);
            }
            Op::Script(_) | Op::ScriptSlow(_) if self.widget.script == Script::Inserted => {
                self.on(Event::Tick, browser);
                self.widget.drain(browser);
                let reports = self.widget.inside.is_some() && !self.moving;
                self.widget.reported = reports.then(|| self.address.clone());
                if matches!(op, Op::Script(_)) {
                    self.widget.start(browser);
                    self.handle(Event::Live(self.address.clone()), browser);
                }
            }
            Op::ScriptFails(_) if self.widget.script == Script::Inserted => {
                self.widget.script = Script::Failed;
                self.on(Event::ScriptFailed, browser);
            }
            Op::Throws(_) => self.widget.throws = true,
            Op::WidgetEvent(_, which) => {
                let current = self.widget.callbacks.last().copied().filter(|_| which % 2 == 0);
                let registration = current.unwrap_or(Registration(0));
                let heard =
                    if which % 3 == 0 { WidgetEvent::Shown } else { WidgetEvent::Unread(which.into()) };
                self.on(Event::Widget { registration, event: heard }, browser);
            }
            Op::Storage(_) if std::mem::take(&mut self.storage) => self.on(Event::Tick, browser),
            Op::Wake(_) => self.on(Event::Woken, browser),
            Op::Freeze(_) => {
                self.frozen = true;
                self.storage = false;
                self.mail.clear();
            }
            _ => {}
        }
    }

    /// Out of the back/forward cache: a timer may be quicker than the word of it.
    pub fn thaw(&mut self, browser: &mut Browser) {
        self.frozen = false;
        if self.asleep.is_none() && browser.moment.is_multiple_of(2) {
            self.on(Event::Tick, browser);
        }
        self.on(Event::Woken, browser);
    }

    pub fn show(&mut self, browser: &mut Browser) {
        if let Some(held) = self.asleep.take() {
            held.into_iter().for_each(|event| self.on(event, browser));
            self.on(Event::Woken, browser);
        }
    }

    /// In the order in which each sender wrote. Word of consent comes in the order of all: nobody is as quick with two
    /// switches in two tabs as a channel is with a message.
    pub fn read_mail(&mut self, pick: usize, browser: &mut Browser) {
        if self.mail.is_empty() {
            return;
        }
        let first_of = |sender: u32| self.mail.iter().position(|(from, _)| *from == sender).unwrap();
        let first = first_of(self.mail[pick % self.mail.len()].0);
        let is_consent = |(_, notice): &(u32, TabMessage)| matches!(notice, TabMessage::Consent(_));
        let earlier = self.mail.iter().position(is_consent).filter(|_| is_consent(&self.mail[first]));
        let first = earlier.map_or(first, |index| first_of(self.mail[index].0));
        let (_, notice) = self.mail.remove(first);
        self.on(Event::OtherTab(notice), browser);
    }

    fn consent(&mut self, given: bool, browser: &mut Browser) {
        browser.consent = given;
        (self.host.consent, self.host.withdrawn_elsewhere) = (given, false);
        self.on(Event::Consent(given), browser);
    }

    /// The host takes its answers in the order of its questions. It speaks if there is news, or whenever it is asked.
    pub fn host_told(&mut self, again: bool, browser: &mut Browser) {
        if self.host.asking.is_empty() {
            return;
        }
        let now = Truth { session: browser.session.clone() };
        let truth = self.host.asking.remove(0).unwrap_or(now);
        // Kept in the browser: no question to the server, and no old answer.
        if browser.consent != self.host.consent {
            (self.host.consent, self.host.withdrawn_elsewhere) = (browser.consent, false);
            self.on(Event::Consent(browser.consent), browser);
        } else if again {
            self.on(Event::Consent(browser.consent), browser);
        }
        let news = truth.session != self.host.session || self.host.unsure;
        if truth.session.as_ref().map(|(key, _)| key) != self.key() {
            self.host.leaving = false;
        }
        (self.host.session, self.host.unsure) = (truth.session, false);
        if news || again {
            self.on(Event::Session(self.session()), browser);
        }
    }

    /// The server looks at a question; which.
    fn serve(&mut self, pick: usize, life: u32, browser: &mut Browser) -> Option<usize> {
        let open: Vec<usize> =
            (0..self.questions.len()).filter(|index| self.questions[*index].answer.is_none()).collect();
        let index = *open.get(pick % open.len().max(1))?;
        let question = &mut self.questions[index];
        question.answer = Some(browser.sign(self.id, question.asked, life));
        Some(index)
    }

    fn deliver(&mut self, pick: usize, browser: &mut Browser) {
        let served: Vec<usize> =
            (0..self.questions.len()).filter(|index| self.questions[*index].answer.is_some()).collect();
        if let Some(index) = served.get(pick % served.len().max(1)) {
            self.deliver_this(*index, browser);
        }
    }

    fn deliver_this(&mut self, index: usize, browser: &mut Browser) {
        let question = self.questions.remove(index);
        if let Some(result) = question.answer {
            self.on(Event::Token { request: question.request, result }, browser);
        }
    }

    /// Everything that the server was asked is answered truly, the newest question first.
    pub fn answer_all(&mut self, browser: &mut Browser) {
        let mut answered = 0;
        while let Some(index) = self.questions.len().checked_sub(1) {
            answered += 1;
            assert!(answered < 100, "it asks without end");
            let question = &mut self.questions[index];
            if question.answer.is_none() {
                question.answer = Some(browser.sign(self.id, question.asked, 7200));
            }
            self.deliver_this(index, browser);
        }
    }

    fn fail(&mut self, pick: usize, failure: TokenFailure, browser: &mut Browser) {
        if !self.questions.is_empty() {
            let question = self.questions.remove(pick % self.questions.len());
            self.oracle.refused |= failure == TokenFailure::Refused;
            self.on(Event::Token { request: question.request, result: Err(failure) }, browser);
        }
    }
}
