//! The action that adds to the cart, and how each of its forms sees it.

use leptos::html::Div;
use leptos::prelude::*;
use std::sync::Arc;
use web_sys::{ScrollIntoViewOptions, ScrollLogicalPosition};

use super::activity::tracked_action;
use super::form::{Refusal, last_pressed};
use crate::components::ServerAction;
use crate::error::Error;
use crate::shop::cart::{AddToCart, CartCount, InCart};
use crate::shop::refusals::known_message;

/// The forms of a page that add to the cart. All of them share an action.
#[derive(Clone, Copy)]
pub struct AddForms {
    pub action: ServerAction<AddToCart>,
    is_pending: Memo<bool>,
    /// The thing of the last press.
    pressed: Memo<Option<String>>,
}

impl AddForms {
    pub fn here() -> Self {
        let action = add_action();
        let pending = action.pending();
        let pressed = last_pressed(action, |input| {
            Some(input.field("plan")).filter(|plan| !plan.is_empty()).unwrap_or_else(|| input.field("coffee"))
        });
        Self { action, is_pending: Memo::new(move |_| pending.get()), pressed }
    }

    /// The form of one thing: a coffee's slug or a plan's key.
    pub fn of(self, thing: &str) -> AddForm {
        AddForm { forms: self, thing: thing.into() }
    }
}

/// A form that adds one thing. It has no signals of its own: a list makes one for each card.
#[derive(Clone)]
pub struct AddForm {
    forms: AddForms,
    thing: Arc<str>,
}

impl AddForm {
    /// Whether the last press was this form's. The action outlives the page: it may still call what a page that is gone has drawn.
    pub fn is_last(&self) -> bool {
        match self.forms.pressed.try_read().as_deref() {
            Some(Some(pressed)) => **pressed == *self.thing,
            // The action may hold a plain form's error, which came back with the address.
            Some(None) => self.forms.action.value().with_untracked(Option::is_some),
            None => false,
        }
    }

    /// Whether the answer to this form's press is awaited.
    pub fn is_busy(&self) -> bool {
        self.forms.is_pending.try_get().unwrap_or_default() && self.is_last()
    }

    /// [`Self::is_busy`] as a signal.
    pub fn busy(&self) -> Memo<bool> {
        let form = self.clone();
        Memo::new(move |_| form.is_busy())
    }

    /// Whether the shop added the thing at the last press.
    pub fn done(&self) -> impl Fn() -> bool + Clone + Send + Sync + 'static {
        let form = self.clone();
        move || matches!(form.answer(), Some(Ok(_)))
    }

    /// Why the shop refused this form's press.
    pub fn refusal(&self) -> Refusal {
        let form = self.clone();
        Refusal::of(self.forms.action, known_message).only_while(move || form.is_last())
    }

    /// The key and the quantity of the plan that this form's plan has replaced in the cart.
    pub fn replaced(&self) -> Option<(String, i64)> {
        self.answer()?.ok()?;
        self.forms.action.value().with(|answer| answer.as_ref()?.as_ref().ok()?.replaced.clone())
    }

    /// The answer to this form, if its press was the last: the number of things in the cart, or `Err` if the shop refused.
    pub fn answer(&self) -> Option<Result<u32, ()>> {
        let answer = |value: &Option<Result<InCart, Error>>| {
            value.as_ref().map(|added| added.as_ref().map(|added| added.count).map_err(|_| ()))
        };
        let is_shown = self.is_last() && !self.is_busy();
        is_shown.then(|| self.forms.action.value().with(answer)).flatten()
    }
}

/// Scrolls what a form says about its success into sight, once with each success.
pub fn keep_in_sight(said: NodeRef<Div>, is_said: impl Fn() -> bool + 'static) {
    Effect::new(move |was: Option<bool>| {
        let is_said = is_said();
        if is_said && was == Some(false) {
            request_animation_frame(move || {
                if let Some(Some(said)) = said.try_get_untracked() {
                    let options = ScrollIntoViewOptions::new();
                    options.set_block(ScrollLogicalPosition::Nearest);
                    said.scroll_into_view_with_scroll_into_view_options(&options);
                }
            });
        }
        is_said
    });
}

/// The shared action. The header shows the number of things in the cart after each answer.
pub fn add_action() -> ServerAction<AddToCart> {
    let count = CartCount::here();
    tracked_action(move |added: &InCart| {
        count.set(added.count);
        added.activity.clone()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_that_is_gone_has_no_answer() {
        let page = Owner::new();
        let action = page.with(ServerAction::<AddToCart>::new);
        page.cleanup();
        assert!(action.value().get().is_none());
    }
}
