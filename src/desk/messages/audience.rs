//! The part of the editor that says for whom a message is.

use leptos::prelude::*;

use super::form::{Form, FormRow, Group, Rows, add, add_group, remove, values};
use super::recipient::Recipient;
use super::state::{ConditionDraft, DeliveryDraft, Matching, MessageDraft};
use crate::components::Icon;
use crate::error::Error;
use crate::workspace::filter::fields::{OF_COMPANY, OF_PERSON, Type, choices, operators};

const DELIVERIES: [(DeliveryDraft, &str); 3] = [
    (DeliveryDraft::Auto, "Whoever matches, from now on"),
    (DeliveryDraft::Once, "All who match, once"),
    (DeliveryDraft::Person, "One person"),
];

/// Values of a field, each with its name.
pub type NamedValues = Vec<(String, String)>;

/// FieldNames that this app uses.
#[derive(Clone, Copy)]
pub struct FieldNames {
    /// The attributes of people, with the type of their values.
    pub attributes: StoredValue<Vec<(String, String)>>,
    pub company_attributes: StoredValue<Vec<(String, String)>>,
    pub events: StoredValue<Vec<String>>,
    /// Tags, segments and teammates, each by the name of its type: value and name.
    pub named: StoredValue<Vec<(&'static str, NamedValues)>>,
}

impl FieldNames {
    /// The attributes of this kind of field.
    fn of(self, of: &str) -> Option<StoredValue<Vec<(String, String)>>> {
        match of {
            "custom" => Some(self.attributes),
            "company_custom" => Some(self.company_attributes),
            _ => None,
        }
    }

    /// The values of a type that have names: none of another type.
    fn values(self, r#type: &str) -> NamedValues {
        self.named.with_value(|named| {
            let found = named.iter().find(|(one, _)| *one == r#type);
            found.map(|(_, values)| values.clone()).unwrap_or_default()
        })
    }

    /// The name of a condition's value, if it has one.
    fn name_of(self, condition: &ConditionDraft) -> Option<String> {
        let values = self.values(&condition.r#type).into_iter();
        values.filter(|(value, _)| *value == condition.value).map(|(_, name)| name).next()
    }

    /// A condition on this field.
    fn condition(self, of: &str, name: &str) -> ConditionDraft {
        let mut condition = ConditionDraft::of(of, name);
        let known = self.of(of).and_then(|known| {
            known.with_value(|known| {
                known.iter().find(|(one, _)| one == name).map(|(_, r#type)| r#type.clone())
            })
        });
        if let Some(r#type) = known {
            condition.retype(&r#type);
        }
        if let Some((value, _)) = self.values(&condition.r#type).into_iter().next() {
            condition.value = value;
        }
        condition
    }
}

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
    let conditions = move || match form.kept_filter.with_value(Option::is_some) {
        true => view! { <Kept sentences=kept_sentences.get_value() count/> }.into_any(),
        false => view! { <Groups groups names count/> }.into_any(),
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
    let groups = form.groups.get().into_iter().map(|group| values(group.conditions));
    let groups = groups.filter(|group| !group.is_empty()).map(|group| {
        let sentence = |condition: &ConditionDraft| condition.sentence(names.name_of(condition));
        let sentences: Vec<String> = group.iter().map(sentence).collect();
        sentences.join(", or ")
    });
    let groups: Vec<String> = groups.collect();
    let conditions = match delivery {
        DeliveryDraft::Person => view! { <Recipient form settled is_fixed=true/> }.into_any(),
        _ if form.kept_filter.with_value(Option::is_some) => {
            view! { <Kept sentences=kept_sentences.get_value() count/> }.into_any()
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

/// The conditions that the editor cannot draw, to be read alone.
#[component]
fn Kept(sentences: Vec<(usize, String)>, count: Signal<String>) -> impl IntoView {
    let row = |(depth, sentence): (usize, String)| view! { <li style:padding-inline-start=format!("{depth}em")><bdi>{sentence}</bdi></li> };
    view! {
        <p class="hint">"The editor cannot draw these conditions. They are kept as they are."</p>
        <ul class="plain">{sentences.into_iter().map(row).collect_view()}</ul>
        <p class="hint" role="status">{count}</p>
    }
}

#[component]
fn Groups(groups: RwSignal<Vec<Group>>, names: FieldNames, count: Signal<String>) -> impl IntoView {
    view! {
            <For each=move || groups.get() key=|group| group.key let(group)>
                <div class="rule" role="group" aria-label="Conditions of which one is enough">
                    <Conditions group names/>
                    <p class="line">
                        <button type="button" class="button bare" on:click=move |_| add(group.conditions, ConditionDraft::of("field", "role"))>
                            <Icon name="plus" class="small"/>"Or"
                        </button>
                        <button type="button" class="button bare push" on:click=move |_| groups.update(|groups| groups.retain(|one| one.key != group.key))>
                            "Remove group"
                        </button>
                    </p>
                </div>
            </For>
            <p class="line">
                <button type="button" class="button" on:click=move |_| add_group(groups)><Icon name="plus" class="small"/>"Condition"</button>
                <span class="hint" role="status">
                    {move || if groups.with(Vec::is_empty) { "Everybody. " } else { "" }}{count}
                </span>
            </p>
    }
}

#[component]
fn Conditions(group: Group, names: FieldNames) -> impl IntoView {
    let conditions = group.conditions;
    view! {
        <For each=move || conditions.get() key=|row| row.key let(row)>
            <Condition row conditions names/>
        </For>
    }
}

#[component]
fn Condition(
    row: FormRow<ConditionDraft>,
    conditions: Rows<ConditionDraft>,
    names: FieldNames,
) -> impl IntoView {
    let condition = row.value;
    let field =
        Memo::new(move |_| condition.with(|condition| format!("{}:{}", condition.of, condition.name)));
    let r#type = Memo::new(move |_| condition.with(|condition| condition.r#type.clone()));
    let operator = Memo::new(move |_| condition.with(|condition| condition.operator.clone()));
    let is_custom = Memo::new(move |_| condition.with(|one| one.of.ends_with("custom")));
    let choose = move |chosen: String| {
        if let Some((of, name)) = chosen.split_once(':') {
            condition.set(names.condition(of, name));
        }
    };
    view! {
        <div class="line condition">
            <select class="input" aria-label="Field" prop:value=field on:change:target=move |event| choose(event.target().value())>
                <Fields field names/>
            </select>
            <Show when=move || is_custom.get()>
                <select class="input" aria-label="Type" prop:value=r#type
                    on:change:target=move |event| condition.update(|condition| condition.retype(&event.target().value()))>
                    {[("text", "text"), ("number", "number"), ("date", "date"), ("truth", "yes or no")]
                        .map(|(one, words)| view! { <option value=one selected=move || r#type.get() == one>{words}</option> })}
                </select>
            </Show>
            <select class="input" aria-label="Operator" prop:value=operator
                on:change:target=move |event| condition.update(|condition| condition.operator = event.target().value())>
                {move || operators(&r#type.get()).iter().map(|(one, words)| view! {
                    <option value=*one selected=operator.get_untracked() == *one>{*words}</option>
                }).collect_view()}
            </select>
            <Value condition r#type operator names/>
            <button type="button" class="icon-button" aria-label="Remove condition" on:click=move |_| remove(conditions, row.key)>
                <Icon name="close"/>
            </button>
        </div>
    }
}

#[component]
fn Fields(field: Memo<String>, names: FieldNames) -> impl IntoView {
    let option = move |of: &str, name: &str, words: String| {
        let value = format!("{of}:{name}");
        view! { <option selected=field.get_untracked() == value value=value>{words}</option> }
    };
    // A name that nobody has yet stays to be chosen.
    let named = |attributes: StoredValue<Vec<(String, String)>>| -> Vec<String> {
        attributes.with_value(|known| known.iter().map(|(name, _)| name.clone()).collect())
    };
    let (mut attributes, mut of_company) = (named(names.attributes), named(names.company_attributes));
    let mut events = names.events.get_value();
    // Nobody knows an id by heart, and a list without a name offers nothing.
    let of_person = OF_PERSON.iter().filter(move |(name, of, _)| match of {
        Type::Id | Type::Company => field.get_untracked() == format!("field:{name}"),
        Type::Tag | Type::Segment => !names.values(of.as_str()).is_empty(),
        _ => true,
    });
    for (of, list) in
        [("custom:", &mut attributes), ("company_custom:", &mut of_company), ("event:", &mut events)]
    {
        if let Some(name) = field.get_untracked().strip_prefix(of)
            && !list.iter().any(|one| one == name)
        {
            list.push(name.to_owned());
        }
    }
    view! {
        <optgroup label="Person">{of_person.map(|(name, _, words)| option("field", name, (*words).to_owned())).collect_view()}</optgroup>
        <optgroup label="Attributes">{attributes.into_iter().map(|name| option("custom", &name, name.clone())).collect_view()}</optgroup>
        <optgroup label="Company">{OF_COMPANY.map(|(name, _, words)| option("company", name, words.to_owned()))}</optgroup>
        <optgroup label="Company’s attributes">{of_company.into_iter().map(|name| option("company_custom", &name, name.clone())).collect_view()}</optgroup>
        <optgroup label="How often">{events.into_iter().map(|name| option("event", &name, name.clone())).collect_view()}</optgroup>
    }
}

#[component]
fn Value(
    condition: RwSignal<ConditionDraft>,
    r#type: Memo<String>,
    operator: Memo<String>,
    names: FieldNames,
) -> impl IntoView {
    let value = move || condition.with(|condition| condition.value.clone());
    let set = move |value: String| condition.update(|condition| condition.value = value);
    let choice = move |mut choices: NamedValues| {
        // A value that is gone stays to be seen.
        let now = condition.with_untracked(|one| one.value.clone());
        if !choices.iter().any(|(one, _)| *one == now) {
            choices.push((now.clone(), now));
        }
        let option = move |(one, name): (String, String)| {
            let selected = {
                let one = one.clone();
                move || value() == one
            };
            view! { <option value=one selected=selected>{name}</option> }
        };
        view! {
            <select class="input" aria-label="Value" prop:value=value on:change:target=move |event| set(event.target().value())>
                {choices.into_iter().map(option).collect_view()}
            </select>
        }
        .into_any()
    };
    let texts = |choices: &[&str]| choices.iter().map(|one| ((*one).to_owned(), (*one).to_owned())).collect();
    let typed = move |kind: &'static str| {
        view! {
            <input class="input" aria-label="Value" type=kind step="any" maxlength="255" prop:value=value value=condition.with_untracked(|one| one.value.clone())
                on:input:target=move |event| set(event.target().value())/>
        }
        .into_any()
    };
    move || match (operator.get().as_str(), r#type.get().as_str()) {
        ("is_known" | "is_unknown", _) => ().into_any(),
        (_, "choice") if condition.with_untracked(|one| one.of == "field") => {
            choice(texts(condition.with_untracked(|one| choices(&one.name))))
        }
        (_, named @ ("tag" | "segment" | "teammate")) => choice(names.values(named)),
        (_, "truth") => choice(texts(&["true", "false"])),
        ("before" | "on" | "after", "date") => typed("date"),
        (_, "number" | "date") => typed("number"),
        _ => typed("text"),
    }
}
