//! Carries out commands in the browser. No decision is made here.

use leptos::prelude::{document, queue_microtask, set_timeout_with_handle, window};
use leptos::wasm_bindgen::closure::Closure;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::HtmlScriptElement;
use leptos::web_sys::js_sys::{Array, Date, Function, JSON, Object, Reflect};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::time::Duration;

use super::EventSink;
use super::conceal::conceal;
use super::page;
use super::storage::{expire_cookies, renew_marker, set_marker, set_page_settings};
use super::stub::{self, StubEvent};
use crate::diagnosis::Finding;
use crate::lifecycle::{
    Command, Event, Identity, Now, Queue, Registration, Update, Url, WidgetEvent,
};
use crate::plain::Plain;
use crate::settings::WidgetSettings;
use crate::token::Token;

pub use leptos::leptos_dom::helpers::TimeoutHandle;

/// The settings that the host configured, on the server alone. The browser receives them with the page.
pub fn widget_settings() -> Option<WidgetSettings> {
    None
}

pub fn now() -> Now {
    let monotonic = window()
        .performance()
        .map_or(0.0, |performance| performance.now());
    let wall = Date::new_0().get_time();
    Now {
        monotonic: monotonic as i64,
        wall: wall as i64,
    }
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
        .filter(|pair| {
            !pair.is_empty() && !pair.starts_with("__path=") && !pair.starts_with("__err=")
        })
        .collect();
    let query = if kept.is_empty() {
        String::new()
    } else {
        format!("?{}", kept.join("&"))
    };
    let url = format!("{path}{query}{hash}");
    let stripped = search.contains("__err=") || search.contains("__path=");
    if let Some(history) = window().history().ok().filter(|_| stripped) {
        let state = history.state().unwrap_or(JsValue::NULL);
        _ = history.replace_state_with_url(&state, "", Some(&url));
    }
    url
}

/// A number for jitter.
pub fn seed() -> u64 {
    let now = now();
    ((now.wall as u64) << 20) ^ now.monotonic as u64
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

/// Carries out a command of the machine. The driver hears the result.
pub fn carry_out(command: &Command, widget: &WidgetSettings, driver: impl EventSink) {
    match command {
        Command::Queue(queue) => {
            let boot = |identity| array("boot", [boot_settings(identity, widget)]);
            let shutdown = || array("shutdown", []);
            let calls = match queue {
                Queue::Boot(identity) => Array::of1(&boot(identity)),
                Queue::ShutdownAndBoot(identity) => Array::of2(&shutdown(), &boot(identity)),
                Queue::Shutdown => Array::of1(&shutdown()),
            };
            clear_page_settings(widget);
            stub::set_queue(calls, move |seen| match seen {
                StubEvent::QueueRead => driver.on(Event::Tick),
                StubEvent::Foreign => driver.found(Finding::SecondMessenger),
                StubEvent::Replaced => {
                    // The address that the queued boot has just reported; the widget may still be in the middle of starting.
                    let url = url();
                    queue_microtask(move || driver.on(Event::Live(url)));
                }
            });
        }
        Command::InsertScript => insert_script(&widget.script_url, driver),
        Command::Boot(identity) => {
            call(driver, "boot", [boot_settings(identity, widget)]);
            renew_marker(&widget.app_id);
        }
        Command::Update(update) => {
            call(driver, "update", update_payload(update));
            renew_marker(&widget.app_id);
        }
        Command::Shutdown => {
            call(driver, "shutdown", []);
            clear_page_settings(widget);
        }
        Command::Invoke(invoked) => {
            call(
                driver,
                invoked.method(),
                invoked.arguments().iter().map(to_js).collect::<Vec<_>>(),
            );
        }
        Command::Listen(registration) => listen(driver, *registration),
        Command::Mark(marker) => set_marker(&widget.app_id, marker),
        Command::Conceal(on) => conceal(*on),
        Command::Broadcast(message) => page::broadcast(message),
        Command::Purge => {
            expire_cookies(&widget.app_id);
            set_page_settings(None);
        }
        Command::FetchToken(_) | Command::NotifyHost(_) | Command::Emit(_) => {}
    }
}

/// The session's visitor, as the widget knows them.
pub fn visitor_id() -> Option<String> {
    ask("getVisitorId")?.as_string()
}

/// The session's person, as the widget knows them.
pub fn whoami() -> Option<BTreeMap<String, String>> {
    let person = ask("whoami")?.dyn_into::<Object>().ok()?;
    let pairs = Object::entries(&person);
    let text = |value: JsValue| {
        value
            .as_string()
            .or_else(|| JSON::stringify(&value).ok()?.as_string())
    };
    Some(
        pairs
            .iter()
            .filter_map(|pair| pair.dyn_into::<Array>().ok())
            .filter_map(|pair| Some((pair.get(0).as_string()?, text(pair.get(1))?)))
            .collect(),
    )
}

/// Asks the widget a question that only the real dispatcher answers.
fn ask(method: &str) -> Option<JsValue> {
    let dispatcher = stub::current().filter(|_| stub::is_live())?;
    dispatcher.call1(&JsValue::UNDEFINED, &method.into()).ok()
}

/// The widget drops callbacks at shutdown: these are registered again for every session.
fn listen(driver: impl EventSink, registration: Registration) {
    let on = |method, heard: fn(JsValue) -> WidgetEvent| {
        let callback = Closure::<dyn Fn(JsValue)>::new(move |argument| {
            driver.on(Event::Widget {
                registration,
                event: heard(argument),
            });
        });
        call(driver, method, [callback.into_js_value()]);
    };
    on("onShow", |_| WidgetEvent::Shown);
    on("onHide", |_| WidgetEvent::Hidden);
    on("onUnreadCountChange", |count| {
        WidgetEvent::Unread(count.as_f64().unwrap_or_default() as u32)
    });
    on("onUserEmailSupplied", |_| WidgetEvent::EmailSupplied);
    on("ready", |_| WidgetEvent::Ready);
}

fn clear_page_settings(widget: &WidgetSettings) {
    let settings = Object::new();
    if let Some(api_base) = &widget.api_base {
        set(&settings, "api_base", api_base);
    }
    set_page_settings(Some(&settings));
}

/// The settings of a boot. Every boot repeats app id, look and `api_base`: a boot after shutdown starts from nothing.
fn boot_settings(identity: &Identity, widget: &WidgetSettings) -> JsValue {
    let look = JSON::parse(&widget.look)
        .ok()
        .and_then(|look| look.dyn_into::<Object>().ok());
    let settings = look.unwrap_or_default();
    set(&settings, "app_id", &widget.app_id);
    if let Some(api_base) = &widget.api_base {
        set(&settings, "api_base", api_base);
    }
    if let Identity::User(token) = identity {
        identify(&settings, token);
    }
    settings.into()
}

fn update_payload(update: &Update) -> Option<JsValue> {
    let bare = update.token.is_none() && update.attributes.is_empty();
    let payload = to_js(&update.attributes.plain())
        .dyn_into::<Object>()
        .ok()
        .filter(|_| !bare)?;
    if let Some(token) = &update.token {
        identify(&payload, token);
    }
    Some(payload.into())
}

fn identify(settings: &Object, token: &Token) {
    for (name, value) in token.settings() {
        set(settings, name, value);
    }
}

fn to_js(value: &Plain) -> JsValue {
    match value {
        Plain::Text(text) => text.into(),
        Plain::Number(number) => (*number).into(),
        Plain::Bool(value) => (*value).into(),
        Plain::Null => JsValue::NULL,
        Plain::List(values) => values.iter().map(to_js).collect::<Array>().into(),
        Plain::Object(named) => {
            let object = Object::new();
            named
                .iter()
                .for_each(|(name, value)| set(&object, name, to_js(value)));
            object.into()
        }
    }
}

fn set(object: &Object, name: &str, value: impl Into<JsValue>) {
    _ = Reflect::set(object, &name.into(), &value.into());
}

fn array(method: &str, arguments: impl IntoIterator<Item = JsValue>) -> Array {
    std::iter::once(method.into()).chain(arguments).collect()
}

/// Calls a method of the widget. If the widget throws, the app goes on (R14).
fn call(driver: impl EventSink, method: &str, arguments: impl IntoIterator<Item = JsValue>) {
    let Some(dispatcher) = stub::current() else {
        return;
    };
    if Function::apply(&dispatcher, &JsValue::UNDEFINED, &array(method, arguments)).is_err() {
        driver.found(Finding::WidgetThrew);
    }
}

/// Inserts the widget's script, and removes a script element that failed before (rule R6).
fn insert_script(script_url: &str, driver: impl EventSink) {
    if stub::is_live() {
        return;
    }
    let element = document().create_element("script").ok();
    let Some(script) = element.and_then(|element| element.dyn_into::<HtmlScriptElement>().ok())
    else {
        return;
    };
    script.set_src(script_url);
    script.set_async(true);
    // The attribute reads empty; the property does not.
    let with_nonce = document().query_selector("script[nonce]").ok().flatten();
    if let Some(with_nonce) =
        with_nonce.and_then(|found| found.dyn_into::<HtmlScriptElement>().ok())
    {
        script.set_nonce(&with_nonce.nonce());
    }
    let failed = Closure::once_into_js(move || driver.on(Event::ScriptFailed));
    script.set_onerror(Some(failed.unchecked_ref()));
    if let Some(head) = document().head() {
        _ = head.append_child(&script);
    }
    if let Some(failed) = SCRIPT.replace(Some(script)) {
        failed.remove();
    }
}

thread_local! {
    /// The widget's script element.
    static SCRIPT: RefCell<Option<HtmlScriptElement>> = const { RefCell::new(None) };
}
