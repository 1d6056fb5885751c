//! The page: the keys of one app and what they guard.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::actions::KeyActions;
use super::api::keys_of;
use super::apps::Apps;
use super::attributes::Attributes;
use super::event_names::EventNames;
use super::list::Keys;
use super::secret::Secret;
use super::state::KeysState;
use super::switches::Switches;
use crate::accounts::Role;
use crate::components::{Icon, ShowLoaded, load};
use crate::desk::answers::{Answers, LastAnswer};
use crate::desk::require_role::RequireRole;
use crate::desk::shell::Shell;
use crate::error::Error;

#[component]
pub fn KeysPage() -> impl IntoView {
    view! { <RequireRole role=Role::Teammate><KeysContent/></RequireRole> }
}

#[component]
fn KeysContent() -> impl IntoView {
    let answers = Answers::new();
    let actions = KeyActions::new(answers);
    let query = use_query_map();
    let app_id = Memo::new(move |_| query.read().get("app").unwrap_or_default());
    let state = load(move || (app_id.get(), answers.count()), |(app_id, _)| keys_of(app_id));
    view! {
        <Shell title="Identity keys">
            <main id="main" class="keys">
                <LastAnswer answers/>
                <Secret make_key=actions.make_key/>
                <ShowLoaded loaded=state error=keys_not_loaded waiting="Reading the keys…" let:state>{keys_view(state, actions)}</ShowLoaded>
            </main>
        </Shell>
    }
}

fn keys_view(state: KeysState, actions: KeyActions) -> AnyView {
    let KeysState { apps, app_id, platforms, protected, event_names } = state;
    view! {
        <Apps apps app_id=app_id.clone() actions/>
        <Keys platforms=platforms.clone() app_id=app_id.clone() actions/>
        <Switches platforms app_id=app_id.clone() actions/>
        <Attributes protected app_id=app_id.clone() actions/>
        <EventNames names=event_names app_id actions/>
    }
    .into_any()
}

fn keys_not_loaded(error: Error, _: Callback<()>) -> AnyView {
    let words = match error {
        Error::NotFound => {
            "There is no such app here. A workspace that Intercom hosts keeps its keys in its own settings."
                .to_owned()
        }
        other => other.to_string(),
    };
    view! {
        <div class="nothing">
            <Icon name="key"/>
            <h2>"No keys to show"</h2>
            <p>{words}</p>
            <a class="button" href="/workspace/keys" rel="external">"The first app’s keys"</a>
        </div>
    }
    .into_any()
}
