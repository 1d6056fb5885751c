use leptos::prelude::*;

use super::coffee_card::{CardSkeletons, CoffeeList};
use crate::components::{AtOnce, Heading, Icon, asset};
use crate::shop::{Filter, Roast, coffees};

#[component]
pub fn HomePage() -> impl IntoView {
    view! {
        <Hero/>
        <AtOnce><ThisWeek/></AtOnce>
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
    let list = Resource::new(|| (), |()| coffees(String::new(), String::new()));
    let on_the_roaster = move || {
        list.get().map(|coffees| {
            let coffees =
                coffees.unwrap_or_default().into_iter().filter(|coffee| coffee.on_the_roaster).collect();
            view! { <CoffeeList coffees/> }
        })
    };
    view! {
        <section class="section wrap" aria-labelledby="week">
            <div class="section-head">
                <div>
                    <h2 id="week">"On the roaster this week"</h2>
                    <p>"Four of the nine. Each bag carries the day it was roasted, not the day it should be gone."</p>
                </div>
                <a href="/coffees">"All nine coffees"</a>
            </div>
            <Transition fallback=|| view! { <CardSkeletons count=4/> }>{on_the_roaster}</Transition>
        </section>
    }
}

const FATHOMS: [(&str, &str, &str, Roast); 5] = [
    ("1 fathom", "Sunlit", "Bergamot, stone fruit, tea. First Tide", Roast::Light),
    ("2 fathoms", "Shallow", "Berries, toffee, clean acidity. Herring Gull, North Mole", Roast::Light),
    ("3 fathoms", "Open water", "Chocolate, nuts, round and easy. Lighthouse, Kelp Forest", Roast::Medium),
    ("4 fathoms", "Deep", "Cedar, molasses, toasted grain. Deep Fathom, Little Catch", Roast::Dark),
    ("5 fathoms", "Sea bed", "Dark chocolate, treacle, smoke. Night Watch Espresso", Roast::Dark),
];

#[component]
fn Fathoms() -> impl IntoView {
    let row = |(index, (number, name, tastes, roast)): (
        usize,
        (&'static str, &'static str, &'static str, Roast),
    )| {
        let href = Filter { roast: Some(roast), sort: None }.href();
        view! {
            <li>
                <a class=format!("f{}", index + 1) href=href>
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
