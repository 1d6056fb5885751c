//! What the page's forms have in common: how a refusal is told.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_query_map;

use crate::accounts::refusals::our_words;
use crate::components::Icon;
use crate::error::Error;

/// Why the last try was refused, at which field; gone while the server is asked again, so that the same words are
/// announced anew.
#[derive(Clone, Copy)]
pub struct Refusal(Memo<Option<(String, String)>>);

impl Refusal {
    pub fn of<S>(action: ServerAction<S>) -> Self
    where
        S: ServerFn<Error = Error> + Clone + Send + Sync + 'static,
        S::Output: Send + Sync + 'static,
    {
        // An error that came back with an earlier address is over.
        if use_query_map().read_untracked().get("__err").is_none() {
            action.clear();
        }
        let busy = action.pending();
        Self(Memo::new(move |_| {
            let error = action.value().with(|value| value.as_ref()?.as_ref().err().cloned());
            error.filter(|_| !busy.get()).map(|error| match error {
                Error::Invalid { field, message } => (field, our_words(&message).to_owned()),
                other => (String::new(), other.to_string()),
            })
        }))
    }

    pub fn at(self, name: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || self.0.get().filter(|(field, _)| field == name).map(|(_, message)| message))
    }

    /// What is wrong at none of these fields, above them all.
    pub fn elsewhere(self, fields: &'static [&'static str]) -> impl IntoView {
        move || {
            let of_no_field = self.0.get().filter(|(field, _)| !fields.contains(&field.as_str()));
            of_no_field.map(|(_, message)| view! {
                <p class="notice bad" role="alert"><Icon name="alert" class="small"/><span>{message}</span></p>
            })
        }
    }
}

/// A second press while the first is on its way does nothing.
pub fn once(busy: Memo<bool>) -> impl FnMut(SubmitEvent) + Clone {
    move |event| {
        if busy.get_untracked() {
            event.prevent_default();
        }
    }
}

/// A plain form comes back with its success in the query under this name; an answer since then counts more.
pub fn succeeded<S>(action: ServerAction<S>, name: &str) -> impl Fn() -> bool + Clone + Send + 'static
where
    S: ServerFn<Error = Error> + Clone + Send + Sync + 'static,
    S::Output: Send + Sync + 'static,
{
    let busy = action.pending();
    let before = use_query_map().read_untracked().get(name).is_some();
    move || !busy.get() && action.value().with(|v| v.as_ref().map_or(before, Result::is_ok))
}

/// The button at the end of a form, and what is said beside it once it has worked.
#[component]
pub fn Submit(
    class: &'static str,
    words: &'static str,
    done: &'static str,
    busy: Memo<bool>,
    succeeded: impl Fn() -> bool + Clone + Send + 'static,
) -> impl IntoView {
    view! {
        <div class="actions">
            <button class=class type="submit" aria-busy=move || busy.get().to_string()>{words}</button>
            <div role="status">
                {move || succeeded().then(|| view! {
                    <p class="notice good"><Icon name="check" class="small"/><span>{done}</span></p>
                })}
            </div>
        </div>
    }
}
