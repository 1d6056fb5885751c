use leptos::prelude::*;

use crate::components::Icon;

#[component]
pub fn Field(
    name: &'static str,
    label: &'static str,
    kind: &'static str,
    /// The browser's word for what to fill in.
    autocomplete: &'static str,
    longest: u16,
    #[prop(optional, into)] value: String,
    #[prop(optional)] hint: Option<&'static str>,
    wrong: Signal<Option<String>>,
) -> impl IntoView {
    let (hint_id, error_id) = (format!("{name}-hint"), format!("{name}-error"));
    let described_by = {
        let (hint_id, error_id) = (hint.map(|_| hint_id.clone()), error_id.clone());
        move || {
            let error_id = wrong.read().is_some().then(|| error_id.clone());
            let ids: Vec<String> = error_id.into_iter().chain(hint_id.clone()).collect();
            (!ids.is_empty()).then(|| ids.join(" "))
        }
    };
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <input class="input" id=name name=name type=kind autocomplete=autocomplete maxlength=longest required
                value=value aria-invalid=move || wrong.read().is_some().then_some("true") aria-describedby=described_by/>
            {move || wrong.get().map(|message| view! {
                <p class="error" role="alert" id=error_id.clone()><Icon name="alert" class="small"/>" "{message}</p>
            })}
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
        </div>
    }
}
