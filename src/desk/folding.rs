//! Forms that have succeeded. They are emptied, so that nobody sends the same once more.

use leptos::html::Form;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

use super::answers::Answers;

/// Empties a form.
pub fn empty(form: NodeRef<Form>) {
    if let Some(form) = form.get_untracked() {
        form.reset();
    }
}

/// Empties and closes the `details` in which an event happens. Its summary has the focus then.
pub fn close_around(event: &web_sys::Event) {
    let Some(details) = details_around(event) else { return };
    empty_forms(&details);
    details.set_open(false);
    if let Ok(Some(summary)) = details.query_selector("summary") {
        _ = summary.unchecked_into::<web_sys::HtmlElement>().focus();
    }
}

/// Has whoever opens a `details` type into the first field of its form.
pub fn focus_first_field(event: web_sys::Event) {
    let Some(details) = details_around(&event).filter(|details| details.open()) else { return };
    if let Ok(Some(field)) = details.query_selector("input:not([type=hidden]), select, textarea") {
        _ = field.unchecked_into::<web_sys::HtmlElement>().focus();
    }
}

fn details_around(event: &web_sys::Event) -> Option<web_sys::HtmlDetailsElement> {
    let target: web_sys::Element = event.target()?.dyn_into().ok()?;
    Some(target.closest("details").ok()??.unchecked_into())
}

/// Empties and closes the forms of the page's open `details` after each answer that refuses nothing.
pub fn fold_on_success(answers: Answers) {
    Effect::new(move |before: Option<()>| {
        answers.successes();
        if before.is_some() {
            fold();
        }
    });
}

fn fold() {
    // The one that is closed is not found again.
    while let Ok(Some(details)) = document().query_selector("main details[open]") {
        empty_forms(&details);
        if details.remove_attribute("open").is_err() {
            return;
        }
    }
}

fn empty_forms(within: &web_sys::Element) {
    let forms = within.get_elements_by_tag_name("form");
    for form in (0..forms.length()).filter_map(|at| forms.item(at)) {
        form.unchecked_into::<web_sys::HtmlFormElement>().reset();
    }
}
