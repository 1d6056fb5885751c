//! The part of the editor that says on which pages a message appears.

use leptos::prelude::*;

use super::api::fit_address;
use super::form::Form;
use super::state::PageDraft;
use crate::components::Icon;
use crate::desk::filter::{FormRow, Rows, add, remove, values};
use crate::desk::latest::dispatch_newest;

const OPERATORS: [(&str, &str); 5] = [
    ("matches", "matches the pattern"),
    ("is", "is"),
    ("starts_with", "starts with"),
    ("contains", "contains"),
    ("is_not", "is not"),
];

/// The rules of pages. The message appears where any of them fits.
#[component]
pub fn Places(form: Form, is_fixed: Signal<bool>) -> impl IntoView {
    let pages = form.pages;
    let new = || PageDraft { part: "path".to_owned(), operator: "matches".to_owned(), value: "/".to_owned() };
    let url = RwSignal::new(String::new());
    let fit = Action::new(|(pages, url): &(Vec<PageDraft>, String)| fit_address(pages.clone(), url.clone()));
    dispatch_newest(fit, move || (values(pages), url.get()));
    let verdict = move || match fit.value().get() {
        _ if url.with(|url| url.trim().is_empty()) => String::new(),
        Some(Ok(true)) => "It may appear there.".to_owned(),
        Some(Ok(false)) => "It is for other pages.".to_owned(),
        Some(Err(error)) => error.to_string(),
        None => String::new(),
    };
    view! {
        <fieldset>
            <legend>"Where"</legend>
            <Show when=move || !is_fixed.get() fallback=move || stated(pages)>
            <For each=move || pages.get() key=|row| row.key let(row)><Rule row pages/></For>
            <p class="line">
                <button type="button" class="button" on:click=move |_| add(pages, new())><Icon name="plus" class="small"/>"Page"</button>
                <span class="hint">
                    {move || if pages.with(Vec::is_empty) { "On every page." } else { "On a page that any of these fits. A * stands for anything." }}
                </span>
            </p>
            </Show>
            <Show when=move || !pages.with(Vec::is_empty)>
                <div class="line">
                    <label class="field inline"><span class="label">"Try an address"</span>
                        <input class="input path" type="text" maxlength="2048" placeholder="/plans/harbour" autocapitalize="off" autocomplete="off" spellcheck="false" prop:value=url
                            on:input:target=move |event| url.set(event.target().value())/>
                    </label>
                    <span class="hint" role="status">{verdict}</span>
                </div>
            </Show>
        </fieldset>
    }
}

/// The pages of a started message, as text: they cannot be changed.
fn stated(pages: Rows<PageDraft>) -> AnyView {
    let pages = values(pages);
    if pages.is_empty() {
        return view! { <p>"On every page."</p> }.into_any();
    }
    let rule = |PageDraft { part, operator, value }: PageDraft| {
        let part = if part == "query" { "Query" } else { "Path" };
        let words = OPERATORS.into_iter().find(|(one, _)| *one == operator).map(|(_, words)| words);
        view! { <li>{part}" "{words}" "<bdi class="path">{value}</bdi></li> }
    };
    view! {
        <p>"On a page that any of these fits:"</p>
        <ul class="stated">{pages.into_iter().map(rule).collect_view()}</ul>
    }
    .into_any()
}

#[component]
fn Rule(row: FormRow<PageDraft>, pages: Rows<PageDraft>) -> impl IntoView {
    let rule = row.value;
    let PageDraft { part, operator, value } = rule.get_untracked();
    view! {
        <div class="line condition">
            <select class="input" aria-label="Part of the address" on:change:target=move |event| rule.update(|rule| rule.part = event.target().value())>
                {[("path", "Path"), ("query", "Query")].map(|(one, words)| view! { <option value=one selected=part == one>{words}</option> })}
            </select>
            <select class="input" aria-label="Operator" on:change:target=move |event| rule.update(|rule| rule.operator = event.target().value())>
                {OPERATORS.map(|(one, words)| view! { <option value=one selected=operator == one>{words}</option> })}
            </select>
            <input class="input path" aria-label="Value" maxlength="255" autocapitalize="off" autocomplete="off" spellcheck="false" value=value
                on:input:target=move |event| rule.update(|rule| rule.value = event.target().value())/>
            <button type="button" class="icon-button" aria-label="Remove page" on:click=move |_| remove(pages, row.key)><Icon name="close"/></button>
        </div>
    }
}
