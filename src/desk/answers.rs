//! The last answer to a form of a page, in words.

use leptos::html::P;
use leptos::prelude::*;
use std::borrow::Cow;

use crate::components::{FormAction, Icon, Outcome, ServerAction};
use crate::error::Error;

/// How many forms of a page were answered, and what the last answer was, in words.
#[derive(Clone, Copy)]
pub struct Answers {
    count: RwSignal<usize>,
    successes: RwSignal<usize>,
    last: RwSignal<Option<Result<Cow<'static, str>, Error>>>,
}

impl Answers {
    pub fn new() -> Self {
        Self { count: RwSignal::new(0), successes: RwSignal::new(0), last: RwSignal::new(None) }
    }

    /// The number of answers so far. The page reads its data again whenever it rises.
    pub fn count(self) -> usize {
        self.count.get()
    }

    /// The number of answers so far that refused nothing. A page that reads its data again with these alone keeps what was
    /// typed into a form that is refused.
    pub fn successes(self) -> usize {
        self.successes.get()
    }

    /// Makes the action of a form. `done` is the answer in words if the action succeeds.
    pub fn action<S: FormAction>(self, done: &'static str) -> ServerAction<S> {
        let action = ServerAction::new();
        self.follow(action.outcome(), done);
        action
    }

    /// Makes the action of a form whose server function answers in words.
    pub fn action_with_words<S: FormAction<Output = String>>(self) -> ServerAction<S> {
        let action = ServerAction::new();
        Effect::new(move |_| {
            if let Some(answer) = action.value().get() {
                self.say(answer.map(Cow::Owned));
            }
        });
        action
    }

    /// Makes the action of a form whose success leads to another page. What this page shows is not read again.
    pub fn action_that_leaves<S: FormAction>(self) -> ServerAction<S> {
        let action = ServerAction::new();
        let outcome = action.outcome();
        Effect::new(move |_| {
            if let Some(Err(error)) = outcome.get() {
                self.say(Err(error));
            }
        });
        action
    }

    /// Makes the action of forms that say themselves why a field is refused, beside it. The focus stays there.
    pub fn action_of_fields<S: FormAction>(self, done: &'static str) -> ServerAction<S> {
        let action = ServerAction::new();
        let outcome = action.outcome();
        Effect::new(move |_| match outcome.get() {
            Some(Err(error)) if !error.faults().is_empty() => self.last.set(None),
            Some(answer) => self.say(answer.map(|()| Cow::Borrowed(done))),
            None => {}
        });
        action
    }

    fn follow(self, outcome: Outcome, done: &'static str) {
        Effect::new(move |_| {
            if let Some(answer) = outcome.get() {
                self.say(answer.map(|()| Cow::Borrowed(done)));
            }
        });
    }

    fn say(self, answer: Result<Cow<'static, str>, Error>) {
        if answer.is_ok() {
            self.successes.update(|successes| *successes += 1);
        }
        self.last.set(Some(answer));
        self.count.update(|count| *count += 1);
    }
}

/// Shows the last answer of a form, and takes the focus. The list that had the focus may be gone.
#[component]
pub fn LastAnswer(answers: Answers) -> impl IntoView {
    let said = NodeRef::<P>::new();
    Effect::new(move |_| {
        if answers.count.get() > 0
            && let Some(said) = said.get_untracked()
        {
            _ = said.focus();
        }
    });
    view! {
        <p class="said" role="status" tabindex="-1" node_ref=said>
            {move || answers.last.get().map(|last| match last {
                Ok(done) => view! { <span class="notice good"><Icon name="check" class="small"/>{done}</span> }.into_any(),
                Err(error) => view! { <span class="notice bad"><Icon name="alert" class="small"/>{error.to_string()}</span> }.into_any(),
            })}
        </p>
    }
}

/// Asks once more who is at the keyboard, before something that a stranger must not do.
#[component]
pub fn PasswordAgain() -> impl IntoView {
    view! {
        <label class="field"><span class="label">"Your password"</span>
            <input class="input" type="password" name="password" required autocomplete="current-password" maxlength="1024"/></label>
    }
}
