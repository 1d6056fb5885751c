//! The footer: address and links.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Brand;
use crate::json::Readable;

/// Where the source of this shop is read, if a setting says so.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Readable)]
pub struct SourceUrl(pub Option<String>);

#[component]
pub fn Footer() -> impl IntoView {
    let SourceUrl(source) = use_context().unwrap_or_default();
    view! {
        <footer class="site-footer on-deep">
            <div class="wrap">
                <div>
                    <Brand/>
                    <p>"Pier 4, Skarvik harbour."<br/>"Counter open while the light is on: weekdays 7 to 16."</p>
                </div>
                <nav aria-labelledby="foot-shop">
                    <h2 id="foot-shop">"Shop"</h2>
                    <ul class="plain">
                        <li><a href="/coffees">"Coffees"</a></li>
                        <li><a href="/plans">"Plans"</a></li>
                        <li><a href="/orders">"Your orders"</a></li>
                    </ul>
                </nav>
                <nav aria-labelledby="foot-read">
                    <h2 id="foot-read">"Read"</h2>
                    <ul class="plain"><li><a href="/brewing">"Brewing guides"</a></li><li><a href="/privacy">"Privacy"</a></li></ul>
                </nav>
                <nav aria-labelledby="foot-how">
                    <h2 id="foot-how">"How this is made"</h2>
                    <ul class="plain">
                        <li><a href="/lifecycle" rel="external">"Lifecycle inspector"</a></li>
                        {source.map(|href| view! { <li><a href=href>"Source"</a></li> })}
                    </ul>
                </nav>
            </div>
        </footer>
    }
}
