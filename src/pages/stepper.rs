//! A number with a button on either side. Without a script it is the number alone.

use leptos::prelude::*;

use crate::components::Icon;
use crate::shop::cart::MOST_OF_ONE;

#[component]
pub fn Stepper(
    /// The things that are counted, such as "bags".
    of: &'static str,
    /// The number in the field; 0 where it holds none.
    quantity: RwSignal<i64>,
) -> impl IntoView {
    let name = format!("Number of {of}");
    let of_group = name.clone();
    // A button that is pressed before its code has come would do nothing.
    let works = RwSignal::new(false);
    Effect::new(move |_| works.set(true));
    // The field is a person's own until a button is pressed.
    let stepped = RwSignal::new(None);
    let step = move |by: i64| {
        let number = quantity.get_untracked().saturating_add(by).clamp(1, MOST_OF_ONE);
        quantity.set(number);
        stepped.set(Some(number.to_string()));
    };
    let typed = move |text: String| quantity.set(text.parse().unwrap_or_default());
    view! {
        <div class="stepper" role="group" aria-label=of_group>
            <button type="button" class="icon-button" aria-label="One fewer" disabled=move || !works.get()
                aria-disabled=move || (quantity.get() <= 1).to_string() on:click=move |_| step(-1)>
                <Icon name="minus"/>
            </button>
            <input type="number" name="quantity" min="1" max=MOST_OF_ONE value="1" required inputmode="numeric" aria-label=name
                prop:value=stepped on:input:target=move |event| typed(event.target().value())/>
            <button type="button" class="icon-button" aria-label="One more" disabled=move || !works.get()
                aria-disabled=move || (quantity.get() >= MOST_OF_ONE).to_string() on:click=move |_| step(1)>
                <Icon name="plus"/>
            </button>
        </div>
    }
}
