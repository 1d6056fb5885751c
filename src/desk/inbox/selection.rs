//! The conversations that are ticked in the list, to be closed together.

use leptos::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::api::InboxCloseMany;
use super::state::CLOSED_AT_ONCE;
use crate::components::{ActionForm, Icon, ServerAction, on_success};

/// The page owns all of it. Each reading of the list disposes of what the reading before owned, while that list is
/// still in sight: a box or form that used something of its own would fail then.
#[derive(Clone, Copy)]
pub struct Selection {
    ticked: RwSignal<BTreeSet<i64>>,
    close: ServerAction<InboxCloseMany>,
    busy: Memo<bool>,
}

impl Selection {
    pub fn new(changes: RwSignal<usize>) -> Self {
        let (ticked, close) = (RwSignal::default(), ServerAction::<InboxCloseMany>::new());
        on_success(close, move |_| {
            ticked.update(BTreeSet::clear);
            changes.update(|changes| *changes += 1);
        });
        Self { ticked, close, busy: close.pending() }
    }

    fn has(self, id: i64) -> bool {
        self.ticked.with(|ticked| ticked.contains(&id))
    }

    fn set(self, id: i64, is_ticked: bool) {
        self.ticked.update(|ticked| {
            if is_ticked {
                ticked.insert(id)
            } else {
                ticked.remove(&id)
            };
        });
    }
}

/// The box of one conversation. It belongs to the form of [`CloseMany`].
#[component]
pub fn Tick(id: i64, name: String, selection: Selection) -> impl IntoView {
    let label = format!("Select the conversation with {name}");
    view! {
        <label class="tick">
            <input type="checkbox" name="ids[]" value=id form="close-many" aria-label=label
                prop:checked=move || selection.has(id)
                on:change:target=move |event| selection.set(id, event.target().checked())/>
        </label>
    }
}

/// Ticks all that are listed, and closes what is ticked.
#[component]
pub fn CloseMany(listed: Vec<i64>, selection: Selection) -> impl IntoView {
    let listed: Arc<[i64]> = listed.into_iter().take(CLOSED_AT_ONCE).collect();
    let counted = listed.clone();
    let count = move || counted.iter().filter(|id| selection.has(**id)).count();
    let (most, of_all, of_some) = (listed.len(), count.clone(), count.clone());
    let all = move || of_all() == most;
    let some = move || (1..most).contains(&of_some());
    let select_all = move |is_ticked: bool| {
        selection.ticked.update(|ticked| {
            ticked.clear();
            if is_ticked {
                ticked.extend(listed.iter());
            }
        });
    };
    let words = move || match count() {
        0 => "Select all".to_owned(),
        count => format!("{count} selected"),
    };
    let error = move || selection.close.value().get().and_then(Result::err).map(|error| error.to_string());
    view! {
        <ActionForm action=selection.close attr:id="close-many" attr:class="line close-many">
            <label class="tick">
                <input type="checkbox" aria-label="Select all" prop:checked=all prop:indeterminate=some
                    on:change:target=move |event| select_all(event.target().checked())/>
            </label>
            <span>{words}</span>
            <button type="submit" class="button push" aria-busy=move || selection.busy.get().to_string()>
                <Icon name="check" class="small"/>"Close them"
            </button>
            <span role="alert" class="bad-words">{error}</span>
        </ActionForm>
    }
}
