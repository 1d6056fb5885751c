//! What the browser does with a command. No decision is made here.

use leptos::prelude::{
    document, queue_microtask, set_timeout_with_handle, window, window_event_listener_untyped,
};
use leptos::wasm_bindgen::closure::Closure;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::js_sys::{Array, Date, Function, JSON, Object, Reflect};
use leptos::web_sys::{HtmlScriptElement, Storage};
use std::cell::RefCell;
use std::time::Duration;

use super::super::lifecycle::{Call, Command, Event, Identity, Marker, Now, Queue, Update, Url};
use super::super::session::SessionKey;
use super::super::settings::{Attributes, Value, WidgetSettings};
use super::stub;

/// In localStorage: whose session the widget's cookies may hold (rule R3).
const MARKER: &str = "messenger-session";
const CONTESTED: &str = "*";

pub use leptos::leptos_dom::helpers::TimeoutHandle;

/// On the server: what the host configured. The browser is told.
pub fn widget_settings() -> Option<WidgetSettings> {
    None
}

pub fn now() -> Now {
    let monotonic = window().performance().map_or(0.0, |performance| performance.now());
    #[expect(
        clippy::disallowed_methods,
        reason = "the pattern reads the browser's clock here and nowhere else"
    )]
    let wall = Date::now();
    Now { monotonic: monotonic as i64, wall: wall as i64 }
}

/// The address bar's path, query and hash.
///
/// A server function posted by a plain form that failed leaves its error in the query; taken out here, or error
/// texts would become page URLs in somebody's inbox.
pub fn url() -> Url {
    let location = window().location();
    let part = |part: Result<String, JsValue>| part.unwrap_or_default();
    let (path, hash) = (part(location.pathname()), part(location.hash()));
    let search = part(location.search());
    let kept: Vec<&str> = search
        .trim_start_matches('?')
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with("__path=") && !pair.starts_with("__err="))
        .collect();
    let query = if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) };
    let url = format!("{path}{query}{hash}");
    let stripped = search.contains("__err=") || search.contains("__path=");
    if let Some(history) = window().history().ok().filter(|_| stripped) {
        let state = history.state().unwrap_or(JsValue::NULL);
        _ = history.replace_state_with_url(&state, "", Some(&url));
    }
    url
}

/// What an earlier page left, and any number, for jitter. The server has neither: it runs no machine.
pub fn beginning() -> Option<(Marker, u64)> {
    let now = now();
    Some((read_marker(), (now.wall as u64) << 20 ^ now.monotonic as u64))
}

fn read_marker() -> Marker {
    match storage().and_then(|storage| storage.get_item(MARKER).ok().flatten()) {
        None => Marker::Nobody,
        Some(mark) if mark == CONTESTED => Marker::Contested,
        Some(key) => Marker::User(SessionKey(key)),
    }
}

/// Calls `tick` after so many milliseconds, in place of the call set before.
pub fn wake_after(
    millis: Option<i64>,
    before: Option<TimeoutHandle>,
    tick: impl Fn() + 'static,
) -> Option<TimeoutHandle> {
    before.inspect(TimeoutHandle::clear);
    // Longer waits would overflow the browser's timer; an early tick does no harm.
    let millis = u64::try_from(millis?).unwrap_or(0).min(86_400_000);
    set_timeout_with_handle(tick, Duration::from_millis(millis)).ok()
}

/// Does what the machine decided. `report` tells it what came of that.
pub fn carry_out(command: &Command, widget: &WidgetSettings, report: impl Fn(Event) + Clone + 'static) {
    match command {
        Command::Queue(queue) => {
            let boot = |identity| call_array("boot", Some(boot_settings(identity, widget)));
            let shutdown = || call_array("shutdown", None);
            let calls = match queue {
                Queue::Boot(identity) => Array::of1(&boot(identity)),
                Queue::ShutdownAndBoot(identity) => Array::of2(&shutdown(), &boot(identity)),
                Queue::Shutdown => Array::of1(&shutdown()),
            };
            clear_page_settings(widget);
            stub::set_queue(&calls, move || {
                // The address that the queued boot has just reported; the widget may still be in the middle of starting.
                let (url, report) = (url(), report.clone());
                queue_microtask(move || report(Event::Live(url)));
            });
        }
        Command::InsertScript => when_loaded(widget.script_url.clone(), report),
        Command::Boot(identity) => call("boot", Some(boot_settings(identity, widget))),
        Command::Update(update) => call("update", update_payload(update)),
        Command::Shutdown => {
            call("shutdown", None);
            clear_page_settings(widget);
        }
        Command::Invoke(Call::TrackEvent { name, metadata }) => {
            call_with(&["trackEvent".into(), name.into(), plain(metadata).into()]);
        }
        Command::Invoke(Call::StartConversation(text)) => {
            call_with(&["startConversation".into(), text.into()])
        }
        Command::Invoke(bare) => call(bare.method(), None),
        Command::Listen(registration) => {
            let registration = *registration;
            let count = Closure::<dyn Fn(f64)>::new(move |count: f64| {
                report(Event::Unread { registration, count: count as u32 });
            });
            call("onUnreadCountChange", Some(count.into_js_value()));
        }
        Command::Mark(marker) => {
            if let Some(storage) = storage() {
                _ = match marker {
                    Marker::Nobody => storage.remove_item(MARKER),
                    Marker::User(SessionKey(key)) => storage.set_item(MARKER, key),
                    Marker::Contested => storage.set_item(MARKER, CONTESTED),
                };
            }
        }
        Command::FetchToken(_) | Command::TellHost(_) => {}
    }
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// What the widget would boot from by itself: never an identity. It reads `api_base` here when it starts.
fn clear_page_settings(widget: &WidgetSettings) {
    let settings = Object::new();
    if let Some(api_base) = &widget.api_base {
        set(&settings, "api_base", api_base);
    }
    _ = Reflect::set(&window(), &"intercomSettings".into(), &settings);
}

/// Every boot repeats app id, look and `api_base`: a boot after shutdown starts from nothing.
fn boot_settings(identity: &Identity, widget: &WidgetSettings) -> JsValue {
    let look = JSON::parse(&widget.look).ok().and_then(|look| look.dyn_into::<Object>().ok());
    let settings = look.unwrap_or_default();
    set(&settings, "app_id", &widget.app_id);
    if let Some(api_base) = &widget.api_base {
        set(&settings, "api_base", api_base);
    }
    if let Identity::User(token) = identity {
        set(&settings, "intercom_user_jwt", token.as_str());
    }
    settings.into()
}

fn update_payload(update: &Update) -> Option<JsValue> {
    let payload = plain(&update.attributes);
    if let Some(token) = &update.token {
        set(&payload, "intercom_user_jwt", token.as_str());
    }
    let bare = update.token.is_none() && update.attributes.is_empty();
    (!bare).then(|| payload.into())
}

fn plain(attributes: &Attributes) -> Object {
    let object = Object::new();
    for (name, value) in attributes.iter() {
        match value {
            Value::Text(text) => set(&object, name, text.as_str()),
            Value::Number(number) => set(&object, name, *number),
            Value::Bool(value) => set(&object, name, *value),
            Value::None => set(&object, name, JsValue::NULL),
        }
    }
    object
}

fn set(object: &Object, name: &str, value: impl Into<JsValue>) {
    _ = Reflect::set(object, &name.into(), &value.into());
}

fn call_array(method: &str, argument: Option<JsValue>) -> Array {
    let call = Array::of1(&method.into());
    argument.iter().for_each(|argument| _ = call.push(argument));
    call
}

fn call(method: &str, argument: Option<JsValue>) {
    let mut arguments = vec![method.into()];
    arguments.extend(argument);
    call_with(&arguments);
}

/// Whatever the widget throws, the app goes on (R14).
fn call_with(arguments: &[JsValue]) {
    if let Some(dispatcher) = stub::current() {
        let arguments: Array = arguments.iter().collect();
        if Function::apply(&dispatcher, &JsValue::UNDEFINED, &arguments).is_err() {
            leptos::logging::warn!("messenger: the widget threw");
        }
    }
}

/// Nothing of the Messenger competes with the page itself. A `load` that has passed is not waited for.
fn when_loaded(script_url: String, report: impl Fn(Event) + Clone + 'static) {
    if document().ready_state() == "complete" {
        return insert_script(&script_url, report);
    }
    let waiting = RefCell::new(Some(report));
    let listener = window_event_listener_untyped("load", move |_| {
        if let Some(report) = waiting.borrow_mut().take() {
            insert_script(&script_url, report);
        }
    });
    // It outlives the component, like the script itself.
    std::mem::forget(listener);
}

fn insert_script(script_url: &str, report: impl Fn(Event) + Clone + 'static) {
    if stub::is_live() {
        return;
    }
    let Some(script) =
        document().create_element("script").ok().and_then(|e| e.dyn_into::<HtmlScriptElement>().ok())
    else {
        return;
    };
    script.set_src(script_url);
    script.set_async(true);
    // The attribute reads empty; the property does not.
    let with_nonce = document().query_selector("script[nonce]").ok().flatten();
    if let Some(with_nonce) = with_nonce.and_then(|found| found.dyn_into::<HtmlScriptElement>().ok()) {
        script.set_nonce(&with_nonce.nonce());
    }
    let failed = Closure::once_into_js(move || report(Event::ScriptFailed));
    script.set_onerror(Some(failed.unchecked_ref()));
    if let Some(head) = document().head() {
        _ = head.append_child(&script);
    }
}
