//! A plain form of boxes to tick, with a button where no script runs; where one does, ticking is enough.

use leptos::prelude::*;

use crate::shop::{Facet, Filter, Sort};

/// `counts` are those of all boxes, one facet after the other.
#[component]
pub fn Filters(filter: Filter, counts: Vec<u8>, found: String) -> impl IntoView {
    let mut counts = counts.into_iter();
    let facets = Facet::ALL.into_iter().map(|facet| {
        let counts = counts.by_ref().take(facet.options().len()).collect();
        let boxes = view! { <Boxes facet counts filter/> };
        match facet {
            Facet::Roast => view! { <fieldset class="chips"><legend class="out-of-sight">"Roast"</legend>{boxes}</fieldset> }.into_any(),
            _ => view! { <Fold facet filter>{boxes}</Fold> }.into_any(),
        }
    });
    view! {
        <form class="filters" action="/coffees" autocomplete="off" aria-label="Filter and sort" data-at-once>
            {facets.collect_view()}
            <p class="hint" role="status">{found}</p>
            <label class="sort">
                "Sort by "
                <select class="input" name="sort">
                    <option value="" selected=filter.sort.is_none()>"Roast, light first"</option>
                    {Sort::ALL.into_iter().map(|sort| view! {
                        <option value=sort.key() selected=filter.sort == Some(sort)>{sort.name()}</option>
                    }).collect_view()}
                </select>
            </label>
            <noscript><button class="button">"Show"</button></noscript>
        </form>
    }
}

/// One is open at a time: they share a name.
#[component]
fn Fold(facet: Facet, filter: Filter, children: Children) -> impl IntoView {
    let count = filter.count(facet);
    view! {
        <details class="facet" name="facet">
            <summary class="chip">
                {facet.name()}
                {(count > 0).then(|| view! { <span class="count"><span class="out-of-sight">"chosen: "</span>{count}</span> })}
            </summary>
            <fieldset><legend class="out-of-sight">{facet.name()}</legend>{children()}</fieldset>
        </details>
    }
}

/// A box for each value, with how many coffees it would show.
#[component]
fn Boxes(facet: Facet, counts: Vec<u8>, filter: Filter) -> impl IntoView {
    let tick = |(index, &(key, name)): (usize, &(&'static str, &'static str))| {
        let count = counts.get(index).copied().unwrap_or_default();
        let class = if facet == Facet::Roast { "chip" } else { "tick menu-item" };
        view! {
            <label class=class class:none=count == 0>
                <input type="checkbox" name=facet.key() value=key checked=filter.has(facet, index)/>
                {name}
                <span class="number hint">{count}<span class="out-of-sight">{if count == 1 { " coffee" } else { " coffees" }}</span></span>
            </label>
        }
    };
    facet.options().iter().enumerate().map(tick).collect_view()
}
