//! The rows of a list that a teammate has selected, and the forms for all of them.

use leptos::html::Form;
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::api::{PeopleArchiveMany, PeopleBlockMany, PeopleDeleteMany, PeopleTagMany};
use crate::components::{ActionForm, ServerAction, on_success};
use crate::desk::answers::Answers;
use crate::desk::folding::empty;

/// The selected rows of a list. The page owns them: each reading of the list disposes of what the reading before owned.
#[derive(Clone, Copy)]
pub struct Selection {
    ids: RwSignal<BTreeSet<String>>,
    /// Whether all of the list is selected, on every page.
    is_whole: RwSignal<bool>,
    tag: ServerAction<PeopleTagMany>,
    archive: ServerAction<PeopleArchiveMany>,
    block: ServerAction<PeopleBlockMany>,
    delete: ServerAction<PeopleDeleteMany>,
    tag_form: NodeRef<Form>,
}

impl Selection {
    pub fn new(answers: Answers) -> Self {
        let selection = Self {
            ids: RwSignal::default(),
            is_whole: RwSignal::new(false),
            tag: answers.action_with_words(),
            archive: answers.action_with_words(),
            block: answers.action_with_words(),
            delete: answers.action_with_words(),
            tag_form: NodeRef::new(),
        };
        on_success(selection.tag, move |_| {
            selection.clear();
            empty(selection.tag_form);
        });
        on_success(selection.archive, move |_| selection.clear());
        on_success(selection.block, move |_| selection.clear());
        on_success(selection.delete, move |_| selection.clear());
        selection
    }

    pub fn clear(self) {
        self.ids.update(BTreeSet::clear);
        self.is_whole.set(false);
    }

    fn has(self, id: &str) -> bool {
        self.is_whole.get() || self.ids.with(|ids| ids.contains(id))
    }

    fn set(self, ids: &[String], is_selected: bool) {
        self.is_whole.set(false);
        self.ids.update(|selected| {
            for id in ids {
                if is_selected {
                    selected.insert(id.clone())
                } else {
                    selected.remove(id)
                };
            }
        });
    }
}

/// The box of one row. It owns its id: a reactive value would be gone between the arrival of the next rows and their drawing,
/// while this box is still in sight and follows the selection.
pub fn select_row(id: String, name: &str, selection: Selection) -> AnyView {
    let label = format!("Select {name}");
    let of_row = id.clone();
    view! {
        <input type="checkbox" aria-label=label
            prop:checked=move || selection.has(&of_row)
            on:change:target=move |event| selection.set(std::slice::from_ref(&id), event.target().checked())/>
    }
    .into_any()
}

/// The box of all rows of the page. Like [`select_row`], it owns the ids.
pub fn select_page(ids: Vec<String>, selection: Selection) -> AnyView {
    let ids: Arc<[String]> = ids.into();
    let most = ids.len();
    let selected = {
        let ids = ids.clone();
        move || ids.iter().filter(|id| selection.has(id)).count()
    };
    let some = selected.clone();
    view! {
        <input type="checkbox" aria-label="Select all of this page"
            prop:checked=move || selected() == most
            prop:indeterminate=move || (1..most).contains(&some())
            on:change:target=move |event| selection.set(&ids, event.target().checked())/>
    }
    .into_any()
}

/// The forms for what is selected. They are there once something is.
#[component]
pub fn SelectionForms(
    filter: String,
    /// The names of the app's tags.
    tags: Vec<String>,
    /// How many the whole list has, in words.
    count: Signal<Option<String>>,
    /// Whether the list is of companies.
    of_companies: bool,
    /// Whether the teammate manages people.
    manages_people: bool,
    selection: Selection,
) -> impl IntoView {
    let filter = StoredValue::new(filter);
    let is_any = move || selection.is_whole.get() || selection.ids.with(|ids| !ids.is_empty());
    let words = move || match selection.is_whole.get() {
        true => format!("All selected: {}", count.get().unwrap_or_default()),
        false => format!("{} selected", selection.ids.with(BTreeSet::len)),
    };
    let offered = tags.into_iter().map(|name| view! { <option value=name></option> }).collect_view();
    let selected = move || {
        let ids = move || match selection.is_whole.get() {
            true => view! { <input type="hidden" name="whole" value="true"/> }.into_any(),
            false => {
                let ids = selection.ids.get().into_iter();
                ids.map(|id| view! { <input type="hidden" name="ids[]" value=id/> }).collect_view().into_any()
            }
        };
        view! { <input type="hidden" name="filter" value=filter.get_value()/>{ids} }
    };
    let manages = manages_people.then(|| {
        view! {
            <details>
                <summary class="button">"Archive, block or delete"</summary>
                <div class="line">
                    <ActionForm action=selection.archive>
                        {selected()}
                        <button class="button" type="submit" name="archived" value="true">"Archive them"</button>
                        " "<button class="button" type="submit">"Put them back"</button>
                    </ActionForm>
                    {(!of_companies).then(|| view! {
                        <ActionForm action=selection.block>
                            {selected()}
                            <button class="button" type="submit" name="blocked" value="true">"Block them"</button>
                            " "<button class="button" type="submit">"Unblock them"</button>
                        </ActionForm>
                    })}
                    <ActionForm action=selection.delete attr:class="line">
                        {selected()}
                        <label class="field inline"><span class="label">"Type delete to delete them for good"</span>
                            <input class="input" name="typed" required autocomplete="off"/></label>
                        <button class="button danger" type="submit">"Delete them"</button>
                    </ActionForm>
                </div>
            </details>
        }
    });
    let busy = move || selection.tag.pending().get().to_string();
    view! {
        <datalist id="list-tags">{offered}</datalist>
        <section class="foot-bar" aria-label="Selected" hidden=move || !is_any()>
            <div class="line">
                <b role="status">{words}</b>
                <button type="button" class="button" hidden=move || selection.is_whole.get() on:click=move |_| selection.is_whole.set(true)>
                    "Select all: "{move || count.get()}
                </button>
                <button type="button" class="button" on:click=move |_| selection.clear()>"Select nobody"</button>
            </div>
            <ActionForm action=selection.tag node_ref=selection.tag_form attr:class="line">
                {selected()}
                <label class="field inline"><span class="label">"Tag"</span>
                    <input class="input" name="name" list="list-tags" required maxlength="255" autocomplete="off"/></label>
                <button class="button sea" type="submit" aria-busy=busy>"Add the tag"</button>
                <button class="button" type="submit" name="removes" value="true">"Remove the tag"</button>
            </ActionForm>
            {manages}
        </section>
    }
}
