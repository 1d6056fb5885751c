//! The form on a coffee's page: size, grind, interval and number. The price follows the choice.

use leptos::html::Form;
use leptos::prelude::*;
use std::str::FromStr;
use web_sys::{FormData, HtmlFormElement};

use super::add_to_cart::{AddForms, keep_in_sight};
use super::coffee_card::Price;
use super::form::no_double_submit;
use super::stepper::Stepper;
use crate::components::{ActionForm, Icon, take_over};
use crate::shop::cart::MOST_OF_ONE;
use crate::shop::{Coffee, Grind, Item, Money, Often, Size};

fn price(bag: Money, size: Size, often: Often) -> Money {
    Item::Coffee { slug: String::new(), size, grind: Grind::WholeBean, often }.price(bag)
}

fn each(bag: Money, size: Size, often: Often) -> String {
    price(bag, size, often).to_string()
}

/// The choice of this name in the form.
fn chosen<T: FromStr>(form: &HtmlFormElement, name: &str) -> Option<T> {
    FormData::new_with_form(form).ok()?.get(name).as_string()?.parse().ok()
}

#[component]
pub fn Buy(coffee: Coffee) -> impl IntoView {
    if coffee.sold_out {
        return view! {
            <p class="offer"><Price coffee/><span class="tag">"Sold out"</span></p>
            <p class="notice"><Icon name="bean"/><span>"Sold out just now. We roast on Tuesdays and Fridays: look again then."</span></p>
        }
        .into_any();
    }
    let forms = AddForms::here();
    let form = forms.of(&coffee.slug);
    let (refusal, busy) = (form.refusal(), form.busy());
    let done = form.done();
    let said = NodeRef::new();
    keep_in_sight(said, done.clone());

    let bag = coffee.price;
    let (chosen_size, chosen_often) = (RwSignal::new(Size::Bag), RwSignal::new(Often::Once));
    let quantity = RwSignal::new(1);
    let node = NodeRef::<Form>::new();
    let is_taken_over = take_over(node, move |form| {
        chosen_size.set(chosen(&form, "size").unwrap_or(Size::Bag));
        chosen_often.set(chosen(&form, "often").unwrap_or(Often::Once));
        quantity.set(chosen(&form, "quantity").unwrap_or_default());
    });
    let size = move |size: Size| {
        view! {
            <label><input type="radio" name="size" value=size.key() checked=size == Size::Bag on:change=move |_| chosen_size.set(size)/><bdi>{size.words()}</bdi>" "
                <span class="hint">{move || each(bag, size, chosen_often.get())}</span></label>
        }
    };
    let grind = |grind: Grind| {
        view! { <option value=grind.key() selected=grind == Grind::WholeBean>{grind.words()}</option> }
    };
    let often = move |often: Often| {
        view! {
            <label><input type="radio" name="often" value=often.key() checked=often == Often::Once on:change=move |_| chosen_often.set(often)/>{often.words()}" "
                <span class="hint"><bdi><span>{move || each(bag, chosen_size.get(), often)}</span>{often.weeks().map(|_| ", stop any time")}</bdi></span></label>
        }
    };
    let one = move || price(bag, chosen_size.get(), chosen_often.get());
    // Until the choice is read, and where the shop would refuse the number, the button names no price.
    let total = move || {
        let quantity = quantity.get();
        let is_known = is_taken_over.get() && (1..=MOST_OF_ONE).contains(&quantity);
        is_known.then(|| view! { ", "<span>{one().times(quantity).to_string()}</span> })
    };
    view! {
        <p class="offer">
            <span class="price">{move || one().to_string()}" "<small>{move || chosen_size.get().words()}</small></span>
            <span class="hint">{move || one().times(4).over(chosen_size.get().bags()).to_string()}" a kilo"</span>
        </p>
        <ActionForm action=forms.action node_ref=node attr:class="stack" on:submit:capture=no_double_submit(busy)>
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
                <Stepper of="bags" quantity/>
                <button class="button main large grow" type="submit" aria-busy=move || busy.get().to_string()>
                    <span>"Add to cart"{total}</span>
                </button>
            </div>
            {refusal.elsewhere(&[])}
            <div role="status" class="in-sight" node_ref=said>
                {move || done().then(|| view! {
                    <p class="notice good">
                        <Icon name="check"/>
                        <span>{coffee.name.clone()}" is in the cart."</span>
                        <a href="/cart">"See the cart"</a>
                    </p>
                })}
            </div>
        </ActionForm>
    }
    .into_any()
}
