//! The subscription types, what people have chosen, and the forms that change them.

use leptos::prelude::*;

use super::api::*;
use super::fields::{Ways, Words};
use super::state::{SubscriptionTypeRow, TypeState, TypeWords};
use crate::components::{ActionForm, Icon, ServerAction};
use crate::desk::answers::Answers;
use crate::desk::people::Named;
use crate::desk::row_forms::{DeleteForm, Fold, counted};

/// The actions of the page's forms. The page reads its data again after each that succeeds.
#[derive(Clone, Copy)]
pub struct SubscriptionActions {
    make: ServerAction<SubscriptionMake>,
    change: ServerAction<SubscriptionChange>,
    set_state: ServerAction<SubscriptionState>,
    merge: ServerAction<SubscriptionMerge>,
    delete: ServerAction<SubscriptionDelete>,
}

impl SubscriptionActions {
    pub fn new(answers: Answers) -> Self {
        Self {
            make: answers.action("The draft is made."),
            change: answers.action("The subscription type is changed."),
            set_state: answers.action("It is done."),
            merge: answers.action("The subscription types are one now."),
            delete: answers.action("The subscription type is deleted."),
        }
    }
}

#[component]
pub fn SubscriptionTypes(all: Vec<SubscriptionTypeRow>, actions: SubscriptionActions) -> impl IntoView {
    let is_empty = all.is_empty();
    let rows = all.into_iter().map(|row| subscription_type(row, actions)).collect_view();
    view! {
        <section class="sheet" aria-labelledby="subscriptions">
            <h2 id="subscriptions">"Subscription types"</h2>
            <p class="hint">"People choose which of the live ones they get. What is opt-in nobody gets before they choose it. What is opt-out everybody gets until they choose not to."</p>
            <p class="hint" role="status">{is_empty.then_some("No subscription type yet.")}</p>
            <ul class="plain key-list">{rows}</ul>
            <details name="row-form">
                <summary class="button sea"><Icon name="plus" class="small"/>"Add a subscription type"</summary>
                <ActionForm action=actions.make attr:class="confirm">
                    <Words translations=vec![TypeWords { locale: "en".to_owned(), ..TypeWords::default() }]/>
                    <label class="field"><span class="label">"Consent, which never changes"</span>
                        <select class="input" name="consent">
                            <option value="opt_in">"Opt-in"</option>
                            <option value="opt_out">"Opt-out"</option>
                        </select></label>
                    <Ways by_email=true by_text=false/>
                    <button class="button sea" type="submit">"Make the draft"</button>
                </ActionForm>
            </details>
        </section>
    }
}

fn subscription_type(row: SubscriptionTypeRow, actions: SubscriptionActions) -> AnyView {
    let what = format!("the subscription type {}", row.name());
    let name = row.name();
    let SubscriptionTypeRow { id, state, is_opt_in, by_email, by_text, translations, .. } = row;
    let SubscriptionTypeRow { opted_in, opted_out, others, .. } = row;
    let consent = if is_opt_in { "Opt-in" } else { "Opt-out" };
    let ways = match (by_email, by_text) {
        (true, true) => "By e-mail and text message",
        (false, true) => "By text message",
        _ => "By e-mail",
    };
    let chosen = format!("{} opted in, {opted_out} opted out", counted(opted_in, "person", "people"));
    let loss = format!("What people have chosen is lost: {chosen}. A merge keeps it.");
    let words = translations.iter().enumerate().filter_map(said_in).collect_view();
    let of = StoredValue::new(id.clone());
    let merge = (!others.is_empty()).then(|| merge(of, &what, others, actions));
    let hidden = move || view! { <input type="hidden" name="id" value=of.get_value()/> };
    view! {
        <li>
            <div class="line">
                <b><bdi>{name}</bdi></b>
                <span class="tag" class:good=state == TypeState::Live>{state.label()}</span>
                <span class="tag">{consent}</span>
                <span class="hint">{ways}</span>
            </div>
            <p class="hint">{chosen}</p>
            <ul class="plain">{words}</ul>
            <div class="line acts">
                {switch(&what, state, of, actions)}
                <Fold words="Change" label=format!("Change {what}")>
                    <ActionForm action=actions.change attr:class="confirm">
                        {hidden()}
                        <Words translations/>
                        <p class="hint">"A language without a name and a description goes."</p>
                        <Ways by_email by_text/>
                        <button class="button" type="submit">"Save"</button>
                    </ActionForm>
                </Fold>
                {merge}
                <DeleteForm action=actions.delete id what loss is_typed=true/>
            </div>
        </li>
    }
    .into_any()
}

/// A description, or the words of another language than the default one.
fn said_in((at, words): (usize, &TypeWords)) -> Option<AnyView> {
    let TypeWords { locale, name, description } = words.clone();
    let said = match (at, description.is_empty()) {
        (0, true) => return None,
        (0, false) => description,
        (_, true) => name,
        (_, false) => format!("{name}: {description}"),
    };
    Some(view! { <li class="hint">{locale}" · "<bdi>{said}</bdi></li> }.into_any())
}

/// The button that publishes or archives.
fn switch(what: &str, state: TypeState, of: StoredValue<String>, actions: SubscriptionActions) -> AnyView {
    let (to, words) = match state {
        TypeState::Draft => ("live", "Publish"),
        TypeState::Live => ("archived", "Archive"),
        TypeState::Archived => ("live", "Put back"),
    };
    let label = format!("{words} {what}");
    view! {
        <ActionForm action=actions.set_state>
            <input type="hidden" name="id" value=of.get_value()/>
            <input type="hidden" name="state" value=to/>
            <button class="button" type="submit" aria-label=label>{words}</button>
        </ActionForm>
    }
    .into_any()
}

fn merge(of: StoredValue<String>, what: &str, others: Vec<Named>, actions: SubscriptionActions) -> AnyView {
    let label = format!("Merge {what}");
    let option = |Named { id, name }: Named| view! { <option value=id>{name}</option> };
    view! {
        <Fold words="Merge" label>
            <ActionForm action=actions.merge attr:class="confirm">
                <input type="hidden" name="id" value=of.get_value()/>
                <p>"The other type gets what people have chosen of this one, unless they have chosen of the other one, too. This type is gone."</p>
                <label class="field"><span class="label">"The other type"</span>
                    <select class="input" name="into">{others.into_iter().map(option).collect_view()}</select></label>
                <button class="button danger" type="submit">"Merge into it"</button>
            </ActionForm>
        </Fold>
    }
    .into_any()
}
