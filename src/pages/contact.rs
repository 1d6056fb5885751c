use leptos::prelude::*;
use std::sync::Arc;

/// The address that people write to.
#[derive(Clone, Debug)]
pub struct Contact(pub Arc<str>);

impl Contact {
    /// For `App`: the server writes its contact address into the page.
    pub fn provide() {
        let of_server = || use_context::<Self>().map(|Self(address)| address.to_string()).unwrap_or_default();
        provide_context(Self(SharedValue::new_str(of_server).into_inner().into()));
    }
}

/// The end of a sentence: whom to ask, while nobody answers in the Messenger yet.
#[component]
pub fn AskUs() -> impl IntoView {
    let Contact(address) = expect_context();
    let href = format!("mailto:{address}");
    view! { "write to "<a href=href>{address.to_string()}</a>" or ask at the counter" }
}
