//! The list: filtered and sorted by its address, so that a view of it can be shared, and works without JavaScript.

mod filters;

use leptos::prelude::*;
use leptos_router::hooks::use_url;

use super::coffee_card::CoffeeList;
use super::failed::Failed;
use crate::components::{Crumbs, Heading, Icon, Nothing};
use crate::error::Error;
use crate::shop::{Filter, Listing, coffees};
use filters::Filters;

#[component]
pub fn CoffeesPage() -> impl IntoView {
    let filter = use_url().with_untracked(|url| Filter::from_query(url.search()));
    let list = Suspend::new(async move {
        let found = coffees(filter.query()).await;
        let counts = found.as_ref().map(|list| list.counts.clone()).unwrap_or_default();
        view! {
            <Filters filter counts found=count(&found)/>
            <Chosen filter/>
            <section aria-labelledby="list">
                <h2 id="list" class="out-of-sight">"On the shelf"</h2>
                <List found/>
            </section>
        }
    });
    view! {
        <div class="wrap page">
            <Crumbs here="Coffees"/>
            <Heading title="Coffees"/>
            {list}
        </div>
    }
}

fn count(list: &Result<Listing, Error>) -> String {
    match list.as_ref().map(|list| list.coffees.len()) {
        Ok(1) => "1 coffee".to_owned(),
        Ok(n) => format!("{n} coffees"),
        Err(_) => String::new(),
    }
}

/// What is chosen, each with a way to let it go: links, so that they work without JavaScript.
#[component]
fn Chosen(filter: Filter) -> impl IntoView {
    let chip = move |(facet, index, name)| {
        let href = filter.toggled(facet, index).href();
        view! { <li><a class="chip" href=href data-noscroll aria-label=format!("Remove filter: {name}")>{name}<Icon name="close" class="small"/></a></li> }
    };
    filter.is_narrow().then(|| {
        view! {
            <ul class="chips chosen" aria-label="Chosen filters">
                {filter.chosen().map(chip).collect_view()}
                <li><a class="button bare" href=filter.cleared().href() data-noscroll>"Clear filters"</a></li>
            </ul>
        }
    })
}

#[component]
fn List(found: Result<Listing, Error>) -> impl IntoView {
    match found {
        Ok(list) if list.coffees.is_empty() => view! {
            <Nothing icon="bean" title="No coffee is all of that">
                <p>"We have each of these, but not in one bag. Take one filter away, or look at them all."</p>
                <a class="button" href="/coffees">"Show all coffees"</a>
            </Nothing>
        }
        .into_any(),
        Ok(list) => view! { <CoffeeList coffees=list.coffees/> }.into_any(),
        Err(error) => view! { <Failed title="The list did not arrive" error/> }.into_any(),
    }
}
