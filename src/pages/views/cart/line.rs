use leptos::prelude::*;

use crate::components::Icon;
use crate::pages::views::coffee_card::Bag;
use crate::shop::cart::{CartLine, MOST_OF_ONE};

/// One thing in the cart.
#[component]
pub fn Line(line: CartLine) -> impl IntoView {
    let CartLine { item, name, words, href, bag, quantity, price, only, .. } = line;
    let class = bag.as_ref().map(|(palette, _)| palette.clone()).unwrap_or_default();
    let (same, of_remove) = (item.clone(), item.clone());
    let label = match bag {
        Some(_) => format!("Number of bags of {name}"),
        None => format!("Number of {name}s"),
    };
    let unavailable = only.map(|left| {
        let words = match left {
            0 => "Sold out since you chose it. Remove it to order the rest.".to_owned(),
            1 => "There is one bag of 250 g left. Take less, or remove it.".to_owned(),
            left => format!("There are {left} bags of 250 g left. Take less, or remove it."),
        };
        view! { <p class="error line-error"><Icon name="alert" class="small"/>{words}</p> }
    });
    view! {
        <li class=class data-key=same>
            <div class="shelf">{match bag {
                Some((_, mark)) => view! { <Bag mark/> }.into_any(),
                None => view! { <Icon name="boat"/> }.into_any(),
            }}</div>
            <div><h2 class="h3"><a href=href>{name.clone()}</a></h2><p class="hint">{words}</p></div>
            <span class="price">{price.to_string()}</span>
            <div class="under">
                <form method="post" action="/api/set_quantity" data-tells data-says="said">
                    <div class="stepper" role="group" aria-label=label>
                    <input type="hidden" name="item" value=item/>
                    <button class="icon-button" type="submit" name="quantity" aria-label="One fewer"
                        value=(quantity - 1).max(1).to_string() aria-disabled=(quantity <= 1).to_string()>
                        <Icon name="minus"/>
                    </button>
                    <output>{quantity}</output>
                    <button class="icon-button" type="submit" name="quantity" aria-label="One more"
                        value=(quantity + 1).min(MOST_OF_ONE).to_string()
                        aria-disabled=(quantity >= MOST_OF_ONE).to_string()>
                        <Icon name="plus"/>
                    </button>
                    </div>
                </form>
                <form method="post" action="/api/remove_from_cart" data-tells data-says="said">
                    <input type="hidden" name="item" value=of_remove/>
                    <button class="button bare" type="submit">"Remove"<span class="out-of-sight">" "{name}</span></button>
                </form>
            </div>
            <div role="status" class="line-error">{unavailable}</div>
        </li>
    }
}
