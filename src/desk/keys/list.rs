//! The keys of each platform, and the forms that change them.

use leptos::prelude::*;

use super::actions::KeyActions;
use super::state::{KeyRow, PlatformState};
use crate::components::{ActionForm, Icon};
use crate::desk::answers::PasswordAgain;
use crate::workspace::Platform;

/// The keys of each platform, newest first.
#[component]
pub fn Keys(platforms: Vec<PlatformState>, app_id: String, actions: KeyActions) -> impl IntoView {
    let app_id = StoredValue::new(app_id);
    let sections = platforms.into_iter().map(|state| platform_view(state, app_id, actions)).collect_view();
    view! {
        <section class="sheet" aria-labelledby="keys">
            <h2 id="keys">"Keys"</h2>
            <p class="hint">"The newest key signs. Every active one verifies, so that a new one can be rolled out before the old one is retired."</p>
            {sections}
        </section>
    }
}

fn platform_view(state: PlatformState, app_id: StoredValue<String>, actions: KeyActions) -> AnyView {
    let (platform, active, given) = (state.platform, state.active(), state.given);
    let (heading, title) = match platform {
        Platform::Web => ("keys-web", "Web"),
        Platform::Ios => ("keys-ios", "iOS"),
        Platform::Android => ("keys-android", "Android"),
    };
    let rows = state
        .keys
        .into_iter()
        .map(|key| key_view(key, platform, active, given, app_id, actions))
        .collect_view();
    let is_empty = active == 0;
    let words = if is_empty { "Make a key" } else { "Roll: make the next key" };
    view! {
        <section class="platform" aria-labelledby=heading>
            <h3 id=heading>{title}</h3>
            {is_empty.then(|| view! {
                <p class="notice warn"><Icon name="alert" class="small"/>
                    <span>{format!("There is no active {platform} key: no token and no user_hash is believed here.")}</span></p>
            })}
            <ul class="plain key-list">{rows}</ul>
            {if given {
                view! { <p class="hint">"The environment gives this key. Unset it to make keys here."</p> }.into_any()
            } else {
                view! {
                    <ActionForm action=actions.make_key attr:class="line">
                        <input type="hidden" name="app_id" value=app_id.get_value()/>
                        <input type="hidden" name="platform" value=platform.as_str()/>
                        <label class="field"><span class="label">"Name of the new "{platform.label()}" key"</span>
                            <input class="input" name="name" maxlength="60" autocomplete="off" placeholder="By its number"/></label>
                        <PasswordAgain/>
                        <button class="button sea" type="submit"><Icon name="key" class="small"/>{words}</button>
                    </ActionForm>
                }.into_any()
            }}
        </section>
    }
    .into_any()
}

fn key_view(
    key: KeyRow,
    platform: Platform,
    active: usize,
    given: bool,
    app_id: StoredValue<String>,
    actions: KeyActions,
) -> AnyView {
    let KeyRow { id, name, made_on, retired_on, signs } = key;
    let can_change = retired_on.is_none() && !given;
    let state = match (retired_on, signs) {
        (Some(at), _) => view! { <span class="tag">{format!("Retired {at}")}</span> }.into_any(),
        (None, true) => view! { <span class="tag good">"Signs and verifies"</span> }.into_any(),
        (None, false) => view! { <span class="tag sea">"Verifies"</span> }.into_any(),
    };
    let made = (!given).then(|| view! { <span class="hint">{format!("{platform} · made {made_on}")}</span> });
    let forms = can_change.then(|| {
        let last = (active == 1).then(|| view! {
            <p class="notice bad"><Icon name="alert" class="small"/><span>{last_words(platform)}</span></p>
        });
        let (id, new_name) = (StoredValue::new(id), name.clone());
        let retire_now = format!("Retire “{name}” now");
        let (rename, retire) = (format!("Rename {name}"), format!("Retire {name}"));
        view! {
            <details>
                <summary class="button" aria-label=rename>"Rename"</summary>
                <ActionForm action=actions.rename attr:class="line">
                    <input type="hidden" name="app_id" value=app_id.get_value()/>
                    <input type="hidden" name="key_id" value=id.get_value()/>
                    <label class="field"><span class="label">"New name"</span>
                        <input class="input" name="name" required maxlength="60" autocomplete="off" value=new_name.clone()/></label>
                    <button class="button" type="submit">"Save name"</button>
                </ActionForm>
            </details>
            <details>
                <summary class="button danger" aria-label=retire>"Retire"</summary>
                <ActionForm action=actions.retire attr:class="confirm">
                    <input type="hidden" name="app_id" value=app_id.get_value()/>
                    <input type="hidden" name="key_id" value=id.get_value()/>
                    <p>"What it signed is refused from the next ping on, and the sessions that it proved end. It cannot be made active again."</p>
                    {last}
                    <PasswordAgain/>
                    <button class="button danger" type="submit">{retire_now.clone()}</button>
                </ActionForm>
            </details>
        }
    });
    view! { <li><div class="line"><b>{name.clone()}</b>{state}{made}</div><div class="line acts">{forms}</div></li> }.into_any()
}

fn last_words(platform: Platform) -> String {
    match platform {
        Platform::Web => {
            "It is the last active web key. Nobody who logs in is known to the Messenger until there is \
                          another: make the next one first."
                .to_owned()
        }
        other => {
            format!("It is the last active {other} key. No {other} user is believed until there is another.")
        }
    }
}
