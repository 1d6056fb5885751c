//! Boxes to tick: a form with a button until the page's code runs; from then on, ticking is enough.

use leptos::html::Form;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use wasm_bindgen::JsValue;
use web_sys::{FormData, HtmlFormElement, UrlSearchParams};

use crate::components::{Icon, close_like_a_menu, take_over};
use crate::error::Error;
use crate::pages::form::refused;
use crate::shop::{Facet, Filter, Listing, Sort};

/// The boxes: in line with the rest, or on a narrow window a sheet that the browser opens and closes by itself.
const SHEET: &str = "facets";

/// The coffees that match the filter in the address.
pub type FoundListing = Signal<Option<Result<Listing, Error>>>;

#[component]
pub fn Filters(filter: Memo<Filter>, found: FoundListing) -> impl IntoView {
    // What the boxes and the order say. They are ahead of the address.
    let chosen = RwSignal::new(filter.get_untracked());
    Effect::watch(move || filter.get(), move |filter, _, _| chosen.set(*filter), false);
    let form = NodeRef::<Form>::new();
    let navigate = use_navigate();
    let show = move || {
        let query = form.get_untracked().map_or(Ok(String::new()), |form| query_of(&form));
        chosen.set(Filter::from_query(&query.unwrap_or_default()));
        if chosen.get_untracked() != filter.get_untracked() {
            navigate(&chosen.get_untracked().href(), NavigateOptions { scroll: false, ..Default::default() });
        }
    };
    let (submit, early) = (show.clone(), show.clone());
    let is_taken_over = take_over(form, move |_| early());
    let counts = Memo::new(move |_| found.with(|found| Some(found.as_ref()?.as_ref().ok()?.counts.clone())));
    let of_facet = move |facet: Facet| {
        let boxes = view! { <Boxes facet chosen is_taken_over counts/> };
        match facet {
            Facet::Roast => view! { <fieldset class="chips"><legend class="out-of-sight">"Roast"</legend>{boxes}</fieldset> }.into_any(),
            _ => view! { <Fold facet filter>{boxes}</Fold> }.into_any(),
        }
    };
    let said = move || found.with(|found| found.as_ref().map(in_words));
    let not_arrived = move || found.with(|found| found.as_ref()?.as_ref().err().map(Error::to_string));
    let chosen_in_all = move || Some(filter.get().chosen().count()).filter(|count| *count > 0);
    view! {
        <form class="filters" action="/coffees" autocomplete="off" aria-label="Filter and sort" node_ref=form
            on:change=move |_| show() on:submit=move |event| { event.prevent_default(); submit(); }>
            <button class="button unfold" type="button" popovertarget=SHEET>
                <Icon name="filter" class="small"/>"Filters"
                {move || chosen_in_all().map(|count| view! { <ChosenCount count/> })}
            </button>
            <div id=SHEET class="facets" popover="auto" role="group" aria-label="Filters">
                {Facet::ALL.map(of_facet).collect_view()}
                <div class="actions fold">
                    {refused(Signal::derive(not_arrived), || true)}
                    <button class="button sea" type=move || if is_taken_over.get() { "button" } else { "submit" }
                        popovertarget=SHEET popovertargetaction="hide">
                        "Show"{move || is_taken_over.get().then(|| view! { " "<bdi>{said}</bdi> })}
                    </button>
                </div>
            </div>
            <p class="hint" role="status"><bdi>{said}</bdi></p>
            {move || (!is_taken_over.get()).then(|| view! { <button class="button" type="submit">"Show"</button> })}
            <label class="sort">
                "Sort by "
                <select class="input" name="sort" prop:value=move || is_taken_over.get().then(|| chosen.read().sort.map(Sort::key).unwrap_or_default())>
                    <option value="" selected=move || filter.get().sort.is_none()>"Roast, light first"</option>
                    {Sort::ALL.map(|sort| view! {
                        <option value=sort.key() selected=move || filter.get().sort == Some(sort)>{sort.words()}</option>
                    }).collect_view()}
                </select>
            </label>
        </form>
    }
}

fn query_of(form: &HtmlFormElement) -> Result<String, JsValue> {
    let filled_in = UrlSearchParams::new_with_str_sequence_sequence(&FormData::new_with_form(form)?.into())?;
    Ok(filled_in.to_string().into())
}

fn in_words(found: &Result<Listing, Error>) -> String {
    match found.as_ref().map(|list| list.coffees.len()) {
        Ok(1) => "1 coffee".to_owned(),
        Ok(n) => format!("{n} coffees"),
        Err(_) => String::new(),
    }
}

#[component]
fn ChosenCount(count: usize) -> impl IntoView {
    view! { <span class="count"><span class="out-of-sight">"chosen: "</span>{count}</span> }
}

/// A group of boxes that folds. The groups share a name, so one is open at a time.
#[component]
fn Fold(facet: Facet, filter: Memo<Filter>, children: Children) -> impl IntoView {
    let (count, fold) = (Memo::new(move |_| filter.get().count(facet)), NodeRef::new());
    close_like_a_menu(fold, "details *");
    view! {
        <details class="facet" name="facet" node_ref=fold>
            <summary class="chip">
                {facet.words()}
                {move || (count.get() > 0).then(|| view! { <ChosenCount count=count.get() as usize/> })}
            </summary>
            <fieldset><legend class="out-of-sight">{facet.words()}</legend>{children()}</fieldset>
        </details>
    }
}

/// A box for each value, with how many coffees it would show.
#[component]
fn Boxes(
    facet: Facet,
    chosen: RwSignal<Filter>,
    is_taken_over: ReadSignal<bool>,
    counts: Memo<Option<Vec<u8>>>,
) -> impl IntoView {
    // The counts of all boxes come in one list, one facet after the other.
    let before: usize =
        Facet::ALL.iter().take_while(|one| **one != facet).map(|one| one.options().len()).sum();
    let tick = move |(index, &(key, name)): (usize, &(&'static str, &'static str))| {
        let class = if facet == Facet::Roast { "chip" } else { "tick menu-item" };
        let count = move || counts.with(|counts| counts.as_ref()?.get(before + index).copied());
        let ticked = move || chosen.read().has(facet, index);
        view! {
            <label class=class>
                <input type="checkbox" name=facet.key() value=key checked=chosen.read_untracked().has(facet, index)
                    prop:checked=move || is_taken_over.get().then(ticked) disabled=move || count() == Some(0) && !ticked()/>
                {name}
                <span class="number hint">
                    {move || count().unwrap_or_default()}
                    <span class="out-of-sight">{move || if count() == Some(1) { " coffee" } else { " coffees" }}</span>
                </span>
            </label>
        }
    };
    facet.options().iter().enumerate().map(tick).collect_view()
}
