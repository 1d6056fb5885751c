//! The switch that lets the Messenger run, or not.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::accounts::Consent;
use crate::components::Icon;

/// Lets the Messenger run or not: a plain form whose one button is the switch, so that it works without JavaScript.
#[component]
pub fn ChatSwitch() -> impl IntoView {
    let consent = Consent::here();
    let on = consent.wanted;
    let flip = move |event: SubmitEvent| {
        event.prevent_default();
        consent.answer(!on.get_untracked());
    };
    view! {
        <form method="post" action="/api/set_consent" on:submit=flip>
            <button class="switch" type="submit" role="switch" name="given" value=move || (!on.get()).to_string()
                aria-checked=move || on.get().to_string() aria-busy=move || consent.busy.get().to_string()>
                <span>"Chat on this site"</span>
                <span class="hint" aria-hidden="true">{move || if on.get() { "On" } else { "Off" }}</span>
            </button>
        </form>
        {move || consent.unsaved.get().map(|given| view! { <Unsaved given consent/> })}
    }
}

/// The notice after an answer that did not reach the server.
#[component]
fn Unsaved(given: bool, consent: Consent) -> impl IntoView {
    let words = match given {
        true => "Chat stays off: the server did not answer. Switch it on again in a moment.",
        false => {
            "Chat is off on this page, but the server did not answer: it would be on again after a reload."
        }
    };
    view! {
        <div class="notice bad" role="alert">
            <Icon name="alert" class="small"/>
            <span>{words}</span>
            {(!given).then(|| view! {
                <button class="button" type="button" on:click=move |_| consent.answer(false)>"Try again"</button>
            })}
        </div>
    }
}
