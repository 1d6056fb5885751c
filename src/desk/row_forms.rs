//! The forms below a row of settings: each folds behind a button.

use leptos::prelude::*;

use crate::components::{ActionForm, FormAction, ServerAction};

/// A button that opens a form. All on the page share a name, so one is open at a time.
#[component]
pub fn Fold(
    words: &'static str,
    /// What the button is called, such as “Rename the tag Wholesale”.
    label: String,
    #[prop(optional)] is_danger: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <details name="row-form">
            <summary class="button" class:danger=is_danger aria-label=label>{words}</summary>
            {children()}
        </details>
    }
}

/// The form that renames the thing with this id, such as “the tag Wholesale”.
#[component]
pub fn RenameForm<S: FormAction>(
    action: ServerAction<S>,
    id: String,
    name: String,
    what: String,
) -> impl IntoView {
    view! {
        <Fold words="Rename" label=format!("Rename {what}")>
            <ActionForm action attr:class="line">
                <input type="hidden" name="id" value=id/>
                <label class="field"><span class="label">"New name"</span>
                    <input class="input" name="name" required maxlength="255" autocomplete="off" value=name/></label>
                <button class="button" type="submit">"Save name"</button>
            </ActionForm>
        </Fold>
    }
}

/// The form that merges the thing with this id, such as “the tag Wholesale”, into another one that a teammate names.
#[component]
pub fn MergeForm<S: FormAction>(
    action: ServerAction<S>,
    id: String,
    what: String,
    /// What becomes of both.
    gain: &'static str,
    /// The label of the name, such as “Name of the other tag”.
    label: &'static str,
    /// The id of the list that completes the name.
    names: &'static str,
) -> impl IntoView {
    view! {
        <Fold words="Merge" label=format!("Merge {what}")>
            <ActionForm action attr:class="confirm">
                <input type="hidden" name="id" value=id/>
                <p>{gain}</p>
                <label class="field"><span class="label">{label}</span>
                    <input class="input" name="into" list=names required maxlength="255" autocomplete="off"/></label>
                <button class="button danger" type="submit">"Merge into it"</button>
            </ActionForm>
        </Fold>
    }
}

/// The form that deletes the thing with this id, such as “the tag Wholesale”. It says before what is lost.
#[component]
pub fn DeleteForm<S: FormAction>(
    action: ServerAction<S>,
    id: String,
    what: String,
    loss: String,
    /// Whether the teammate types a word first.
    #[prop(optional)]
    is_typed: bool,
) -> impl IntoView {
    let label = format!("Delete {what}");
    let now = format!("{label} now");
    view! {
        <Fold words="Delete" label is_danger=true>
            <ActionForm action attr:class="confirm">
                <input type="hidden" name="id" value=id/>
                <p>{loss}</p>
                {is_typed.then(|| view! {
                    <label class="field"><span class="label">"Type delete to delete it"</span>
                        <input class="input" name="typed" required autocomplete="off"/></label>
                })}
                <button class="button danger" type="submit" aria-label=now>"Delete"</button>
            </ActionForm>
        </Fold>
    }
}

/// A count with its word.
pub fn counted(count: i64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
