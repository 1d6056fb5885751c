use leptos::prelude::*;

use crate::components::Icon;

/// Ends the session: a plain form, so that it works before the page has woken up and without JavaScript.
///
/// The Messenger hooks in at `on:submit`: it shuts down before the request goes out.
#[component]
pub fn LogOut(
    /// `menu-item` in the menu, `button` elsewhere.
    class: &'static str,
) -> impl IntoView {
    view! {
        <form method="post" action="/api/log_out">
            <button class=class type="submit"><Icon name="logout" class="flips"/>"Log out"</button>
        </form>
    }
}
