//! Asks for a page as soon as somebody seems to be going there: a mouse that rests on its link, a finger or the focus on
//! it. Only the last one is kept, for a short time, and for nobody but who is here.

use futures::channel::oneshot;
use leptos::ev;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use std::cell::{Cell, RefCell};
use std::time::Duration;
use web_sys::{Element, HtmlAnchorElement};

use super::arrival::{Arrival, NotArrived, ask};
use super::place::Place;
use crate::pages::is_in_frame;

/// A mouse that only crosses a link does not rest on it so long.
const REST: Duration = Duration::from_millis(60);
/// How old a page may be that was asked for before the click.
const FRESH: Duration = Duration::from_secs(10);

struct Kept {
    address: String,
    whose: Option<String>,
    coming: oneshot::Receiver<Result<Arrival, NotArrived>>,
    ages: Option<TimeoutHandle>,
}

thread_local! {
    static KEPT: RefCell<Option<Kept>> = const { RefCell::new(None) };
    static RESTING: Cell<Option<TimeoutHandle>> = const { Cell::new(None) };
}

/// The page at this address: the one that was asked for already, or a new one.
pub async fn take(address: &str, whose: &Option<String>) -> Result<Arrival, NotArrived> {
    let mut kept = KEPT.take();
    if let Some(ages) = kept.as_mut().and_then(|kept| kept.ages.take()) {
        ages.clear();
    }
    if let Some(kept) = kept.filter(|kept| kept.address == address && kept.whose == *whose)
        && let Ok(Ok(arrival)) = kept.coming.await
    {
        return Ok(arrival);
    }
    ask(address).await
}

/// What was asked for may show what is no longer so.
pub fn forget() {
    if let Some(ages) = KEPT.take().and_then(|kept| kept.ages) {
        ages.clear();
    }
}

pub fn listen(place: Place) {
    let rest = move |on: Option<HtmlAnchorElement>| {
        if let Some(resting) = RESTING.take() {
            resting.clear();
        }
        if let Some(link) = on {
            RESTING.set(set_timeout_with_handle(move || expect(place, &link), REST).ok());
        }
    };
    let over = window_event_listener(ev::pointerover, move |event| rest(link(&event)));
    let at_once = move |event: &web_sys::Event| {
        if let Some(link) = link(event) {
            expect(place, &link);
        }
    };
    let touch = window_event_listener_untyped("touchstart", move |event| at_once(&event));
    let focus = window_event_listener_untyped("focusin", move |event| at_once(&event));
    on_cleanup(move || {
        over.remove();
        touch.remove();
        focus.remove();
    });
    // The mouse came before this code did, and rests by now.
    rest(document().query_selector("a[href]:hover").ok().flatten().and_then(leading_on));
}

/// The link that an event happened on.
fn link(event: &web_sys::Event) -> Option<HtmlAnchorElement> {
    leading_on(event.target()?.dyn_into::<Element>().ok()?.closest("a[href]").ok()??)
}

/// To another page of this frame.
fn leading_on(link: Element) -> Option<HtmlAnchorElement> {
    let link = link.dyn_into::<HtmlAnchorElement>().ok()?;
    let here = location().host().is_ok_and(|host| host == link.host());
    (here && is_in_frame(&link.pathname()) && link.rel() != "external").then_some(link)
}

fn expect(place: Place, link: &HtmlAnchorElement) {
    let address = link.pathname() + &link.search();
    let kept = KEPT.with_borrow(|kept| kept.as_ref().is_some_and(|kept| kept.address == address));
    if kept || address == place.shown.get_value() {
        return;
    }
    forget();
    let (came, coming) = oneshot::channel();
    let ages = set_timeout_with_handle(|| _ = KEPT.take(), FRESH).ok();
    KEPT.set(Some(Kept { address: address.clone(), whose: place.whose(), coming, ages }));
    leptos::task::spawn_local(async move { _ = came.send(ask(&address).await) });
}
