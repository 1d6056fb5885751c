//! The action that adds to the cart, as one of its forms sees it.

use leptos::prelude::*;

use super::activity::tracked_action;
use super::form::clear_earlier_error;
use crate::shop::cart::{AddToCart, CartCount, InCart};

/// A form that adds one thing. All such forms share an action.
#[derive(Clone, Copy)]
pub struct AddForm {
    pub action: ServerAction<AddToCart>,
    /// Whether the answer to this form's press is awaited.
    pub busy: Memo<bool>,
    /// The number of things in the cart after the last press of this form that the shop accepted.
    pub added: Memo<Option<u32>>,
    /// Whether the last press was this form's.
    pub is_last: Memo<bool>,
}

impl AddForm {
    /// `thing` is a coffee's slug or a plan's key.
    pub fn of(thing: String) -> Self {
        let action = add_action();
        clear_earlier_error(action);
        // A plain form's error came back with the address.
        let has_failed = action.value().with_untracked(Option::is_some);
        let (input, value, pending) = (action.input(), action.value(), action.pending());
        let is_last = Memo::new({
            let thing = thing.clone();
            move |before: Option<&bool>| {
                let now = input.with(|input| input.as_ref().map(|it| it.coffee == thing || it.plan == thing));
                now.unwrap_or_else(|| before.copied().unwrap_or(has_failed))
            }
        });
        let added = Memo::new(move |before: Option<&Option<u32>>| {
            value.with(|value| match value {
                Some(Ok(added)) if added.thing == thing => Some(added.count),
                Some(_) => before.copied().flatten(),
                None => None,
            })
        });
        Self { action, busy: Memo::new(move |_| pending.get() && is_last.get()), added, is_last }
    }

    pub fn has_failed(self) -> bool {
        !self.busy.get() && self.is_last.get() && matches!(self.action.value().get(), Some(Err(_)))
    }
}

/// The shared action. The header shows the number of things in the cart after each answer.
pub fn add_action() -> ServerAction<AddToCart> {
    let count = CartCount::here();
    tracked_action(move |added: &InCart| {
        count.set(added.count);
        added.activity.clone()
    })
}
