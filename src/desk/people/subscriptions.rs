//! What a person gets: the subscription types, each with the button that changes it.

use leptos::prelude::*;

use super::api::PersonConsent;
use super::state::RecordConsent;
use crate::components::{ActionForm, ServerAction};

/// The subscriptions of the person with this id. Nothing where the app has no types.
pub fn subscriptions(
    id: String,
    consents: Vec<RecordConsent>,
    choose: ServerAction<PersonConsent>,
) -> Option<AnyView> {
    if consents.is_empty() {
        return None;
    }
    let of = StoredValue::new(id);
    let row = move |RecordConsent { id, name, consents, is_live }: RecordConsent| {
        let (state, button) =
            if consents { ("Gets it", "Unsubscribe") } else { ("Does not get it", "Subscribe") };
        let label = format!("{button}: {name}");
        let form = is_live.then(|| {
            view! {
                <ActionForm action=choose>
                    <input type="hidden" name="id" value=of.get_value()/>
                    <input type="hidden" name="subscription" value=id/>
                    <input type="hidden" name="consented" value=(!consents).to_string()/>
                    <button class="button" type="submit" aria-label=label>{button}</button>
                </ActionForm>
            }
        });
        view! {
            <li><div class="line"><b><bdi>{name}</bdi></b><span class="tag" class:good=consents>{state}</span>{form}</div></li>
        }
    };
    let rows = consents.into_iter().map(row).collect_view();
    let section = view! {
        <section class="sheet" aria-labelledby="subscriptions">
            <h2 id="subscriptions">"Subscriptions"</h2>
            <ul class="plain key-list">{rows}</ul>
        </section>
    };
    Some(section.into_any())
}
