use leptos::prelude::*;

use crate::accounts::use_consent;
use crate::components::Icon;

/// Lets the Messenger run or not: a plain form whose one button is the switch. Where a script runs, it shows the answer
/// that the page has.
#[component]
pub fn ChatSwitch() -> impl IntoView {
    let on = use_consent().get_untracked();
    let alert = |words: &'static str| view! { <Icon name="alert" class="small"/><span>{words}</span> };
    view! {
        <form method="post" action="/api/set_consent" data-chat>
            <button class="switch" type="submit" role="switch" name="given" value=(!on).to_string()
                aria-checked=on.to_string() aria-busy="false">
                <span>"Chat on this site"</span>
                <span class="hint" aria-hidden="true">{if on { "On" } else { "Off" }}</span>
            </button>
        </form>
        <div data-untold data-own></div>
        // An answer that did not reach the server.
        <template id="chat-still-off">
            <div class="notice bad" role="alert">
                {alert("Chat stays off: the server did not answer. Switch it on again in a moment.")}
            </div>
        </template>
        <template id="chat-off-here">
            <div class="notice bad" role="alert">
                {alert("Chat is off on this page, but the server did not answer: it would be on again after a reload.")}
                <button class="button" type="button" data-off>"Try again"</button>
            </div>
        </template>
    }
}
