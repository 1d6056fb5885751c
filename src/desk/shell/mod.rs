//! The frame round every page of the desk: the rail and the top bar.

mod log_out;
mod rail;
mod top_bar;

use leptos::prelude::*;
use leptos::text_prop::TextProp;

use crate::accounts::use_account;
use crate::components::set_title;
use rail::Rail;
use top_bar::TopBar;

/// The rail and the top bar round a page, which brings its own `main`. A visitor sees no rail. The shell does not
/// change with the person: its owner draws it anew.
#[component]
pub fn Shell(
    /// The title in the top bar and in the tab.
    title: &'static str,
    /// Buttons for the whole page, in the top bar.
    #[prop(optional)]
    tools: Option<AnyView>,
    /// Another title for the tab.
    #[prop(optional, into)]
    tab: Option<TextProp>,
    children: Children,
) -> impl IntoView {
    // Only a full load leads here.
    set_title(tab.unwrap_or_else(|| title.into()), || true);
    let name = use_account().with_untracked(|person| person.as_ref().map(|it| it.name.clone()));
    view! {
        <div class="desk">
            <a class="skip" href="#main" rel="external">"Skip to content"</a>
            {name.is_some().then(|| view! { <Rail/> })}
            <TopBar title tools name/>
            {children()}
        </div>
    }
}
