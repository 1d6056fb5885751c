//! The list: filtered and sorted by its address, so that a view of it can be shared, and works without JavaScript.

mod filters;

use leptos::html::Div;
use leptos::prelude::*;
use leptos_router::hooks::use_url;

use super::coffee_card::{AwaitedCoffees, CoffeeList};
use super::not_loaded::{NotLoaded, Outdated};
use crate::components::{Crumbs, EmptyState, Heading, Icon, OnceLoaded, Skeleton, load};
use crate::shop::{Coffee, Filter, Listing, coffees};
use filters::{Filters, FoundListing};

#[component]
pub fn CoffeesPage() -> impl IntoView {
    let url = use_url();
    let filter = Memo::new(move |_| url.with(|url| Filter::from_query(url.search())));
    let found = load(move || filter.get(), |filter| coffees(filter.query()));
    let again = Callback::new(move |()| found.refetch());
    view! {
        <div class="wrap page">
            <Crumbs here="Coffees"/>
            <Heading title="Coffees"/>
            <OnceLoaded loaded=found skeleton=Awaited let:found>
                <Filters filter found/>
                <ChosenFilters filter/>
                <section aria-labelledby="list">
                    <h2 id="list" class="out-of-sight">"On the shelf"</h2>
                    <Shelf found again/>
                </section>
            </OnceLoaded>
        </div>
    }
}

/// Stands in place of the filters and the list until they arrive.
#[component]
fn Awaited() -> impl IntoView {
    let chip = |words| view! { <span class="chip"><Skeleton words/></span> };
    view! {
        <div class="filters" aria-hidden="true">
            <span class="button unfold"><Skeleton words="Filters"/></span>
            <div class="facets"><div class="chips">{["Light 8", "Medium 8", "Dark 8"].map(chip)}</div>{["Origin", "Good for", "Process", "Price"].map(chip)}</div>
            <p class="hint"><Skeleton words="24 coffees"/></p>
            <span class="sort"><span class="input"><Skeleton words="Roast, light first"/></span></span>
        </div>
        <AwaitedCoffees count=8/>
    }
}

/// The chosen filters. Each is a link that removes it, so that it works without JavaScript. The focus stays here when
/// the pressed link goes.
#[component]
fn ChosenFilters(filter: Memo<Filter>) -> impl IntoView {
    let chip = move |filter: Filter, (facet, index, name)| {
        let href = filter.toggled(facet, index).href();
        view! { <li><a class="chip" href=href data-noscroll aria-label=format!("Remove filter: {name}")>{name}<Icon name="close" class="small"/></a></li> }
    };
    let place = NodeRef::<Div>::new();
    let chips = move || {
        let filter = filter.get();
        filter.is_narrow().then(|| {
            view! {
                <ul class="chips chosen">
                    {filter.chosen().map(|chosen| chip(filter, chosen)).collect_view()}
                    <li><a class="button bare" href=filter.cleared().href() data-noscroll>"Clear filters"</a></li>
                </ul>
            }
        })
    };
    view! {
        <div tabindex="-1" role="group" aria-label="Chosen filters" node_ref=place
            on:click=move |_| _ = place.get_untracked().map(|place| place.focus())>
            {chips}
        </div>
    }
}

/// The list of coffees. If a new list does not come, the last one stays.
#[component]
fn Shelf(found: FoundListing, again: Callback<()>) -> impl IntoView {
    let list = Memo::new(move |last: Option<&Option<Listing>>| match found.get() {
        Some(Ok(list)) => Some(list),
        _ => last.cloned().flatten(),
    });
    let error = Memo::new(move |_| found.get().and_then(Result::err));
    view! {
        {move || error.get().map(|error| match list.with(Option::is_some) {
            true => view! { <Outdated error again/> }.into_any(),
            false => view! { <NotLoaded title="The list did not arrive" error again/> }.into_any(),
        })}
        {move || list.get().map(|list| view! { <CoffeeCards coffees=list.coffees/> })}
    }
}

#[component]
fn CoffeeCards(coffees: Vec<Coffee>) -> impl IntoView {
    if coffees.is_empty() {
        return view! {
            <EmptyState icon="bean" title="No coffee is all of that">
                <p>"We have each of these, but not in one bag. Take one filter away, or look at them all."</p>
                <a class="button" href="/coffees">"Show all coffees"</a>
            </EmptyState>
        }
        .into_any();
    }
    view! { <CoffeeList coffees/> }.into_any()
}
