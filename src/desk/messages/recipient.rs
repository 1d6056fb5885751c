//! The choice of the one person who gets a message.

use leptos::prelude::*;

use super::api::find_recipients;
use super::form::Form;
use super::latest::dispatch_newest;
use super::state::{MessageDraft, RecipientRow};

/// Asks for the one person, and shows whom the text means. Where that is not certain, a teammate chooses.
#[component]
pub fn Recipient(form: Form, settled: RwSignal<MessageDraft>) -> impl IntoView {
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
    view! {
        <label class="field"><span class="label">"Person: user_id or e-mail"</span>
            <input class="input" list="here" autocapitalize="off" autocomplete="off" spellcheck="false" maxlength="254" prop:value=form.recipient value=form.recipient.get_untracked()
                on:input:target=move |event| form.recipient.set(event.target().value())/>
        </label>
        <div class="meant" role="status">{answer}</div>
    }
}

fn meant(form: Form, people: Vec<RecipientRow>) -> AnyView {
    if let Some(person) = people.iter().find(|person| person.is_certain) {
        return view! { <p class="hint">"To "<bdi>{person.label()}</bdi>"."</p> }.into_any();
    }
    let words = match people.len() {
        0 => {
            return view! { <p class="hint">"Nobody of this app has that id, user_id or e-mail."</p> }
                .into_any();
        }
        1 => "Nobody has proved that this e-mail is theirs. Is this the person?",
        _ => "Several people may be meant. Choose the person.",
    };
    let choice = move |person: RecipientRow| {
        let proof = if person.is_proved { "e-mail proved" } else { "e-mail not proved" };
        let label = person.label();
        view! {
            <button type="button" class="button" on:click=move |_| form.recipient.set(person.id.clone())>
                <bdi>{label}</bdi>" ("{proof}")"
            </button>
        }
    };
    view! {
        <p class="hint">{words}</p>
        <div class="line">{people.into_iter().map(choice).collect_view()}</div>
    }
    .into_any()
}
