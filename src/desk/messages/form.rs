//! The values that the editor holds while a teammate writes.

use leptos::prelude::*;

use super::state::{DeliveryDraft, MessageDraft, PageDraft};
use crate::desk::filter::{Group, Rows, conditions, groups, rows, values};

/// A message while it is written. Each field has a signal of its own, so that the others stand still.
#[derive(Clone, Copy)]
pub struct Form {
    pub title: RwSignal<String>,
    pub delivery: RwSignal<DeliveryDraft>,
    pub recipient: RwSignal<String>,
    pub style: RwSignal<String>,
    pub sender: RwSignal<i64>,
    pub text: RwSignal<String>,
    pub button_label: RwSignal<String>,
    pub button_link: RwSignal<String>,
    pub pages: Rows<PageDraft>,
    pub groups: RwSignal<Vec<Group>>,
    /// A filter that no groups can say.
    pub kept_filter: StoredValue<Option<String>>,
    pub priority: RwSignal<i64>,
    pub starts_at: RwSignal<String>,
    pub stops_at: RwSignal<String>,
}

impl Form {
    pub fn of(draft: MessageDraft) -> Self {
        Self {
            title: RwSignal::new(draft.title),
            delivery: RwSignal::new(draft.delivery),
            recipient: RwSignal::new(draft.recipient),
            style: RwSignal::new(draft.style),
            sender: RwSignal::new(draft.sender),
            text: RwSignal::new(draft.text),
            button_label: RwSignal::new(draft.button_label),
            button_link: RwSignal::new(draft.button_link),
            pages: rows(draft.pages),
            groups: groups(draft.audience),
            kept_filter: StoredValue::new(draft.kept_filter),
            priority: RwSignal::new(draft.priority),
            starts_at: RwSignal::new(draft.starts_at),
            stops_at: RwSignal::new(draft.stops_at),
        }
    }

    /// The draft as the form holds it. Reads every field.
    pub fn draft(self) -> MessageDraft {
        MessageDraft {
            title: self.title.get(),
            delivery: self.delivery.get(),
            recipient: self.recipient.get(),
            style: self.style.get(),
            sender: self.sender.get(),
            text: self.text.get(),
            button_label: self.button_label.get(),
            button_link: self.button_link.get(),
            pages: values(self.pages),
            audience: conditions(self.groups),
            kept_filter: self.kept_filter.get_value(),
            priority: self.priority.get(),
            starts_at: self.starts_at.get(),
            stops_at: self.stops_at.get(),
        }
    }
}
