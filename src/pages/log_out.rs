//! The form that ends the session.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use super::form::{clear_earlier_error, no_double_submit};
use crate::accounts::{LogOut, SessionCheck, use_account};
use crate::components::{ActionForm, FormAction, Icon, ServerAction, on_success};
use crate::messenger::use_messenger;

/// Ends the session: a form that works before the page has woken up and without JavaScript.
#[component]
pub fn LogOutItem() -> impl IntoView {
    let log_out = ServerAction::<LogOut>::new();
    log_out_on_success(log_out, "/");
    let busy = log_out.pending();
    let failed = move || !busy.get() && matches!(log_out.value().get(), Some(Err(_)));
    view! {
        <ActionForm action=log_out on:submit:capture=no_double_submit(busy)>
            <button class="menu-item" type="submit" aria-busy=move || busy.get().to_string()>
                <Icon name="logout" class="flips"/>"Log out"
            </button>
            {move || failed().then(|| view! {
                <p class="error menu-item" role="alert">"You are still logged in: the server did not answer. Try again."</p>
            })}
        </ActionForm>
    }
}

/// Shuts the Messenger down before the request leaves, and goes on to `next` as a visitor. Every form that ends the
/// session calls this.
pub fn log_out_on_success<S: FormAction<Output = ()>>(action: ServerAction<S>, next: &'static str) {
    clear_earlier_error(action);
    use_messenger().log_out_action(action);
    let (check, input) = (SessionCheck::use_check(), action.input());
    Effect::new(move |_| {
        if input.with(Option::is_some) {
            check.log_out_began();
        }
    });
    let (account, navigate) = (use_account(), use_navigate());
    on_success(action, move |()| {
        // The page first: a visitor must not be reported at the last person's address.
        navigate(next, Default::default());
        account.set(None);
    });
}
