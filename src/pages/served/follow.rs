//! What is there from the start: it notices that somebody goes on. How one goes on is code that comes with the first
//! sign of it.

use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos_router::hooks::{use_location, use_navigate};
use std::cell::{Cell, RefCell};
use web_sys::{Element, Event, HtmlElement, HtmlFormElement};

use super::place::Place;
use super::{dom, fold, forms, live, prefetch};
use crate::accounts::{Consent, current_account, current_consent, use_account};
use crate::components::{Later, Missing, say_awake};
use crate::messenger::{Settling, Stale};

/// The first of these says that somebody is about to go on.
const SIGNS: [&str; 5] = ["pointerover", "touchstart", "focusin", "keydown", "popstate"];
/// What acts in a page itself, and so has to be there with it.
const ACTS: &str = "#main :is([data-awake], [data-bag], [data-chat], [data-clock], [data-at])";

/// How one goes on.
#[derive(Clone, Copy)]
pub struct GoOn {
    show: fn(Place, String) -> Later<()>,
    look_again: fn(Place, Stale) -> Later<()>,
}

thread_local! {
    /// Whether that code is there.
    static THERE: Cell<bool> = const { Cell::new(false) };
    /// Whether it could not be had.
    static MISSING: Cell<bool> = const { Cell::new(false) };
    static HERE: RefCell<Option<(Place, Owner)>> = const { RefCell::new(None) };
}

/// Its code, once.
#[leptos::wasm_split::wasm_split(served, wasm_split_path = ::leptos::wasm_split, fallible)]
fn go_on(place: Place, owner: Owner) -> Result<GoOn, Missing> {
    if !THERE.replace(true) {
        owner.with(|| {
            prefetch::listen(place);
            live::listen(place);
            forms::listen(place);
        });
        if let Some(main) = dom::main() {
            live::wake(&main, place.consent);
        }
    }
    Ok(GoOn {
        show: |place, address| Box::pin(place.show(address)),
        look_again: |place, stale| Box::pin(look_again(place, stale)),
    })
}

/// Shows the page of each new address, and of each new person.
pub fn follow() {
    let (account, at) = (use_account(), use_location());
    let address = Memo::new(move |_| {
        let search = at.search.get();
        at.pathname.get() + &if search.is_empty() { search } else { format!("?{search}") }
    });
    let place = Place {
        shown: StoredValue::new(address.get_untracked()),
        wanted: address,
        made_for: StoredValue::new(None),
        asked: StoredValue::new(0),
        coming: RwSignal::new(false),
        account,
        consent: Consent::here(),
        change: expect_context(),
        router: StoredValue::new(use_context()),
        navigate: StoredValue::new(Box::new(use_navigate())),
    };
    place.made_for.set_value(place.whose());
    Settling::until(move || !place.coming.get());
    Effect::new(move |_| dom::set_busy(place.coming.get()));
    let owner = Owner::current().unwrap_or_default();
    HERE.set(Some((place, owner.clone())));
    let open = {
        let owner = owner.clone();
        move |address: String| {
            place.coming.set(true);
            let asked = place.next_question();
            let code = go_on(place, owner.clone());
            leptos::task::spawn_local(async move {
                match code.await {
                    _ if place.asked.get_value() != asked => {}
                    Ok(GoOn { show, .. }) => show(place, address).await,
                    Err(Missing) => dom::load(&address),
                }
            });
        }
    };
    let open_anew = open.clone();
    Effect::new(move |_| {
        let address = address.get();
        // Also of what is shown, while another page is on its way: that one is not wanted any more.
        if address != place.shown.get_value() || place.coming.get_untracked() {
            open(address);
        }
    });
    Effect::new(move |_| {
        let now = account.with(|account| account.as_ref().map(|account| account.session_key.clone()));
        if now != place.made_for.get_value() {
            dom::take_away_what_is_personal(now.is_none());
            place.made_for.set_value(now);
            open_anew(address.get_untracked());
        }
    });
    Effect::new(move |_| {
        watch_for_signs(place, &owner);
        fold::listen();
        let acts = document().query_selector(ACTS).is_ok_and(|acts| acts.is_some());
        let code = acts.then(|| go_on(place, owner.clone()));
        leptos::task::spawn_local(async move {
            if let Some(code) = code {
                _ = code.await;
            }
            say_awake();
        });
    });
}

fn watch_for_signs(place: Place, owner: &Owner) {
    let fetch = move |owner: &Owner| {
        if !THERE.get() {
            let code = go_on(place, owner.clone());
            leptos::task::spawn_local(async move { _ = code.await });
        }
    };
    for sign in SIGNS {
        let owner = owner.clone();
        let listener = window_event_listener_untyped(sign, move |_| fetch(&owner));
        on_cleanup(move || listener.remove());
    }
    // A form that is sent or a button pressed before the code is there waits for it.
    let send = {
        let owner = owner.clone();
        move |form: HtmlFormElement, button: Option<HtmlElement>| {
            let code = go_on(place, owner.clone());
            leptos::task::spawn_local(async move {
                // Where it cannot be had, the browser sends the form by itself.
                MISSING.set(code.await.is_err());
                _ = form.remove_attribute("data-busy");
                _ = match button {
                    Some(button) => form.request_submit_with_submitter(Some(&button)),
                    None => form.request_submit(),
                };
            });
        }
    };
    let sent = {
        let send = send.clone();
        window_event_listener(ev::submit, move |event| {
            if let Some(form) = early::<HtmlFormElement>(&event, "form") {
                event.prevent_default();
                // A second press does nothing.
                if !form.has_attribute("data-busy") {
                    _ = form.set_attribute("data-busy", "");
                    send(form, event.submitter());
                }
            }
        })
    };
    let changed = window_event_listener(ev::change, move |event| {
        if let Some(form) = early(&event, "form[data-at-once]") {
            send(form, None);
        }
    });
    let pressed = {
        let owner = owner.clone();
        window_event_listener(ev::click, move |event| {
            if let Some(button) = early::<HtmlElement>(&event, "[data-step], [data-again]") {
                let code = go_on(place, owner.clone());
                leptos::task::spawn_local(async move { _ = code.await.map(|_| button.click()) });
            }
        })
    };
    on_cleanup(move || {
        sent.remove();
        changed.remove();
        pressed.remove();
    });
}

/// What of the shop something happened in, while nothing else hears of it.
fn early<E: JsCast>(event: &Event, what: &str) -> Option<E> {
    let at = event.target().filter(|_| !THERE.get() && !MISSING.get())?.dyn_into::<Element>().ok()?;
    let found = at.closest(what).ok().flatten()?;
    found.closest(dom::SHOP).ok().flatten()?;
    found.dyn_into().ok()
}

/// Asks the server whether things are still as this page knows them.
pub fn ask_again(stale: Stale) {
    let Some((place, owner)) = HERE.with_borrow(Clone::clone) else { return };
    leptos::task::spawn_local(async move {
        if let Ok(GoOn { look_again, .. }) = go_on(place, owner).await {
            look_again(place, stale).await;
        }
    });
}

async fn look_again(place: Place, stale: Stale) {
    let (account, consent) = (place.account, place.consent);
    let before = account.get_untracked();
    // An answer from before a log-in or log-out of this page is about the past.
    if let Ok(now) = current_account().await
        && account.get_untracked() == before
    {
        account.set(now);
    }
    // What was withdrawn while this page was frozen, nobody could tell it. An answer from before a press is past, too.
    let (wanted, busy) = (consent.wanted.get_untracked(), consent.busy.get_untracked());
    if stale == Stale::Woken
        && let Ok(given) = current_consent().await
        && !busy
        && !consent.busy.get_untracked()
        && consent.wanted.get_untracked() == wanted
    {
        consent.answered_elsewhere(given);
    }
}
