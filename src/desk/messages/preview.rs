//! The preview: a message as a chosen person would see it.

use leptos::prelude::*;

use super::form::Form;
use super::state::Preview;
use crate::components::Icon;
use crate::error::Error;
use crate::workspace::face::Face;

/// The message on a page, as a chosen person would see it, on a wide screen or on a phone.
#[component]
pub fn Looks(
    form: Form,
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
    let shown = move || match preview.get() {
        None => view! { <p class="hint">"Reading…"</p> }.into_any(),
        Some(Err(error)) => view! { <p class="notice bad">{error.to_string()}</p> }.into_any(),
        Some(Ok(Preview { html, sender })) => {
            let label = form.button_label.get();
            view! {
                <div class="said" data-style=form.style>
                    <Face name=sender.clone()/>
                    <div>
                        <p class="by"><b><bdi>{sender}</bdi></b></p>
                        {html.into_view()}
                        {(!label.is_empty()).then(|| view! { <span class="button sea">{label}</span> })}
                    </div>
                </div>
            }
            .into_any()
        }
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
            <div class="device" class:phone=is_phone>
                <div class="pretend" aria-hidden="true"><i></i><i></i><i></i></div>
                {shown}
                <span class="launcher" aria-hidden="true"><Icon name="chat"/></span>
            </div>
        </section>
    }
}
