//! The document, in the few words that this room needs.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos_router::location::Url;
use web_sys::{Element, HtmlElement, HtmlTemplateElement, Node};

/// The frame of the shop's pages.
pub const SHOP: &str = ".shop";

pub fn shop() -> Option<Element> {
    document().query_selector(SHOP).ok().flatten()
}

pub fn main() -> Option<Element> {
    document().get_element_by_id("main")
}

pub fn all(within: &Element, selector: &str) -> Vec<Element> {
    let found = within.query_selector_all(selector);
    let found = found.map(|list| (0..list.length()).filter_map(|n| list.get(n)?.dyn_into().ok()).collect());
    found.unwrap_or_default()
}

/// A copy of what the server wrote beside the app under this name.
pub fn template(name: &str) -> Option<Node> {
    let template: HtmlTemplateElement = document().get_element_by_id(name)?.dyn_into().ok()?;
    template.content().clone_node_with_deep(true).ok()
}

pub fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        _ = element.focus();
    }
}

/// Told to screen readers, and shown where a page takes long.
pub fn set_busy(busy: bool) {
    let Some(main) = main() else { return };
    _ = if busy { main.set_attribute("aria-busy", "true") } else { main.remove_attribute("aria-busy") };
}

/// A full load.
pub fn load(address: &str) {
    _ = location().assign(address);
}

pub fn scroll_to_hash() {
    let hash = location().hash().unwrap_or_default();
    if let Some(there) = document().get_element_by_id(hash.trim_start_matches('#')) {
        there.scroll_into_view();
    }
}

/// What a page holds of one person goes at once, before the next page can come. Where the page is for nobody else, says
/// what happened: a log-in page in its place would hide it.
pub fn take_away_what_is_personal(say_so: bool) {
    let (Some(shop), Some(main)) = (shop(), main()) else { return };
    _ = main.set_attribute("data-emptied", "");
    let mut said = false;
    for element in all(&shop, "[data-personal]") {
        let words = template("logged-out").filter(|_| say_so && element.has_attribute("data-for-one"));
        match words {
            Some(words) => {
                element.set_inner_html("");
                _ = element.append_child(&words);
                said = true;
            }
            None => element.remove(),
        }
    }
    if said {
        let at = location();
        let here = at.pathname().unwrap_or_default() + &at.search().unwrap_or_default();
        if let Ok(Some(link)) = shop.query_selector("[data-to-log-in]") {
            _ = link.set_attribute("href", &format!("/login?next={}", Url::escape(&here)));
        }
        _ = main.set_attribute("data-own", "");
        entitle();
    }
}

/// What the page's heading says goes into the tab, before the shop's name.
pub fn entitle() {
    if let Ok(Some(heading)) = document().query_selector("#main h1") {
        let (title, words) = (document().title(), heading.text_content().unwrap_or_default());
        let shop = title.rsplit(" · ").next().unwrap_or_default();
        document().set_title(&format!("{words} · {shop}"));
    }
}
