//! The page: the search, the tags and the segments of an app.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::actions::TagActions;
use super::api::get_tags;
use super::counting::SegmentCounts;
use super::list::Tags;
use super::search::{Search, SearchField};
use super::segments::Segments;
use crate::accounts::Role;
use crate::components::{ShowLoaded, load_blocking};
use crate::desk::answers::{Answers, LastAnswer};
use crate::desk::folding::fold_on_success;
use crate::desk::not_loaded::not_loaded;
use crate::desk::require_role::RequireRole;
use crate::desk::shell::Shell;

#[component]
pub fn TagsPage() -> impl IntoView {
    view! { <RequireRole role=Role::Teammate><TagsContent/></RequireRole> }
}

#[component]
fn TagsContent() -> impl IntoView {
    let answers = Answers::new();
    let actions = TagActions::new(answers);
    fold_on_success(answers);
    let search = Search::new(use_query_map().read_untracked().get("find").unwrap_or_default());
    let counts = SegmentCounts::new();
    // What was refused is still in its form.
    let loaded = load_blocking(move || answers.successes(), |_| get_tags());
    view! {
        <Shell title="Tags and segments">
            <main id="main" class="keys">
                <LastAnswer answers/>
                <SearchField search/>
                <p class="line">
                    <a class="button" href="/workspace/subscriptions" rel="external">"Subscription types"</a>
                    <a class="button" href="/workspace/notes" rel="external">"Notes"</a>
                </p>
                <ShowLoaded loaded error=not_loaded("This app is not here.") waiting="Reading the tags…" let:both><Tags tags=both.tags search actions/><Segments segments=both.segments search counts actions/></ShowLoaded>
            </main>
        </Shell>
    }
}
