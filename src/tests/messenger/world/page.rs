//! What happens in a tab beside the host's session: navigation, calls, the network, the widget and the browser.

use leptos_messenger::messenger::observe::*;
use leptos_messenger::messenger::*;

use super::browser::Browser;
use super::op::Op;
use super::tab::{Place, Tab};
use super::widget::{Inside, Script};
use super::witness::Witness;

impl Tab {
    pub fn happen(&mut self, op: Op, browser: &mut Browser) {
        match op {
            Op::Freeze(_) if self.frozen => self.thaw(browser),
            _ if self.frozen => {}
            Op::Show(_) => self.show(browser),
            Op::Mail(_, pick) => self.read_mail(pick.into(), browser),
            Op::MayLoad(_) => self.on(Event::MayLoad, browser),
            _ if self.asleep.is_some() => {}
            Op::Leave(_) if self.mounted => {
                self.oracle.moves += u32::from(self.widget.is_live() && self.widget.inside.is_some());
                self.on(Event::Moving, browser);
            }
            Op::Arrive(_, page) => self.arrive(page, Place::Settled, browser),
            Op::ArriveAtPrivateAddress(_, page) => self.arrive(page, Place::PrivateAddress, browser),
            Op::Call(_) => {
                let number = self.oracle.make_call();
                let words = format!("{} {number}", self.label());
                self.on(Event::Call(Call::StartConversation(words)), browser);
            }
            Op::Attribute(_) => {
                self.oracle.attributes_wait = self.allowed() && self.mounted;
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
            Op::Script(_) | Op::ScriptSlow(_) if self.widget.script == Script::Inserted => {
                self.on(Event::Tick, browser);
                let is_private = self.place == Place::PrivateAddress;
                browser.note_if(is_private, Witness::ScriptStartsAtAPrivateAddress);
                self.widget.drain(browser);
                assert!(!is_private || self.widget.inside.is_none(), "booted at a private address");
                let reports = self.widget.inside.is_some() && self.place == Place::Settled;
                self.widget.reported = reports.then(|| self.address.clone());
                if matches!(op, Op::Script(_)) {
                    self.on(Event::Tick, browser);
                }
            }
            Op::ScriptFails(_) if self.widget.script == Script::Inserted => {
                (self.widget.script, self.widget.failed) = (Script::Failed, true);
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
            of_the_host => self.act(of_the_host, browser),
        }
    }

    /// Each page asks the server for something: the session is in use.
    fn arrive(&mut self, page: u8, place: Place, browser: &mut Browser) {
        browser.use_session();
        self.address = format!("/{page}");
        if !self.mounted {
            return;
        }
        let burst = std::mem::take(&mut self.oracle.moves) > 1 && self.widget.is_live();
        browser.note_if(burst, Witness::BurstOfMovesWhileLive);
        if place == Place::Settled {
            self.on(Event::Settled(self.address.clone()), browser);
        } else {
            let live = self.widget.is_live() && self.widget.inside.is_some();
            browser.note_if(live, Witness::PrivateAddressWhileLive);
            self.on(Event::SettledPrivate, browser);
        }
    }

    /// Out of the back/forward cache: a timer may be quicker than the word of it.
    fn thaw(&mut self, browser: &mut Browser) {
        self.frozen = false;
        let user = matches!(self.widget.inside, Some(Inside::User(_))) && self.widget.is_live();
        browser.note_if(user && browser.key() != self.key(), Witness::LiveUserThawsAfterAChangeOfSession);
        if self.asleep.is_none() && browser.moment.is_multiple_of(2) {
            self.on(Event::Tick, browser);
        }
        self.on(Event::Woken, browser);
    }

    fn show(&mut self, browser: &mut Browser) {
        if let Some(held) = self.asleep.take() {
            held.into_iter().for_each(|event| self.on(event, browser));
            self.on(Event::Woken, browser);
        }
    }

    /// In the order in which each sender wrote. Word of consent comes in the order of all: nobody is as quick with two
    /// switches in two tabs as a channel is with a message.
    fn read_mail(&mut self, pick: usize, browser: &mut Browser) {
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

    /// The server looks at a question; which.
    fn serve(&mut self, pick: usize, longest: u32, browser: &mut Browser) -> Option<usize> {
        let open: Vec<usize> =
            (0..self.questions.len()).filter(|index| self.questions[*index].answer.is_none()).collect();
        let index = *open.get(pick % open.len().max(1))?;
        let question = &mut self.questions[index];
        question.answer = Some(browser.sign(self.id, question.asked, longest));
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
        if let Some(result) = question.answer.clone() {
            let earlier = question.login.as_ref().map(|(key, _)| key) != self.key();
            browser.note_if(earlier, Witness::AnswerForAnEarlierPersonArrives);
            let event = Event::Token { request: question.request, result };
            self.oracle.answering = Some(question);
            self.on(event, browser);
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
            let mut question = self.questions.remove(pick % self.questions.len());
            question.answer = Some(Err(failure));
            self.oracle.refused |= failure == TokenFailure::Refused;
            let request = question.request;
            self.oracle.answering = Some(question);
            self.on(Event::Token { request, result: Err(failure) }, browser);
        }
    }
}
