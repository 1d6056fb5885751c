//! The timeline by keyboard: one tab stop, arrows between the moments, and a focus that comes back from the card.

use leptos::ev;
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::inspection::Inspection;
use super::scroll::Scroll;
use crate::inspector::timeline::MomentId;

/// The number of moments that Page Up and Page Down pass.
const PAGE: isize = 10;

/// The name of a moment's row, in its attribute `data-moment`.
pub fn row_name((at_ms, number): MomentId) -> String {
    format!("{at_ms}-{number}")
}

#[derive(Clone, Copy)]
pub struct RovingFocus {
    inspection: Inspection,
    /// The moment that Tab leads to.
    stop: RwSignal<Option<MomentId>>,
    pub scroll: Scroll,
    pub card: NodeRef<leptos::html::Aside>,
}

impl RovingFocus {
    pub fn new(inspection: Inspection) -> Self {
        Self { inspection, stop: RwSignal::new(None), scroll: Scroll::new(inspection), card: NodeRef::new() }
    }

    pub fn stops_at(self, id: MomentId) -> bool {
        self.stop.get() == Some(id)
    }

    /// Opens a moment in full. By keyboard, or where the card covers the lanes, the focus goes along.
    pub fn choose(self, id: MomentId, by_keyboard: bool) {
        self.stop.set(Some(id));
        self.inspection.chosen.set(Some(id));
        let focus = move || {
            if let Some(card) = self.card.get_untracked()
                && (by_keyboard || covers(&card))
            {
                _ = card.focus();
            }
        };
        set_timeout(focus, Duration::ZERO);
    }

    /// Closes the card. The focus goes back to the moment.
    pub fn close(self) {
        let Some(id) = self.inspection.chosen.get_untracked() else { return };
        self.inspection.chosen.set(None);
        self.focus(id);
    }

    pub fn on_key(self, event: &ev::KeyboardEvent) {
        if event.alt_key() || event.ctrl_key() || event.meta_key() || event.shift_key() {
            return;
        }
        let here = self.stop.get_untracked();
        let to = self.inspection.view(|filtered| {
            let from = |by| match here.filter(|id| filtered.position(*id).is_some()) {
                Some(id) => filtered.step(id, by),
                None => filtered.last(),
            };
            match event.key().as_str() {
                "ArrowDown" => from(1),
                "ArrowUp" => from(-1),
                "PageDown" => from(PAGE),
                "PageUp" => from(-PAGE),
                "Home" => filtered.first(),
                "End" => filtered.last(),
                _ => None,
            }
        });
        if let Some(id) = to {
            event.prevent_default();
            self.focus(id);
        } else if matches!(event.key().as_str(), "ArrowLeft" | "ArrowRight") {
            focus_other_lane(event);
        }
    }

    pub fn on_escape(self, event: &ev::KeyboardEvent) {
        if event.key() == "Escape" && self.inspection.chosen.with_untracked(Option::is_some) {
            event.stop_propagation();
            self.close();
        }
    }

    fn focus(self, id: MomentId) {
        self.stop.set(Some(id));
        self.scroll.draw(id);
        // Once its row is drawn, and before it is painted.
        request_animation_frame(move || {
            let row = format!("[data-moment=\"{}\"] .act", row_name(id));
            let lanes = self.scroll.lanes.get_untracked();
            let act = lanes.and_then(|lanes| lanes.query_selector(&row).ok().flatten());
            _ = act.and_then(|act| act.dyn_into::<HtmlElement>().ok()).map(|act| act.focus());
            // Rows change their size as they come into sight: a list that still follows its end would go back there.
            self.scroll.scrolled();
        });
    }
}

/// Whether the card lies over the lanes rather than beside them.
fn covers(card: &HtmlElement) -> bool {
    let style = window().get_computed_style(card).ok().flatten();
    style.and_then(|style| style.get_property_value("position").ok()).is_some_and(|at| at == "fixed")
}

/// Moves the focus from the call to its ping, and back.
fn focus_other_lane(event: &ev::KeyboardEvent) {
    let from = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let Some(row) = from.as_ref().and_then(|from| from.closest("[data-moment]").ok().flatten()) else {
        return;
    };
    let Ok(acts) = row.query_selector_all(".act") else { return };
    let acts = (0..acts.length()).filter_map(|at| acts.get(at)?.dyn_into::<HtmlElement>().ok());
    for act in acts {
        if from.as_ref() != Some(act.as_ref()) {
            event.prevent_default();
            _ = act.focus();
        }
    }
}
