//! The keys that act without a pointer, and their list.

use leptos::ev::{self, KeyboardEvent};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::js_sys::{Function, Reflect};
use web_sys::{Element, HtmlElement};

use crate::components::Icon;

/// The keys and what they do. A control names its own key in `aria-keyshortcuts`.
const KEYS: [(&str, &str); 11] = [
    ("j", "The next conversation"),
    ("k", "The one before"),
    ("r", "Reply"),
    ("n", "Note for teammates"),
    ("a", "Assign"),
    ("z", "Snooze until tomorrow"),
    ("e", "Close, or reopen"),
    ("Enter", "Send what you wrote"),
    ("Shift + Enter", "Break the line"),
    ("Esc", "Leave the field, so that these keys act"),
    ("?", "This list"),
];

/// Acts on the keys until the page goes.
pub fn listen() {
    let handle = window_event_listener(ev::keydown, move |event| {
        if !is_shortcut(&event) {
            return;
        }
        let key = event.key();
        let control = match key.as_str() {
            "j" => next(1),
            "k" => next(-1),
            _ => find(&format!("[aria-keyshortcuts=\"{}\"]", key.replace(['"', '\\'], ""))),
        };
        let Some(control) = control else { return };
        event.prevent_default();
        match control.tag_name().as_str() {
            "SELECT" => {
                _ = control.focus();
                open_choice(&control);
            }
            _ => control.click(),
        }
    });
    on_cleanup(move || handle.remove());
}

/// Whether an event is a single character without Ctrl, Meta or Alt, pressed outside a field.
fn is_shortcut(event: &KeyboardEvent) -> bool {
    let modified = event.ctrl_key() || event.meta_key() || event.alt_key() || event.is_composing();
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let writes =
        target.is_some_and(|target| matches!(target.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"));
    !modified && !writes && event.key().chars().count() == 1
}

/// Opens the list at each key that would choose in a closed one: each arrow key would assign to somebody. In an open
/// list Enter chooses.
pub fn choose_in_list(event: KeyboardEvent) {
    let key = event.key();
    let chooses = key.starts_with("Arrow")
        || ["Enter", "Home", "End", "PageUp", "PageDown"].contains(&key.as_str())
        || key.chars().count() == 1;
    if chooses && !event.ctrl_key() && !event.meta_key() && open_choice(&event_target(&event)) {
        event.prevent_default();
    }
}

/// Opens the list of a `select`. False where the browser cannot.
pub fn open_choice(select: &HtmlElement) -> bool {
    let show =
        Reflect::get(select, &"showPicker".into()).ok().and_then(|show| show.dyn_into::<Function>().ok());
    show.is_some_and(|show| show.call0(select).is_ok())
}

fn find(selector: &str) -> Option<HtmlElement> {
    document().query_selector(selector).ok().flatten().and_then(|found| found.dyn_into().ok())
}

/// The conversation after the open one, or the first.
fn next(step: i32) -> Option<HtmlElement> {
    let all = document().query_selector_all(".conv").ok()?;
    let all: Vec<HtmlElement> = (0..all.length()).filter_map(|at| all.get(at)?.dyn_into().ok()).collect();
    let open = all.iter().position(|one| one.has_attribute("aria-current"));
    let at = match open {
        Some(at) => at.checked_add_signed(step as isize)?,
        None => 0,
    };
    all.get(at).cloned()
}

/// A button of the top bar that lists the keys.
#[component]
pub fn Shortcuts() -> impl IntoView {
    view! {
        <button type="button" class="icon-button" aria-label="Keyboard shortcuts" title="Keyboard shortcuts (?)" aria-keyshortcuts="?"
            popovertarget="shortcuts">
            <Icon name="help"/>
        </button>
        <div id="shortcuts" popover="auto" role="dialog" aria-labelledby="shortcuts-title">
            <h2 id="shortcuts-title">"Keyboard shortcuts"</h2>
            <dl>{KEYS.map(|(key, does)| view! { <dt><kbd>{key}</kbd></dt><dd>{does}</dd> }).collect_view()}</dl>
        </div>
    }
}
