use leptos::prelude::document;

/// Says on `<html data-awake>` that the page's script answers by now, for styles and for tests.
pub fn say_awake() {
    _ = document().document_element().map(|root| root.set_attribute("data-awake", ""));
}
