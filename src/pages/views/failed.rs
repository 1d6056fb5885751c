use leptos::prelude::*;

use super::NotFoundPage;
use super::status::set_status;
use crate::components::{Crumbs, Heading, Nothing};
use crate::error::Error;

/// Where a list would be that did not come.
#[component]
pub fn Failed(title: &'static str, error: Error) -> impl IntoView {
    set_status(&error);
    let here = leptos_router::hooks::use_url().with_untracked(|url| {
        let query = url.search();
        if query.is_empty() { url.path().to_owned() } else { format!("{}?{query}", url.path()) }
    });
    view! {
        <Nothing icon="offline" title>
            <p>{error.to_string()}</p>
            <a class="button" href=here data-again>"Try again"</a>
        </Nothing>
    }
}

/// In place of a page whose one thing did not come, or is not there.
#[component]
pub fn NotArrived(
    title: &'static str,
    parents: &'static [(&'static str, &'static str)],
    error: Error,
) -> impl IntoView {
    if error == Error::NotFound {
        return view! { <NotFoundPage/> }.into_any();
    }
    view! {
        <div class="wrap page">
            <Crumbs parents here="Not loaded"/>
            <Heading title/>
            <Failed title="Nothing came back" error/>
        </div>
    }
    .into_any()
}
