//! Components that an app may show itself: a launcher, and a way out where the widget is blocked.

use leptos::prelude::*;

use crate::handle::use_messenger;
use crate::lifecycle::State;

/// A button that opens and closes the Messenger, with whatever is in it; style it by `.messenger-launcher`.
///
/// Before the widget is there it is the façade: a click loads it and opens it (with `Load::OnInteraction`, nothing of
/// it is loaded before). Set `Look::hide_default_launcher`, or there are two. Gone where there is no Messenger:
/// switched off, blocked, without consent.
#[component]
pub fn Launcher(
    /// The label for screen readers. The unread count follows.
    #[prop(optional, into, default = "Open the chat".into())]
    label: Signal<String>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let messenger = use_messenger();
    let (state, unread, open) = (messenger.state(), messenger.unread(), messenger.is_open());
    let name = move || match unread.get() {
        0 => label.get(),
        1 => format!("{}, 1 unread message", label.get()),
        count => format!("{}, {count} unread messages", label.get()),
    };
    let toggle = move |_| {
        if open.get_untracked() {
            messenger.hide()
        } else {
            messenger.show()
        }
    };
    let gone = move || {
        matches!(
            state.get(),
            State::Off | State::Blocked | State::AwaitingConsent
        )
    };
    view! {
        <button type="button" class="messenger-launcher" aria-label=name aria-haspopup="dialog"
            aria-expanded=move || open.get().to_string() hidden=gone on:click=toggle>
            {children.map(|children| children())}
            <span class="messenger-unread" aria-hidden="true">
                {move || Some(unread.get()).filter(|count| *count > 0)}
            </span>
        </button>
    }
}

/// Stands in the Messenger's place where the widget is blocked. It shows the children, or a link to the workspace's
/// contact address.
#[component]
pub fn ContactFallback(#[prop(optional)] children: Option<ChildrenFn>) -> impl IntoView {
    let messenger = use_messenger();
    let state = messenger.state();
    move || {
        if state.get() != State::Blocked {
            return None;
        }
        if let Some(children) = &children {
            return Some(children());
        }
        let address = messenger.widget()?.contact?;
        let link = view! { <a class="messenger-contact" href=format!("mailto:{address}")>"Write to us"</a> };
        Some(link.into_any())
    }
}
