//! Makes entries of observations, and posts them.

use leptos::prelude::*;
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;

use super::observation::{Observation, ObservationBuffer, ObservationKind, Origin};
use crate::components::Missing;
use crate::inspector::browser::{browser_id, now_ms};
use crate::inspector::format::span;
use crate::inspector::view::{is_dock_wanted, show_dock};
use crate::inspector::{AppCall, AppEntry, AppEntryKind, AppReport, CALLS_PATH, InspectorSettings};
use crate::messenger::observe::{
    Call, Command, Dropped, Event, Finding, Identity, Queue, Reason, Token, What,
};
use crate::messenger::{MessengerHandle, State};

/// The recorder posts all entries of this time in one request.
const GATHER: Duration = Duration::from_millis(30);
/// A script that takes more milliseconds is late: people look for the launcher by then.
const LATE_MS: i64 = 3_000;

/// Records the observations that the buffer kept, then each as it comes.
// Not `#[lazy]`: that one panics where the file does not come.
#[leptos::wasm_split::wasm_split(report, wasm_split_path = ::leptos::wasm_split, fallible)]
pub fn report(
    messenger: MessengerHandle,
    buffer: StoredValue<ObservationBuffer, LocalStorage>,
) -> Result<(), Missing> {
    let recorder = StoredValue::new_local(Recorder::new(messenger));
    let sink = move |observation| {
        recorder.update_value(|recorder| recorder.observe(observation));
        send_soon(recorder);
    };
    let early = buffer.try_update_value(|buffer| {
        buffer.sink = Some(Rc::new(sink));
        std::mem::take(&mut buffer.early)
    });
    early.into_iter().flatten().for_each(sink);
    Effect::new(move |_| {
        if messenger.state().get() == State::Blocked {
            recorder.update_value(|recorder| _ = recorder.note(now_ms(), AppEntryKind::Blocked));
            send_soon(recorder);
        }
    });
    window_event_listener_untyped("pagehide", move |_| send(recorder));
    if is_dock_wanted() {
        let hosted = use_context::<InspectorSettings>().unwrap_or_default().hosted;
        leptos::task::spawn_local(async move { _ = show_dock(hosted).await });
    }
    Ok(())
}

/// Whether a drop is no news: each log-out drops attributes that wait for their person.
fn is_in_order(dropped: &Dropped) -> bool {
    matches!(dropped, Dropped { what: What::Attributes(_), reason: Reason::OtherPerson })
}

struct Recorder {
    messenger: MessengerHandle,
    page: String,
    browser: Option<String>,
    seq: u32,
    waiting: Vec<AppEntry>,
    /// The stub's queue, whose calls are made when the widget drains it.
    queued: Option<Queue>,
    /// Calls that the loader has not announced yet: `(method, seq)`.
    unannounced: VecDeque<(String, u32)>,
    /// Announcements made while the queue was drained, before it was known to be: their pings.
    early: VecDeque<Option<String>>,
    sending: bool,
    /// The time at which the page requested the script.
    inserted_ms: Option<i64>,
}

impl Recorder {
    fn new(messenger: MessengerHandle) -> Self {
        let page = format!("{:x}-{:x}", now_ms(), (web_sys::js_sys::Math::random() * 1e9) as u64);
        let (unannounced, early) = Default::default();
        Self {
            messenger,
            page,
            browser: browser_id(),
            seq: 0,
            waiting: Vec::new(),
            queued: None,
            unannounced,
            early,
            sending: false,
            inserted_ms: None,
        }
    }

    fn observe(&mut self, Observation { kind, origin }: Observation) {
        let at_ms = origin.at_ms;
        match kind {
            ObservationKind::Event(Event::Live(_)) => {
                self.note_if_late(at_ms);
                match self.queued.take() {
                    Some(Queue::Boot(identity)) => self.boot(&origin, &identity),
                    Some(Queue::ShutdownAndBoot(identity)) => {
                        self.add_call(&origin, "shutdown", Value::Null, None);
                        self.boot(&origin, &identity);
                    }
                    Some(Queue::Shutdown) => self.add_call(&origin, "shutdown", Value::Null, None),
                    None => {}
                }
            }
            ObservationKind::Event(Event::Token { result, .. }) => {
                let (text, expires_in) = match &result {
                    Ok(reply) => (format!("lives {}", span(reply.expires_in.into())), Some(reply.expires_in)),
                    Err(failure) => (failure.to_string(), None),
                };
                let ok = result.is_ok();
                let token = result.ok().map(|reply| reply.token.without_signature().to_owned());
                self.note(at_ms, AppEntryKind::TokenAnswered { ok, text, expires_in, token });
            }
            ObservationKind::Event(_) => {}
            ObservationKind::Command(command) => self.command(&origin, command),
            ObservationKind::Dropped(dropped) if is_in_order(&dropped) => {}
            ObservationKind::Dropped(Dropped { what, reason }) => {
                // Words of a call are the person's own: its kind is enough.
                let what = format!("{what:?}");
                let what = what.split(['(', '{']).next().unwrap_or_default().trim().to_lowercase();
                let (reason, url) = (format!("{reason:?}"), origin.url);
                self.note(at_ms, AppEntryKind::Dropped { what, reason, url });
            }
            // The state reports these, as the script may come after all.
            ObservationKind::Found(Finding::ScriptFailed | Finding::ScriptLate) => {}
            ObservationKind::Found(finding) => {
                _ = self.note(at_ms, AppEntryKind::Found { finding: finding.explain() })
            }
            ObservationKind::Announced(detail) => {
                let text = web_sys::js_sys::JSON::stringify(&detail).map(String::from).unwrap_or_default();
                let detail: Value = serde_json::from_str(&text).unwrap_or_default();
                let ping_id = detail["id"].as_str().map(str::to_owned);
                self.add_announcement(&origin, detail["call"].as_str(), ping_id);
            }
        }
    }

    fn command(&mut self, origin: &Origin, command: Command) {
        match command {
            Command::Queue(queue) => self.queued = Some(queue),
            Command::InsertScript => self.inserted_ms = Some(origin.at_ms),
            Command::Boot(identity) => self.boot(origin, &identity),
            Command::Update(update) => {
                self.add_call(origin, "update", json!(update.attributes), update.token.as_ref());
            }
            Command::Shutdown => self.add_call(origin, "shutdown", Value::Null, None),
            Command::Invoke(Call::TrackEvent { name, metadata }) => {
                self.add_call(origin, "trackEvent", json!({ "name": name, "metadata": metadata }), None);
            }
            Command::Invoke(call) => self.add_call(origin, call.method(), Value::Null, None),
            _ => {}
        }
    }

    fn note_if_late(&mut self, at_ms: i64) {
        let after_ms = self.inserted_ms.take().map_or(0, |inserted| at_ms - inserted);
        if after_ms >= LATE_MS {
            self.note(at_ms, AppEntryKind::Late { after_ms });
        }
    }

    fn boot(&mut self, origin: &Origin, identity: &Identity) {
        let token = match identity {
            Identity::Visitor => None,
            Identity::User(token) => Some(token),
        };
        let arguments = self.messenger.widget().map_or(Value::Null, |widget| {
            let mut settings: Value = serde_json::from_str(widget.look()).unwrap_or_default();
            settings["app_id"] = json!(widget.app_id);
            settings
        });
        self.add_call(origin, "boot", arguments, token);
    }

    fn add_call(&mut self, origin: &Origin, method: &str, arguments: Value, token: Option<&Token>) {
        let (url, title) = (origin.url.clone(), origin.title.clone());
        let token = token.map(|token| token.without_signature().to_owned());
        let called = AppCall { method: method.to_owned(), url, title, arguments, token, outside: false };
        let call = self.note(origin.at_ms, AppEntryKind::Called(called));
        if !matches!(method, "boot" | "update" | "shutdown" | "trackEvent") {
            return;
        }
        match self.early.pop_front() {
            Some(ping_id) => _ = self.note(origin.at_ms, AppEntryKind::Announced { call, ping_id }),
            None => self.unannounced.push_back((method.to_owned(), call)),
        }
    }

    fn add_announcement(&mut self, origin: &Origin, method: Option<&str>, ping_id: Option<String>) {
        let at_ms = origin.at_ms;
        let waiting = self.unannounced.iter().position(|(waiting, _)| Some(waiting.as_str()) == method);
        match waiting.and_then(|at| self.unannounced.remove(at)) {
            Some((_, call)) => _ = self.note(at_ms, AppEntryKind::Announced { call, ping_id }),
            None if self.queued.is_some() => self.early.push_back(ping_id),
            // The pattern called nothing: other code of the page did, or somebody at its console.
            None => {
                let (url, title) = (origin.url.clone(), origin.title.clone());
                let (method, arguments) = (method.unwrap_or_default().to_owned(), Value::Null);
                let called = AppCall { method, url, title, arguments, token: None, outside: true };
                let call = self.note(at_ms, AppEntryKind::Called(called));
                self.note(at_ms, AppEntryKind::Announced { call, ping_id });
            }
        }
    }

    fn note(&mut self, at_ms: i64, kind: AppEntryKind) -> u32 {
        self.seq += 1;
        let (page, browser, seq) = (self.page.clone(), self.browser.clone(), self.seq);
        self.waiting.push(AppEntry { number: 0, page, browser, seq, at_ms, skew_ms: 0, kind });
        self.seq
    }
}

fn send_soon(recorder: StoredValue<Recorder, LocalStorage>) {
    let due = recorder.try_update_value(|recorder| {
        !recorder.waiting.is_empty() && !std::mem::replace(&mut recorder.sending, true)
    });
    if due == Some(true) {
        set_timeout(move || send(recorder), GATHER);
    }
}

/// Posts by a beacon, which survives the page.
fn send(recorder: StoredValue<Recorder, LocalStorage>) {
    let Some(entries) = recorder.try_update_value(|recorder| {
        recorder.sending = false;
        std::mem::take(&mut recorder.waiting)
    }) else {
        return;
    };
    if entries.is_empty() {
        return;
    }
    if let Ok(report) = serde_json::to_string(&AppReport { sent_at_ms: now_ms(), entries }) {
        _ = window().navigator().send_beacon_with_opt_str(CALLS_PATH, Some(&report));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messenger::Attributes;

    #[test]
    fn a_log_out_that_drops_what_was_known_of_the_person_is_no_news_and_all_else_that_is_dropped_is() {
        let attributes = || What::Attributes(Attributes::new());
        for (what, reason, in_order) in [
            (attributes(), Reason::OtherPerson, true),
            (attributes(), Reason::NoConsent, false),
            (What::Call(Call::Show), Reason::OtherPerson, false),
            (What::Ping, Reason::AlreadyReported, false),
        ] {
            assert_eq!(is_in_order(&Dropped { what, reason }), in_order);
        }
    }
}
