//! The page: the notes of an app.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::get_notes;
use super::list::Notes;
use crate::accounts::Role;
use crate::components::{ShowLoaded, load_blocking};
use crate::desk::answers::{Answers, LastAnswer};
use crate::desk::not_loaded::not_loaded;
use crate::desk::require_role::RequireRole;
use crate::desk::shell::Shell;

#[component]
pub fn NotesPage() -> impl IntoView {
    view! { <RequireRole role=Role::Teammate><NotesContent/></RequireRole> }
}

#[component]
fn NotesContent() -> impl IntoView {
    let answers = Answers::new();
    let delete = answers.action("The note is deleted.");
    let before = use_query_map().read_untracked().get("before").unwrap_or_default();
    let loaded = load_blocking(move || answers.successes(), move |_| get_notes(before.clone()));
    view! {
        <Shell title="Notes">
            <main id="main" class="keys">
                <LastAnswer answers/>
                <ShowLoaded loaded error=not_loaded("This app is not here.") waiting="Reading the notes…" let:page><Notes page delete/></ShowLoaded>
            </main>
        </Shell>
    }
}
