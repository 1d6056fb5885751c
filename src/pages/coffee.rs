//! `/coffees/:slug`: the page of a coffee.

use leptos::prelude::*;

use super::buy::Buy;
use super::coffee_card::{Bag, Depth};
use super::not_loaded::page_not_loaded;
use super::params::use_slug;
use crate::components::{Crumbs, Heading, ShowLoaded, load_blocking};
use crate::messenger::PageReady;
use crate::shop::{Details, coffee};

const PARENTS: &[(&str, &str)] = &[("/coffees", "Coffees")];

#[component]
pub fn CoffeePage() -> impl IntoView {
    let slug = use_slug();
    let details = load_blocking(move || slug.get(), coffee);
    PageReady::until_loaded(details);
    view! {
        <ShowLoaded loaded=details error=page_not_loaded("This coffee did not arrive", PARENTS) let:details><CoffeeContent details/></ShowLoaded>
    }
}

#[component]
fn CoffeeContent(details: Details) -> impl IntoView {
    let Details { coffee, origin, story, farms, altitude, process, brew, roasted, guides } = details;
    let notes = coffee.notes.clone();
    let fathoms = if coffee.fathoms == 1 { "fathom" } else { "fathoms" };
    let roast = format!("{} · {} {fathoms}", coffee.roast_in_words(), coffee.fathoms);
    let fact = |name, text| view! { <dt>{name}</dt><dd><bdi>{text}</bdi></dd> };
    view! {
        <div class="wrap">
            <Crumbs parents=PARENTS here=coffee.name.clone()/>
            <article class="two">
                <div class=format!("stage {}", coffee.palette()) class:sold-out=coffee.sold_out><Bag mark=coffee.mark.clone()/></div>
                <div class="stack">
                    <div><p class="overline">{origin}</p><Heading title=coffee.name.clone()/></div>
                    <p class="lead">{story}</p>
                    <p class="roast-line"><Depth fathoms=coffee.fathoms/><span>{roast}" · roasted "<time datetime=roasted.1>{roasted.0}</time></span></p>
                    // Drawn anew for each coffee: the fields of the last one hold what was chosen there.
                    {move || view! { <Buy coffee=coffee.clone()/> }}
                    <p class="hint">"Roasted on Tuesdays and Fridays, and on the boat the same evening. Free post over €40."</p>
                    <dl class="facts">
                        {fact("Tastes of", notes)}
                        {fact("Farms", farms)}
                        {fact("Altitude", altitude)}
                        {fact("Process", process)}
                        {fact("Brew", brew)}
                        {(!guides.is_empty()).then(|| view! {
                            <dt>"Guides"</dt>
                            <dd class="links">{guides.into_iter().map(|(href, name)| view! { <a href=href>{name}</a> }).collect_view()}</dd>
                        })}
                        {fact("Keeps", "Best from day 5 to day 40".to_owned())}
                    </dl>
                </div>
            </article>
        </div>
    }
}
