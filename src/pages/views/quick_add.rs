//! `Add` on a coffee's card: one bag of 250 g, whole beans, just once.

use leptos::prelude::*;

use crate::components::Icon;

/// A plain form that leads to the cart; where a script runs, one stays on the list.
#[component]
pub fn QuickAdd(slug: String, name: String) -> impl IntoView {
    view! {
        <form class="quick-add" method="post" action="/api/add_to_cart" data-tells>
            <template data-done>"In the cart"</template>
            <template data-failed>"Not added. Try again."</template>
            <input type="hidden" name="coffee" value=slug/>
            <span class="hint" role="status" data-own></span>
            <button class="button" type="submit" aria-label=format!("Add {name} to cart")>
                <Icon name="plus" class="small"/>"Add"
            </button>
        </form>
    }
}
