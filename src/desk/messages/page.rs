use leptos::prelude::*;
use leptos_meta::Stylesheet;
use leptos_router::hooks::use_params_map;

use super::api::{get_message, list_messages};
use super::editor::Edit;
use super::list::List;
use crate::accounts::Role;
use crate::components::asset;
use crate::desk::guard::Only;
use crate::desk::shell::Shell;
use crate::error::{Error, set_status};

pub fn messages_page() -> AnyView {
    view! {
        <Stylesheet href=asset("messages.css")/>
        <Only role=Role::Teammate><Messages/></Only>
    }
    .into_any()
}

/// What the address names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    List,
    New,
    Message(i64),
    Nowhere,
}

impl Place {
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
    let place = Memo::new(move |_| Place::named(params.read().get("id")));
    view! {
        <Shell title="Messages">
            <main id="main" class="messages">
                {move || match place.get() {
                    Place::List => list(),
                    Place::New => editor(None),
                    Place::Message(id) => editor(Some(id)),
                    Place::Nowhere => not_read(&Error::NotFound),
                }}
            </main>
        </Shell>
    }
}

fn list() -> AnyView {
    let rows = Resource::new_blocking(|| (), |()| list_messages());
    view! {
        <Suspense fallback=|| view! { <p class="hint">"Reading the messages…"</p> }>
            {move || Suspend::new(async move {
                match rows.await {
                    Ok(rows) => view! { <List rows/> }.into_any(),
                    Err(error) => not_read(&error),
                }
            })}
        </Suspense>
    }
    .into_any()
}

fn editor(id: Option<i64>) -> AnyView {
    let message = Resource::new_blocking(move || id, get_message);
    view! {
        <Suspense fallback=|| view! { <p class="hint">"Reading the message…"</p> }>
            {move || Suspend::new(async move {
                match message.await {
                    Ok(editor) => view! { <Edit editor/> }.into_any(),
                    Err(error) => not_read(&error),
                }
            })}
        </Suspense>
    }
    .into_any()
}

fn not_read(error: &Error) -> AnyView {
    set_status(error);
    let words = match error {
        Error::NotFound => "There is no such message in this app.".to_owned(),
        other => other.to_string(),
    };
    view! { <p class="notice bad" role="alert">{words}</p> }.into_any()
}
