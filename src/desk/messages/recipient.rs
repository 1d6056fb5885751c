//! The choice of the one person who gets a message.

use leptos::prelude::*;

use super::api::find_recipients;
use super::form::Form;
use super::state::{MessageDraft, RecipientRow};
use crate::desk::latest::dispatch_newest;

/// Asks for the one person, and shows whom the text means. Where that is not certain, a teammate chooses.
#[component]
pub fn Recipient(form: Form, settled: RwSignal<MessageDraft>, is_fixed: bool) -> impl IntoView {
    let text = Memo::new(move |_| settled.with(|draft| draft.recipient.trim().to_owned()));
    let found = Action::new(|text: &String| {
        let text = text.clone();
        async move { if text.is_empty() { Ok(Vec::new()) } else { find_recipients(text).await } }
    });
    dispatch_newest(found, move || text.get());
    let answer = move || match found.value().get() {
        Some(Ok(people)) if !text.with(String::is_empty) => meant(form, people),
        Some(Err(error)) => view! { <p class="hint">{error.to_string()}</p> }.into_any(),
        _ => ().into_any(),
    };
    let field = || {
        view! {
            <label class="field"><span class="label">"Person: user_id or e-mail"</span>
                <input class="input" list="here" autocapitalize="off" autocomplete="off" spellcheck="false" maxlength="254" prop:value=form.recipient value=form.recipient.get_untracked()
                    on:input:target=move |event| form.recipient.set(event.target().value())/>
            </label>
        }
    };
    view! {
        {(!is_fixed).then(field)}
        <div class="meant" role="status">{answer}</div>
    }
}

/// People of whom a teammate chooses one, by their id.
pub fn choice(people: Vec<RecipientRow>, choose: impl Fn(String) + Copy + 'static) -> AnyView {
    let words = match people.len() {
        1 => "Nobody has proved that this e-mail is theirs. Is this the person?",
        _ => "Several people may be meant. Choose the person.",
    };
    let button = move |person: RecipientRow| {
        let words = person.distinction();
        view! {
            <button type="button" class="button" on:click=move |_| choose(person.id.clone())><bdi>{words}</bdi></button>
        }
    };
    view! {
        <p class="hint">{words}</p>
        <div class="line">{people.into_iter().map(button).collect_view()}</div>
    }
    .into_any()
}

fn meant(form: Form, people: Vec<RecipientRow>) -> AnyView {
    if let Some(person) = people.iter().find(|person| person.is_certain) {
        return view! { <p class="hint">"To "<bdi>{person.label()}</bdi>"."</p> }.into_any();
    }
    if people.is_empty() {
        return view! { <p class="hint">"Nobody of this app has that id, user_id or e-mail."</p> }.into_any();
    }
    choice(people, move |id| form.recipient.set(id))
}
