//! The brewing guides.

use leptos::prelude::*;

use super::not_loaded::not_loaded;
use crate::components::{Crumbs, Heading, ShowLoaded, Skeleton, asset, load};
use crate::shop::{GuideCard, duration, guides};

#[component]
pub fn BrewingPage() -> impl IntoView {
    let guides = load(|| (), |()| guides());
    view! {
        <div class="wrap page">
            <Crumbs here="Brewing"/>
            <Heading title="Brewing guides"/>
            <p class="lead">"Six ways to a good cup, each with a clock that walks along. None of them is difficult."</p>
            <ShowLoaded loaded=guides error=not_loaded("The guides did not arrive") skeleton=awaited let:guides><GuideList guides/></ShowLoaded>
        </div>
    }
}

/// The list of guides. Their names are headings under the page's own.
#[component]
pub fn GuideList(guides: Vec<GuideCard>) -> impl IntoView {
    let card = |guide: GuideCard| {
        view! {
            <li class="guide-card">
                <Gear symbol=guide.gear.clone()/>
                <div>
                    <h2 class="h3"><a href=guide.href()>{guide.name.clone()}</a></h2>
                    <p>{guide.summary.clone()}</p>
                    <p class="hint">{duration(guide.seconds)}</p>
                </div>
            </li>
        }
    };
    view! { <ul class="guides">{guides.into_iter().map(card).collect_view()}</ul> }
}

/// Stands in place of the list until the guides arrive.
fn awaited() -> impl IntoView {
    let card = |_| {
        view! {
            <li class="guide-card">
                <svg class="gear" viewBox="0 0 64 64"></svg>
                <div>
                    <h2 class="h3"><Skeleton words="French press"/></h2>
                    <p><Skeleton words="Full and forgiving: the pot for a long breakfast."/></p>
                    <p class="hint"><Skeleton words="4 minutes"/></p>
                </div>
            </li>
        }
    };
    view! { <ul class="guides" aria-hidden="true">{(0..6).map(card).collect_view()}</ul> }
}

#[component]
pub fn Gear(symbol: String) -> impl IntoView {
    view! {
        <svg class="gear" viewBox="0 0 64 64" aria-hidden="true"><use href=asset(&format!("svg/gear.svg#{symbol}"))></use></svg>
    }
}
