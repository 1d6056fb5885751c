//! The address that people write to, for pages that send a person there.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::json::Readable;

/// The address that people write to.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Readable)]
pub struct ContactAddress(pub String);

/// Words for the end of a sentence: how a person reaches the shop without the Messenger.
#[component]
pub fn AskUs() -> impl IntoView {
    let ContactAddress(address) = expect_context();
    let href = format!("mailto:{address}");
    view! { "write to "<a href=href>{address}</a>" or ask at the counter" }
}
