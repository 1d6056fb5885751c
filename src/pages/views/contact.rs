use leptos::prelude::*;
use std::sync::Arc;

/// What the server's context holds: the address that people write to.
#[derive(Clone, Debug)]
pub struct Contact(pub Arc<str>);

/// The end of a sentence that tells people whom to ask, while nobody answers in the Messenger yet.
#[component]
pub fn AskUs() -> impl IntoView {
    let write = use_context().map(|Contact(address)| {
        let href = format!("mailto:{address}");
        view! { "write to "<a href=href>{address}</a>" or " }
    });
    view! { {write}"ask at the counter" }
}
