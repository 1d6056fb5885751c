//! A frame as high as its document. Nothing in it runs or takes the focus; a screen reader reads it.

use leptos::html::Iframe;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{DomParser, HtmlElement, HtmlIFrameElement, SupportedType};

use crate::components::on_resize;

#[component]
pub fn Frame(document: Signal<String>, title: &'static str) -> impl IntoView {
    let frame = NodeRef::<Iframe>::new();
    let is_loaded = RwSignal::new(false);
    // A frame that loads another document adds a step to the browser's history: it loads the first one alone.
    let first = document.get_untracked();
    Effect::new(move |_| {
        if let (true, Some(frame), html) = (is_loaded.get(), frame.get(), document.get())
            && let Some(region) = put(&frame, &html)
            && let Some(content) = region.first_element_child()
        {
            on_resize(&[&content], move || fit(&frame, &region));
        }
    });
    // Without scripts in it, a frame of this origin can do nothing. This page measures it.
    view! {
        <iframe node_ref=frame title=title sandbox="allow-same-origin" tabindex="-1" srcdoc=first on:load=move |_| is_loaded.set(true)></iframe>
    }
}

/// Puts the body of a document into the frame. Returns the region in it that is seen.
fn put(frame: &HtmlIFrameElement, html: &str) -> Option<HtmlElement> {
    let parsed = DomParser::new().ok()?.parse_from_string(html, SupportedType::TextHtml).ok()?;
    let (body, shown) = (parsed.body()?, frame.content_document()?.body()?);
    shown.replace_with_with_node_1(&body).ok()?;
    let controls = body.query_selector_all("a, button").ok()?;
    for control in (0..controls.length()).filter_map(|at| controls.get(at)?.dyn_into::<HtmlElement>().ok()) {
        control.set_tab_index(-1);
    }
    body.first_element_child()?.dyn_into().ok()
}

fn fit(frame: &HtmlElement, region: &HtmlElement) {
    // A post's region is as high as its frame, except while it is measured.
    let style = region.style();
    _ = style.set_property("block-size", "auto");
    let height = region.offset_height();
    _ = style.remove_property("block-size");
    _ = frame.style().set_property("block-size", &format!("{height}px"));
}
