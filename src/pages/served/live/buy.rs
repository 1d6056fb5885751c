//! The form on a coffee's page: what it costs as it is filled in.

use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, Event, EventInit, FormData, HtmlFormElement, HtmlInputElement};

use super::super::dom;
use crate::shop::cart::MOST_OF_ONE;
use crate::shop::{Currency, Grind, Item, Money, Often, Size};

/// One more or one fewer.
pub fn step(button: &Element) {
    let by: i64 = button.get_attribute("data-step").and_then(|by| by.parse().ok()).unwrap_or_default();
    let stepper = button.closest(".stepper").ok().flatten();
    let field = stepper.and_then(|stepper| stepper.query_selector("input").ok().flatten());
    let Some(field) = field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok()) else { return };
    let next = field.value().parse::<i64>().unwrap_or(1) + by;
    field.set_value(&next.clamp(1, MOST_OF_ONE).to_string());
    let bubbles = EventInit::new();
    bubbles.set_bubbles(true);
    if let Ok(changed) = Event::new_with_event_init_dict("change", &bubbles) {
        _ = field.dispatch_event(&changed);
    }
}

/// Writes the prices of what is chosen; `data-bag` is what a bag costs.
pub fn read(form: &Element) {
    let bag = form.get_attribute("data-bag").and_then(|minor| minor.parse().ok()).unwrap_or_default();
    let bag = Money { minor: bag, currency: Currency::Eur };
    let Some(data) = form.dyn_ref::<HtmlFormElement>().and_then(|form| FormData::new_with_form(form).ok())
    else {
        return;
    };
    let text = |name: &str| data.get(name).as_string().unwrap_or_default();
    let (Ok(size), Ok(often)) = (text("size").parse::<Size>(), text("often").parse::<Often>()) else {
        return;
    };
    let quantity = text("quantity").parse::<i64>().unwrap_or_default();
    let price =
        |size, often| Item::Coffee { slug: String::new(), size, grind: Grind::WholeBean, often }.price(bag);
    for shown in dom::all(form, "[data-price]") {
        let of = shown.get_attribute("data-price").unwrap_or_default();
        let each = match (of.parse(), of.parse()) {
            (Ok(size), _) => price(size, often),
            (_, Ok(often)) => price(size, often),
            _ => continue,
        };
        shown.set_text_content(Some(&each.to_string()));
    }
    let allowed = (1..=MOST_OF_ONE).contains(&quantity);
    if let Ok(Some(total)) = form.query_selector("[data-total]")
        && allowed
    {
        total.set_text_content(Some(&price(size, often).times(quantity).to_string()));
    }
    for button in dom::all(form, "[data-step]") {
        let at_end = if button.get_attribute("data-step").as_deref() == Some("1") { MOST_OF_ONE } else { 1 };
        _ = button.set_attribute("aria-disabled", if quantity == at_end { "true" } else { "false" });
    }
}
