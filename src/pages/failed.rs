use leptos::ev::{self, MouseEvent};
use leptos::prelude::*;
use leptos_router::hooks::use_url;

use super::NotFoundPage;
use crate::components::{Crumbs, Heading, Icon, Nothing, address};
use crate::error::{Error, set_status};

/// In place of a list that did not come. `again` asks for it once more, and so does a network that is back; without a
/// script the page is loaded again.
#[component]
pub fn Failed(title: &'static str, error: Error, again: Callback<()>) -> impl IntoView {
    set_status(&error);
    view! {
        <Nothing icon="offline" title>
            <p>{error.to_string()}</p>
            <TryAgain again/>
        </Nothing>
    }
}

/// Beside a list that stays, because the next one did not come.
#[component]
pub fn NotNew(error: Error, again: Callback<()>) -> impl IntoView {
    view! {
        <div class="notice bad" role="alert">
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

/// In place of a page whose one thing did not come, or is not there.
#[component]
pub fn NotArrived(
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
            <Failed title="Nothing came back" error again/>
        </div>
    }
    .into_any()
}
