//! Reports from a page what its Messenger does. Put `<Record/>` inside `<Messenger>`; it shows nothing.

use leptos::ev;
use leptos::prelude::*;
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::time::Duration;
use web_sys::CustomEvent;

use super::{AppEntry, AppKind, InspectorSettings, Report};
use crate::messenger::{
    Command, Event, Identity, MessengerHandle, Now, Observed, Queue, State, Token, use_messenger,
};

/// What comes within this time goes in one request.
const GATHER: Duration = Duration::from_millis(30);
/// The loader's announcement of a ping: `detail` is `{id, call}`.
const ANNOUNCEMENT: &str = "intercom:ping";

#[component]
pub fn Record() -> impl IntoView {
    let open = use_context::<InspectorSettings>().unwrap_or_default().open;
    if cfg!(feature = "ssr") || !open {
        return;
    }
    let messenger = use_messenger();
    let recorder = StoredValue::new_local(Recorder::default());
    messenger.observe(move |now, observed| {
        recorder.update_value(|recorder| recorder.see(messenger, now, observed));
        send_soon(recorder);
    });
    window_event_listener(ev::Custom::<CustomEvent>::new(ANNOUNCEMENT), move |event| {
        let detail: Value = web_sys::js_sys::JSON::stringify(&event.detail())
            .ok()
            .and_then(|text| serde_json::from_str(&String::from(text)).ok())
            .unwrap_or_default();
        let id = detail["id"].as_str().map(str::to_owned);
        let call = detail["call"].as_str().unwrap_or_default().to_owned();
        recorder.update_value(|recorder| recorder.announced(call, id));
        send_soon(recorder);
    });
    Effect::new(move |_| {
        if messenger.state().get() == State::Blocked {
            recorder.update_value(|recorder| _ = recorder.note(wall(), AppKind::Blocked));
            send_soon(recorder);
        }
    });
    window_event_listener_untyped("pagehide", move |_| send(recorder));
}

#[derive(Default)]
struct Recorder {
    page: String,
    seq: u32,
    waiting: Vec<AppEntry>,
    /// What is in the stub's queue: called when the widget drains it.
    queued: Option<Queue>,
    /// Calls that the loader has not announced yet: `(method, seq)`.
    unannounced: VecDeque<(String, u32)>,
    /// Announcements made while the queue was drained, before it was known to be.
    early: VecDeque<(String, Option<String>)>,
    sending: bool,
}

impl Recorder {
    fn see(&mut self, messenger: MessengerHandle, now: Now, observed: Observed<'_>) {
        let at = now.wall;
        match observed {
            Observed::Event(Event::Live(_)) => match self.queued.take() {
                Some(Queue::Boot(identity)) => self.boot(messenger, at, &identity),
                Some(Queue::ShutdownAndBoot(identity)) => {
                    self.called(at, "shutdown", Value::Null, None);
                    self.boot(messenger, at, &identity);
                }
                Some(Queue::Shutdown) => self.called(at, "shutdown", Value::Null, None),
                None => {}
            },
            Observed::Event(Event::Token { result, .. }) => {
                let text = match result {
                    Ok(reply) => format!("lives {}", span(reply.expires_in)),
                    Err(failure) => failure.to_string(),
                };
                self.note(at, AppKind::TokenAnswered { ok: result.is_ok(), text });
            }
            Observed::Event(_) => {}
            Observed::Command(Command::Queue(queue)) => self.queued = Some(queue.clone()),
            Observed::Command(Command::Boot(identity)) => self.boot(messenger, at, identity),
            Observed::Command(Command::Update(update)) => {
                let mut arguments = json!(update.attributes);
                self.called(at, "update", std::mem::take(&mut arguments), update.token.as_ref());
            }
            Observed::Command(Command::Shutdown) => self.called(at, "shutdown", Value::Null, None),
            Observed::Command(Command::Invoke(call)) => self.called(at, call.method(), Value::Null, None),
            Observed::Command(_) => {}
            Observed::Dropped(dropped) => {
                let (what, reason) = (format!("{:?}", dropped.what), format!("{:?}", dropped.reason));
                // Words of a call are the person's own: its kind is enough.
                let what = what.split(['(', '{']).next().unwrap_or_default().trim().to_lowercase();
                self.note(at, AppKind::Dropped { what, reason });
            }
        }
    }

    fn boot(&mut self, messenger: MessengerHandle, at: i64, identity: &Identity) {
        let token = match identity {
            Identity::Visitor => None,
            Identity::User(token) => Some(token),
        };
        let arguments = messenger.widget().map_or(Value::Null, |widget| {
            let mut settings = json!(widget.look);
            settings["app_id"] = json!(widget.app_id);
            settings
        });
        self.called(at, "boot", arguments, token);
    }

    fn called(&mut self, at_ms: i64, method: &str, arguments: Value, token: Option<&Token>) {
        let address = window().location();
        let part = |part: Result<String, _>| part.unwrap_or_default();
        let url = part(address.pathname()) + &part(address.search()) + &part(address.hash());
        let token = token.map(|token| token.without_signature().to_owned());
        let kind =
            AppKind::Called { method: method.to_owned(), url, title: document().title(), arguments, token };
        let seq = self.note(at_ms, kind);
        if !matches!(method, "boot" | "update" | "shutdown") {
            return;
        }
        match self.early.pop_front() {
            Some((_, ping_id)) => _ = self.note(at_ms, AppKind::Announced { call: seq, ping_id }),
            None => self.unannounced.push_back((method.to_owned(), seq)),
        }
    }

    fn announced(&mut self, method: String, ping_id: Option<String>) {
        match self.unannounced.iter().position(|(waiting, _)| *waiting == method) {
            Some(at) => {
                if let Some((_, call)) = self.unannounced.remove(at) {
                    self.note(wall(), AppKind::Announced { call, ping_id });
                }
            }
            None => self.early.push_back((method, ping_id)),
        }
    }

    fn note(&mut self, at_ms: i64, kind: AppKind) -> u32 {
        if self.page.is_empty() {
            self.page = format!("{at_ms:x}-{:x}", (web_sys::js_sys::Math::random() * 1e9) as u64);
        }
        self.seq += 1;
        self.waiting.push(AppEntry { number: 0, page: self.page.clone(), seq: self.seq, at_ms, kind });
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

/// A beacon: it survives the page.
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
    if let Ok(report) = serde_json::to_string(&Report { sent_at_ms: wall(), entries }) {
        _ = window().navigator().send_beacon_with_opt_str("/lifecycle/calls", Some(&report));
    }
}

#[expect(clippy::disallowed_methods, reason = "what a page reports carries the page's own time")]
fn wall() -> i64 {
    web_sys::js_sys::Date::now() as i64
}

fn span(seconds: u32) -> String {
    match (seconds / 3600, seconds % 3600 / 60) {
        (0, 0) => format!("{seconds} s"),
        (0, minutes) => format!("{minutes} min"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}
