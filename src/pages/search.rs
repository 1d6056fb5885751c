//! A search over coffees and guides; the question stands in the address.

use leptos::html::Input;
use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_url};
use leptos_router::location::Url;
use std::time::Duration;

use super::brewing::GuideList;
use super::coffee_card::CoffeeList;
use super::contact::AskUs;
use super::not_loaded::NotLoaded;
use crate::components::{Crumbs, EmptyState, Heading, Icon, load, take_over};
use crate::messenger::PageReady;
use crate::shop::{SearchResults, search};

/// The time after the last key until the results follow.
const RESULTS_AFTER: Duration = Duration::from_millis(150);
/// The time after the last key until the address follows.
const ADDRESS_AFTER: Duration = Duration::from_secs(1);

#[component]
pub fn SearchPage() -> impl IntoView {
    let url = use_url();
    let question = Memo::new(move |_| url.with(|url| asked(url.search())));
    // The field is ahead of the results, and they are ahead of the address.
    let (typed, wanted) = (RwSignal::new(question.get_untracked()), RwSignal::new(question.get_untracked()));
    Effect::new(move |_| {
        typed.set(question.get());
        wanted.set(question.get());
    });
    // While a person types, no route change is settled, so no ping reports half a word.
    let rests = RwSignal::new(true);
    PageReady::until(move || rests.get());
    let navigate = use_navigate();
    let ask = move |replace: bool| {
        rests.set(true);
        let words = typed.with_untracked(|typed| typed.trim().to_owned());
        if words != question.get_untracked() {
            let options = NavigateOptions { replace, scroll: false, ..Default::default() };
            navigate(&format!("/search?q={}", Url::escape(&words)), options);
        }
    };
    let now = ask.clone();
    let mut results =
        debounce(RESULTS_AFTER, move |()| wanted.set(typed.with_untracked(|typed| typed.trim().to_owned())));
    let mut address = debounce(ADDRESS_AFTER, move |()| ask(true));
    Effect::new(move |_| {
        if typed.with(|typed| *typed.trim() != *wanted.read_untracked()) {
            rests.set(false);
            results(());
            address(());
        }
    });
    let field = NodeRef::<Input>::new();
    let is_taken_over = take_over(field, move |field| typed.set(field.value()));
    let found = load(
        move || wanted.get(),
        async |asked| {
            let found =
                if asked.is_empty() { SearchResults::default() } else { search(asked.clone()).await? };
            Ok((asked, found))
        },
    );
    let again = Callback::new(move |()| found.refetch());
    view! {
        <div class="wrap page">
            <Crumbs here="Search"/>
            <Heading title="Search"/>
            <form method="get" action="/search" class="search-form" role="search" on:submit=move |event| { event.prevent_default(); now(false); }>
                <label for="q" class="out-of-sight">"Search coffees and guides"</label>
                <input class="input" id="q" name="q" type="search" maxlength="100" autocomplete="off" enterkeyhint="search"
                    placeholder="Kenya, chocolate, French press" node_ref=field
                    value=question.get_untracked() prop:value=move || is_taken_over.get().then(|| typed.get())
                    on:input:target=move |event| typed.set(event.target().value())/>
                <button class="button sea" type="submit"><Icon name="search" class="small"/>"Search"</button>
            </form>
            <Transition>
                <p class="hint" role="status">{move || found.get().map(|found| found.map_or_else(|_| String::new(), |(asked, found)| count(&asked, &found)))}</p>
                {move || found.get().map(|found| match found {
                    Ok((asked, found)) => view! { <Results asked found/> }.into_any(),
                    Err(error) => view! { <NotLoaded title="The search did not arrive" error again/> }.into_any(),
                })}
            </Transition>
        </div>
    }
}

/// Reads the question by hand, because the router decodes each value twice: `%2500` would become a zero instead of
/// `%00`.
fn asked(query: &str) -> String {
    let value =
        query.trim_start_matches('?').split('&').find_map(|pair| pair.strip_prefix("q=")).unwrap_or_default();
    Url::unescape(&value.replace('+', " ")).trim().to_owned()
}

fn count(asked: &str, found: &SearchResults) -> String {
    match found.coffees.len() + found.guides.len() {
        _ if asked.is_empty() => String::new(),
        0 => format!("Nothing found for “{asked}”"),
        1 => format!("1 result for “{asked}”"),
        number => format!("{number} results for “{asked}”"),
    }
}

const SUGGESTIONS: [&str; 4] = ["chocolate", "Ethiopia", "decaf", "French press"];

#[component]
fn Results(asked: String, found: SearchResults) -> impl IntoView {
    let link = |words: &'static str| view! { <a class="chip" href=format!("/search?q={}", Url::escape(words))>{words}</a> };
    match found {
        _ if asked.is_empty() => view! {
            <EmptyState icon="search" title="What are you after?">
                <p>"A taste, a country, a pot: what we have of it will stand here."</p>
                <p class="chips">{SUGGESTIONS.map(link).collect_view()}</p>
            </EmptyState>
        }
        .into_any(),
        found if found == SearchResults::default() => view! {
            <EmptyState icon="anchor" title="Nothing in these waters">
                <p>"No coffee and no guide has all of these words. Try fewer of them, or "<AskUs/>"."</p>
                <p class="chips">{SUGGESTIONS.map(link).collect_view()}</p>
                <p class="actions"><a class="button" href="/coffees">"All coffees"</a><a class="button" href="/brewing">"All guides"</a></p>
            </EmptyState>
        }
        .into_any(),
        SearchResults { coffees, guides } => view! {
            {(!guides.is_empty()).then(|| view! {
                <section class="found" aria-labelledby="guides"><h2 id="guides" class="h3">"Brewing guides"</h2><GuideList guides/></section>
            })}
            {(!coffees.is_empty()).then(|| view! {
                <section class="found" aria-labelledby="coffees"><h2 id="coffees" class="h3">"Coffees"</h2><CoffeeList coffees/></section>
            })}
        }
        .into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::asked;

    #[test]
    fn a_question_is_read_once_however_it_was_written() {
        assert_eq!(asked("q=French+press"), "French press");
        assert_eq!(asked("?x=1&q=caf%C3%A9%20%2500+"), "café %00");
        assert_eq!(asked("q="), "");
        assert_eq!(asked("question=1"), "");
    }
}
