//! The switch that enforces identity verification, one for each platform.

use leptos::prelude::*;

use super::actions::KeyActions;
use super::state::PlatformState;
use crate::components::{ActionForm, Icon};
use crate::desk::answers::PasswordAgain;

/// The switches that enforce identity verification, one for each platform.
#[component]
pub fn Switches(platforms: Vec<PlatformState>, app_id: String, actions: KeyActions) -> impl IntoView {
    let app_id = StoredValue::new(app_id);
    let rows = platforms.into_iter().map(|state| row(&state, app_id, actions)).collect_view();
    view! {
        <section class="sheet" aria-labelledby="enforcement">
            <h2 id="enforcement">"Enforcement"</h2>
            <p class="hint">"Enforced, a user is who a signed token names. Switched off, a page is believed without proof, as the classic snippet needs it; a token or hash that is wrong is refused all the same."</p>
            <ul class="plain key-list">{rows}</ul>
        </section>
    }
}

fn row(state: &PlatformState, app_id: StoredValue<String>, actions: KeyActions) -> AnyView {
    let PlatformState { platform, enforced, .. } = *state;
    let tag = if enforced { ("tag good", "Enforced") } else { ("tag warn", "Off") };
    let words = if enforced { "Switch off" } else { "Switch on" };
    let label = format!("{words} enforcement for {platform}");
    let of_switch = if enforced { format!("{label} now") } else { label.clone() };
    let form = view! {
        <ActionForm action=actions.enforce attr:class="confirm">
            <input type="hidden" name="app_id" value=app_id.get_value()/>
            <input type="hidden" name="platform" value=platform.as_str()/>
            <input type="hidden" name="enforced" value=(!enforced).to_string()/>
            {enforced.then(|| view! { <p>"Any page may then take any user’s name, without proof."</p> })}
            <PasswordAgain/>
            <button class="button" class:danger=enforced class:sea=!enforced type="submit" aria-label=of_switch.clone()>{words}</button>
        </ActionForm>
    };
    view! {
        <li>
            <div class="line"><b>{platform.label()}</b><span class=tag.0>{tag.1}</span></div>
            {(!enforced).then(|| view! {
                <p class="notice warn"><Icon name="alert" class="small"/>
                    <span>{format!("Any page may take any user’s name on {platform}.")}</span></p>
            })}
            <div class="line acts">
                {if enforced {
                    view! { <details><summary class="button" aria-label=label>{format!("{words}…")}</summary>{form}</details> }.into_any()
                } else {
                    form.into_any()
                }}
            </div>
        </li>
    }
    .into_any()
}
