use leptos::prelude::*;

use super::form::{Form, Row, Rows, add, remove};
use super::state::PageDraft;
use crate::components::Icon;

const OPERATORS: [(&str, &str); 5] = [
    ("matches", "matches the pattern"),
    ("is", "is"),
    ("starts_with", "starts with"),
    ("contains", "contains"),
    ("is_not", "is not"),
];

/// Rules of pages: any of them.
#[component]
pub fn Places(form: Form, is_fixed: Signal<bool>) -> impl IntoView {
    let pages = form.pages;
    let new = || PageDraft { part: "path".to_owned(), operator: "matches".to_owned(), value: "/".to_owned() };
    view! {
        <fieldset disabled=is_fixed>
            <legend>"Where"</legend>
            <For each=move || pages.get() key=|row| row.key let(row)><Rule row pages/></For>
            <p class="line">
                <button type="button" class="button" on:click=move |_| add(pages, new())><Icon name="plus" class="small"/>"Page"</button>
                <span class="hint">
                    {move || if pages.with(Vec::is_empty) { "On every page." } else { "On a page that any of these fits. A * stands for anything." }}
                </span>
            </p>
        </fieldset>
    }
}

#[component]
fn Rule(row: Row<PageDraft>, pages: Rows<PageDraft>) -> impl IntoView {
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
