//! The top bar: the title of the page, and the name of the teammate.

use leptos::prelude::*;

use super::log_out::LogOutButton;
use crate::components::Icon;

/// The page's title, who is logged in, and the log-out: for a customer who came here by mistake, too.
#[component]
pub fn TopBar(
    title: &'static str,
    tools: Option<AnyView>,
    /// The name of the person who is logged in.
    name: Option<String>,
) -> impl IntoView {
    view! {
        <header class="top-bar on-deep">
            <h1 tabindex="-1">{title}</h1>
            {tools}
            {name.map(|name| view! {
                <p class="who"><Icon name="user" class="small"/><span class="out-of-sight">"Logged in as "</span><bdi>{name}</bdi></p>
                <LogOutButton/>
            })}
        </header>
    }
}
