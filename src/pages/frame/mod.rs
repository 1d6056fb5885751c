//! The frame round every page of the shop: notice, header, footer.

mod cart_link;
mod footer;
mod header;
mod launcher;

use leptos::prelude::*;

use crate::components::{HeaderIcon, Routing, ShopName};
use crate::messenger::ContactFallback;
use footer::Footer;
pub use footer::SourceUrl;
use header::Header;
use launcher::keep_launcher_off;

/// Whether the page at this path stands in the shop's frame. Only full page loads lead from one side to the other.
pub fn is_in_frame(path: &str) -> bool {
    !path.starts_with("/lifecycle") && !path.starts_with("/workspace/")
}

/// The shop's frame round a page.
#[component]
pub fn Frame(children: Children) -> impl IntoView {
    let busy = Routing::is_under_way();
    keep_launcher_off();
    view! {
        <div class="shop">
            <a class="skip" href="#main" rel="external">"Skip to content"</a>
            <HarbourNotice/>
            <Header/>
            <main id="main" aria-busy=move || busy.get().then_some("true")>{children()}</main>
            <Footer/>
            <ContactFallback/>
        </div>
    }
}

#[component]
fn HarbourNotice() -> impl IntoView {
    view! {
        <aside class="harbour-notice on-deep" aria-label="From the harbour">
            <ul class="wrap">
                <li><HeaderIcon name="boat" class="icon small"/>" Bags packed before 14:00 leave on the evening boat"</li>
                <li>"Roasted on Tuesdays and Fridays"</li>
            </ul>
        </aside>
    }
}

#[component]
fn Brand() -> impl IntoView {
    let name = use_context::<ShopName>().unwrap_or_default().short;
    view! { <a class="brand" href="/"><HeaderIcon name="mark" class="" view_box="0 0 32 32"/><span>{name}</span></a> }
}
