//! What a subscription type is called, and how it is sent: the fields of its forms.

use leptos::prelude::*;

use super::state::TypeWords;

/// The words in each language, the default first, and an empty row for another language.
#[component]
pub fn Words(translations: Vec<TypeWords>) -> impl IntoView {
    let all = translations.into_iter().chain(std::iter::once(TypeWords::default()));
    all.enumerate().map(|(at, words)| language(at, words)).collect_view()
}

fn language(at: usize, TypeWords { locale, name, description }: TypeWords) -> AnyView {
    let legend = match (at, locale.is_empty()) {
        (0, _) => "The default words",
        (_, true) => "Another language",
        (_, false) => "Another language’s words",
    };
    let field = |of: &str| format!("translations[{at}][{of}]");
    view! {
        <fieldset class="words">
            <legend class="hint">{legend}</legend>
            <label class="field"><span class="label">"Language"</span>
                <input class="input" name=field("locale") value=locale required=at == 0 maxlength="35" placeholder="en" autocomplete="off" autocapitalize="off" spellcheck="false"/></label>
            <label class="field"><span class="label">"Name"</span>
                <input class="input" name=field("name") value=name required=at == 0 maxlength="255" autocomplete="off"/></label>
            <label class="field"><span class="label">"Description"</span>
                <input class="input" name=field("description") value=description maxlength="1000" autocomplete="off"/></label>
        </fieldset>
    }
    .into_any()
}

#[component]
pub fn Ways(by_email: bool, by_text: bool) -> impl IntoView {
    view! {
        <label class="line check"><input type="checkbox" name="by_email" value="true" checked=by_email/>"By e-mail"</label>
        <label class="line check"><input type="checkbox" name="by_text" value="true" checked=by_text/>"By text message"</label>
    }
}
