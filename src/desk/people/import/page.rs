//! The page: the choice of a file, or the import that the address names.

use leptos::leptos_dom::helpers::set_timeout_with_handle;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use std::time::Duration;

use super::actions::ImportActions;
use super::api::{people_import, people_imports};
use super::choose::ChooseFile;
use super::draft::draft;
use super::progress::progress;
use super::state::{ImportPhase, ImportView};
use crate::accounts::Role;
use crate::components::{Loaded, ShowLoaded, load_blocking};
use crate::desk::answers::{Answers, LastAnswer};
use crate::desk::not_loaded::not_loaded;
use crate::desk::require_role::RequireRole;
use crate::desk::shell::Shell;

/// The time after which the page asks again how far an import is.
const ASKS_AGAIN: Duration = Duration::from_secs(1);

#[component]
pub fn ImportPage() -> impl IntoView {
    view! { <RequireRole role=Role::Teammate><ImportContent/></RequireRole> }
}

#[component]
fn ImportContent() -> impl IntoView {
    let query = use_query_map();
    let named = move |name: &'static str| Memo::new(move |_| query.read().get(name).unwrap_or_default());
    let (import, refused) = (named("import"), named("refused"));
    let content = move || match import.get() {
        id if id.is_empty() => {
            let imports = load_blocking(|| (), |()| people_imports());
            view! { <ChooseFile refused imports/> }.into_any()
        }
        id => view! { <ImportOne id/> }.into_any(),
    };
    view! {
        <Shell title="Import people">
            <main id="main" class="keys">{content}</main>
        </Shell>
    }
}

#[component]
fn ImportOne(id: String) -> impl IntoView {
    let answers = Answers::new();
    let actions = ImportActions::new(answers);
    // What was refused is still in its form.
    let loaded = load_blocking(
        move || answers.successes(),
        move |_| {
            let id = id.clone();
            async move { people_import(id).await }
        },
    );
    ask_while_at_work(loaded);
    view! {
        <LastAnswer answers/>
        <ShowLoaded loaded error=not_loaded("This import is not here.") waiting="Reading the file…" let:view>
            {if view.phase == ImportPhase::Draft { draft(view, actions) } else { progress(view, actions) }}
        </ShowLoaded>
    }
}

/// Asks the server again and again while it works at the import.
fn ask_while_at_work(loaded: Loaded<ImportView>) {
    Effect::new(move |_| {
        let is_at_work = loaded.with(|loaded| matches!(loaded, Some(Ok(view)) if view.phase.is_at_work()));
        if is_at_work && let Ok(timer) = set_timeout_with_handle(move || loaded.refetch(), ASKS_AGAIN) {
            on_cleanup(move || timer.clear());
        }
    });
}
