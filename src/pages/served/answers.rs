//! Shows in a form what came of it.

use leptos::wasm_bindgen::JsCast;
use web_sys::{DocumentFragment, Element, HtmlFormElement, HtmlTemplateElement};

use super::dom;
use crate::error::Error;

/// Marks what was put into the page here, so that it can be taken out again.
const MARK: &str = "data-answer";

/// Takes back what the last try was answered: the same words shall be announced anew.
pub fn clear(form: &HtmlFormElement) {
    for place in [Some(AsRef::<Element>::as_ref(form).clone()), place_of(form)].into_iter().flatten() {
        dom::all(&place, &format!("[{MARK}], [role=alert]")).iter().for_each(Element::remove);
        for field in dom::all(&place, "[aria-invalid]") {
            _ = field.remove_attribute("aria-invalid");
            describe(&field, false);
        }
    }
    if let Some(status) = status(form) {
        status.set_inner_html("");
    }
}

/// Says what this form's `<template data-done>` says; false where it has none.
pub fn done(form: &HtmlFormElement) -> bool {
    say(form, "done")
}

/// Says why not: at each field that is wrong, or above them all.
pub fn refuse(form: &HtmlFormElement, error: &Error) {
    if say(form, "failed") {
        return;
    }
    let faults = error.faults();
    let wrong = faults.iter().filter(|fault| !fault.field.is_empty());
    let wrong: Vec<_> = wrong.filter_map(|fault| Some((at(form, &fault.field)?, &fault.message))).collect();
    for (field, message) in &wrong {
        let Some(words) = words("wrong-field", message) else { return };
        words.set_id(&format!("{}-error", field.id()));
        _ = field.set_attribute("aria-invalid", "true");
        describe(field, true);
        let beside = field.closest(".secret").ok().flatten().unwrap_or_else(|| field.clone());
        _ = beside.insert_adjacent_element("afterend", &words);
    }
    if let Some((first, _)) = wrong.first() {
        return dom::focus(first);
    }
    let unanswered = matches!(error, Error::Unavailable | Error::Internal);
    let own_words = form.get_attribute("data-refused").filter(|_| unanswered);
    let name = own_words.as_deref().unwrap_or("refused");
    let Some(words) = words(name, &error.to_string()) else { return };
    let place = place_of(form).unwrap_or_else(|| AsRef::<Element>::as_ref(form).clone());
    let at = if own_words.is_some() { "beforeend" } else { "afterbegin" };
    _ = place.insert_adjacent_element(at, &words);
}

/// What the server wrote under this name, to be announced; with the message, where it leaves room for one.
fn words(name: &str, message: &str) -> Option<Element> {
    let words = dom::template(name)?.unchecked_into::<DocumentFragment>().first_element_child()?;
    _ = words.set_attribute(MARK, "");
    _ = words.set_attribute("role", "alert");
    if let Ok(Some(text)) = words.query_selector("span:empty") {
        text.set_text_content(Some(message));
    }
    Some(words)
}

/// The element that speaks for a form which has no room for words.
fn place_of(form: &HtmlFormElement) -> Option<Element> {
    leptos::prelude::document().get_element_by_id(&form.get_attribute("data-says")?)
}

fn status(form: &HtmlFormElement) -> Option<Element> {
    form.query_selector("[role=status]").ok().flatten()
}

fn say(form: &HtmlFormElement, what: &str) -> bool {
    let template = form.query_selector(&format!("template[data-{what}]")).ok().flatten();
    let template = template.and_then(|template| template.dyn_into::<HtmlTemplateElement>().ok());
    let (Some(template), Some(status)) = (template, status(form)) else { return false };
    if let Ok(words) = template.content().clone_node_with_deep(true) {
        status.set_inner_html("");
        _ = status.append_child(&words);
    }
    true
}

/// The field of this name, one of a group (`address[street]`) too.
fn at(form: &HtmlFormElement, name: &str) -> Option<Element> {
    let named = |field: &Element| {
        let full = field.get_attribute("name").unwrap_or_default();
        full == name || full.strip_suffix(']').is_some_and(|full| full.ends_with(&format!("[{name}")))
    };
    dom::all(form, "input:not([type=hidden]), select").into_iter().find(named)
}

/// The hint describes a field always, the error while there is one.
fn describe(field: &Element, wrong: bool) {
    let (hint, error) = (format!("{}-hint", field.id()), format!("{}-error", field.id()));
    let has_hint = leptos::prelude::document().get_element_by_id(&hint).is_some();
    let ids: Vec<String> = wrong.then_some(error).into_iter().chain(has_hint.then_some(hint)).collect();
    _ = match ids.is_empty() {
        true => field.remove_attribute("aria-describedby"),
        false => field.set_attribute("aria-describedby", &ids.join(" ")),
    };
}
