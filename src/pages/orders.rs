use leptos::prelude::*;

use super::RequireLogIn;
use crate::components::{Crumbs, Heading, Nothing};

#[component]
pub fn OrdersPage() -> impl IntoView {
    view! {
        <RequireLogIn>
            <div class="wrap">
                <Crumbs here="Your orders"/>
                <Heading title="Your orders"/>
                <Nothing icon="boat" title="No orders yet">
                    <p>"Each order will be listed here with the boat it left on. Ordering has not opened yet; the coffees are on show."</p>
                    <a class="button main" href="/coffees">"See the coffees"</a>
                </Nothing>
            </div>
        </RequireLogIn>
    }
}
