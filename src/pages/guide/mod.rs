//! `/brewing/:slug`: a brewing guide with its gear, and its steps, which a clock walks through.

mod clock;

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::brewing::Gear;
use super::coffee_card::CoffeeList;
use super::not_loaded::page_not_loaded;
use super::params::use_slug;
use crate::components::{Crumbs, Heading, ShowLoaded, asset, load_blocking};
use crate::messenger::PageReady;
use crate::shop::{Guide, duration, guide};
use clock::Brew;

const PARENTS: &[(&str, &str)] = &[("/brewing", "Brewing")];

#[component]
pub fn GuidePage() -> impl IntoView {
    let slug = use_slug();
    let guide = load_blocking(move || slug.get(), guide);
    PageReady::until_loaded(guide);
    view! {
        // Here, not with the guide: it comes while the guide is on its way.
        <link rel="stylesheet" href=asset("brewing.css")/>
        <ShowLoaded loaded=guide error=page_not_loaded("This guide did not arrive", PARENTS) let:guide><GuideContent guide/></ShowLoaded>
    }
}

#[component]
fn GuideContent(guide: Guide) -> impl IntoView {
    let Guide { card, story, grind, heat, dose, water, water_is, cups, most_cups, before, steps, coffees } =
        guide;
    let href = card.href();
    // Not `use_query_map`: leptos_router 0.8.17 keeps the query of the last guide.
    let (at, here) = (use_location(), href.clone());
    let cups = Memo::new(move |before| match before {
        // Another page is on its way.
        Some(before) if at.pathname.with(|path| *path != here) => *before,
        _ => {
            let asked = at.query.with(|query| query.get_str("cups").and_then(|cups| cups.parse().ok()));
            asked.filter(|asked| (1..=most_cups).contains(asked)).unwrap_or(cups)
        }
    });
    let fact = |name: String, text: AnyView| view! { <dt>{name}</dt><dd>{text}</dd> };
    view! {
        <div class="wrap">
            <Crumbs parents=PARENTS here=card.name.clone()/>
            <article class="guide">
                <header class="two">
                    <div class="stack">
                        <div><p class="overline">{duration(card.seconds)}</p><Heading title=card.name.clone()/></div>
                        <p class="lead">{card.summary.clone()}</p>
                        <p>{story}</p>
                        {(most_cups > 1).then(|| view! { <Cups href=href.clone() cups most=most_cups/> })}
                        <dl class="facts">
                            {fact("Coffee".to_owned(), view! { {move || dose * cups.get()}" g" }.into_any())}
                            {fact(water_is, view! { {move || water * cups.get()}" g" }.into_any())}
                            {fact("Grind".to_owned(), grind.into_any())}
                            {fact("Heat".to_owned(), heat.into_any())}
                        </dl>
                    </div>
                    <div class="gear-stage"><Gear symbol=card.gear/></div>
                </header>
                <section aria-labelledby="before">
                    <h2 id="before">"Before you start"</h2>
                    <ul class="before">{before.into_iter().map(|words| view! { <li>{words}</li> }).collect_view()}</ul>
                </section>
                <section aria-labelledby="steps">
                    <h2 id="steps">"Step by step"</h2>
                    <Brew key=format!("brew {}", card.slug) steps cups/>
                </section>
            </article>
            <section class="section" aria-labelledby="suits">
                <div class="section-head"><h2 id="suits">"Coffees that like it"</h2><a href="/coffees">"All coffees"</a></div>
                <CoffeeList coffees/>
            </section>
        </div>
    }
}

/// The choice of the number of cups. It consists of links, so that a page for four can be shared, and works without
/// JavaScript.
#[component]
fn Cups(href: String, cups: Memo<u32>, most: u32) -> impl IntoView {
    let link = move |number: u32| {
        let current = move || (cups.get() == number).then_some("true");
        let name = if number == 1 { "1 cup".to_owned() } else { format!("{number} cups") };
        view! { <a class="chip" href=format!("{href}?cups={number}") aria-current=current data-noscroll>{name}</a> }
    };
    view! { <nav class="chips" aria-label="For how many">{(1..=most).map(link).collect_view()}</nav> }
}
