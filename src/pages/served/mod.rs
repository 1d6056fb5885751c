//! Pages come as HTML, the first one and every one after it: the server makes each page in one way, for a full load, for
//! a click, for a form sent with or without a script. In the browser the document and the Messenger live on, and what
//! differs is put in place: the main part, and what the frame says of who is here. So a page costs no code, and one that
//! is only read works at once.
//!
//! `follow` notices that one goes on, and with `fold` is all that is there from the start; the rest comes with the first
//! sign of it.
//! `place` shows a page, `arrival` asks for it, `prefetch` does so before the click, `earlier` keeps it for a way back,
//! `morph` changes what stands there as little as it must, `forms` sends a form, `answers` shows what came of it, and
//! `live` is the little that acts in the page itself: what it acts on says so in its `data-` attributes.

#[cfg(feature = "hydrate")]
mod answers;
#[cfg(feature = "hydrate")]
mod arrival;
#[cfg(feature = "hydrate")]
mod dom;
#[cfg(feature = "hydrate")]
mod earlier;
#[cfg(feature = "hydrate")]
mod fold;
#[cfg(feature = "hydrate")]
mod follow;
#[cfg(feature = "hydrate")]
mod forms;
#[cfg(feature = "hydrate")]
mod live;
#[cfg(feature = "hydrate")]
mod morph;
#[cfg(feature = "hydrate")]
mod place;
#[cfg(feature = "hydrate")]
mod prefetch;
#[cfg(feature = "ssr")]
mod templates;

#[cfg(feature = "ssr")]
pub use templates::Templates;

#[cfg(feature = "ssr")]
use leptos::prelude::*;

/// The part of a page that changes with the address.
#[cfg(feature = "ssr")]
pub fn main<V: IntoView + 'static>(page: fn() -> V) -> impl Fn() -> AnyView + Clone + Send + Sync + 'static {
    move || view! { <main id="main">{page()}</main> }.into_any()
}

#[cfg(feature = "hydrate")]
pub use follow::{ask_again, follow};
