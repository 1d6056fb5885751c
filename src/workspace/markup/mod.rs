//! What is written in messages, as it may be shown.
//!
//! A person's text is plain: [`links`] finds the addresses in it, and all of it is shown as text. A teammate writes Markdown or
//! HTML, which the cleaner makes [`SafeHtml`]: nothing else makes one, and nothing else of a message is ever taken for HTML.

#[cfg(feature = "ssr")]
mod allowed;
#[cfg(feature = "ssr")]
mod cleaner;
mod links;
#[cfg(feature = "ssr")]
mod markdown;
#[cfg(feature = "ssr")]
mod nesting;
#[cfg(feature = "ssr")]
mod plain_text;
#[cfg(feature = "ssr")]
mod video;

use foundation::json::Readable;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

pub use links::linked;
#[cfg(feature = "ssr")]
pub use links::{escaped, linked_bytes};

/// HTML that the cleaner made of a teammate's text.
/// Its JSON comes from the database or from this server, which had it from the cleaner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct SafeHtml(String);

impl SafeHtml {
    pub fn into_view(self) -> AnyView {
        view! { <div class="formatted" inner_html=self.0></div> }.into_any()
    }
}
