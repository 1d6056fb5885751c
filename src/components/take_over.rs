//! What a person types and chooses before the page's code has come.

use leptos::html::ElementType;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Calls `read` once the page's code runs, with the field or form as the person left it: typed into, chosen in, or filled
/// in again by the browser after Back. Returns whether that has happened.
///
/// Until then, a field must set no `prop:`, because hydration would write it over the person's input:
/// `prop:value=move || is_taken_over.get().then(|| typed.get())`. A form that acts by itself shows a submit button until then.
pub fn take_over<E>(element: NodeRef<E>, read: impl Fn(E::Output) + 'static) -> ReadSignal<bool>
where
    E: ElementType + 'static,
    E::Output: JsCast + Clone + 'static,
{
    let (is_taken_over, set) = signal(false);
    Effect::new(move |_| {
        if let Some(element) = element.get()
            && !is_taken_over.get_untracked()
        {
            untrack(|| read(element));
            set.set(true);
        }
    });
    is_taken_over
}
