//! Parts that the forms share: the refusal, the success and the button.

use leptos::ev::SubmitEvent;
use leptos::html::P;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos_router::hooks::use_query_map;

use crate::components::{FormAction, Icon, ServerAction, Submission};
use crate::error::{Error, Fault};

/// Why the last try was refused, field by field; gone while the server is asked again, so that the same words are
/// announced anew.
#[derive(Clone, Copy)]
pub struct Refusal(Memo<Vec<Fault>>);

impl Refusal {
    /// The refusal in an action's answer. `known_message` passes fixed texts alone, because anybody can write an error
    /// into an address.
    pub fn of<S: FormAction>(action: ServerAction<S>, known_message: fn(&str) -> &str) -> Self {
        clear_earlier_error(action);
        let busy = action.pending();
        let faults = Memo::new(move |_| {
            let error = action.value().with(|value| value.as_ref()?.as_ref().err().cloned());
            let Some(error) = error.filter(|_| busy.try_get() == Some(false)) else { return Vec::new() };
            let mut faults = error.faults();
            for fault in &mut faults {
                fault.message = known_message(&fault.message).to_owned();
            }
            if faults.is_empty() {
                let message = match &error {
                    Error::Conflict { message } => known_message(message).to_owned(),
                    other => other.to_string(),
                };
                faults.push(Fault { field: String::new(), message });
            }
            faults
        });
        Effect::new(move |was: Option<bool>| {
            let wrong = faults.with(|faults| faults.iter().any(|fault| !fault.field.is_empty()));
            if wrong && was == Some(false) {
                request_animation_frame(|| focus_first_wrong(S::PATH));
            }
            wrong
        });
        Self(faults)
    }

    /// Shows the refusal only while `is_last` holds. A form that shares its action with others needs this.
    pub fn only_while(self, is_last: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        self.narrowed(Box::new(is_last))
    }

    /// The memo is compiled once, not once for each `is_last`.
    fn narrowed(self, is_last: Box<dyn Fn() -> bool + Send + Sync>) -> Self {
        Self(Memo::new(move |_| if is_last() { self.0.get() } else { Vec::new() }))
    }

    pub fn is_some(self) -> bool {
        self.0.with(|faults| !faults.is_empty())
    }

    pub fn at(self, name: &'static str) -> Signal<Option<String>> {
        let message =
            move |faults: &Vec<Fault>| faults.iter().find(|f| f.field == name).map(|f| f.message.clone());
        Signal::derive(move || self.0.with(message))
    }

    /// Shows the first fault that belongs to none of these fields. It stands beside the button that was pressed.
    pub fn elsewhere(self, fields: &'static [&'static str]) -> impl IntoView {
        let is_elsewhere = move |fault: &Fault| !fields.contains(&fault.field.as_str());
        let message = move |faults: &Vec<Fault>| {
            faults.iter().find(|fault| is_elsewhere(fault)).map(|fault| fault.message.clone())
        };
        let no_field_is_wrong = move || self.0.with_untracked(|faults| faults.iter().all(is_elsewhere));
        refused(Signal::derive(move || self.0.with(message)), no_field_is_wrong)
    }
}

/// Shows why a press was refused. The notice takes the focus when it appears, so that it is in sight, unless something
/// better does.
pub fn refused(message: Signal<Option<String>>, takes_focus: impl Fn() -> bool + 'static) -> impl IntoView {
    let notice = NodeRef::<P>::new();
    Effect::new(move |was: Option<bool>| {
        let is_refused = message.read().is_some();
        if is_refused && was == Some(false) && takes_focus() {
            request_animation_frame(move || {
                if let Some(Some(notice)) = notice.try_get_untracked() {
                    _ = notice.focus();
                }
            });
        }
        is_refused
    });
    move || {
        message.get().map(|message| {
            view! {
                <p class="notice bad" role="alert" tabindex="-1" node_ref=notice>
                    <Icon name="alert" class="small"/><span>{message}</span>
                </p>
            }
        })
    }
}

/// Clears an error that came back with an earlier address.
pub fn clear_earlier_error<S: FormAction>(action: ServerAction<S>) {
    if use_query_map().read_untracked().get("__err").is_none() {
        action.clear();
    }
}

fn focus_first_wrong(action: &str) {
    let field = document().query_selector(&format!("form[action='{action}'] [aria-invalid=true]"));
    if let Ok(Some(field)) = field {
        _ = field.unchecked_into::<web_sys::HtmlElement>().focus();
    }
}

/// The refusals of an action that the rows of a list share. Each stands in the row that was pressed.
#[derive(Clone, Copy)]
pub struct RowRefusal {
    refusal: Refusal,
    pressed: Memo<Option<String>>,
}

impl RowRefusal {
    /// `row` is the name of the field that holds a row's key.
    pub fn of<S: FormAction>(
        action: ServerAction<S>,
        known_message: fn(&str) -> &str,
        row: &'static str,
    ) -> Self {
        let pressed = last_pressed(action, move |input| input.field(row));
        Self { refusal: Refusal::of(action, known_message), pressed }
    }

    pub fn of_row(self, row: String) -> Refusal {
        let pressed = self.pressed;
        self.refusal.only_while(move || pressed.read().as_ref() == Some(&row))
    }

    /// The refusal of a plain form, which came back with the address: it does not say which row was pressed.
    pub fn of_no_row(self) -> Refusal {
        let pressed = self.pressed;
        self.refusal.only_while(move || pressed.read().is_none())
    }
}

/// The thing that the last press was about, as `of` reads it from the input. Before the first press it is `None`, even if
/// a plain form's error came back with the address.
pub fn last_pressed<S: FormAction>(
    action: ServerAction<S>,
    of: impl Fn(&Submission) -> String + Send + Sync + 'static,
) -> Memo<Option<String>> {
    let input = action.input();
    Memo::new(move |before: Option<&Option<String>>| {
        let now = input.try_with(|input| input.as_ref().map(&of)).flatten();
        now.or_else(|| before.cloned().flatten())
    })
}

/// A second press while the first is on its way, or after it succeeded and leads elsewhere, does nothing. A row that
/// was made anew may still hear its former listener, whose signals are gone.
pub fn no_double_submit(over: Memo<bool>) -> impl FnMut(SubmitEvent) + Clone {
    no_submit_while(move || over.try_get_untracked().unwrap_or_default())
}

/// [`no_double_submit`] for a form that has no signal of its own.
pub fn no_submit_while(over: impl Fn() -> bool + Clone + 'static) -> impl FnMut(SubmitEvent) + Clone {
    move |event| {
        if untrack(&over) {
            event.prevent_default();
        }
    }
}

/// Whether an answer is awaited, or the form has worked and leads elsewhere.
pub fn is_settled<S: FormAction>(action: ServerAction<S>) -> Memo<bool> {
    let busy = action.pending();
    Memo::new(move |_| busy.get() || action.value().with(|value| matches!(value, Some(Ok(_)))))
}

/// Whether a form succeeded. A plain form comes back with `name` in the query; a later answer counts more.
pub fn succeeded<S: FormAction>(action: ServerAction<S>, name: &str) -> Signal<bool> {
    let busy = action.pending();
    let before = use_query_map().read_untracked().get(name).is_some();
    Signal::derive(move || !busy.get() && action.value().with(|v| v.as_ref().map_or(before, Result::is_ok)))
}

/// The button at the end of a form, and what is said beside it once it has worked.
#[component]
pub fn Submit(
    class: &'static str,
    words: &'static str,
    done: &'static str,
    busy: Memo<bool>,
    succeeded: Signal<bool>,
) -> impl IntoView {
    view! {
        <div class="actions">
            <button class=class type="submit" aria-busy=move || busy.get().to_string()>{words}</button>
            <div role="status">
                {move || succeeded.get().then(|| view! {
                    <p class="notice good"><Icon name="check" class="small"/><span>{done}</span></p>
                })}
            </div>
        </div>
    }
}
