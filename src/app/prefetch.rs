//! Fetches the next page before a person opens it: its code and its data when a person reaches a link to it, and the code
//! of likely next pages while the line is free.

use futures::FutureExt;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::js_sys::Reflect;
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;
use web_sys::{Element, Event, HtmlAnchorElement, MouseEvent};

use super::code_of;
use crate::components::Routing;
use crate::pages::{likely_next, name_person, requests_of};
use crate::prefetch;

/// How long a pointer or the focus rests on a link before the page asks for data. A pointer crosses links on its way.
const REST: Duration = Duration::from_millis(65);
/// The wait in place of an idle moment.
const NOT_IDLE: Duration = Duration::from_millis(200);

/// Loads the code of the page that people open next from the page at `path`. It sends the request before it returns: the
/// line is free while the processor hydrates the page.
pub fn load_likely_next(path: &str) {
    if saves_data() {
        return;
    }
    let mut code = Box::pin(code_of(likely_next(path)));
    if (&mut code).now_or_never().is_none() {
        // Leptos' own needs a running app.
        wasm_bindgen_futures::spawn_local(code);
    }
}

/// Loads the code of the pages to which the header links: one file after the other, whenever the document has loaded, the browser
/// is idle, and no page is awaited. A click's own requests share the line with at most one of these files.
pub fn load_header_code() {
    if saves_data() {
        return;
    }
    let (count, is_routing) = (RwSignal::new(0), Routing::is_under_way());
    let has_loaded = RwSignal::new(document().ready_state() == "complete");
    window_event_listener_untyped("load", move |_| has_loaded.set(true));
    let load_next = move || {
        let index = count.get_untracked();
        // A click may have come before the browser was idle.
        if let Some(path) = header_path(index).filter(|_| !is_routing.get_untracked()) {
            spawn_local(async move {
                code_of(&path).await;
                // An idle moment after a route change may have asked for the same file.
                if count.get_untracked() == index {
                    count.set(index + 1);
                }
            });
        }
    };
    Effect::new(move |_| {
        count.track();
        if has_loaded.get() && !is_routing.get() && request_idle_callback_with_handle(load_next).is_err() {
            // Not each browser says when it is idle.
            set_timeout(load_next, NOT_IDLE);
        }
    });
}

/// The path of a link in the header, counted from 0.
fn header_path(index: u32) -> Option<String> {
    let links = document().query_selector_all("header a[href^='/']").ok()?;
    let link: HtmlAnchorElement = links.item(index)?.unchecked_into();
    Some(link.pathname())
}

/// Ends the speculation rules of the document: from now on a click stays in the app, and needs no document.
pub fn end_speculation() {
    if let Ok(Some(rules)) = document().query_selector("script[type=speculationrules]") {
        rules.remove();
    }
}

/// Follows a person's pointer, finger and focus to the links of the shop, for as long as the document lives.
pub fn follow_intent() {
    prefetch::name_person(name_person());
    let owner = Owner::current().unwrap_or_default();
    let (resting, pointer) = (Rc::new(Cell::new(None::<TimeoutHandle>)), Rc::new(Cell::new((0, 0))));
    for reached in ["pointerover", "focusin", "pointerdown", "touchstart", "click"] {
        let (owner, resting, pointer) = (owner.clone(), Rc::clone(&resting), Rc::clone(&pointer));
        window_event_listener_untyped(reached, move |event| {
            _ = resting.take().map(|timer| timer.clear());
            let at = event.dyn_ref().map(|pointer: &MouseEvent| (pointer.client_x(), pointer.client_y()));
            let has_moved = at.is_none_or(|at| pointer.replace(at) != at);
            // A page that changes under a pointer at rest is nobody's intent. A page that opens asks for its data itself:
            // the click ends the wait that began when the press moved the focus.
            if reached == "click" || (reached == "pointerover" && !has_moved) {
                return;
            }
            let Some(link) = link_of(&event) else { return };
            let (path, query, owner) = (link.pathname(), link.search(), owner.clone());
            let code = path.clone();
            spawn_local(async move { code_of(&code).await });
            let ask =
                move || owner.with(|| requests_of(&path, &query)).into_iter().for_each(prefetch::prefetch);
            match reached {
                "pointerover" | "focusin" => resting.set(set_timeout_with_handle(ask, REST).ok()),
                _ => ask(),
            }
        });
    }
}

/// The link to another page of the shop under the pointer or the focus.
fn link_of(event: &Event) -> Option<HtmlAnchorElement> {
    let element: Element = event_target(event);
    let link: HtmlAnchorElement = element.closest("a[href^='/']:not([rel])").ok()??.unchecked_into();
    let here = location();
    let is_here = here.pathname().ok().as_ref() == Some(&link.pathname())
        && here.search().ok().as_ref() == Some(&link.search());
    (!is_here).then_some(link)
}

/// Whether the person asks for less data, or the line is as slow as 2g: <https://wicg.github.io/netinfo/>. Not each browser
/// says so.
fn saves_data() -> bool {
    let of = |object: &JsValue, name: &str| Reflect::get(object, &name.into()).unwrap_or_default();
    let line = of(&window().navigator(), "connection");
    of(&line, "saveData").is_truthy()
        || of(&line, "effectiveType").as_string().is_some_and(|kind| kind.ends_with("2g"))
}
