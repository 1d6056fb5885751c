use leptos::prelude::*;

use crate::components::Icon;

/// Ends the session: a plain form, so that it works before the page has woken up and without JavaScript.
#[component]
pub fn LogOut() -> impl IntoView {
    view! {
        <form method="post" action="/api/log_out" data-leaves data-refused="still-logged-in">
            <button class="menu-item" type="submit"><Icon name="logout" class="flips"/>"Log out"</button>
        </form>
    }
}
