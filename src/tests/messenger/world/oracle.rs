//! What the model remembers of a tab in order to judge it. Written from the rules, not from the machine.

use leptos_messenger::messenger::observe::*;
use leptos_messenger::messenger::*;

use super::browser::{Browser, Key};
use super::tab::{Question, Tab};
use super::widget::{Inside, Script};
use super::witness::Witness;

#[derive(Default)]
pub struct Oracle {
    /// The marker as the tab last saw it.
    marker: Option<Marker>,
    /// The last event that called for a fresh token.
    pub revalidated: u32,
    /// Calls made, done at the widget, and dropped for a good reason.
    made: u32,
    pub done: u32,
    pub dropped: u32,
    /// The last call that reached the widget.
    pub last: Option<u32>,
    pub refused: bool,
    /// What the host last said of consent, and of who is here.
    consent: Option<bool>,
    /// Whether the page had consent after the last event.
    allowed: bool,
    session: Option<Option<Key>>,
    /// The machine heard of a log-out, and of nothing since that ends it.
    logging_out: bool,
    /// The session that the server or another tab has ended.
    ended: Option<Key>,
    pub commands: u32,
    pub token_calls: u32,
    /// Token calls, and questions to the host.
    pub requests: u32,
    /// The question whose answer counts.
    asked: Option<(Request, Now)>,
    /// The question whose answer is this event.
    pub answering: Option<Question>,
    /// The newest token of this person that the page got.
    pub held: Option<Held>,
    /// The next token may be late: a call failed or hung, keys differed, or another tab knows better.
    pub excused: bool,
    mismatches: u32,
    session_overs: u32,
    pub over_budget: bool,
    pub attributes_wait: bool,
    pub moves: u32,
    pub live_at_log_out: bool,
    pub user_at_removal: bool,
}

#[derive(Clone, Copy)]
pub struct Held {
    since: Now,
    /// Milliseconds.
    pub span: i64,
    revision: i64,
    /// The last answer would not have outlived it.
    ending: bool,
}

/// What an event means before the machine has handled it.
pub struct News {
    /// The marker that the machine sees.
    pub marker: Marker,
    pub withdrawal: bool,
    /// Whatever the app meant for the person who was here is void from now on.
    pub another_person: bool,
    /// The answer to the call that counts.
    pub current_answer: bool,
    dying: bool,
}

impl Held {
    pub fn age(&self, now: Now) -> i64 {
        (now.monotonic - self.since.monotonic).max(now.wall - self.since.wall)
    }
}

impl Oracle {
    pub fn make_call(&mut self) -> u32 {
        self.made += 1;
        self.made
    }

    pub fn waiting_calls(&self) -> u32 {
        self.made - self.done - self.dropped
    }

    pub fn asks(&mut self, request: Request, now: Now) {
        self.asked = Some((request, now));
        self.token_calls += 1;
    }

    pub fn log_out_expires(&mut self) {
        self.logging_out = false;
    }

    pub fn has_asked(&self) -> bool {
        self.asked.is_some()
    }

    pub fn has_ended(&self, key: Option<&Key>) -> bool {
        key.is_some() && self.ended.as_ref() == key
    }

    /// The page's tokens are void: what is under way counts no more.
    fn forget_tokens(&mut self, excused: bool) {
        (self.asked, self.held) = (None, None);
        self.excused = excused || self.mismatches > 0 || self.session_overs > 0;
    }
}

impl Tab {
    /// Notes what comes with this event: a call for a fresh token, a change of person, the end of a session. `ours`: the marker
    /// of the person who was here before.
    pub fn before(&mut self, event: &Event, ours: &Marker, browser: &mut Browser) -> News {
        let marker = browser.marker.clone();
        let key = self.key().cloned();
        let news = self.oracle.marker.as_ref().is_some_and(|seen| *seen != marker);
        let changed = news && marker != self.marker();
        let names_us = |theirs: &SessionKey| Some(&theirs.0) == key.as_ref();
        let revalidate = match event {
            Event::OtherTab(TabMessage::Began(theirs)) => !theirs.as_ref().map_or(key.is_none(), names_us),
            Event::OtherTab(TabMessage::Ended(ended)) => names_us(ended),
            Event::OtherTab(TabMessage::Consent(false)) | Event::Consent(false) | Event::LogOut => true,
            _ => false,
        };
        let given_again = self.oracle.consent.is_some() && !self.oracle.allowed && self.allowed();
        let revalidate = revalidate || given_again && marker != Marker::Nobody && marker != self.marker();
        let dying = self.oracle.held.is_some_and(|held| held.age(browser.now) >= held.span)
            && self.oracle.has_asked()
            && matches!(self.widget.inside, Some(Inside::User(_)));
        // Whoever sets the clock back revives no token that is dead once.
        self.oracle.held.take_if(|held| held.age(browser.now) >= held.span);
        if revalidate || changed {
            self.oracle.revalidated = browser.moment;
        }
        if revalidate || changed || (news && marker != *ours) {
            self.oracle.forget_tokens(true);
        }
        let withdrawal = match event {
            // The same word again is none.
            Event::Consent(given) => self.oracle.consent.replace(*given) != Some(*given) && !given,
            event => *event == Event::OtherTab(TabMessage::Consent(false)),
        };
        let another_person = self.is_about_another_person(event) || withdrawal;
        let current_answer = match event {
            Event::Token { request, .. } => self.oracle.asked.is_some_and(|(asked, _)| asked == *request),
            _ => false,
        };
        let live = self.widget.script == Script::Live && self.widget.inside.is_some();
        let silent = changed && live && !matches!(event, Event::OtherTab(_));
        browser.note_if(silent, Witness::AnotherTabsMarkerWithoutAMessage);
        browser.note_if(changed && live && browser.marker_from != self.origin, Witness::AnotherOriginsMarker);
        let signed_out = matches!(event, Event::Token { result: Err(TokenFailure::SignedOut), .. });
        let user = matches!(self.widget.inside, Some(Inside::User(_)));
        browser.note_if(signed_out && another_person && live && user, Witness::SignedOutWhileLive);
        browser.note_if(withdrawal && live, Witness::ConsentWithdrawnWhileLive);
        if *event == Event::Woken {
            let dead = self.widget.alive_until.is_some_and(|until| !browser.alive(until));
            browser.note_if(dead && live, Witness::WakeAfterTheTokensDeath);
        }
        if another_person || matches!(event, Event::Removed) {
            let excused = self.oracle.excused && !another_person;
            self.oracle.forget_tokens(excused);
        }
        if !matches!(event, Event::Live(_)) {
            self.witness(browser);
        }
        News { marker, withdrawal, another_person, current_answer, dying }
    }

    /// R2: the host says so, a log-out begins or fails, the server or another tab ends the session.
    fn is_about_another_person(&mut self, event: &Event) -> bool {
        let key = self.key().cloned();
        let oracle = &mut self.oracle;
        match event {
            Event::Session(Session::Visitor | Session::User { .. }) => {
                let before = oracle.session.replace(key.clone());
                oracle.logging_out &= self.host.leaving;
                before.is_some_and(|before| before != key)
            }
            Event::LogOut => {
                let begins = key.is_some() || self.host.unsure;
                oracle.logging_out |= begins;
                begins
            }
            Event::LogOutFailed => std::mem::take(&mut oracle.logging_out),
            Event::OtherTab(TabMessage::Ended(SessionKey(ended))) if Some(ended) == key.as_ref() => {
                oracle.ended = key;
                true
            }
            Event::Token { request, result } if oracle.asked.is_some_and(|(asked, _)| asked == *request) => {
                let over = matches!(result, Err(TokenFailure::SignedOut));
                let differs = result.as_ref().is_ok_and(|reply| Some(&reply.key.0) != key.as_ref());
                oracle.mismatches = if differs { oracle.mismatches + 1 } else { oracle.mismatches };
                if over || differs {
                    oracle.ended.clone_from(&key);
                }
                over || differs
            }
            _ => false,
        }
    }

    /// Notes what came of this event.
    pub fn after(&mut self, event: &Event, news: &News, browser: &mut Browser) {
        self.oracle.marker = Some(browser.marker.clone());
        self.oracle.allowed = self.allowed();
        let out = self.widget.inside.is_none();
        browser.note_if(news.dying && out, Witness::TokenDiesWhileItsSuccessorIsOnTheWay);
        if news.withdrawal {
            assert!(browser.cookie.is_none() && browser.marker == Marker::Nobody, "something is left");
        }
        if *event == Event::Tick {
            let next = self.machine.deadline(browser.now);
            assert!(next.is_none_or(|next| next > browser.now.monotonic), "the timer would spin");
            // A question that hangs is asked again.
            let hung = |(_, at): (Request, Now)| browser.now.monotonic - at.monotonic >= 30_000;
            if self.oracle.asked.is_some_and(hung) {
                (self.oracle.asked, self.oracle.excused) = (None, true);
            }
        }
        if let Some(question) = self.oracle.answering.take() {
            if news.current_answer && !news.another_person {
                self.answered(&question, browser);
            }
            browser.note_if(self.oracle.mismatches > 1, Witness::SessionKeysDifferAgain);
        }
    }

    /// An answer about the person who is here, to the question that counts.
    fn answered(&mut self, question: &Question, browser: &mut Browser) {
        if self.oracle.asked.is_some_and(|(request, _)| request == question.request) {
            self.oracle.asked = None;
        }
        let Some(Ok(reply)) = &question.answer else {
            self.oracle.excused = true;
            if question.answer == Some(Err(TokenFailure::SessionOver)) {
                self.oracle.session_overs += 1;
                browser.note(Witness::SessionHasNoSecondLeft);
                self.oracle.held = None;
            }
            return;
        };
        (self.oracle.mismatches, self.oracle.session_overs) = (0, 0);
        let revision = question.login.as_ref().map_or(0, |(_, revision)| *revision);
        let span = i64::from(reply.expires_in) * 1_000;
        let new = Held { since: question.asked.1, span, revision, ending: false };
        let left = new.span - new.age(browser.now);
        if left <= 0 {
            self.oracle.excused = true;
            return;
        }
        self.oracle.excused = false;
        let old = self.oracle.held.filter(|old| old.revision == revision && old.age(browser.now) < old.span);
        // Replies count whole seconds.
        if let Some(mut old) = old.filter(|old| left <= old.span - old.age(browser.now) + 1_500) {
            old.ending = true;
            self.oracle.held = Some(old);
            browser.note(Witness::RenewalWouldNotOutlive);
        } else {
            browser.note_if(old.is_some_and(|old| old.ending), Witness::EndingSessionRolls);
            self.oracle.held = Some(new);
        }
    }

    /// The token that has to be renewed in time: the newest one, while nothing stands in the way of a renewal.
    pub fn renewable(&self) -> Option<Held> {
        let settled = !self.oracle.excused && !self.oracle.has_asked() && self.may_boot();
        self.oracle.held.filter(|held| settled && !held.ending)
    }

    /// R8: a token is asked for anew at 75 % of the old one's life at the soonest; sooner only for another revision, or
    /// if the session is ending.
    pub fn check_renewal(&self, browser: &Browser) {
        let Some(held) = self.oracle.held.filter(|held| !held.ending) else { return };
        let same = self.host.session.as_ref().is_some_and(|(_, revision)| *revision == held.revision);
        let early = held.age(browser.now) * 100 < held.span * 75;
        assert!(!same || !early, "renewed at {} of {} ms", held.age(browser.now), held.span);
    }

    /// What this page's visitor could have seen of another tab's user: the marker says who, and it cannot be missed
    /// but by a page that ran nothing from that user's beginning to their end.
    fn witness(&mut self, browser: &Browser) {
        if let (Some(Inside::Visitor(owner)), Marker::User(SessionKey(key))) =
            (&mut self.widget.inside, &browser.marker)
        {
            owner.get_or_insert_with(|| key.clone());
        }
    }
}
