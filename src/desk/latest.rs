//! Calls of which the newest alone counts.

use leptos::prelude::*;

/// Each new input aborts the call before. Not a `LocalResource`: with one, the server sends the page without the
/// editor.
pub fn dispatch_newest<I, O>(action: Action<I, O>, input: impl Fn() -> I + 'static)
where
    I: Send + Sync + 'static,
    O: Send + Sync + 'static,
{
    Effect::new(move |before: Option<ActionAbortHandle>| {
        if let Some(before) = before {
            before.abort();
        }
        action.dispatch(input())
    });
}
