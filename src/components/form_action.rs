//! The server functions behind forms, and what a page does when one succeeds.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::error::Error;

/// A server function that a form calls by a [`ServerAction`].
pub trait FormAction:
    ServerFn<Error = Error, Output: Clone + Send + Sync + 'static> + Clone + Send + Sync + 'static
{
}

impl<S> FormAction for S where
    S: ServerFn<Error = Error, Output: Clone + Send + Sync + 'static> + Clone + Send + Sync + 'static
{
}

/// Calls `f` with each answer that is no refusal.
pub fn on_success<S: FormAction>(action: ServerAction<S>, f: impl Fn(S::Output) + 'static) {
    Effect::new(move |_| {
        if let Some(Ok(answer)) = action.value().get() {
            untrack(|| f(answer));
        }
    });
}
