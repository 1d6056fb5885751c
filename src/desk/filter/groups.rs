//! The groups of conditions in a form.

use leptos::html::{Button, Details, Select};
use leptos::prelude::*;

use super::names::{FieldNames, NamedValues};
use super::rows::{FormRow, Group, add, add_group, remove};
use super::state::ConditionDraft;
use crate::components::Icon;
use crate::workspace::filter::fields::{Model, OF_COMPANY, Type, choices, operators};

/// The groups of conditions, of which one condition each is enough. `state` stands beside the button that adds one.
///
/// A condition is a sentence. It opens into the fields that change it, alone and of a new condition at once.
#[component]
pub fn Groups(
    groups: RwSignal<Vec<Group>>,
    names: FieldNames,
    #[prop(into)] state: Signal<String>,
) -> impl IntoView {
    let more = NodeRef::new();
    view! {
        <div class="filter-bar">
            <For each=move || groups.get() key=|group| group.key let(group)>
                <Show when=move || groups.with(|groups| groups.first().is_some_and(|first| first.key != group.key))><span class="hint">"and"</span></Show>
                <div class="group" role="group" aria-label="Conditions of which one is enough">
                    <Conditions group groups names more/>
                    <button type="button" class="button bare" on:click=move |_| add(group.conditions, first(names.model))>
                        <Icon name="plus" class="small"/>"Or"
                    </button>
                </div>
            </For>
            <button type="button" class="button" node_ref=more on:click=move |_| add_group(groups, first(names.model))>
                <Icon name="plus" class="small"/>"Condition"
            </button>
            <span class="hint" role="status">{state}</span>
        </div>
    }
}

/// The condition that a teammate changes into another one.
fn first(model: Model) -> ConditionDraft {
    ConditionDraft::of("field", if model == Model::Person { "role" } else { "people" })
}

#[component]
fn Conditions(
    group: Group,
    groups: RwSignal<Vec<Group>>,
    names: FieldNames,
    /// Has the focus once a condition is removed.
    more: NodeRef<Button>,
) -> impl IntoView {
    let conditions = group.conditions;
    let take = move |key: usize| {
        remove(conditions, key);
        if conditions.with(Vec::is_empty) {
            groups.update(|groups| groups.retain(|one| one.key != group.key));
        }
        if let Some(more) = more.get_untracked() {
            _ = more.focus();
        }
    };
    view! {
        <For each=move || conditions.get() key=|row| row.key let(row)>
            <Show when=move || conditions.with(|rows| rows.first().is_some_and(|first| first.key != row.key))><span class="hint">"or"</span></Show>
            <Condition row names take=move || take(row.key)/>
        </For>
    }
}

#[component]
fn Condition(row: FormRow<ConditionDraft>, names: FieldNames, take: impl Fn() + 'static) -> impl IntoView {
    let condition = row.value;
    let field =
        Memo::new(move |_| condition.with(|condition| format!("{}:{}", condition.of, condition.name)));
    let r#type = Memo::new(move |_| condition.with(|condition| condition.r#type.clone()));
    let operator = Memo::new(move |_| condition.with(|condition| condition.operator.clone()));
    let is_custom = Memo::new(move |_| condition.with(|one| one.of.ends_with("custom")));
    let sentence = move || condition.with(|one| one.sentence(names.model, names.name_of(one)));
    let choose = move |chosen: String| {
        if let Some((of, name)) = chosen.split_once(':') {
            condition.set(names.condition(of, name));
        }
    };
    let (chip, summary) = (NodeRef::<Details>::new(), NodeRef::new());
    let close = move || {
        if let (Some(chip), Some(summary)) = (chip.get_untracked(), summary.get_untracked()) {
            let summary: web_sys::HtmlElement = summary;
            _ = chip.remove_attribute("open");
            _ = summary.focus();
        }
    };
    let first = NodeRef::<Select>::new();
    // One that is open as it comes closes itself, and not the others.
    Effect::new(move |_| {
        if let (true, Some(chip), Some(first)) = (row.is_added, chip.get(), first.get()) {
            _ = chip.set_attribute("open", "");
            _ = first.focus();
        }
    });
    view! {
        <div class="condition">
            <details name="condition" node_ref=chip on:keydown=move |event| if event.key() == "Escape" { close() }>
                <summary node_ref=summary><bdi>{sentence}</bdi></summary>
                <div>
                    <select class="input" aria-label="Field" prop:value=field node_ref=first on:change:target=move |event| choose(event.target().value())>
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
                </div>
            </details>
            <button type="button" class="icon-button" aria-label=move || format!("Remove condition: {}", sentence()) on:click=move |_| take()>
                <Icon name="close" class="small"/>
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
    let model = names.model;
    // A name that nobody has yet stays to be chosen.
    let named = |attributes: StoredValue<Vec<(String, String)>>| -> Vec<String> {
        attributes.with_value(|known| known.iter().map(|(name, _)| name.clone()).collect())
    };
    let (of_people, of_companies) = (named(names.attributes), named(names.company_attributes));
    let (mut attributes, mut of_company, mut events) = match model {
        Model::Company => (of_companies, Vec::new(), Vec::new()),
        _ => (of_people, of_companies, names.events.get_value()),
    };
    // Nobody knows an id by heart, and a list without a name offers nothing.
    let fields = model.fields().filter(move |(name, of, _)| match of {
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
    let more = (model == Model::Person).then(|| {
        view! {
            <optgroup label="Company">{OF_COMPANY.map(|(name, _, words)| option("company", name, words.to_owned()))}</optgroup>
            <optgroup label="Company’s attributes">{of_company.into_iter().map(|name| option("company_custom", &name, name.clone())).collect_view()}</optgroup>
            <optgroup label="How often">{events.into_iter().map(|name| option("event", &name, name.clone())).collect_view()}</optgroup>
        }
    });
    let label = if model == Model::Person { "Person" } else { "Company" };
    view! {
        <optgroup label=label>{fields.map(|(name, _, words)| option("field", name, (*words).to_owned())).collect_view()}</optgroup>
        <optgroup label="Attributes">{attributes.into_iter().map(|name| option("custom", &name, name.clone())).collect_view()}</optgroup>
        {more}
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
