//! The preview: a message as it comes to a chosen person.

use leptos::prelude::*;

use super::frame::Frame;
use super::state::Preview;
use crate::components::Icon;
use crate::error::Error;

/// The message on a page, on a wide screen or on a phone, and the conversation that it opens as.
#[component]
pub fn Looks(
    people: Vec<(String, String)>,
    person: RwSignal<String>,
    preview: MappedSignal<Option<Result<Preview, Error>>>,
) -> impl IntoView {
    let is_phone = RwSignal::new(false);
    let width = move |phone: bool, words: &'static str, icon: &'static str| {
        view! {
            <button type="button" aria-pressed=move || (is_phone.get() == phone).to_string() on:click=move |_| is_phone.set(phone)>
                <Icon name=icon class="small"/>{words}
            </button>
        }
    };
    let drawn = move |what: fn(Preview) -> Option<String>| {
        Memo::new(move |_| preview.get().and_then(Result::ok).and_then(what))
    };
    let style = drawn(|preview| Some(preview.style));
    let frame = move |document: Memo<Option<String>>, title: &'static str| {
        let text = Signal::derive(move || document.get().unwrap_or_default());
        view! { <Show when=move || document.with(Option::is_some)><Frame document=text title/></Show> }
    };
    let (over, opened) = (drawn(|preview| preview.over), drawn(|preview| preview.opened));
    let said = move || match preview.get() {
        None => Some(view! { <p class="hint">"Reading…"</p> }.into_any()),
        Some(Err(error)) => Some(view! { <p class="notice bad">{error.to_string()}</p> }.into_any()),
        Some(Ok(_)) => None,
    };
    view! {
        <section class="sheet preview" aria-labelledby="preview">
            <div class="line">
                <h2 id="preview">"Preview"</h2>
                <label class="field inline"><span class="label">"seen by"</span>
                    <select class="input" on:change:target=move |event| person.set(event.target().value())>
                        <option value="">"Somebody without a name"</option>
                        {people.into_iter().map(|(id, name)| view! { <option value=id>{name}</option> }).collect_view()}
                    </select>
                </label>
                <div class="segments push" role="group" aria-label="Width">{width(false, "Desktop", "desktop")}{width(true, "Phone", "phone")}</div>
            </div>
            <div class="device" class:phone=is_phone data-style=style>
                <div class="pretend" aria-hidden="true"><i></i><i></i><i></i></div>
                {said}
                {frame(over, "The message on the page")}
                <span class="launcher" aria-hidden="true">
                    <Icon name="chat"/>
                    <Show when=move || opened.with(Option::is_some)><span class="count">"1"</span></Show>
                </span>
            </div>
            <Show when=move || opened.with(Option::is_some)>
                <h3>"Opened"</h3>
                <div class="opened" class:phone=is_phone>{frame(opened, "The message as a conversation")}</div>
            </Show>
        </section>
    }
}
