//! Pages that were left a moment ago. Back and forward show them at once, as they were, with what was typed into them.
//! What a browser keeps of whole documents, this keeps of the main part. Nothing of what is for one person alone.

use leptos::prelude::*;
use std::cell::RefCell;
use web_sys::{DocumentFragment, Element};

use super::dom;

/// How many pages.
const KEPT: usize = 10;
/// What may not come back by itself: one person's things, a password, a form on its way, what failed, what happened in
/// a page, what was taken out of it.
const PASSING: &str =
    "[data-personal], [data-reveals], [data-busy], [data-again], #main:is([data-own], [data-emptied])";

/// A page that was left.
pub struct Earlier {
    address: String,
    whose: Option<String>,
    pub title: String,
    pub content: DocumentFragment,
}

thread_local! {
    static PAGES: RefCell<Vec<Earlier>> = const { RefCell::new(Vec::new()) };
}

/// Empties `<main>`, which shows this address to this person, and keeps what stood there.
pub fn leave(main: &Element, address: String, whose: Option<String>) {
    let passes =
        main.matches(PASSING).unwrap_or(true) || main.query_selector(PASSING).ok().flatten().is_some();
    for mark in ["data-own", "data-emptied"] {
        _ = main.remove_attribute(mark);
    }
    // What acts in it is woken anew.
    dom::all(main, "[data-own]").iter().for_each(|own| own.set_inner_html(""));
    let content = document().create_document_fragment();
    while let Some(node) = main.first_child() {
        _ = content.append_child(&node);
    }
    PAGES.with_borrow_mut(|pages| {
        pages.retain(|page| page.address != address && page.whose == whose);
        if !passes {
            pages.push(Earlier { address, whose, title: document().title(), content });
        }
        let too_many = pages.len().saturating_sub(KEPT);
        pages.drain(..too_many);
    });
}

/// The page that was left at this address by this person, once.
pub fn take(address: &str, whose: &Option<String>) -> Option<Earlier> {
    PAGES.with_borrow_mut(|pages| {
        let at = pages.iter().position(|page| page.address == address && page.whose == *whose)?;
        Some(pages.remove(at))
    })
}

/// Something was changed: what was left may show what is no longer so.
pub fn forget() {
    PAGES.with_borrow_mut(Vec::clear);
}
