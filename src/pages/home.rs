//! `/`: the home page.

use leptos::prelude::*;

use super::coffee_card::{AwaitedCoffees, CoffeeList};
use super::not_loaded::not_loaded;
use crate::components::{Heading, Icon, ShowLoaded, asset, load};
use crate::shop::on_the_roaster;

#[component]
pub fn HomePage() -> impl IntoView {
    view! {
        <Hero/>
        <ThisWeek/>
        <Fathoms/>
    }
}

#[component]
fn Hero() -> impl IntoView {
    view! {
        <section class="hero">
            <svg class="harbour" viewBox="0 -80 1440 680" preserveAspectRatio="xMaxYMax slice" aria-hidden="true">
                <use href=asset("svg/harbour.svg#harbour") y="-80" width="1440" height="680"></use>
            </svg>
            <div class="hero-words wrap">
                <p class="overline">"Roasted on pier 4, Skarvik harbour"</p>
                <Heading title="" class="big">"Coffee that keeps harbour hours"</Heading>
                <p class="lead">
                    "Small batches on Tuesdays and Fridays, packed the same afternoon and on the evening boat before it is quite dark."
                </p>
                <p class="actions"><a class="button main large" href="/coffees">"Shop the coffees"</a></p>
            </div>
        </section>
    }
}

#[component]
fn ThisWeek() -> impl IntoView {
    let coffees = load(|| (), |()| on_the_roaster());
    view! {
        <section class="section wrap" aria-labelledby="week">
            <div class="section-head">
                <div>
                    <h2 id="week">"On the roaster this week"</h2>
                    <p>"Four of the twenty-four. Each bag carries the day it was roasted, not the day it should be gone."</p>
                </div>
                <a href="/coffees">"All 24 coffees"</a>
            </div>
            <ShowLoaded loaded=coffees error=not_loaded("This week’s coffees did not arrive") skeleton=|| view! { <AwaitedCoffees count=4/> } let:coffees><CoffeeList coffees/></ShowLoaded>
        </section>
    }
}

const FATHOMS: [(&str, &str, &str); 5] = [
    ("1 fathom", "Sunlit", "Bergamot, stone fruit, tea. First Tide, Sea Pink"),
    ("2 fathoms", "Shallow", "Berries, toffee, clean acidity. Herring Gull, Fair Wind"),
    ("3 fathoms", "Open water", "Chocolate, nuts, round and easy. Lighthouse Blend, Kelp Forest"),
    ("4 fathoms", "Deep", "Cedar, molasses, toasted grain. Deep Fathom, Little Catch"),
    ("5 fathoms", "Sea bed", "Dark chocolate, treacle, smoke. Night Watch Espresso, Ballast"),
];

#[component]
fn Fathoms() -> impl IntoView {
    let row = |(index, (number, name, tastes)): (usize, (&'static str, &'static str, &'static str))| {
        view! {
            <li>
                <a class=format!("f{}", index + 1) href=format!("/coffees?fathoms={}", index + 1)>
                    <span class="number">{number}</span>
                    <span class="name">{name}</span>
                    <span class="tastes">{tastes}</span>
                    <Icon name="next" class="flips"/>
                </a>
            </li>
        }
    };
    view! {
        <section class="section wrap no-top" aria-labelledby="deep">
            <div class="section-head">
                <div>
                    <h2 id="deep">"How deep do you drink?"</h2>
                    <p>"We count roast in fathoms: one is tea-bright, five is the bottom of the moka pot."</p>
                </div>
            </div>
            <ul class="fathoms">{FATHOMS.into_iter().enumerate().map(row).collect_view()}</ul>
        </section>
    }
}
