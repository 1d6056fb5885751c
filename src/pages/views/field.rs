use leptos::prelude::*;

use crate::components::Icon;

#[component]
pub fn Field(
    name: &'static str,
    /// Unlike its name where another form of the page has one of that name.
    #[prop(default = name)]
    id: &'static str,
    label: &'static str,
    kind: &'static str,
    /// The browser's word for what to fill in.
    autocomplete: &'static str,
    longest: u16,
    #[prop(optional, into)] value: String,
    #[prop(optional)] placeholder: Option<&'static str>,
    #[prop(optional)] hint: Option<&'static str>,
    #[prop(default = true)] required: bool,
    #[prop(default = None)] wrong: Option<String>,
) -> impl IntoView {
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let ids: Vec<String> =
        wrong.is_some().then(|| error_id.clone()).into_iter().chain(hint.map(|_| hint_id.clone())).collect();
    let described_by = (!ids.is_empty()).then(|| ids.join(" "));
    let input = view! {
        <input class="input" id=id name=name type=kind
            autocomplete=autocomplete maxlength=longest required=required placeholder=placeholder
            value=value aria-invalid=wrong.is_some().then_some("true") aria-describedby=described_by/>
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {match kind {
                // It takes a script to show what was typed: without one there is no such button.
                "password" => view! {
                    <div class="secret">
                        {input}
                        <button type="button" class="button bare" aria-controls=id data-reveals=id data-awake hidden>
                            "Show"<span class="out-of-sight">" password"</span>
                        </button>
                    </div>
                }
                .into_any(),
                _ => input.into_any(),
            }}
            {wrong.map(|message| view! {
                <p class="error" role="alert" id=error_id><Icon name="alert" class="small"/>" "{message}</p>
            })}
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
        </div>
    }
}
