//! The frame round every page of the desk: the rail and the top bar.

mod log_out;
mod rail;
mod top_bar;

use leptos::prelude::*;
use leptos_meta::Title;

use crate::accounts::use_account;
use rail::Rail;
use top_bar::TopBar;

/// The rail and the top bar round a page, which brings its own `main`. A visitor sees no rail. The shell does not
/// change with the person: its owner draws it anew.
#[component]
pub fn Shell(
    /// The title in the tab and in the top bar. A part of the page may give the tab another one.
    title: &'static str,
    /// Buttons for the whole page, in the top bar.
    #[prop(optional)]
    tools: Option<AnyView>,
    children: Children,
) -> impl IntoView {
    let name = use_account().with_untracked(|person| person.as_ref().map(|it| it.name.clone()));
    view! {
        <Title text=title/>
        <div class="desk">
            <a class="skip" href="#main" rel="external">"Skip to content"</a>
            {name.is_some().then(|| view! { <Rail/> })}
            <TopBar title tools name/>
            {children()}
        </div>
    }
}
