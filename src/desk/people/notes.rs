//! The notes on a person or a company, and the form of another one.

use leptos::html::Form;
use leptos::prelude::*;

use super::api::{PeopleNote, PeopleNoteDelete};
use super::state::RecordNote;
use crate::components::{ActionForm, ServerAction, on_success};
use crate::desk::answers::Answers;
use crate::desk::folding::empty;
use crate::desk::times::When;
use crate::workspace::markup::SafeHtml;

/// The actions of the forms of notes. The page owns them.
#[derive(Clone, Copy)]
pub struct NoteActions {
    write: ServerAction<PeopleNote>,
    delete: ServerAction<PeopleNoteDelete>,
    form: NodeRef<Form>,
}

impl NoteActions {
    pub fn new(answers: Answers) -> Self {
        let actions = Self {
            write: answers.action("The note is written."),
            delete: answers.action("The note is deleted."),
            form: NodeRef::new(),
        };
        on_success(actions.write, move |()| empty(actions.form));
        actions
    }
}

/// The notes on the person or company with this id.
pub fn notes(id: String, notes: Vec<RecordNote>, actions: NoteActions) -> AnyView {
    let note = move |note| note_item(note, None, actions.delete);
    view! {
        <section class="sheet" aria-labelledby="notes">
            <h2 id="notes">"Notes"</h2>
            <ActionForm action=actions.write node_ref=actions.form attr:class="confirm">
                <input type="hidden" name="id" value=id/>
                <label class="field"><span class="label">"Note for teammates, in Markdown"</span>
                    <textarea class="input" name="text" rows="3" required maxlength="50000"></textarea></label>
                <button class="button" type="submit">"Write the note"</button>
            </ActionForm>
            <ul class="plain notes">{notes.into_iter().map(note).collect_view()}</ul>
        </section>
    }
    .into_any()
}

/// A note of a list. `on` is a link to the person or company, where the list is not of one alone.
pub fn note_item(
    note: RecordNote,
    on: Option<AnyView>,
    delete: ServerAction<PeopleNoteDelete>,
) -> impl IntoView {
    let RecordNote { id, author, text, html, at_ms } = note;
    let label = format!("Delete the note of {author}");
    let body = html.map_or_else(|| text.into_any(), SafeHtml::into_view);
    view! {
        <li class="note">
            <p class="line"><b><bdi>{author}</bdi></b>{on}<span class="hint"><When at_ms/></span></p>
            <div class="text" dir="auto">{body}</div>
            <details>
                <summary class="button" aria-label=label>"Delete"</summary>
                <ActionForm action=delete>
                    <input type="hidden" name="note" value=id/>
                    <button class="button danger" type="submit">"Delete now"</button>
                </ActionForm>
            </details>
        </li>
    }
}
