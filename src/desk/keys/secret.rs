//! The secret of a new key, shown once.

use leptos::html::Input;
use leptos::prelude::*;

use super::api::MakeKey;
use super::state::MadeKey;
use crate::components::{Icon, ServerAction, on_success};

/// The secret of a key that was made just now. It is no part of the page's HTML: it stands in the field as if typed,
/// and goes with it.
#[component]
pub fn Secret(make_key: ServerAction<MakeKey>) -> impl IntoView {
    let made = RwSignal::new(None::<MadeKey>);
    on_success(make_key, move |key| {
        made.set(Some(key));
        // Kept nowhere else.
        make_key.clear();
    });
    move || made.get().map(|key| secret_view(key, move || made.set(None)))
}

fn secret_view(key: MadeKey, done: impl Fn() + 'static) -> AnyView {
    let field = NodeRef::<Input>::new();
    let copied = RwSignal::new(false);
    let secret = key.secret.clone();
    let copy = move |_| {
        if let Some(field) = field.get_untracked() {
            field.select();
        }
        copied.set(copy(&secret));
    };
    view! {
        <section class="sheet made" aria-labelledby="secret-of">
            <h2 id="secret-of">{format!("The secret of the {} key “{}”", key.platform, key.name)}</h2>
            <p class="notice warn"><Icon name="key" class="small"/>
                <span><b>"It is shown this once."</b>" Copy it to the server that signs. Nobody can read it here again."</span></p>
            <div class="line">
                <input class="input secret" node_ref=field readonly aria-label="Secret" autocomplete="off" spellcheck="false" prop:value=key.secret/>
                <button class="button" type="button" on:click=copy><Icon name="copy" class="small"/>"Copy"</button>
                <button class="button sea" type="button" on:click=move |_| done()>"I have it"</button>
                <span role="status">{move || copied.get().then_some("Copied")}</span>
            </div>
        </section>
    }
    .into_any()
}

/// Copies the text. False without a clipboard, as on a page that came by plain http: the selected field is copied by
/// hand.
fn copy(text: &str) -> bool {
    use wasm_bindgen::{JsCast, JsValue};
    let clipboard = web_sys::js_sys::Reflect::get(&window().navigator(), &JsValue::from_str("clipboard"));
    match clipboard.map(JsCast::dyn_into::<web_sys::Clipboard>) {
        Ok(Ok(clipboard)) => {
            _ = clipboard.write_text(text);
            true
        }
        _ => false,
    }
}
