//! The notice in place of data that did not arrive, with a way to ask for it again.

use leptos::ev::{self, MouseEvent};
use leptos::html::Div;
use leptos::prelude::*;
use leptos_router::hooks::use_url;

use super::NotFoundPage;
use crate::components::{Crumbs, EmptyState, Heading, Icon, address};
use crate::error::{Error, set_status};

/// The notice in place of a list that did not arrive. `again` asks for the list once more. A network that is back does
/// so by itself; without a script the link loads the page again.
#[component]
pub fn NotLoaded(title: &'static str, error: Error, again: Callback<()>) -> impl IntoView {
    set_status(&error);
    view! {
        <EmptyState icon="offline" title>
            <p>{error.to_string()}</p>
            <TryAgain again/>
        </EmptyState>
    }
}

/// The notice beside the last list, which stays because the next list did not arrive. It takes the focus, so that it is
/// in sight, unless an open sheet lies over it: the sheet says the same.
#[component]
pub fn Outdated(error: Error, again: Callback<()>) -> impl IntoView {
    let notice = NodeRef::<Div>::new();
    Effect::new(move |_| {
        if let (Some(notice), Ok(None)) = (notice.get(), document().query_selector(":popover-open")) {
            _ = notice.focus();
        }
    });
    view! {
        <div class="notice bad" role="alert" tabindex="-1" node_ref=notice>
            <Icon name="offline" class="small"/><span>{error.to_string()}" This is the list from before."</span>
            <TryAgain again/>
        </div>
    }
}

#[component]
fn TryAgain(again: Callback<()>) -> impl IntoView {
    let here = use_url().with_untracked(address);
    let ask = move |event: MouseEvent| {
        event.prevent_default();
        again.run(());
    };
    Effect::new(move |_| {
        let online = window_event_listener(ev::online, move |_| again.run(()));
        on_cleanup(move || online.remove());
    });
    view! { <a class="button" href=here on:click=ask>"Try again"</a> }
}

/// The page in place of one whose data did not arrive, or does not exist.
#[component]
fn PageNotLoaded(
    title: &'static str,
    parents: &'static [(&'static str, &'static str)],
    error: Error,
    again: Callback<()>,
) -> impl IntoView {
    if error == Error::NotFound {
        return view! { <NotFoundPage/> }.into_any();
    }
    view! {
        <div class="wrap page">
            <Crumbs parents here="Not loaded"/>
            <Heading title/>
            <NotLoaded title="Nothing came back" error again/>
        </div>
    }
    .into_any()
}

/// Draws [`NotLoaded`], for `ShowLoaded`.
pub fn not_loaded(title: &'static str) -> impl Fn(Error, Callback<()>) -> AnyView + Copy {
    move |error, again| view! { <NotLoaded title error again/> }.into_any()
}

/// Draws the page of an error, for a `ShowLoaded` that is a whole page.
pub fn page_not_loaded(
    title: &'static str,
    parents: &'static [(&'static str, &'static str)],
) -> impl Fn(Error, Callback<()>) -> AnyView + Copy {
    move |error, again| view! { <PageNotLoaded title parents error again/> }.into_any()
}
