use leptos::prelude::*;
use leptos_meta::{Stylesheet, Title};
use leptos_router::hooks::use_query_map;

use super::api::keys_of;
use super::apps::Apps;
use super::attributes::Attributes;
use super::changes::Changes;
use super::event_names::EventNames;
use super::list::Keys;
use super::secret::Secret;
use super::state::KeysState;
use super::switches::Switches;
use crate::accounts::Role;
use crate::components::{Drawing, Icon, asset};
use crate::desk::answers::{Answers, LastAnswer};
use crate::desk::guard::Only;
use crate::error::Error;

pub fn keys_page() -> AnyView {
    view! {
        <Title text="Keys"/>
        // Its top bar is the inspector's.
        <Stylesheet href=asset("inspector.css")/>
        <Stylesheet href=asset("desk.css")/>
        <Only role=Role::Teammate><Page/></Only>
    }
    .into_any()
}

#[component]
fn Page() -> impl IntoView {
    let answers = Answers::new();
    let changes = Changes::new(answers);
    let query = use_query_map();
    let app_id = Memo::new(move |_| query.read().get("app").unwrap_or_default());
    let state = Resource::new(move || (app_id.get(), answers.count()), |(app_id, _)| keys_of(app_id));
    view! {
        <div class="desk">
            <a class="skip" href="#main" rel="external">"Skip to content"</a>
            <header class="top-bar on-deep">
                <Drawing symbol="logo.svg#mark" view_box="0 0 32 32" class="mark"/>
                <h1 tabindex="-1">"Identity keys"</h1>
                <span class="push"></span>
                <a class="button" href="/workspace/inbox" rel="external">"Inbox"</a>
                <a class="button" href="/lifecycle" rel="external">"Lifecycle"</a>
                <a class="button" href="/" rel="external">"Back to the shop"</a>
            </header>
            <main id="main" class="keys">
                <LastAnswer answers/>
                <Secret make_key=changes.make_key/>
                <Transition fallback=|| view! { <p class="hint">"Reading the keys…"</p> }>
                    {move || Suspend::new(async move {
                        match state.await {
                            Ok(state) => whole(state, changes),
                            Err(error) => unread(&error),
                        }
                    })}
                </Transition>
            </main>
        </div>
    }
}

fn whole(state: KeysState, changes: Changes) -> AnyView {
    let KeysState { apps, app_id, platforms, protected, event_names } = state;
    view! {
        <Apps apps app_id=app_id.clone() changes/>
        <Keys platforms=platforms.clone() app_id=app_id.clone() changes/>
        <Switches platforms app_id=app_id.clone() changes/>
        <Attributes protected app_id=app_id.clone() changes/>
        <EventNames names=event_names app_id changes/>
    }
    .into_any()
}

fn unread(error: &Error) -> AnyView {
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
