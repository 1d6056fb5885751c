//! The footer: address and links.

use leptos::prelude::*;

use super::Brand;

#[component]
pub fn Footer() -> impl IntoView {
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
                    <ul class="plain"><li><a href="/lifecycle" rel="external">"Lifecycle inspector"</a></li></ul>
                </nav>
            </div>
        </footer>
    }
}
