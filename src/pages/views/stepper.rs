//! A number with a button on either side. Without a script it is the number alone.

use leptos::prelude::*;

use crate::components::Icon;
use crate::shop::cart::MOST_OF_ONE;

#[component]
pub fn Stepper(
    /// "bags"
    of: &'static str,
) -> impl IntoView {
    let name = format!("Number of {of}");
    let of_group = name.clone();
    view! {
        <div class="stepper" role="group" aria-label=of_group>
            <button type="button" class="icon-button" aria-label="One fewer" aria-disabled="true" data-step="-1">
                <Icon name="minus"/>
            </button>
            <input type="number" name="quantity" min="1" max=MOST_OF_ONE value="1" required inputmode="numeric" aria-label=name/>
            <button type="button" class="icon-button" aria-label="One more" aria-disabled="false" data-step="1">
                <Icon name="plus"/>
            </button>
        </div>
    }
}
