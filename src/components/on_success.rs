//! What a page does when a form has succeeded.

use leptos::prelude::{Effect, untrack};

use super::form_action::FormAction;
use super::server_action::ServerAction;

/// Calls `f` with each answer that is no refusal.
pub fn on_success<S: FormAction>(action: ServerAction<S>, f: impl Fn(S::Output) + 'static) {
    Effect::new(move |_| {
        if let Some(Ok(answer)) = action.value().get() {
            untrack(|| f(answer));
        }
    });
}
