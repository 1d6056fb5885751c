//! The rail: links to the desk's pages.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::components::{Drawing, Icon};

/// The pages of the desk: address, name and icon.
const PAGES: [(&str, &str, &str); 9] = [
    ("/workspace/inbox", "Inbox", "chat"),
    ("/workspace/messages", "Messages", "send"),
    ("/workspace/people", "People", "happy"),
    ("/workspace/tags", "Tags and segments", "filter"),
    ("/workspace/keys", "Keys", "key"),
    ("/workspace/teammates", "Teammates", "user"),
    ("/workspace/messenger", "Messenger", "settings"),
    ("/workspace/second-factor", "Second factor", "shield"),
    ("/lifecycle", "Lifecycle", "ping"),
];

/// The teammates' pages, and the way out. Each is loaded as a whole, so the current one stays current.
#[component]
pub fn Rail() -> impl IntoView {
    let here = use_location().pathname.get_untracked();
    let page = |(address, name, icon): (&'static str, &'static str, &'static str)| {
        // Companies are lists of the people page's, and the page of tags leads to notes and subscription types.
        let within = [
            ("/workspace/people", "/workspace/companies"),
            ("/workspace/tags", "/workspace/notes"),
            ("/workspace/tags", "/workspace/subscriptions"),
        ];
        let is_here = here.starts_with(address) || within.contains(&(address, &here));
        let current = is_here.then_some("page");
        view! { <a href=address rel="external" aria-current=current aria-label=name title=name><Icon name=icon/></a> }
    };
    view! {
        <nav class="rail on-deep" aria-label="Workspace">
            <Drawing symbol="logo.svg#mark" view_box="0 0 32 32" class="mark"/>
            {PAGES.map(page).collect_view()}
            <a class="last" href="/" rel="external" aria-label="Back to the shop" title="Back to the shop"><Icon name="home"/></a>
        </nav>
    }
}
