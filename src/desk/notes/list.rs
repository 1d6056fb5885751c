//! Shows a page of notes.

use leptos::prelude::*;

use super::state::{NoteRow, NotesOfApp};
use crate::components::ServerAction;
use crate::desk::people::{PeopleNoteDelete, note_item};

#[component]
pub fn Notes(page: NotesOfApp, delete: ServerAction<PeopleNoteDelete>) -> impl IntoView {
    let NotesOfApp { count, notes, next } = page;
    let note = move |NoteRow { on, note }: NoteRow| {
        let on = view! { <a href=format!("/workspace/people?who={}", on.id) rel="external"><bdi>{on.name}</bdi></a> };
        note_item(note, Some(on.into_any()), delete)
    };
    let none = notes.is_empty().then(|| {
        view! { <p class="hint">"No note is here. The page of a person or a company has a form for notes."</p> }
    });
    let next = next.map(|id| {
        view! { <p><a class="button" href=format!("/workspace/notes?before={id}") rel="external">"Older notes"</a></p> }
    });
    view! {
        <section class="sheet" aria-labelledby="notes">
            <h2 id="notes">"Notes on people and companies"</h2>
            <p class="hint">{count}</p>
            {none}
            <ul class="plain notes">{notes.into_iter().map(note).collect_view()}</ul>
            {next}
        </section>
    }
}
