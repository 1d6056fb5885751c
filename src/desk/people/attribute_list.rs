//! The custom attributes of a person or a company, each of which is changed where it stands.

use leptos::prelude::*;

use super::api::AttributeSet;
use super::attribute::{AttributeChoice, AttributeInput, RecordAttribute};
use crate::components::{ActionForm, ServerAction};
use crate::desk::folding::{close_around, focus_first_field};

/// Attributes without a value that are listed with the others. More are folded away.
const MOST_WITHOUT: usize = 5;

/// The attributes of the person or company with this id. Nothing where the app has none.
pub fn attributes(id: String, all: Vec<RecordAttribute>, set: ServerAction<AttributeSet>) -> Option<AnyView> {
    if all.is_empty() {
        return None;
    }
    let of = StoredValue::new(id);
    let (with, without): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| one.value.is_some());
    let list = move |some: Vec<RecordAttribute>| {
        let rows = some.into_iter().map(|one| row(of, one, set)).collect_view();
        view! { <ul class="plain key-list attributes">{rows}</ul> }.into_any()
    };
    let without = match without.len() {
        0 => None,
        count if count <= MOST_WITHOUT => Some(list(without)),
        count => Some(
            view! {
                <details>
                    <summary class="button">{format!("{count} attributes without a value")}</summary>
                    {list(without)}
                </details>
            }
            .into_any(),
        ),
    };
    let section = view! {
        <section class="sheet" aria-labelledby="attributes">
            <h2 id="attributes">"Attributes"</h2>
            {(!with.is_empty()).then(|| list(with))}
            {without}
        </section>
    };
    Some(section.into_any())
}

fn row(of: StoredValue<String>, attribute: RecordAttribute, set: ServerAction<AttributeSet>) -> AnyView {
    let RecordAttribute { name, description, value, writers, input } = attribute;
    let value = value.unwrap_or_else(|| "No value".to_owned());
    let shown = match input {
        Some(input) => form(of, name.clone(), value, input, set),
        None => view! { <p><bdi>{value}</bdi></p> }.into_any(),
    };
    view! {
        <li>
            <div class="line"><b><bdi>{name}</bdi></b><span class="hint">{writers}</span></div>
            {(!description.is_empty()).then(|| view! { <p class="hint"><bdi>{description}</bdi></p> })}
            {shown}
        </li>
    }
    .into_any()
}

/// The value, which opens the form that changes it. One form is open at a time.
fn form(
    of: StoredValue<String>,
    name: String,
    value: String,
    input: AttributeInput,
    set: ServerAction<AttributeSet>,
) -> AnyView {
    let label = format!("{name}: {value}. Change");
    let named = name.clone();
    let refused = Memo::new(move |_| {
        let error = set.value().get()?.err()?;
        error.faults().into_iter().find(|fault| fault.field == named).map(|fault| fault.message)
    });
    let close = move |within: leptos::web_sys::Event| {
        close_around(&within);
        set.clear();
    };
    let escape = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" {
            close(event.into());
        }
    };
    view! {
        <details name="attribute" open=move || refused.read().is_some() on:toggle=focus_first_field on:keydown=escape>
            <summary class="button" aria-label=label><bdi>{value}</bdi></summary>
            <ActionForm action=set attr:class="line">
                <input type="hidden" name="id" value=of.get_value()/>
                <input type="hidden" name="name" value=name.clone()/>
                <label class="field"><span class="label"><bdi>{name}</bdi>{label_of(&input)}</span>{control(input)}</label>
                <button class="button sea" type="submit">"Save"</button>
                <button class="button" type="reset" on:click=move |event| close(event.into())>"Cancel"</button>
                {move || refused.get().map(|why| view! { <p class="notice bad" role="alert">{why}</p> })}
            </ActionForm>
        </details>
    }
    .into_any()
}

fn label_of(input: &AttributeInput) -> &'static str {
    match input {
        AttributeInput::Time(_) => " (UTC)",
        _ => "",
    }
}

fn control(input: AttributeInput) -> AnyView {
    // An option that somebody chose here ignores its attribute from then on: the property shows what is stored.
    let option = |AttributeChoice { value, label, is_chosen }: AttributeChoice| {
        view! { <option value=value selected=is_chosen prop:selected=is_chosen>{label}</option> }
    };
    match input {
        AttributeInput::Text(text) => {
            view! { <input class="input" name="value" value=text maxlength="255" autocomplete="off"/> }.into_any()
        }
        AttributeInput::Number(text) => {
            view! { <input class="input" name="value" value=text inputmode="decimal" maxlength="255" autocomplete="off"/> }
                .into_any()
        }
        AttributeInput::Time(text) => {
            view! { <input class="input" name="value" value=text type="datetime-local" step="1"/> }.into_any()
        }
        AttributeInput::Choice(all) => {
            view! { <select class="input" name="value">{all.into_iter().map(option).collect_view()}</select> }.into_any()
        }
    }
}
