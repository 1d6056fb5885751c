//! One coffee.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::NotFoundPage;
use super::coffee_card::{Bag, Depth, Price};
use super::status::set_status;
use crate::components::{AtOnce, Crumbs, Heading, Nothing};
use crate::error::Error;
use crate::messenger::Settling;
use crate::shop::{Details, coffee};

#[component]
pub fn CoffeePage() -> impl IntoView {
    view! { <AtOnce><Found/></AtOnce> }
}

#[component]
fn Found() -> impl IntoView {
    let params = use_params_map();
    let slug = Memo::new(move |_| params.with(|params| params.get("slug").unwrap_or_default()));
    // With the slug it answers for: while the next coffee loads, the last one is still there.
    let answer = Resource::new(move || slug.get(), async |slug| (slug.clone(), coffee(slug).await));
    Settling::hold(move || {
        answer.with(|answer| answer.as_ref().is_none_or(|(of, _)| slug.with(|slug| of != slug)))
    });
    view! {
        <Transition fallback=|| view! { <Skeleton/> }>
            {move || {
                answer
                    .get()
                    .map(|(_, found)| match found {
                        Ok(details) => view! { <Shown details/> }.into_any(),
                        Err(Error::NotFound) => view! { <NotFoundPage/> }.into_any(),
                        Err(error) => view! { <Failed error again=move || answer.refetch()/> }.into_any(),
                    })
            }}
        </Transition>
    }
}

#[component]
fn Shown(details: Details) -> impl IntoView {
    let Details { coffee, origin, story, farms, altitude, process, brew } = details;
    let fathoms = if coffee.fathoms == 1 { "fathom" } else { "fathoms" };
    let roast = format!("{} · {} {fathoms}", coffee.roast_in_words(), coffee.fathoms);
    let fact = |name, text| view! { <dt>{name}</dt><dd>{text}</dd> };
    view! {
        <div class="wrap">
            <Crumbs parents=&[("/coffees", "Coffees")] here=coffee.name.clone()/>
            <article class="two">
                <div class=format!("stage {}", coffee.palette()) class:sold-out=coffee.sold_out><Bag mark=coffee.mark.clone()/></div>
                <div class="stack">
                    <div><p class="overline">{origin}</p><Heading title=coffee.name.clone()/></div>
                    <p class="lead">{story}</p>
                    <p class="roast-line"><Depth fathoms=coffee.fathoms/>{roast}</p>
                    <p class="offer">
                        <Price coffee=coffee.clone()/>
                        {coffee.sold_out.then(|| view! { <span class="tag">"Sold out"</span> })}
                    </p>
                    <p class="hint">
                        {if coffee.sold_out { "Back when the next harvest lands." } else { "At the counter on pier 4, as whole beans or ground for your pot." }}
                    </p>
                    <dl class="facts">
                        {fact("Tastes of", coffee.notes)}
                        {fact("Farms", farms)}
                        {fact("Altitude", altitude)}
                        {fact("Process", process)}
                        {fact("Brew", brew)}
                        {fact("Keeps", "Best from day 5 to day 40".to_owned())}
                    </dl>
                </div>
            </article>
        </div>
    }
}

#[component]
fn Failed(error: Error, again: impl Fn() + Send + Sync + 'static) -> impl IntoView {
    set_status(&error);
    view! {
        <div class="wrap">
            <Crumbs parents=&[("/coffees", "Coffees")] here="Not loaded"/>
            <Heading title="This coffee did not arrive"/>
            <Nothing icon="offline" title="Nothing came back">
                <p>{error.to_string()}</p>
                <button class="button" on:click=move |_| again()>"Try again"</button>
            </Nothing>
        </div>
    }
}

#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <Title text="Coffee"/>
        <div class="wrap" aria-busy="true">
            <Crumbs parents=&[("/coffees", "Coffees")] here="…"/>
            <div class="two">
                <div class="skeleton stage"></div>
                <div class="stack" aria-hidden="true">
                    <span class="skeleton line-heading">"."</span>
                    <span class="skeleton line-text">"."</span>
                    <span class="skeleton line-text">"."</span>
                    <span class="skeleton line-title">"."</span>
                </div>
            </div>
        </div>
    }
}
