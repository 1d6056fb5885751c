//! What a person has typed at the check-out. The tab keeps it until the order, a log-out or another person's log-in.

use leptos::html;
use leptos::prelude::*;
use web_sys::js_sys::Reflect;
use web_sys::{Element, HtmlFormElement, Storage};

use super::field::FIELDS;
use crate::accounts::{session_key, use_account};
use crate::components::take_over;

/// The key in the tab's `sessionStorage`. A line says whose it is; the next lines hold the fields, in the order of
/// [`FIELDS`].
const KEY: &str = "checkout";

/// Fills in what the tab has kept, where the person has not typed since the page came. Returns what each input calls.
pub fn keep_typed(form: NodeRef<html::Form>) -> impl Fn() {
    let owner = StoredValue::new(untrack(owner));
    take_over(form, move |form| owner.with_value(|owner| fill(&form, owner)));
    move || {
        if let Some(form) = form.get_untracked() {
            owner.with_value(|owner| keep(&form, owner));
        }
    }
}

/// Deletes what the tab has kept.
pub fn forget_typed() {
    if let Some(storage) = storage() {
        _ = storage.remove_item(KEY);
    }
}

/// Deletes what another person has typed: as a document begins, and whenever somebody logs in or out.
pub fn forget_typed_of_others() {
    Effect::new(move |_| {
        let now = owner();
        if kept().is_some_and(|kept| kept.split('\n').next() != Some(&now)) {
            forget_typed();
        }
    });
}

/// The key of the session; nothing for a visitor.
fn owner() -> String {
    session_key(use_account()).unwrap_or_default()
}

fn storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

fn kept() -> Option<String> {
    storage()?.get_item(KEY).ok().flatten()
}

fn fill(form: &HtmlFormElement, owner: &str) {
    let kept = kept().unwrap_or_default();
    let mut lines = kept.split('\n');
    if lines.next() == Some(owner) {
        for (field, typed) in fields(form).zip(lines) {
            if let Some(field) = field.filter(|field| value(field) == first_value(field)) {
                _ = Reflect::set(&field, &"value".into(), &typed.into());
            }
        }
    }
    if fields(form).flatten().any(|field| value(&field) != first_value(&field)) {
        keep(form, owner);
    }
}

fn keep(form: &HtmlFormElement, owner: &str) {
    let mut kept = owner.to_owned();
    for field in fields(form) {
        kept.push('\n');
        kept.push_str(&field.as_ref().map(value).unwrap_or_default());
    }
    if let Some(storage) = storage() {
        // It fails where the tab may store nothing.
        _ = storage.set_item(KEY, &kept);
    }
}

/// The fields of the form. A customer's form has no e-mail.
fn fields(form: &HtmlFormElement) -> impl Iterator<Item = Option<Element>> {
    FIELDS.iter().map(|id| form.query_selector(&format!("#{id}")).ok().flatten())
}

fn value(field: &Element) -> String {
    Reflect::get(field, &"value".into()).ok().and_then(|value| value.as_string()).unwrap_or_default()
}

/// The value that the page came with.
fn first_value(field: &Element) -> String {
    let chosen = field.query_selector("[selected]").ok().flatten();
    chosen.as_ref().unwrap_or(field).get_attribute("value").unwrap_or_default()
}
