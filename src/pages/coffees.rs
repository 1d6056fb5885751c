//! The list: filtered and sorted by its address, so that a view of it can be shared, and works without JavaScript.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

use super::coffee_card::{CardSkeletons, CoffeeList};
use super::status::set_status;
use crate::components::{AtOnce, Crumbs, Heading, Nothing};
use crate::error::Error;
use crate::shop::{Coffee, Filter, Roast, Sort, coffees};

#[component]
pub fn CoffeesPage() -> impl IntoView {
    view! { <AtOnce><Shelf/></AtOnce> }
}

#[component]
fn Shelf() -> impl IntoView {
    let query = use_query_map();
    let filter = Memo::new(move |_| {
        query.with(|query| {
            let key = |name| query.get_str(name).unwrap_or_default();
            Filter::from_keys(key("roast"), key("sort"))
        })
    });
    let list = Resource::new(
        move || filter.get(),
        |filter| coffees(filter.roast_key().to_owned(), filter.sort_key().to_owned()),
    );
    view! {
        <div class="wrap page">
            <Crumbs here="Coffees"/>
            <Heading title="Coffees"/>
            <div class="filters">
                <RoastChips filter/>
                <p class="hint" role="status">
                    <Transition fallback=|| "Loading coffees…">{move || list.get().map(|list| count(&list))}</Transition>
                </p>
                <SortBy filter/>
            </div>
            <section aria-labelledby="list">
                <h2 id="list" class="out-of-sight">"On the shelf"</h2>
                <Transition fallback=|| view! { <CardSkeletons count=9/> }>
                    {move || list.get().map(|coffees| view! { <List coffees again=move || list.refetch()/> })}
                </Transition>
            </section>
        </div>
    }
}

fn count(list: &Result<Vec<Coffee>, Error>) -> String {
    match list.as_ref().map(Vec::len) {
        Ok(1) => "1 coffee".to_owned(),
        Ok(n) => format!("{n} coffees"),
        Err(_) => String::new(),
    }
}

#[component]
fn List(coffees: Result<Vec<Coffee>, Error>, again: impl Fn() + Send + Sync + 'static) -> impl IntoView {
    match coffees {
        Ok(coffees) if coffees.is_empty() => view! {
            <Nothing icon="bean" title="No coffee of this roast just now">
                <p>"When the next lot is roasted it will stand here."</p>
                <a class="button" href="/coffees">"Show all coffees"</a>
            </Nothing>
        }
        .into_any(),
        Ok(coffees) => view! { <CoffeeList coffees/> }.into_any(),
        Err(error) => {
            set_status(&error);
            view! {
                <Nothing icon="offline" title="The list did not arrive">
                    <p>{error.to_string()}</p>
                    <button class="button" on:click=move |_| again()>"Try again"</button>
                </Nothing>
            }
            .into_any()
        }
    }
}

#[component]
fn RoastChips(filter: Memo<Filter>) -> impl IntoView {
    let chip = move |roast: Option<Roast>| {
        let current = move || (filter.get().roast == roast).then_some("true");
        let href = move || Filter { roast, ..filter.get() }.href();
        view! { <a class="chip" href=href aria-current=current data-noscroll>{roast.map_or("All", Roast::name)}</a> }
    };
    view! {
        <div class="chips" role="group" aria-label="Roast">
            {chip(None)}
            {Roast::ALL.map(|roast| chip(Some(roast))).collect_view()}
        </div>
    }
}

/// As HTML, not as a view: what a browser with scripts makes of a `noscript` is text, which could not be hydrated.
const WITHOUT_SCRIPT: &str = r#"<button class="button">Sort</button>"#;

/// A form with a button where no script runs; where one does, choosing is enough.
#[component]
fn SortBy(filter: Memo<Filter>) -> impl IntoView {
    let navigate = use_navigate();
    let choose = move |key: String| {
        let sort = key.parse().ok();
        let options = NavigateOptions { scroll: false, ..Default::default() };
        navigate(&Filter { sort, ..filter.get_untracked() }.href(), options);
    };
    let chosen = move |sort: Option<Sort>| filter.get().sort == sort;
    let option = move |sort: Option<Sort>| {
        let key = sort.map(Sort::key).unwrap_or_default();
        let name = sort.map_or("Roast, light first", Sort::name);
        view! { <option value=key selected=move || chosen(sort)>{name}</option> }
    };
    view! {
        <form class="sort" action="/coffees" autocomplete="off">
            {move || filter.get().roast.map(|roast| view! { <input type="hidden" name="roast" value=roast.key()/> })}
            <label>
                "Sort by "
                <select
                    class="input"
                    name="sort"
                    prop:value=move || filter.get().sort_key()
                    on:change:target=move |event| choose(event.target().value())
                >
                    {option(None)}
                    {Sort::ALL.map(|sort| option(Some(sort))).collect_view()}
                </select>
            </label>
            <noscript inner_html={WITHOUT_SCRIPT}></noscript>
        </form>
    }
}
