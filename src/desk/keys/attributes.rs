//! The protected attributes of an app.

use leptos::prelude::*;

use crate::components::ActionForm;

use super::actions::KeyActions;

/// The attributes that a signed token alone may set.
#[component]
pub fn Attributes(protected: Vec<String>, app_id: String, actions: KeyActions) -> impl IntoView {
    let app_id = StoredValue::new(app_id);
    let is_empty = protected.is_empty();
    let rows = protected
        .into_iter()
        .map(|name| {
            let label = format!("No longer protect {name}");
            view! {
                <li><div class="line">
                    <code>{name.clone()}</code>
                    <ActionForm action=actions.unprotect>
                        <input type="hidden" name="app_id" value=app_id.get_value()/>
                        <input type="hidden" name="attribute" value=name/>
                        <button class="button" type="submit" aria-label=label>"No longer protect"</button>
                    </ActionForm>
                </div></li>
            }
        })
        .collect_view();
    view! {
        <section class="sheet" aria-labelledby="protected">
            <h2 id="protected">"Protected attributes"</h2>
            <p class="hint">"A page may not set these in clear: they are taken from signed tokens alone."</p>
            {is_empty.then(|| view! { <p>"None yet. Protect what decides something, such as a plan."</p> })}
            <ul class="plain key-list">{rows}</ul>
            <ActionForm action=actions.protect attr:class="line">
                <input type="hidden" name="app_id" value=app_id.get_value()/>
                <label class="field"><span class="label">"Attribute"</span><input class="input" name="attribute" required maxlength="190" autocomplete="off"/></label>
                <button class="button" type="submit">"Protect"</button>
            </ActionForm>
        </section>
    }
}
