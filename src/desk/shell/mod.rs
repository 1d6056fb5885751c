//! What surrounds every page of the desk.

/// Ends the session.
mod log_out;
/// From page to page.
mod rail;
/// Where one is, and as whom.
mod top_bar;

use leptos::prelude::*;
use leptos_meta::Title;

use crate::accounts::use_account;
use rail::Rail;
use top_bar::TopBar;

/// The rail and the top bar round a page, which brings its own `main`. Without a log-in there is nowhere to go: no rail.
#[component]
pub fn Shell(
    /// In the tab and in the top bar. A part of the page may give the tab another one.
    title: &'static str,
    /// Buttons for the whole page, in the top bar.
    #[prop(optional)]
    tools: Option<AnyView>,
    children: Children,
) -> impl IntoView {
    let account = use_account();
    let is_logged_in = Memo::new(move |_| account.with(Option::is_some));
    view! {
        <Title text=title/>
        <div class="desk">
            <a class="skip" href="#main" rel="external">"Skip to content"</a>
            {move || is_logged_in.get().then(|| view! { <Rail/> })}
            <TopBar title tools/>
            {children()}
        </div>
    }
}
