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
        let forms = details.get_elements_by_tag_name("form");
        for form in (0..forms.length()).filter_map(|at| forms.item(at)) {
            form.unchecked_into::<web_sys::HtmlFormElement>().reset();
        }
        if details.remove_attribute("open").is_err() {
            return;
        }
    }
}
