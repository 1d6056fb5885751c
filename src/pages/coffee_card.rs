//! A coffee in a list, and the parts that its own page shows too.

use leptos::prelude::*;

use super::QuickAdd;
use super::add_to_cart::AddForms;
use crate::components::asset;
use crate::shop::Coffee;

/// A grid of cards. Their names are headings under the list's own.
#[component]
pub fn CoffeeList(coffees: Vec<Coffee>) -> impl IntoView {
    let forms = AddForms::here();
    // An earlier page may have left its answer in the action.
    forms.action.clear();
    view! { <ul class="coffees">{coffees.into_iter().map(|coffee| view! { <CoffeeCard coffee forms/> }).collect_view()}</ul> }
}

#[component]
fn CoffeeCard(coffee: Coffee, forms: AddForms) -> impl IntoView {
    let class = format!("coffee {}{}", coffee.palette(), if coffee.sold_out { " sold-out" } else { "" });
    view! {
        <li class=class>
            <div class="shelf"><Bag mark=coffee.mark.clone()/></div>
            {coffee.new_crop.then(|| view! { <span class="tag sea">"New crop"</span> })}
            <div>
                <h3><a href=coffee.href()>{coffee.name.clone()}</a></h3>
                <p class="notes">{coffee.notes.clone()}</p>
                <p class="roast-line"><Depth fathoms=coffee.fathoms/>{coffee.roast_in_words()}</p>
            </div>
            <div class="foot">
                <Price coffee=coffee.clone()/>
                {match coffee.sold_out {
                    true => view! { <span class="tag">"Sold out"</span> }.into_any(),
                    false => view! { <QuickAdd forms slug=coffee.slug name=coffee.name/> }.into_any(),
                }}
            </div>
        </li>
    }
}

/// Stands in place of so many cards until the coffees arrive. A text, because it costs a page less than a view, and the
/// browser draws it at once.
#[component]
pub fn AwaitedCoffees(count: usize) -> impl IntoView {
    const CARD: &str = r#"<li class="coffee">
        <div class="shelf skeleton"><svg class="bag" viewBox="0 0 200 270"></svg></div>
        <div>
            <h3><span class="skeleton">Lighthouse Blend</span></h3>
            <p class="notes"><span class="skeleton">Milk chocolate, hazelnut</span></p>
            <p class="roast-line"><span class="skeleton">Medium roast</span></p>
        </div>
        <div class="foot"><span class="price"><span class="skeleton">€14.50</span></span><span class="button skeleton">Add</span></div>
    </li>"#;
    view! { <ul class="coffees" aria-hidden="true" inner_html=CARD.repeat(count)></ul> }
}

/// The bag, in the colours of the palette round it.
#[component]
pub fn Bag(mark: String) -> impl IntoView {
    view! {
        <svg class="bag" viewBox="0 0 200 270" aria-hidden="true">
            <use href=asset("svg/bags.svg#bag")></use>
            <use href=asset(&format!("svg/bags.svg#mark-{mark}"))></use>
        </svg>
    }
}

#[component]
pub fn Depth(fathoms: u8) -> impl IntoView {
    view! { <span class=format!("depth d{fathoms}") role="img" aria-label=format!("Roast depth {fathoms} of 5")></span> }
}

#[component]
pub fn Price(coffee: Coffee) -> impl IntoView {
    view! { <span class="price">{coffee.price.to_string()}" "<small>"250 g"</small></span> }
}
