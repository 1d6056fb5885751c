//! The button that ends the session.

use leptos::prelude::*;

use crate::accounts::LogOut;
use crate::components::{ActionForm, Icon, ServerAction};

/// A form that works without a script. With one, nothing typed is lost where the server does not answer.
#[component]
pub fn LogOutButton() -> impl IntoView {
    let log_out = ServerAction::<LogOut>::new();
    Effect::new(move |_| {
        if let Some(Ok(())) = log_out.value().get() {
            // Only full page loads lead out of the desk.
            _ = location().assign("/");
        }
    });
    let has_failed = move || matches!(log_out.value().get(), Some(Err(_)));
    view! {
        <ActionForm action=log_out>
            <button class="button" type="submit"><Icon name="logout" class="small flips"/>"Log out"</button>
        </ActionForm>
        {move || has_failed().then(|| view! {
            <p class="notice bad" role="alert"><Icon name="alert" class="small"/>"You are still logged in: the server did not answer. Try again."</p>
        })}
    }
}
