use leptos::prelude::*;
use leptos_meta::Stylesheet;

use crate::components::{Drawing, asset};

/// The head of a teammates' page that stands alone, and the ways out of it. Its sheet is the inspector's.
#[component]
pub fn TopBar(title: &'static str) -> impl IntoView {
    view! {
        <Stylesheet href=asset("inspector.css")/>
        <Stylesheet href=asset("desk.css")/>
        <header class="top-bar on-deep">
            <Drawing symbol="logo.svg#mark" view_box="0 0 32 32" class="mark"/>
            <h1 tabindex="-1">{title}</h1>
            <span class="push"></span>
            <a class="button" href="/workspace/inbox" rel="external">"Inbox"</a>
            <a class="button" href="/" rel="external">"Back to the shop"</a>
        </header>
    }
}
