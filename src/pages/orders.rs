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
                    <p>"Each order will stand here with the boat it left on. One cannot order here yet: the counter on pier 4 sells every coffee we roast."</p>
                    <a class="button main" href="/coffees">"See the coffees"</a>
                </Nothing>
            </div>
        </RequireLogIn>
    }
}
