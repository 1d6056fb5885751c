//! `use_messenger()`: every call that the app makes itself.

use leptos::prelude::*;
use std::collections::BTreeMap;

use crate::attributes::Attributes;
use crate::diagnosis::Finding;
use crate::driver::{Driver, Observed};
use crate::ids::{
    ArticleId, ChecklistId, ConversationId, NewsId, Space, SurveyId, TicketId, TourId,
};
use crate::lifecycle::{AuthTokens, Call, Event, Now, State, WidgetEvent};
use crate::metadata::{EventMetadata, is_event_name};
use crate::settings::WidgetSettings;
use crate::{bindings, mount};

/// The Messenger of this page. On the server every call does nothing.
///
/// Calls made before the session is live wait, in order, for the person who is here. They never reach another person.
/// At most 100 calls wait; further ones are dropped. Without consent, and after the last `<Messenger>` has left the page,
/// calls are dropped at once. A call that opens the Messenger also loads the widget, if the page has not loaded it yet.
///
/// Source of what each call does: Intercom's developer documentation, "Javascript API: Methods".
///
/// ```
/// # use leptos::prelude::*;
/// use messenger::{Space, use_messenger};
///
/// #[component]
/// fn Help() -> impl IntoView {
///     let messenger = use_messenger();
///     view! { <button on:click=move |_| messenger.show_space(Space::Help)>"Help"</button> }
/// }
/// ```
#[derive(Clone, Copy)]
pub struct MessengerHandle(Driver);

/// The Messenger of this page, wherever the call stands: in a component, above the router, in an event handler or in a
/// task. Calls that come before the first `<Messenger>` wait for it.
pub fn use_messenger() -> MessengerHandle {
    MessengerHandle(mount::driver())
}

/// Opening and closing.
impl MessengerHandle {
    /// Opens the Messenger: home, or the messages if there are new ones.
    pub fn show(self) {
        self.call(Call::Show);
    }

    /// Closes the Messenger; the launcher stays.
    pub fn hide(self) {
        self.call(Call::Hide);
    }

    /// Opens the Messenger at one of its spaces. A space that the workspace has not switched on has no effect.
    pub fn show_space(self, space: Space) {
        self.call(Call::ShowSpace(space));
    }

    /// Opens the list of conversations.
    pub fn show_messages(self) {
        self.call(Call::ShowMessages);
    }

    /// Opens an empty composer.
    pub fn show_new_message(self) {
        self.call(Call::ShowNewMessage(None));
    }

    /// Opens the composer with a text in it, not sent.
    pub fn draft_message(self, text: impl Into<String>) {
        self.call(Call::ShowNewMessage(Some(text.into())));
    }

    /// Sends a first message at once.
    pub fn start_conversation(self, text: impl Into<String>) {
        self.call(Call::StartConversation(text.into()));
    }

    /// Opens an article of the help centre. An unknown id opens home.
    pub fn show_article(self, id: impl Into<ArticleId>) {
        self.call(Call::ShowArticle(id.into()));
    }

    /// Opens a news item. An unknown id opens home.
    pub fn show_news(self, id: impl Into<NewsId>) {
        self.call(Call::ShowNews(id.into()));
    }

    /// Opens a ticket of the person who is here. An unknown id opens home.
    pub fn show_ticket(self, id: impl Into<TicketId>) {
        self.call(Call::ShowTicket(id.into()));
    }

    /// Opens a conversation of the person who is here. An unknown id opens home.
    pub fn show_conversation(self, id: impl Into<ConversationId>) {
        self.call(Call::ShowConversation(id.into()));
    }

    /// Starts a product tour on this page. An unknown id, or a tour that is not live, has no effect.
    pub fn start_tour(self, id: impl Into<TourId>) {
        self.call(Call::StartTour(id.into()));
    }

    /// Shows a survey. An unknown id, or a survey that is not live, has no effect.
    pub fn start_survey(self, id: impl Into<SurveyId>) {
        self.call(Call::StartSurvey(id.into()));
    }

    /// Opens a checklist. An unknown id, or a checklist that is not live, has no effect.
    pub fn start_checklist(self, id: impl Into<ChecklistId>) {
        self.call(Call::StartChecklist(id.into()));
    }

    /// Hides the notifications that the widget shows in the page, or shows them again.
    pub fn hide_notifications(self, hide: bool) {
        self.call(Call::HideNotifications(hide));
    }

    /// Binds the page's own launcher link again, where an older snippet names one in `widget.activator`.
    pub fn reattach_activator(self) {
        self.call(Call::ReattachActivator);
    }

    fn call(self, call: Call) {
        self.0.on(Event::Call(call));
    }
}

/// Reports about the person.
impl MessengerHandle {
    /// Reports attributes of the person: with the next ping, or after 60 seconds. Without any attribute, pings at once.
    pub fn update(self, attributes: Attributes) {
        self.0.on(Event::Update(attributes));
    }

    /// Records an event: something that the person did. A workspace takes 120 names of events. It drops a repeat of the
    /// same name by the same person in the same second. Pass `EventMetadata::new()` for an event without details. An
    /// event without a name, or with white space at its ends, is not sent, and is a finding.
    /// Source: Intercom's help, "Track events in Intercom".
    pub fn track_event(self, name: impl Into<String>, metadata: EventMetadata) {
        let name = name.into();
        if !is_event_name(&name) {
            return self.0.found(Finding::EventNameRefused);
        }
        self.call(Call::TrackEvent { name, metadata });
    }

    /// Passes tokens for data connectors to the widget: pairs of name and token. They say nothing about identity.
    pub fn set_auth_tokens(self, tokens: Vec<(String, String)>) {
        self.call(Call::SetAuthTokens(AuthTokens(tokens)));
    }
}

/// Questions.
impl MessengerHandle {
    /// The settings of every boot, besides identity. None: the Messenger is switched off.
    pub fn widget(self) -> Option<WidgetSettings> {
        self.0.widget()
    }

    /// The state of the Messenger at the moment.
    pub fn state(self) -> ReadSignal<State> {
        self.0.state()
    }

    /// The number of unread conversations.
    pub fn unread(self) -> ReadSignal<u32> {
        self.0.unread()
    }

    /// Whether the panel is open.
    pub fn is_open(self) -> ReadSignal<bool> {
        self.0.is_open()
    }

    /// How often a call of the widget threw, or its script did later. The browser hides later errors of a script of
    /// another origin, so those of the hosted widget are not counted.
    pub fn errors(self) -> ReadSignal<u32> {
        self.0.errors()
    }

    /// The widget's id of the visitor. None before the session is live.
    pub fn get_visitor_id(self) -> Option<String> {
        self.if_live(bindings::visitor_id)
    }

    /// The person, as the widget knows them: names and values. None before the session is live.
    pub fn whoami(self) -> Option<BTreeMap<String, String>> {
        self.if_live(bindings::whoami)
    }

    fn if_live<T>(self, ask: impl FnOnce() -> Option<T>) -> Option<T> {
        matches!(self.state().get_untracked(), State::Live(_))
            .then(ask)
            .flatten()
    }
}

/// Callbacks. Each one outlives every shutdown and boot. It goes with the component that registered it, or by
/// [`Listening::stop`].
impl MessengerHandle {
    /// Calls `f` when the first ping of a session has succeeded.
    pub fn on_ready(self, f: impl Fn() + 'static) -> Listening {
        self.listen(WidgetEvent::Ready, f)
    }

    /// Calls `f` when the panel has opened.
    pub fn on_show(self, f: impl Fn() + 'static) -> Listening {
        self.listen(WidgetEvent::Shown, f)
    }

    /// Calls `f` when the panel has closed.
    pub fn on_hide(self, f: impl Fn() + 'static) -> Listening {
        self.listen(WidgetEvent::Hidden, f)
    }

    /// Calls `f` when a visitor has typed an e-mail address.
    pub fn on_user_email_supplied(self, f: impl Fn() + 'static) -> Listening {
        self.listen(WidgetEvent::EmailSupplied, f)
    }

    /// Calls `f` with the present unread count at once, and with each new one. On the server it is never called.
    pub fn on_unread_count_change(self, f: impl Fn(u32) + 'static) -> Listening {
        if self.0.runs() {
            f(self.unread().get_untracked());
        }
        self.listen_to_all(move |event| {
            if let WidgetEvent::Unread(count) = event {
                f(count);
            }
        })
    }

    fn listen(self, to: WidgetEvent, f: impl Fn() + 'static) -> Listening {
        self.listen_to_all(move |event| {
            if event == to {
                f();
            }
        })
    }

    fn listen_to_all(self, f: impl Fn(WidgetEvent) + 'static) -> Listening {
        self.until_cleanup(self.0.listen(f))
    }

    /// Shows `f` every event, command, drop and finding, in order: for logs and tests. Register it in a component's
    /// body, before the page's effects run.
    pub fn observe(self, f: impl Fn(Now, Observed<'_>) + 'static) -> Listening {
        self.until_cleanup(self.0.observe(f))
    }

    fn until_cleanup(self, number: u32) -> Listening {
        let listening = Listening {
            driver: self.0,
            number,
        };
        on_cleanup(move || listening.stop());
        listening
    }

    pub(crate) fn driver(self) -> Driver {
        self.0
    }
}

/// A callback that is registered. It stops by itself with the component that registered it.
#[derive(Clone, Copy)]
pub struct Listening {
    driver: Driver,
    number: u32,
}

impl Listening {
    /// Removes the callback.
    pub fn stop(self) {
        self.driver.stop_listening(self.number);
    }
}
