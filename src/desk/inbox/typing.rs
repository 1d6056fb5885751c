//! Notices that somebody is writing. The server stores none: each notice holds for a few seconds.

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use std::time::Duration;

use super::api::inbox_typing;

/// The time for which a notice holds.
const HOLDS: Duration = Duration::from_secs(5);
/// The time after which a notice is repeated while somebody writes.
const REPEATED_AFTER: Duration = Duration::from_secs(3);

/// The conversation that its person is writing in.
#[derive(Clone, Copy)]
pub struct Typing {
    conversation: RwSignal<Option<i64>>,
    timeout: StoredValue<Option<TimeoutHandle>>,
}

impl Typing {
    pub fn nobody() -> Self {
        Self { conversation: RwSignal::new(None), timeout: StoredValue::new(None) }
    }

    pub fn notice(self, conversation: i64) {
        self.end();
        self.conversation.set(Some(conversation));
        let timeout = set_timeout_with_handle(move || self.conversation.set(None), HOLDS);
        self.timeout.set_value(timeout.ok());
    }

    /// Ends the notice: the person's message has come, or something else has changed.
    pub fn end(self) {
        self.timeout.update_value(|timeout| _ = timeout.take().map(|timeout| timeout.clear()));
        self.conversation.set(None);
    }
}

/// Shows that the person is writing in this conversation.
#[component]
pub fn IsTyping(id: i64, name: String, typing: Typing) -> impl IntoView {
    let is_typing = move || typing.conversation.get() == Some(id);
    let words = move || is_typing().then(|| view! { <bdi>{name.clone()}</bdi>" is typing…" });
    view! { <p class="fact typing" role="status">{words}</p> }
}

/// Reports that the teammate is writing, at most once in a few seconds.
#[derive(Clone, Copy)]
pub struct Report {
    id: i64,
    is_fresh: StoredValue<bool>,
}

impl Report {
    pub fn of(id: i64) -> Self {
        Self { id, is_fresh: StoredValue::new(false) }
    }

    pub fn typing(self) {
        if self.is_fresh.get_value() {
            return;
        }
        self.is_fresh.set_value(true);
        set_timeout(move || _ = self.is_fresh.try_set_value(false), REPEATED_AFTER);
        // What is lost is repeated with the next key.
        leptos::task::spawn_local(async move { _ = inbox_typing(self.id).await });
    }
}
