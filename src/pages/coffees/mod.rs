//! The list: filtered and sorted by its address, so that a view of it can be shared, and works without JavaScript.

mod filters;

use leptos::prelude::*;
use leptos_router::hooks::use_url;

use super::coffee_card::CoffeeList;
use super::failed::Failed;
use super::loaded::Loaded;
use crate::components::{Crumbs, Heading, Icon, Nothing};
use crate::error::Error;
use crate::shop::{Filter, Listing, coffees};
use filters::Filters;

#[component]
pub fn CoffeesPage() -> impl IntoView {
    let url = use_url();
    let filter = Memo::new(move |_| url.with(|url| Filter::from_query(url.search())));
    let found = Loaded::new_with_options(move || filter.get(), |filter| coffees(filter.query()), false);
    let again = Callback::new(move |()| found.refetch());
    view! {
        <div class="wrap page">
            <Crumbs here="Coffees"/>
            <Heading title="Coffees"/>
            <Transition>
                <Filters filter found/>
                <Chosen filter/>
                <section aria-labelledby="list">
                    <h2 id="list" class="out-of-sight">"On the shelf"</h2>
                    {move || found.get().map(|found| view! { <List found again/> })}
                </section>
            </Transition>
        </div>
    }
}

/// What is chosen, each with a way to let it go: links, so that they work without JavaScript.
#[component]
fn Chosen(filter: Memo<Filter>) -> impl IntoView {
    let chip = move |filter: Filter, (facet, index, name)| {
        let href = filter.toggled(facet, index).href();
        view! { <li><a class="chip" href=href data-noscroll aria-label=format!("Remove filter: {name}")>{name}<Icon name="close" class="small"/></a></li> }
    };
    move || {
        let filter = filter.get();
        filter.is_narrow().then(|| {
            view! {
                <ul class="chips chosen" aria-label="Chosen filters">
                    {filter.chosen().map(|chosen| chip(filter, chosen)).collect_view()}
                    <li><a class="button bare" href=filter.cleared().href() data-noscroll>"Clear filters"</a></li>
                </ul>
            }
        })
    }
}

#[component]
fn List(found: Result<Listing, Error>, again: Callback<()>) -> impl IntoView {
    match found {
        Ok(list) if list.coffees.is_empty() => view! {
            <Nothing icon="bean" title="No coffee is all of that">
                <p>"We have each of these, but not in one bag. Take one filter away, or look at them all."</p>
                <a class="button" href="/coffees">"Show all coffees"</a>
            </Nothing>
        }
        .into_any(),
        Ok(list) => view! { <CoffeeList coffees=list.coffees/> }.into_any(),
        Err(error) => view! { <Failed title="The list did not arrive" error again/> }.into_any(),
    }
}
