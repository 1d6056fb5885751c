//! The action that adds to the cart, as one of its forms sees it.

use leptos::html::Div;
use leptos::prelude::*;
use web_sys::{ScrollIntoViewOptions, ScrollLogicalPosition};

use super::activity::tracked_action;
use super::form::last_pressed;
use crate::components::ServerAction;
use crate::error::Error;
use crate::shop::cart::{AddToCart, CartCount, InCart};

/// A form that adds one thing. All such forms share an action.
#[derive(Clone, Copy)]
pub struct AddForm {
    pub action: ServerAction<AddToCart>,
    /// Whether the answer to this form's press is awaited.
    pub busy: Memo<bool>,
    /// Whether the last press was this form's.
    pub is_last: Memo<bool>,
}

impl AddForm {
    /// `thing` is a coffee's slug or a plan's key. The caller clears what an earlier page left in the action.
    pub fn of(thing: String) -> Self {
        let action = add_action();
        let pending = action.pending();
        let pressed = last_pressed(action, |input| {
            Some(input.field("plan")).filter(|plan| !plan.is_empty()).unwrap_or_else(|| input.field("coffee"))
        });
        let is_last = Memo::new(move |_| match pressed.read().as_ref() {
            Some(pressed) => *pressed == thing,
            // The action may hold a plain form's error, which came back with the address.
            None => action.value().with_untracked(Option::is_some),
        });
        Self { action, busy: Memo::new(move |_| pending.get() && is_last.get()), is_last }
    }

    /// The key and the quantity of the plan that this form's plan has replaced in the cart.
    pub fn replaced(self) -> Option<(String, i64)> {
        self.answer()?.ok()?;
        self.action.value().with(|answer| answer.as_ref()?.as_ref().ok()?.replaced.clone())
    }

    /// The answer to this form, if its press was the last: the number of things in the cart, or `Err` if the shop refused.
    pub fn answer(self) -> Option<Result<u32, ()>> {
        let answer = |value: &Option<Result<InCart, Error>>| {
            value.as_ref().map(|added| added.as_ref().map(|added| added.count).map_err(|_| ()))
        };
        // The action outlives the page: it may still call what a page that is gone has drawn.
        let is_shown = self.is_last.try_get()? && !self.busy.try_get()?;
        is_shown.then(|| self.action.value().with(answer)).flatten()
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
