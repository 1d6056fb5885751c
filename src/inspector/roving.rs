//! The timeline by keyboard: one tab stop, arrows between the moments, and the focus that comes back from a card.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::inspection::Inspection;
use super::moment::Place;
use super::scroll::Scroll;

/// As many moments as Page Up and Page Down pass.
const PAGE: isize = 10;

/// The row of a moment bears it as `data-place`.
pub fn name((at_ms, number): Place) -> String {
    format!("{at_ms}-{number}")
}

#[derive(Clone, Copy)]
pub struct Roving {
    inspection: Inspection,
    /// The moment that Tab leads to.
    stop: RwSignal<Option<Place>>,
    pub scroll: Scroll,
    pub card: NodeRef<leptos::html::Aside>,
}

impl Roving {
    pub fn new(inspection: Inspection) -> Self {
        Self { inspection, stop: RwSignal::new(None), scroll: Scroll::new(inspection), card: NodeRef::new() }
    }

    pub fn stops_at(self, place: Place) -> bool {
        self.stop.get() == Some(place)
    }

    /// Opens a moment in full. By keyboard, or where the card covers the lanes, the focus goes along.
    pub fn choose(self, place: Place, by_keyboard: bool) {
        self.stop.set(Some(place));
        self.inspection.chosen.set(Some(place));
        set_timeout_soon(move || {
            if let Some(card) = self.card.get_untracked()
                && (by_keyboard || covers(&card))
            {
                _ = card.focus();
            }
        });
    }

    /// Closes it; the focus goes back to where it was opened.
    pub fn close(self) {
        let Some(place) = self.inspection.chosen.get_untracked() else { return };
        self.inspection.chosen.set(None);
        self.focus(place);
    }

    pub fn on_key(self, event: &ev::KeyboardEvent) {
        if event.alt_key() || event.ctrl_key() || event.meta_key() || event.shift_key() {
            return;
        }
        let here = self.stop.get_untracked();
        let to = self.inspection.view(|shown| {
            let from = |by| match here.filter(|place| shown.position(*place).is_some()) {
                Some(place) => shown.step(place, by),
                None => shown.last(),
            };
            match event.key().as_str() {
                "ArrowDown" => from(1),
                "ArrowUp" => from(-1),
                "PageDown" => from(PAGE),
                "PageUp" => from(-PAGE),
                "Home" => shown.first(),
                "End" => shown.last(),
                _ => None,
            }
        });
        if let Some(place) = to {
            event.prevent_default();
            self.focus(place);
        } else if matches!(event.key().as_str(), "ArrowLeft" | "ArrowRight") {
            other_shore(event);
        }
    }

    pub fn on_escape(self, event: &ev::KeyboardEvent) {
        if event.key() == "Escape" && self.inspection.chosen.with_untracked(Option::is_some) {
            event.stop_propagation();
            self.close();
        }
    }

    fn focus(self, place: Place) {
        self.stop.set(Some(place));
        self.scroll.draw(place);
        // Once its row is drawn.
        set_timeout_soon(move || {
            let row = format!("[data-place=\"{}\"] .act", name(place));
            let lanes = self.scroll.lanes.get_untracked();
            let act = lanes.and_then(|lanes| lanes.query_selector(&row).ok().flatten());
            _ = act.and_then(|act| act.dyn_into::<HtmlElement>().ok()).map(|act| act.focus());
        });
    }
}

fn set_timeout_soon(f: impl FnOnce() + 'static) {
    set_timeout(f, std::time::Duration::ZERO);
}

/// Whether the card lies over the lanes rather than beside them.
fn covers(card: &HtmlElement) -> bool {
    let style = window().get_computed_style(card).ok().flatten();
    style.and_then(|style| style.get_property_value("position").ok()).is_some_and(|at| at == "fixed")
}

/// From the call to its ping and back.
fn other_shore(event: &ev::KeyboardEvent) {
    let from = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let Some(row) = from.as_ref().and_then(|from| from.closest("[data-place]").ok().flatten()) else {
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
