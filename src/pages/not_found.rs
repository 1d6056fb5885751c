//! The page of an address that does not exist.

use leptos::prelude::*;

use crate::components::{Heading, Icon};
use crate::error::{Error, set_status};

/// The page for any address that has no page.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    set_status(&Error::NotFound);
    view! {
        <div class="wrap nothing tall">
            <Icon name="anchor"/>
            <Heading title="Nothing anchored here"/>
            <p>"The address may be mistyped, or the page has sailed."</p>
            <p class="actions"><a class="button main" href="/coffees">"Shop the coffees"</a><a class="button" href="/">"Home"</a></p>
        </div>
    }
}
