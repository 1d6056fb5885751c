//! The apps of the server, and the form for a new one.

use leptos::prelude::*;

use crate::components::ActionForm;

use super::actions::KeyActions;
use super::state::AppName;

/// Choosing an app is a plain form, so it works everywhere; each app has an address of its own.
#[component]
pub fn Apps(apps: Vec<AppName>, app_id: String, actions: KeyActions) -> impl IntoView {
    let options = apps
        .into_iter()
        .map(|app| {
            let selected = app.app_id == app_id;
            let label = format!("{} ({})", app.name, app.app_id);
            view! { <option value=app.app_id selected=selected>{label}</option> }
        })
        .collect_view();
    view! {
        <section class="sheet" aria-labelledby="apps">
            <h2 id="apps">"App"</h2>
            <form class="line" action="/workspace/keys" method="get">
                <label class="field"><span class="label">"Show the keys of"</span><select class="input" name="app">{options}</select></label>
                <button class="button" type="submit">"Show"</button>
            </form>
            <p class="hint">"Apps of one workspace do not see each other: people, keys and events of one are nothing in another."</p>
            <details>
                <summary class="button">"Make another app"</summary>
                <ActionForm action=actions.make_app attr:class="line">
                    <label class="field"><span class="label">"Name of the app"</span><input class="input" name="name" required maxlength="60" autocomplete="off"/></label>
                    <button class="button sea" type="submit">"Make app"</button>
                </ActionForm>
            </details>
        </section>
    }
}
