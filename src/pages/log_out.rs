use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use crate::accounts::{log_out, use_account};
use crate::components::Icon;
use crate::messenger::use_messenger;

/// Ends the session: a plain form, so that it works before the page has woken up and without JavaScript.
#[component]
pub fn LogOut(
    /// `menu-item` in the menu, `button` elsewhere.
    class: &'static str,
) -> impl IntoView {
    let (account, messenger, navigate) = (use_account(), use_messenger(), use_navigate());
    let failed = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failed.set(false);
        let (leaving, navigate) = (messenger.log_out(log_out()), navigate.clone());
        leptos::task::spawn_local(async move {
            match leaving.await {
                Ok(()) => {
                    // The page first: a visitor must not be reported at the last person's address.
                    navigate("/", Default::default());
                    account.set(None);
                }
                Err(_) => {
                    busy.set(false);
                    failed.set(true);
                }
            }
        });
    };
    view! {
        <form method="post" action="/api/log_out" on:submit=submit>
            <button class=class type="submit" aria-busy=move || busy.get().to_string()>
                <Icon name="logout" class="flips"/>"Log out"
            </button>
            {move || failed.get().then(|| view! {
                <p class="error menu-item" role="alert">"You are still logged in: the server did not answer. Try again."</p>
            })}
        </form>
    }
}
