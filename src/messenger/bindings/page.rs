//! What the page itself tells: time to load, waking, other tabs, and what is wrong with the script.

use leptos::leptos_dom::helpers::WindowListenerHandle;
use leptos::prelude::{document, window, window_event_listener_untyped};
use leptos::wasm_bindgen::closure::Closure;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::js_sys::{Function, Reflect};
use leptos::web_sys::{BroadcastChannel, Event as DomEvent, MessageEvent};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use super::super::diagnosis::Finding;
use super::super::driver::Driver;
use super::super::lifecycle::{Event, TabMessage};
use super::super::session::SessionKey;
use super::super::settings::Load;
use super::storage::MARKER;

/// Where tabs of one browser talk (rule R13).
const CHANNEL: &str = "messenger-tabs";

#[derive(Default)]
struct Page {
    claimed: bool,
    driver: Option<Driver>,
    listeners: Vec<WindowListenerHandle>,
    channel: Option<BroadcastChannel>,
}

thread_local! {
    static PAGE: RefCell<Page> = RefCell::default();
}

/// One `<Messenger>` a page: whether this is the first.
pub fn claim_page() -> bool {
    PAGE.with_borrow_mut(|page| !std::mem::replace(&mut page.claimed, true))
}

/// Of the `<Messenger>` in place.
pub fn driver_of_page() -> Option<Driver> {
    PAGE.with_borrow(|page| page.driver)
}

pub fn leave_page() {
    let page = PAGE.take();
    page.listeners.into_iter().for_each(WindowListenerHandle::remove);
    page.channel.inspect(BroadcastChannel::close);
}

pub fn is_prerendered() -> bool {
    Reflect::get(&document(), &"prerendering".into()).is_ok_and(|prerendering| prerendering.is_truthy())
}

/// Tells the driver, from now on, what concerns it.
pub fn watch_page(driver: Driver, load: Load) {
    PAGE.with_borrow_mut(|page| page.driver = Some(driver));
    open_channel(driver);
    if is_prerendered() {
        let shown = Closure::once_into_js(move || driver.wake_up());
        _ = document().add_event_listener_with_callback("prerenderingchange", shown.unchecked_ref());
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
    // Another tab has changed the marker.
    listen("storage", move |event| {
        if text(&event, "key") == MARKER {
            driver.on(Event::Tick);
        }
    });
    watch_errors(driver);
    let may_load = move || driver.on(Event::MayLoad);
    match load {
        Load::AtOnce => may_load(),
        Load::WhenIdle => when_loaded(move || when_idle(may_load)),
        Load::OnInteraction => {
            // Once: what a person does all day is no news.
            let reached = Rc::new(Cell::new(false));
            for event in ["pointerdown", "touchstart", "keydown"] {
                let reached = reached.clone();
                listen(event, move |_| {
                    if !reached.replace(true) {
                        may_load();
                    }
                });
            }
        }
    }
}

/// What the widget throws by itself does the app no harm; it is counted.
fn watch_errors(driver: Driver) {
    let Some(widget) = driver.widget() else { return };
    let script = widget.script_url.clone();
    listen("error", move |event| {
        if text(&event, "filename").contains(&script) {
            driver.found(Finding::WidgetThrew);
        }
    });
    let script = widget.script_url.clone();
    listen("unhandledrejection", move |event| {
        let reason = Reflect::get(&event, &"reason".into()).unwrap_or_default();
        if text(&reason, "stack").contains(&script) {
            driver.found(Finding::WidgetThrew);
        }
    });
    listen("securitypolicyviolation", move |event| {
        if text(&event, "blockedURI").contains(&widget.script_url) {
            driver.found(Finding::ScriptRefusedByPolicy);
        }
    });
}

fn listen(name: &'static str, f: impl Fn(DomEvent) + 'static) {
    let listener = window_event_listener_untyped(name, f);
    PAGE.with_borrow_mut(|page| page.listeners.push(listener));
}

/// Nothing of the Messenger competes with the page itself. A `load` that has passed is not waited for.
fn when_loaded(f: impl Fn() + Clone + 'static) {
    if document().ready_state() == "complete" {
        f();
    } else {
        listen("load", move |_| f());
    }
}

/// Not every browser can say when it is idle.
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

fn open_channel(driver: Driver) {
    let Ok(channel) = BroadcastChannel::new(CHANNEL) else { return };
    let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(notice) = event.data().as_string().and_then(|text| read(&text)) {
            driver.on(Event::OtherTab(notice));
        }
    });
    channel.set_onmessage(Some(heard.into_js_value().unchecked_ref()));
    PAGE.with_borrow_mut(|page| page.channel = Some(channel));
}

pub fn announce(notice: &TabMessage) {
    let message = match notice {
        TabMessage::Began(None) => "began".to_owned(),
        TabMessage::Began(Some(SessionKey(key))) => format!("began {key}"),
        TabMessage::Ended(SessionKey(key)) => format!("ended {key}"),
        TabMessage::Consent(given) => format!("consent {given}"),
    };
    PAGE.with_borrow(|page| page.channel.as_ref().map(|channel| channel.post_message(&message.into())));
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

fn text(of: &JsValue, name: &str) -> String {
    Reflect::get(of, &name.into()).ok().and_then(|value| value.as_string()).unwrap_or_default()
}

fn is_true(of: &JsValue, name: &str) -> bool {
    Reflect::get(of, &name.into()).is_ok_and(|value| value.is_truthy())
}
