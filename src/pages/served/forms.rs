//! Sends a page's forms as a browser would, without leaving the page.
//!
//! What a form wants to happen stands on it. `data-leaves`: it ends the session, so the Messenger leaves with it.
//! `data-replaces`: nobody wants Back to lead to it. `data-tells`: the support team may know more after it. A
//! `<template data-done>` in it: one stays on the page, and that is said; without one, one goes on as a plain form would.
//! `data-says` names the element that says why not, `data-refused` the template with other words
//! for a server that did not answer.

use gloo_net::http::Request;
use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use web_sys::{Element, FormData, HtmlFormElement, SubmitEvent, UrlSearchParams};

use super::place::{Place, path};
use super::{answers, dom, earlier, live, prefetch};
use crate::error::Error;
use crate::json;
use crate::messenger::use_messenger;
use crate::pages::told::Teller;
use crate::shop::support::Told;

/// Where a plain form would be sent on to.
const NEXT: &str = "x-next";

/// What the page needs of an answer.
struct Answer {
    next: Option<String>,
    count: Option<u32>,
    told: Told,
}

pub fn listen(place: Place) {
    let navigate = use_navigate();
    let teller = Teller::here();
    let listener = window_event_listener(leptos::ev::submit, move |event: SubmitEvent| {
        let form = event.target().and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
        let Some(form) = form.filter(|form| matches!(form.closest(dom::SHOP), Ok(Some(_)))) else { return };
        if event.default_prevented() {
            return;
        }
        event.prevent_default();
        let submitter = event.submitter().map(Element::from);
        let sent = form_data(&form, submitter.as_ref());
        if form.method() == "get" {
            let options = NavigateOptions { scroll: false, ..Default::default() };
            return navigate(&address(&form, &sent), options);
        }
        if !form.has_attribute("data-busy") {
            set_busy(&form, submitter.as_ref(), true);
            leptos::task::spawn_local(post(place, form, submitter, sent, teller.now()));
        }
    });
    on_cleanup(move || listener.remove());
}

/// What a person filled in, without what they left empty.
fn form_data(form: &HtmlFormElement, submitter: Option<&Element>) -> UrlSearchParams {
    let data = FormData::new_with_form(form).map(JsValue::from).unwrap_or_default();
    let sent = UrlSearchParams::new_with_str_sequence_sequence(&data);
    let sent =
        sent.or_else(|_| UrlSearchParams::new()).unwrap_or_else(|_| JsValue::UNDEFINED.unchecked_into());
    if let Some(button) = submitter
        && let Some(name) = button.get_attribute("name")
    {
        sent.append(&name, &button.get_attribute("value").unwrap_or_default());
    }
    sent
}

fn address(form: &HtmlFormElement, sent: &UrlSearchParams) -> String {
    let action = form.get_attribute("action").unwrap_or_default();
    let query = sent.to_string().as_string().unwrap_or_default();
    let filled: Vec<&str> =
        query.split('&').filter(|pair| !pair.ends_with('=') && !pair.is_empty()).collect();
    if filled.is_empty() { action } else { format!("{action}?{}", filled.join("&")) }
}

async fn post(
    place: Place,
    form: HtmlFormElement,
    submitter: Option<Element>,
    sent: UrlSearchParams,
    teller: Teller,
) {
    answers::clear(&form);
    let before = place.asked.get_value();
    let sent = ask(form.get_attribute("action").unwrap_or_default(), sent);
    let leaves = form.has_attribute("data-leaves");
    let answer = if leaves { use_messenger().log_out(sent).await } else { sent.await };
    prefetch::forget();
    earlier::forget();
    // Whoever has gone on meanwhile is not called back.
    let gone_on = place.asked.get_value() != before;
    match answer {
        // The page shows what is no longer so.
        Err(Error::Invalid { field, message }) if field == "cart" && !gone_on => {
            place.show(place.shown.get_value()).await;
            answers::refuse(&form, &Error::Invalid { field, message });
        }
        Err(error) => answers::refuse(&form, &error),
        Ok(answer) => {
            if form.has_attribute("data-tells") {
                leptos::task::spawn_local(teller.tell(answer.told));
            }
            if let Some(count) = answer.count {
                live::count_on(count);
            }
            let shown = place.shown.get_value();
            let next = answer.next.unwrap_or_else(|| shown.clone());
            if gone_on {
                answers::done(&form);
                if leaves {
                    dom::take_away_what_is_personal(false);
                    place.made_for.set_value(None);
                    place.account.set(None);
                }
                // It may have been made before this was done.
                place.show(place.wanted.get_untracked()).await;
            } else if answers::done(&form) {
            } else if leaves || path(&next) != path(&shown) {
                // The page first: a visitor must not be reported at the last person's address.
                place.go(&next, form.has_attribute("data-replaces"));
                if leaves {
                    dom::take_away_what_is_personal(false);
                    place.made_for.set_value(None);
                    place.account.set(None);
                }
                if next != shown {
                    // Busy until the next page is there.
                    _ = form.set_attribute("data-busy", "going");
                    return;
                }
                // Of where one is already, the router takes no notice.
                place.show(next).await;
            } else {
                form.reset();
                place.show(next).await;
            }
        }
    }
    set_busy(&form, submitter.as_ref(), false);
}

/// A second press while the first is on its way does nothing. Only its own answer ends that: see `morph`.
fn set_busy(form: &HtmlFormElement, submitter: Option<&Element>, busy: bool) {
    _ = if busy { form.set_attribute("data-busy", "") } else { form.remove_attribute("data-busy") };
    if let Some(button) = submitter {
        _ = button.set_attribute("aria-busy", if busy { "true" } else { "false" });
    }
}

async fn ask(action: String, sent: UrlSearchParams) -> Result<Answer, Error> {
    let request = Request::post(&action)
        .header("accept", "application/json")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(sent.to_string().as_string().unwrap_or_default());
    let response = request.map_err(|_| Error::Internal)?.send().await.map_err(|_| Error::Unavailable)?;
    let next = response.headers().get(NEXT);
    let text = response.text().await.map_err(|_| Error::Unavailable)?;
    if !response.ok() {
        return Err(json::read(&text).unwrap_or(Error::Internal));
    }
    let value = json::parse(&text);
    let told = json::field(&value, "told").unwrap_or_default();
    Ok(Answer { next, count: json::field(&value, "count"), told })
}
