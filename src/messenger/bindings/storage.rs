//! Values that outlive the page: the marker, the widget's cookies, and the settings that the widget reads by itself.
//!
//! The marker is a cookie of the same scope as the widget's cookies: all subdomains of a domain read one marker (rule
//! R3). A copy in localStorage notifies the other tabs of this origin at once that the marker has changed.

use leptos::prelude::{document, window};
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::js_sys::{Math, Reflect, decode_uri_component, encode_uri_component};
use leptos::web_sys::{HtmlDocument, Storage};
use std::cell::RefCell;

use crate::lifecycle::Marker;
use crate::session::SessionKey;

/// The marker's life in seconds: 400 days, the longest that browsers keep a cookie. Each boot and update renews it, as
/// the widget renews its own cookies.
const MARKER_SECONDS: u32 = 34_560_000;
const CONTESTED: &str = "contested";
const USER: &str = "user:";

thread_local! {
    /// The marker of this page alone, where the browser refuses cookies and storage.
    static REMEMBERED: RefCell<Option<String>> = const { RefCell::new(None) };
    /// The attribute that names the marker's domain.
    static SCOPE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// The name of the marker's cookie and of its copy in localStorage. Workspaces of one origin have a marker each.
pub fn marker_name(app_id: &str) -> String {
    format!("messenger-session-{app_id}")
}

/// The marker of this moment.
pub fn marker(app_id: &str) -> Marker {
    let name = marker_name(app_id);
    let stored = || storage().and_then(|storage| storage.get_item(&name).ok().flatten());
    // Where cookies work, a copy without a cookie is what another subdomain has ended.
    let text = if cookies_work() {
        cookie(&name)
    } else {
        stored()
    };
    let text = text.or_else(|| REMEMBERED.with_borrow(Clone::clone));
    match text {
        None => Marker::Nobody,
        Some(text) => match text.strip_prefix(USER) {
            Some(key) => Marker::User(SessionKey(key.to_owned())),
            None => Marker::Contested,
        },
    }
}

pub fn set_marker(app_id: &str, marker: &Marker) {
    let name = marker_name(app_id);
    let text = match marker {
        Marker::Nobody => None,
        Marker::User(SessionKey(key)) => Some(format!("{USER}{key}")),
        Marker::Contested => Some(CONTESTED.to_owned()),
    };
    // The cookie first: other tabs read it when they hear of the copy.
    match &text {
        Some(text) => set_cookie(&name, text),
        None => expire_cookie(&name),
    }
    if let Some(storage) = storage() {
        _ = match &text {
            Some(text) => storage.set_item(&name, text),
            None => storage.remove_item(&name),
        };
    }
    REMEMBERED.take();
    if self::marker(app_id) != *marker {
        REMEMBERED.set(text);
    }
}

/// Renews the marker, because the widget has renewed its cookies: the marker lives as long.
pub fn renew_marker(app_id: &str) {
    let name = marker_name(app_id);
    if let Some(text) = cookie(&name) {
        set_cookie(&name, &text);
    }
}

/// Expires the marker and every cookie of the widget, at this host and the domains above it.
/// Names: Intercom's help, "Intercom Messenger Cookies".
pub fn expire_cookies(app_id: &str) {
    for name in ["session", "id", "device-id"] {
        expire_cookie(&format!("intercom-{name}-{app_id}"));
    }
    expire_cookie(&marker_name(app_id));
}

/// Sets the settings from which the widget would boot by itself. They never hold an identity. The widget reads
/// `api_base` here when it starts.
pub fn set_page_settings(settings: Option<&JsValue>) {
    let name = "intercomSettings".into();
    _ = match settings {
        Some(settings) => Reflect::set(&window(), &name, settings),
        None => Reflect::delete_property(&window().into(), &name),
    };
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

fn cookie_jar() -> Option<HtmlDocument> {
    document().dyn_into().ok()
}

fn cookies_work() -> bool {
    Reflect::get(&window().navigator(), &"cookieEnabled".into())
        .is_ok_and(|enabled| enabled.is_truthy())
}

fn cookie(name: &str) -> Option<String> {
    let all = cookie_jar()?.cookie().ok()?;
    let text = all
        .split("; ")
        .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))?;
    decode_uri_component(text).ok().map(String::from)
}

fn set_cookie(name: &str, text: &str) {
    let Some(jar) = cookie_jar() else { return };
    let secure = if window()
        .location()
        .protocol()
        .is_ok_and(|it| it == "https:")
    {
        "; Secure"
    } else {
        ""
    };
    let text = String::from(encode_uri_component(text));
    let scope = scope(&jar);
    _ = jar.set_cookie(&format!(
        "{name}={text}; Path=/; Max-Age={MARKER_SECONDS}; SameSite=Lax{secure}{scope}"
    ));
}

/// The widest domain at which the browser accepts a cookie of this page: it refuses public suffixes such as `co.uk`.
/// The widget's cookies have the same scope.
fn scope(jar: &HtmlDocument) -> String {
    if let Some(known) = SCOPE.with_borrow(Clone::clone) {
        return known;
    }
    // Another tab must not take this trial for its own.
    let trial = format!(
        "messenger-scope-{}",
        (Math::random() * f64::from(u32::MAX)) as u32
    );
    let accepts = |domain: &String| {
        _ = jar.set_cookie(&format!("{trial}=1; Path=/; SameSite=Lax{domain}"));
        cookie(&trial).is_some()
    };
    let scope = domains().into_iter().find(accepts).unwrap_or_default();
    expire_cookie(&trial);
    SCOPE.set(Some(scope.clone()));
    scope
}

fn expire_cookie(name: &str) {
    let Some(jar) = cookie_jar() else { return };
    for domain in domains() {
        _ = jar.set_cookie(&format!("{name}=; Path=/; Max-Age=0; SameSite=Lax{domain}"));
    }
}

/// The attributes that name each domain of this host, the widest first; the last one names none.
fn domains() -> Vec<String> {
    let host = window().location().hostname().unwrap_or_default();
    let parents = host
        .rmatch_indices('.')
        .skip(1)
        .map(|(dot, _)| &host[dot + 1..]);
    let whole = Some(host.as_str()).filter(|host| host.contains('.'));
    parents
        .chain(whole)
        .map(|domain| format!("; Domain={domain}"))
        .chain([String::new()])
        .collect()
}
