use leptos::prelude::*;

use super::log_out::LogOut;
use crate::accounts::use_account;
use crate::components::Icon;

/// The page's title, who is logged in, and the log-out: for a customer who came here by mistake, too.
#[component]
pub fn TopBar(title: &'static str, tools: Option<AnyView>) -> impl IntoView {
    let account = use_account();
    let name = Memo::new(move |_| account.with(|person| person.as_ref().map(|it| it.name.clone())));
    view! {
        <header class="top-bar on-deep">
            <h1 tabindex="-1">{title}</h1>
            {tools}
            {move || name.get().map(|name| view! {
                <p class="who"><Icon name="user" class="small"/><span class="out-of-sight">"Logged in as "</span><bdi>{name}</bdi></p>
                <LogOut/>
            })}
        </header>
    }
}
