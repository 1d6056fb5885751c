//! Words that a page may need when no server can be asked for them.

use leptos::prelude::*;

use crate::components::Icon;
use crate::error::Error;

/// Goes beside the app, into the body: a browser draws nothing of it.
#[component]
pub fn Templates() -> impl IntoView {
    view! {
        <template id="not-arrived">
            <div class="wrap nothing tall">
                <Icon name="offline"/>
                <h1 tabindex="-1" data-said="This page did not arrive">"This page did not arrive"</h1>
                <p>{Error::Unavailable.to_string()}</p>
                <p class="actions"><button class="button main" type="button" data-again>"Try again"</button></p>
            </div>
        </template>
        <template id="logged-out">
            <div class="wrap nothing tall" role="status">
                <Icon name="lock"/>
                <h1 tabindex="-1">"You have been logged out"</h1>
                <p>"What was here is for you alone. Log in to see it again."</p>
                <p class="actions"><a class="button main" href="/login" data-to-log-in>"Log in"</a></p>
            </div>
        </template>
        <template id="still-logged-in">
            <p class="error menu-item">"You are still logged in: the server did not answer. Try again."</p>
        </template>
        <template id="wrong-field"><p class="error"><Icon name="alert" class="small"/>" "<span></span></p></template>
        <template id="refused"><p class="notice bad"><Icon name="alert" class="small"/><span></span></p></template>
    }
}
