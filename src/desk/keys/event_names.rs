//! The names of an app's events.

use leptos::prelude::*;

use crate::components::ActionForm;

use super::actions::KeyActions;
use super::state::EventName;

/// The names that pages give their events. Intercom lets an app have 120 names.
#[component]
pub fn EventNames(names: Vec<EventName>, app_id: String, actions: KeyActions) -> impl IntoView {
    let app_id = StoredValue::new(app_id);
    let (count, is_empty) = (names.iter().filter(|name| !name.archived).count(), names.is_empty());
    let rows = names
        .into_iter()
        .map(|EventName { name, proved, archived }| {
            let act = if archived { "Restore" } else { "Archive" };
            let label = format!("{act} {name}");
            let note = match (archived, proved) {
                (true, _) => Some("archived"),
                (false, false) => Some("by visitors alone"),
                (false, true) => None,
            };
            view! {
                <li><div class="line">
                    <code>{name.clone()}</code>
                    {note.map(|note| view! { <span class="tag">{note}</span> })}
                    <ActionForm action=actions.archive>
                        <input type="hidden" name="app_id" value=app_id.get_value()/>
                        <input type="hidden" name="name" value=name/>
                        <input type="hidden" name="archived" value=(!archived).to_string()/>
                        <button class="button" type="submit" aria-label=label>{act}</button>
                    </ActionForm>
                </div></li>
            }
        })
        .collect_view();
    view! {
        <section class="sheet" aria-labelledby="event-names">
            <h2 id="event-names">"Names of events"</h2>
            <p class="hint">{format!("{count} of 120. Of an archived name no event is stored, and it does not count.")}</p>
            {is_empty.then(|| view! { <p>"None yet. A page sends events with trackEvent."</p> })}
            <ul class="plain key-list">{rows}</ul>
        </section>
    }
}
