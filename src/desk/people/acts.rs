//! The forms of a person.

use leptos::ev::Event;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

use super::api::{PersonArchive, PersonDelete, PersonOwn};
use crate::components::{ActionForm, ServerAction};
use crate::desk::answers::Answers;

/// The actions of a person's forms. The page owns them: each new reading of the person disposes of what the last
/// reading owned.
#[derive(Clone, Copy)]
pub struct PersonActions {
    own: ServerAction<PersonOwn>,
    archive: ServerAction<PersonArchive>,
    delete: ServerAction<PersonDelete>,
}

impl PersonActions {
    pub fn new(answers: Answers) -> Self {
        Self {
            own: answers.action("The owner is set."),
            archive: answers.action("It is done."),
            delete: answers.action("The person is deleted."),
        }
    }
}

/// Says why some forms are missing, to a teammate who does not manage people.
#[component]
pub fn WhoManages() -> impl IntoView {
    view! { <p class="hint">"A teammate who manages people may export, import, archive, block and delete them."</p> }
}

/// The forms that give a person an owner, archive, export and delete them, and lead to the preview of a merge.
#[component]
pub fn PersonActs(
    id: String,
    /// The number of the teammate who answers for the person.
    owner: Option<i64>,
    is_archived: bool,
    /// The teammates of the app: number and name.
    teammates: Vec<(i64, String)>,
    /// Whether the teammate who reads manages people.
    manages_people: bool,
    actions: PersonActions,
) -> impl IntoView {
    // At once: a new reading of the person would undo a choice that waits for a button.
    let submit = |event: Event| {
        let chosen: web_sys::HtmlSelectElement = event_target(&event);
        if let Some(form) = chosen.closest("form").ok().flatten() {
            _ = form.unchecked_into::<web_sys::HtmlFormElement>().request_submit();
        }
    };
    // An option that somebody chose here ignores its attribute from then on: the property shows what is stored.
    let option = move |(number, name): (i64, String)| {
        let is_chosen = owner == Some(number);
        view! { <option value=number selected=is_chosen prop:selected=is_chosen>{name}</option> }
    };
    let address = format!("/workspace/people/{id}/export");
    let id = StoredValue::new(id);
    let person = move || view! { <input type="hidden" name="id" value=id.get_value()/> };
    view! {
        <div class="box acts">
            <h2>"This person"</h2>
            <ActionForm action=actions.own>
                {person()}
                <label class="field"><span class="label">"Owner"</span>
                    <select class="input" name="owner" on:change=submit>
                        <option value="" selected=owner.is_none() prop:selected=owner.is_none()>"Nobody"</option>
                        {teammates.into_iter().map(option).collect_view()}
                    </select></label>
                <noscript><button type="submit" class="button">"Set"</button></noscript>
            </ActionForm>
            {match manages_people {
                true => view! {
                    <div class="line">
                        <ActionForm action=actions.archive>
                            {person()}
                            <input type="hidden" name="archived" value=(!is_archived).to_string()/>
                            <button type="submit" class="button">{if is_archived { "Put back" } else { "Archive" }}</button>
                        </ActionForm>
                        <a class="button" href=address rel="external" download>"Export"</a>
                    </div>
                }
                .into_any(),
                false => view! { <WhoManages/> }.into_any(),
            }}
            <details>
                <summary class="button">{if manages_people { "Merge or delete" } else { "Merge" }}</summary>
                <form action="/workspace/people" method="get">
                    <input type="hidden" name="who" value=id.get_value()/>
                    <label class="field"><span class="label">"Merge into the user (id or e-mail)"</span>
                        <input class="input" name="into" required maxlength="255"/></label>
                    <button type="submit" class="button">"See what changes"</button>
                </form>
                {manages_people.then(|| view! {
                    <ActionForm action=actions.delete>
                        {person()}
                        <label class="field"><span class="label">"Type delete to delete all of them"</span>
                            <input class="input" name="typed" required autocomplete="off"/></label>
                        <button type="submit" class="button danger">"Delete"</button>
                    </ActionForm>
                })}
            </details>
        </div>
    }
}
