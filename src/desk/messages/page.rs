//! The page: the list of messages, or the editor of one.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::api::{get_message, list_messages};
use super::editor::Edit;
use super::list::MessageList;
use crate::accounts::Role;
use crate::components::{ShowLoaded, load_blocking};
use crate::desk::not_loaded::not_loaded;
use crate::desk::require_role::RequireRole;
use crate::desk::shell::Shell;
use crate::error::Error;

const NO_MESSAGE: &str = "There is no such message in this app.";

#[component]
pub fn MessagesPage() -> impl IntoView {
    view! { <RequireRole role=Role::Teammate sheet="messages.css"><Messages/></RequireRole> }
}

/// The place that an address names: the list, a new message or a message.
#[derive(Clone, Copy, PartialEq, Eq)]
enum MessagesAddress {
    List,
    New,
    Message(i64),
    Nowhere,
}

impl MessagesAddress {
    fn named(id: Option<String>) -> Self {
        match id.as_deref() {
            None => Self::List,
            Some("new") => Self::New,
            Some(id) => id.parse().map_or(Self::Nowhere, Self::Message),
        }
    }
}

#[component]
fn Messages() -> impl IntoView {
    let params = use_params_map();
    let query = use_query_map();
    let filter = Memo::new(move |_| query.read().get("filter").unwrap_or_default());
    let place = Memo::new(move |_| MessagesAddress::named(params.read().get("id")));
    view! {
        <Shell title="Messages">
            <main id="main" class="messages">
                {move || match place.get() {
                    MessagesAddress::List => list(),
                    MessagesAddress::New => editor(None, filter),
                    MessagesAddress::Message(id) => editor(Some(id), filter),
                    MessagesAddress::Nowhere => not_loaded(NO_MESSAGE)(Error::NotFound, Callback::new(|()| ())),
                }}
            </main>
        </Shell>
    }
}

fn list() -> AnyView {
    let rows = load_blocking(|| (), |()| list_messages());
    view! {
        <ShowLoaded loaded=rows error=not_loaded(NO_MESSAGE) waiting="Reading the messages…" let:rows><MessageList rows/></ShowLoaded>
    }
    .into_any()
}

/// The editor of a message, or of a new one to all whom the address's filter fits.
fn editor(id: Option<i64>, filter: Memo<String>) -> AnyView {
    let message = load_blocking(move || (id, filter.get()), |(id, filter)| get_message(id, filter));
    view! {
        <ShowLoaded loaded=message error=not_loaded(NO_MESSAGE) waiting="Reading the message…" let:editor><Edit editor/></ShowLoaded>
    }
    .into_any()
}
