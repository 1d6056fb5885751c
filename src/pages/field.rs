//! A labelled input with its hint and its error.

use leptos::prelude::*;

use crate::components::Icon;

/// A labelled input with its hint and its error.
#[component]
pub fn Field(
    name: &'static str,
    /// The input's id. It differs from `name` if another form of the page has a field of that name.
    #[prop(default = name)]
    id: &'static str,
    label: &'static str,
    kind: &'static str,
    /// The value of the `autocomplete` attribute.
    autocomplete: &'static str,
    longest: u16,
    #[prop(optional, into)] value: String,
    #[prop(optional)] placeholder: Option<&'static str>,
    #[prop(optional)] hint: Option<&'static str>,
    #[prop(default = true)] required: bool,
    #[prop(optional)] wrong: Signal<Option<String>>,
) -> impl IntoView {
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described_by = {
        let (hint_id, error_id) = (hint.map(|_| hint_id.clone()), error_id.clone());
        move || {
            let error_id = wrong.read().is_some().then(|| error_id.clone());
            let ids: Vec<String> = error_id.into_iter().chain(hint_id.clone()).collect();
            (!ids.is_empty()).then(|| ids.join(" "))
        }
    };
    let shown = RwSignal::new(false);
    let input = view! {
        <input class="input" id=id name=name autocomplete=autocomplete maxlength=longest required=required
            type=move || if shown.get() { "text" } else { kind } placeholder=placeholder value=value
            aria-invalid=move || wrong.read().is_some().then_some("true") aria-describedby=described_by/>
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {match kind {
                "password" => view! { <div class="secret">{input}<Reveal id shown/></div> }.into_any(),
                _ => input.into_any(),
            }}
            {move || wrong.get().map(|message| view! {
                <p class="error" role="alert" id=error_id.clone()><Icon name="alert" class="small"/>" "{message}</p>
            })}
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
        </div>
    }
}

/// A button that shows the typed password. It needs a script: without one there is no such button.
#[component]
fn Reveal(id: &'static str, shown: RwSignal<bool>) -> impl IntoView {
    let works = RwSignal::new(false);
    Effect::new(move |_| works.set(true));
    view! {
        <button type="button" class="button bare" aria-controls=id hidden=move || !works.get()
            on:click=move |_| shown.update(|shown| *shown = !*shown)>
            {move || if shown.get() { "Hide" } else { "Show" }}<span class="out-of-sight">" password"</span>
        </button>
    }
}
