//! Scroll position, focus and announcement for pages that the router changes without a full page load.
//!
//! A new page starts at its top. Back and forward return to the former scroll position. The focus goes to the `h1`, and
//! the new title is announced.
//!
//! A change of query or hash alone moves nothing.
//!
//! The history entry itself (`history.state`) keeps the scroll position, so it survives a reload and a visit to another
//! site.

use leptos::ev;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsValue;
use web_sys::{FocusOptions, HtmlElement, ScrollRestoration};

/// The live region for screen readers.
const ANNOUNCER: &str = "announcer";
/// How long scrolling must rest before its place is written down: browsers limit how often that may be done.
const REST: Duration = Duration::from_millis(100);
/// How many frames a page is given to grow as tall as it was: some seconds.
const FRAMES: u32 = 240;

#[derive(Clone, Copy)]
pub struct PageChange {
    /// The path of the page that has arrived last.
    at: StoredValue<String>,
    /// The scroll position that the page returns to once it is in place. Back and forward set it; any act of a person
    /// clears it.
    back_to: StoredValue<Option<f64>>,
}

impl PageChange {
    /// Makes one and provides it. Call it outside `<Router>`: its listeners must be first.
    pub fn provide() {
        let change = Self { at: StoredValue::default(), back_to: StoredValue::default() };
        provide_context(change);
        if cfg!(not(feature = "ssr")) {
            // At once: an effect would be too late to be first.
            change.listen();
        }
    }

    fn listen(self) {
        self.at.set_value(path());
        restore_by_hand(true);
        let resting = StoredValue::new(None::<TimeoutHandle>);
        let timer = move |new| {
            resting.update_value(|old| _ = std::mem::replace(old, new).map(|t: TimeoutHandle| t.clear()))
        };
        window_event_listener(ev::scroll, move |_| {
            timer(set_timeout_with_handle(move || self.remember(), REST).ok());
        });
        window_event_listener(ev::click, move |_| {
            self.back_to.set_value(None);
            self.remember();
        });
        window_event_listener(ev::wheel, move |_| self.yield_to_person());
        window_event_listener(ev::touchmove, move |_| self.yield_to_person());
        window_event_listener(ev::keydown, move |_| self.yield_to_person());
        window_event_listener(ev::popstate, move |_| {
            timer(None);
            let same_page = path() == self.at.get_value();
            // A jump to a hash comes here too, with no place remembered: the browser has done it already.
            self.back_to.set_value(remembered().or((!same_page).then_some(0.0)));
            if same_page {
                self.scroll_back(FRAMES);
            }
        });
        // A page that is loaded again is restored by the browser itself: its HTML comes complete.
        window_event_listener_untyped("pagehide", |_| restore_by_hand(false));
        window_event_listener_untyped("pageshow", |_| restore_by_hand(true));
    }

    /// Writes down where this entry of the history is scrolled to, unless it is still on its way there.
    fn remember(self) {
        if self.back_to.get_value().is_none()
            && let Ok(history) = window().history()
        {
            let y = window().scroll_y().unwrap_or_default();
            _ = history.replace_state(&JsValue::from_f64(y), "");
        }
    }

    /// Stops scrolling back, because somebody scrolls a page that is still growing.
    fn yield_to_person(self) {
        if path() == self.at.get_value() {
            self.back_to.set_value(None);
        }
    }

    /// Scrolls as far back as the page reaches, frame after frame while it grows.
    fn scroll_back(self, frames: u32) {
        let Some(y) = self.back_to.get_value() else { return };
        window().scroll_to_with_x_and_y(0.0, y);
        let there = window().scroll_y().is_ok_and(|now| (now - y).abs() < 2.0);
        if there || frames == 0 {
            self.back_to.set_value(None);
        } else {
            request_animation_frame(move || self.scroll_back(frames - 1));
        }
    }

    /// A page is in place; screen readers announce `title`.
    pub(super) fn arrived(self, path: String, title: &str, heading: &HtmlElement) {
        let from = self.at.get_value();
        if from == path {
            return;
        }
        self.at.set_value(path);
        if from.is_empty() {
            return; // the browser itself loaded this page
        }
        if let Some(announcer) = document().get_element_by_id(ANNOUNCER) {
            announcer.set_text_content(Some(title));
        }
        focus(heading.clone(), FRAMES);
        if self.back_to.get_value().is_none() {
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
        self.scroll_back(FRAMES);
    }
}

/// A heading may know that it is drawn a moment before the page is in the document.
fn focus(heading: HtmlElement, frames: u32) {
    if !heading.is_connected() && frames > 0 {
        request_animation_frame(move || focus(heading, frames - 1));
        return;
    }
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    _ = heading.focus_with_options(&options);
}

fn path() -> String {
    window().location().pathname().unwrap_or_default()
}

fn remembered() -> Option<f64> {
    window().history().and_then(|history| history.state()).ok()?.as_f64()
}

fn restore_by_hand(on: bool) {
    if let Ok(history) = window().history() {
        _ = history.set_scroll_restoration(if on {
            ScrollRestoration::Manual
        } else {
            ScrollRestoration::Auto
        });
    }
}
