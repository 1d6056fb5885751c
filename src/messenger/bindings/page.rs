//! Events of the page: time to load, waking, messages of other tabs, errors of the widget.

use leptos::prelude::{document, window, window_event_listener_untyped};
use leptos::wasm_bindgen::closure::Closure;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::js_sys::{Function, Reflect};
use leptos::web_sys::{BroadcastChannel, Event as DomEvent, MessageEvent};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use super::EventSink;
use super::storage::marker_name;
use crate::diagnosis::Finding;
use crate::lifecycle::{Event, TabMessage};
use crate::session::SessionKey;
use crate::settings::Load;

thread_local! {
    static WATCHED: Cell<bool> = const { Cell::new(false) };
    static CHANNEL: RefCell<Option<BroadcastChannel>> = const { RefCell::new(None) };
}

pub fn is_prerendered() -> bool {
    Reflect::get(&document(), &"prerendering".into())
        .is_ok_and(|prerendering| prerendering.is_truthy())
}

/// Passes on to the driver what happens in the page, from now on and as long as the page lives.
pub fn watch_page(driver: impl EventSink) {
    let Some(widget) = driver.widget().filter(|_| !WATCHED.replace(true)) else {
        return;
    };
    open_channel(driver, &widget.app_id);
    if is_prerendered() {
        let shown = Closure::once_into_js(move || driver.on(Event::Woken));
        _ = document()
            .add_event_listener_with_callback("prerenderingchange", shown.unchecked_ref());
    }
    listen("pageshow", move |event| {
        if is_true(&event, "persisted") {
            driver.on(Event::Woken);
        }
    });
    listen("visibilitychange", move |_| {
        if !document().hidden() {
            driver.on(Event::Woken);
        }
    });
    listen("online", move |_| driver.on(Event::Woken));
    // Another tab of this origin has changed the marker.
    let marker = marker_name(&widget.app_id);
    listen("storage", move |event| {
        if text(&event, "key") == marker {
            driver.on(Event::Tick);
        }
    });
    watch_errors(driver, widget.script_url);
}

/// Notifies the driver when the page may load the widget.
pub fn watch_load(driver: impl EventSink, load: Load) {
    let may_load = move || driver.on(Event::MayLoad);
    match load {
        Load::AtOnce => may_load(),
        Load::WhenIdle => when_page_is_idle(may_load),
        Load::OnInteraction => at_first_interaction(may_load),
    }
}

/// Counts what the widget throws by itself. The browser hides the source of an error in a script of another origin: the
/// hosted widget's later errors are not counted (HTML Standard, "muted errors").
fn watch_errors(driver: impl EventSink, script_url: String) {
    let script = script_url.clone();
    listen("error", move |event| {
        if text(&event, "filename").contains(&script) {
            driver.found(Finding::WidgetThrew);
        }
    });
    let script = script_url.clone();
    listen("unhandledrejection", move |event| {
        let reason = Reflect::get(&event, &"reason".into()).unwrap_or_default();
        if text(&reason, "stack").contains(&script) {
            driver.found(Finding::WidgetThrew);
        }
    });
    listen("securitypolicyviolation", move |event| {
        if text(&event, "blockedURI").contains(&script_url) {
            driver.found(Finding::ScriptRefusedByPolicy);
        }
    });
}

/// Listens to the window. The page itself is never left, so its listeners stay.
fn listen(name: &'static str, f: impl Fn(DomEvent) + 'static) {
    _ = window_event_listener_untyped(name, f);
}

/// Calls `f` once, at the first click, touch or key: a person clicks and types all day.
pub fn at_first_interaction(f: impl Fn() + Clone + 'static) {
    let reached = Rc::new(Cell::new(false));
    for event in ["pointerdown", "touchstart", "keydown"] {
        let (reached, f) = (reached.clone(), f.clone());
        listen(event, move |_| {
            if !reached.replace(true) {
                f();
            }
        });
    }
}

/// Calls `f` when the page has loaded and the browser is idle.
pub fn when_page_is_idle(f: impl Fn() + Clone + 'static) {
    when_loaded(move || when_idle(f.clone()));
}

/// Calls `f` once the page has loaded, so that the Messenger does not compete with it. After the load it calls `f` at
/// once.
fn when_loaded(f: impl Fn() + Clone + 'static) {
    if document().ready_state() == "complete" {
        f();
    } else {
        listen("load", move |_| f());
    }
}

/// Calls `f` when the browser is idle, or after a short wait: not every browser can say when it is idle.
fn when_idle(f: impl Fn() + 'static) {
    let ask = Reflect::get(&window(), &"requestIdleCallback".into());
    match ask.ok().and_then(|ask| ask.dyn_into::<Function>().ok()) {
        Some(ask) => {
            let idle = Closure::once_into_js(f);
            let options = leptos::web_sys::js_sys::Object::new();
            _ = Reflect::set(&options, &"timeout".into(), &2_000.into());
            _ = ask.call2(&window(), &idle, &options);
        }
        None => leptos::prelude::set_timeout(f, Duration::from_millis(200)),
    }
}

fn open_channel(driver: impl EventSink, app_id: &str) {
    let Ok(channel) = BroadcastChannel::new(&format!("messenger-tabs-{app_id}")) else {
        return;
    };
    let received = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(message) = event.data().as_string().and_then(|text| read(&text)) {
            driver.on(Event::OtherTab(message));
        }
    });
    channel.set_onmessage(Some(received.into_js_value().unchecked_ref()));
    CHANNEL.set(Some(channel));
}

/// Sends a message to the other tabs of this origin that have the same workspace (rule R13).
pub fn broadcast(message: &TabMessage) {
    let text = match message {
        TabMessage::Began(None) => "began".to_owned(),
        TabMessage::Began(Some(SessionKey(key))) => format!("began {key}"),
        TabMessage::Ended(SessionKey(key)) => format!("ended {key}"),
        TabMessage::Consent(given) => format!("consent {given}"),
    };
    CHANNEL.with_borrow(|channel| {
        channel
            .as_ref()
            .map(|channel| channel.post_message(&text.into()))
    });
}

fn read(message: &str) -> Option<TabMessage> {
    match message.split_once(' ') {
        None if message == "began" => Some(TabMessage::Began(None)),
        Some(("began", key)) => Some(TabMessage::Began(Some(SessionKey(key.to_owned())))),
        Some(("ended", key)) => Some(TabMessage::Ended(SessionKey(key.to_owned()))),
        Some(("consent", given)) => given.parse().ok().map(TabMessage::Consent),
        _ => None,
    }
}

pub(super) fn text(of: &JsValue, name: &str) -> String {
    Reflect::get(of, &name.into())
        .ok()
        .and_then(|value| value.as_string())
        .unwrap_or_default()
}

fn is_true(of: &JsValue, name: &str) -> bool {
    Reflect::get(of, &name.into()).is_ok_and(|value| value.is_truthy())
}
