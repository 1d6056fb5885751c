//! The form on a coffee's page: size, grind, how often, how many. What it costs follows what is chosen.

use leptos::prelude::*;

use super::refused::Refusal;
use super::stepper::Stepper;
use crate::components::Icon;
use crate::shop::cart::AddToCart;
use crate::shop::{Coffee, Grind, Item, Money, Often, Size};

fn each(bag: Money, size: Size, often: Often) -> String {
    Item::Coffee { slug: String::new(), size, grind: Grind::WholeBean, often }.price(bag).to_string()
}

#[component]
pub fn Buy(coffee: Coffee) -> impl IntoView {
    if coffee.sold_out {
        return view! {
            <p class="notice"><Icon name="bean"/><span>"Sold out just now. We roast on Tuesdays and Fridays: look again then."</span></p>
        }
        .into_any();
    }
    let bag = coffee.price;
    let size = move |size: Size| {
        let checked = size == Size::Bag;
        view! {
            <label><input type="radio" name="size" value=size.key() checked=checked/>{size.words()}" "
                <span class="hint" data-price=size.key()>{each(bag, size, Often::Once)}</span></label>
        }
    };
    let grind = |grind: Grind| {
        view! { <option value=grind.key() selected=grind == Grind::WholeBean>{grind.words()}</option> }
    };
    let often = move |often: Often| {
        let checked = often == Often::Once;
        view! {
            <label><input type="radio" name="often" value=often.key() checked=checked/>{often.words()}" "
                <span class="hint"><span data-price=often.key()>{each(bag, Size::Bag, often)}</span>{often.weeks().map(|_| ", stop any time")}</span></label>
        }
    };
    view! {
        <form class="stack" method="post" action="/api/add_to_cart" data-tells data-bag=bag.minor.to_string()>
            {Refusal::of_the_shop::<AddToCart>().elsewhere(&[])}
            <input type="hidden" name="coffee" value=coffee.slug/>
            <fieldset class="field"><legend>"Size"</legend>
                <div class="choices">{Size::ALL.iter().copied().map(size).collect_view()}</div>
            </fieldset>
            <div class="field"><label for="grind">"Grind"</label>
                <select class="input" id="grind" name="grind">{Grind::ALL.iter().copied().map(grind).collect_view()}</select>
            </div>
            <fieldset class="field"><legend>"How often"</legend>
                <div class="choices">{Often::ALL.iter().copied().map(often).collect_view()}</div>
            </fieldset>
            <div class="actions">
                <Stepper of="bags"/>
                <button class="button main large grow" type="submit">
                    <span>"Add to cart, "<span data-total>{each(bag, Size::Bag, Often::Once)}</span></span>
                </button>
            </div>
            <div role="status" data-own></div>
            <template data-done>
                <p class="notice good">
                    <Icon name="check"/>
                    <span>{coffee.name}" is in the cart."</span>
                    <a href="/cart">"See the cart"</a>
                </p>
            </template>
        </form>
    }
    .into_any()
}
