//! The part of the editor that says for whom a message is.

use leptos::prelude::*;

use super::form::Form;
use super::recipient::Recipient;
use super::state::{DeliveryDraft, Matching, MessageDraft};
use crate::desk::filter::{ConditionDraft, FieldNames, Groups, KeptConditions, conditions};
use crate::error::Error;

const DELIVERIES: [(DeliveryDraft, &str); 3] = [
    (DeliveryDraft::Auto, "Whoever matches, from now on"),
    (DeliveryDraft::Once, "All who match, once"),
    (DeliveryDraft::Person, "One person"),
];

/// The number of people who match, as a sentence.
pub fn count_in_words(matching: Option<Result<Matching, Error>>) -> String {
    match matching {
        Some(Ok(Matching { count, more })) => {
            let words = if count == 1 && !more { " person matches now." } else { " people match now." };
            format!("{}{count}{words}", if more { "More than " } else { "" })
        }
        Some(Err(error)) => error.to_string(),
        None => "Counting…".to_owned(),
    }
}

/// The groups of conditions. A person must meet one condition of each group.
#[component]
pub fn Audience(
    form: Form,
    names: FieldNames,
    kept_sentences: StoredValue<Vec<(usize, String)>>,
    is_fixed: Signal<bool>,
    settled: RwSignal<MessageDraft>,
    count: Signal<String>,
) -> impl IntoView {
    let groups = form.groups;
    let delivery = form.delivery;
    let choice = move |(one, words): (DeliveryDraft, &'static str)| {
        view! {
            <button type="button" aria-pressed=move || (delivery.get() == one).to_string() on:click=move |_| delivery.set(one)>{words}</button>
        }
    };
    let state = Signal::derive(move || {
        let everybody = if groups.with(Vec::is_empty) { "Everybody. " } else { "" };
        format!("{everybody}{}", count.get())
    });
    let conditions = move || {
        match form.kept_filter.with_value(Option::is_some) {
        true => view! { <KeptConditions sentences=kept_sentences.get_value()/><p class="hint" role="status">{count}</p> }.into_any(),
        false => view! { <Groups groups names state/> }.into_any(),
    }
    };
    view! {
        <fieldset>
            <legend>"Who"</legend>
            <Show when=move || !is_fixed.get() fallback=move || stated(form, names, kept_sentences, settled, count)>
                <div class="line"><div class="segments" role="group" aria-label="Delivery">{DELIVERIES.map(choice)}</div></div>
                <Show when=move || delivery.get() == DeliveryDraft::Person fallback=move || conditions()>
                    <Recipient form settled is_fixed=false/>
                </Show>
            </Show>
        </fieldset>
    }
}

/// Whom a started message is for, as text: it cannot be changed.
fn stated(
    form: Form,
    names: FieldNames,
    kept_sentences: StoredValue<Vec<(usize, String)>>,
    settled: RwSignal<MessageDraft>,
    count: Signal<String>,
) -> AnyView {
    let delivery = form.delivery.get();
    let words = DELIVERIES.into_iter().find(|(one, _)| *one == delivery).map(|(_, words)| words);
    let groups = conditions(form.groups).into_iter();
    let groups = groups.filter(|group| !group.is_empty()).map(|group| {
        let sentence = |condition: &ConditionDraft| condition.sentence(names.model, names.name_of(condition));
        let sentences: Vec<String> = group.iter().map(sentence).collect();
        sentences.join(", or ")
    });
    let groups: Vec<String> = groups.collect();
    let conditions = match delivery {
        DeliveryDraft::Person => view! { <Recipient form settled is_fixed=true/> }.into_any(),
        _ if form.kept_filter.with_value(Option::is_some) => {
            view! { <KeptConditions sentences=kept_sentences.get_value()/><p class="hint" role="status">{count}</p> }.into_any()
        }
        _ if groups.is_empty() => view! { <p>"Everybody."</p> }.into_any(),
        _ => view! {
            <ul class="stated">{groups.into_iter().map(|group| view! { <li><bdi>{group}</bdi></li> }).collect_view()}</ul>
            <p class="hint" role="status">{count}</p>
        }
        .into_any(),
    };
    view! { <p>{words}":"</p>{conditions} }.into_any()
}
