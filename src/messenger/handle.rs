//! `use_messenger()`: every call that the app makes itself.

use leptos::prelude::*;
use std::collections::BTreeMap;
use std::future::Future;

use super::attributes::Attributes;
use super::bindings;
use super::diagnosis::Finding;
use super::driver::{Driver, Observed};
use super::ids::{ArticleId, ChecklistId, ConversationId, NewsId, Space, SurveyId, TicketId, TourId};
use super::lifecycle::{AuthTokens, Call, Event, Now, State, WidgetEvent};
use super::metadata::EventMetadata;
use super::settings::WidgetSettings;

/// The Messenger of this page. On the server every call does nothing.
///
/// Calls made before the session is live wait, in order, for the person who is here; they never reach another. Without
/// consent they are dropped. Those that open the Messenger load it, if it was waiting for a reason to be loaded.
///
/// Source of what each call does: Intercom's developer documentation, "Javascript API: Methods".
#[derive(Clone, Copy)]
pub struct MessengerHandle(Driver);

/// The handle of the `<Messenger>` above; in an event handler or a task, where nothing is above, of the page's one.
/// Outside any it is switched off.
pub fn use_messenger() -> MessengerHandle {
    let of_page = || bindings::driver_of_page().map(MessengerHandle);
    use_context().or_else(of_page).unwrap_or_else(|| {
        let driver = Driver::new(None, cfg!(debug_assertions), None);
        driver.found(Finding::OutsideProvider);
        MessengerHandle(driver)
    })
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

    pub fn show_article(self, id: impl Into<ArticleId>) {
        self.call(Call::ShowArticle(id.into()));
    }

    pub fn show_news(self, id: impl Into<NewsId>) {
        self.call(Call::ShowNews(id.into()));
    }

    pub fn show_ticket(self, id: impl Into<TicketId>) {
        self.call(Call::ShowTicket(id.into()));
    }

    pub fn show_conversation(self, id: impl Into<ConversationId>) {
        self.call(Call::ShowConversation(id.into()));
    }

    pub fn start_tour(self, id: impl Into<TourId>) {
        self.call(Call::StartTour(id.into()));
    }

    pub fn start_survey(self, id: impl Into<SurveyId>) {
        self.call(Call::StartSurvey(id.into()));
    }

    pub fn start_checklist(self, id: impl Into<ChecklistId>) {
        self.call(Call::StartChecklist(id.into()));
    }

    /// Hides or shows notifications in the page.
    pub fn hide_notifications(self, hide: bool) {
        self.call(Call::HideNotifications(hide));
    }

    /// Binds the page's own link to the Messenger again, where an older snippet named one.
    pub fn reattach_activator(self) {
        self.call(Call::ReattachActivator);
    }

    fn call(self, call: Call) {
        self.0.on(Event::Call(call));
    }
}

/// Telling the workspace about the person.
impl MessengerHandle {
    /// Reports attributes of the person: with the next ping, or after a minute. With none, pings at once.
    pub fn update(self, attributes: Attributes) {
        self.0.on(Event::Update(attributes));
    }

    /// Records something that the person did.
    pub fn track_event(self, name: impl Into<String>, metadata: EventMetadata) {
        self.call(Call::TrackEvent { name: name.into(), metadata });
    }

    /// Tokens for data connectors, by name. Not identity.
    pub fn set_auth_tokens(self, tokens: Vec<(String, String)>) {
        self.call(Call::SetAuthTokens(AuthTokens(tokens)));
    }

    /// Goes round the call that logs out at the server. The Messenger is shut down at once, before the server is told,
    /// and boots for the visitor when the session signal says so; if the call fails, the person gets the Messenger back
    /// (rule R5).
    pub fn log_out<T, E>(
        self,
        server: impl Future<Output = Result<T, E>>,
    ) -> impl Future<Output = Result<T, E>> {
        self.0.on(Event::LogOut);
        async move {
            let result = server.await;
            if result.is_err() {
                self.0.on(Event::LogOutFailed);
            }
            result
        }
    }
}

/// Asking.
impl MessengerHandle {
    /// What the widget is loaded and booted with, besides identity. None: switched off.
    pub fn widget(self) -> Option<WidgetSettings> {
        self.0.widget()
    }

    pub fn state(self) -> ReadSignal<State> {
        self.0.state()
    }

    pub fn unread(self) -> ReadSignal<u32> {
        self.0.unread()
    }

    /// Whether the panel is open.
    pub fn open(self) -> ReadSignal<bool> {
        self.0.open()
    }

    /// How often the widget threw.
    pub fn errors(self) -> ReadSignal<u32> {
        self.0.errors()
    }

    /// The visitor's id. None before the session is live.
    pub fn get_visitor_id(self) -> Option<String> {
        self.if_live(bindings::visitor_id)
    }

    /// Who the widget takes the person for. None before the session is live.
    pub fn whoami(self) -> Option<BTreeMap<String, String>> {
        self.if_live(bindings::whoami)
    }

    fn if_live<T>(self, ask: impl FnOnce() -> Option<T>) -> Option<T> {
        matches!(self.state().get_untracked(), State::Live(_)).then(ask).flatten()
    }
}

/// Listening: each callback outlives every shutdown and boot, and goes with its owner or by [`Listening::stop`].
impl MessengerHandle {
    /// When the first ping of a session has succeeded.
    pub fn on_ready(self, f: impl Fn() + 'static) -> Listening {
        self.listen(WidgetEvent::Ready, f)
    }

    /// When the panel has opened.
    pub fn on_show(self, f: impl Fn() + 'static) -> Listening {
        self.listen(WidgetEvent::Shown, f)
    }

    /// When the panel has closed.
    pub fn on_hide(self, f: impl Fn() + 'static) -> Listening {
        self.listen(WidgetEvent::Hidden, f)
    }

    /// When a visitor has typed an e-mail address.
    pub fn on_user_email_supplied(self, f: impl Fn() + 'static) -> Listening {
        self.listen(WidgetEvent::EmailSupplied, f)
    }

    /// With the unread count as it is, at once, and whenever the widget tells it.
    pub fn on_unread_count_change(self, f: impl Fn(u32) + 'static) -> Listening {
        f(self.unread().get_untracked());
        self.listen_to_all(move |heard| {
            if let WidgetEvent::Unread(count) = heard {
                f(count);
            }
        })
    }

    fn listen(self, to: WidgetEvent, f: impl Fn() + 'static) -> Listening {
        self.listen_to_all(move |heard| {
            if heard == to {
                f();
            }
        })
    }

    fn listen_to_all(self, f: impl Fn(WidgetEvent) + 'static) -> Listening {
        let listening = Listening { driver: self.0, number: self.0.listen(f) };
        on_cleanup(move || listening.stop());
        listening
    }

    /// Shows `f` every event, command, drop and finding, in order. Register before the page's effects run: in a
    /// component's body.
    pub fn observe(self, f: impl Fn(Now, Observed<'_>) + 'static) {
        self.0.observe(f);
    }

    pub(super) fn new(driver: Driver) -> Self {
        Self(driver)
    }
}

/// A callback that is registered. It stops by itself with the component that registered it.
#[derive(Clone, Copy)]
pub struct Listening {
    driver: Driver,
    number: u32,
}

impl Listening {
    pub fn stop(self) {
        self.driver.stop_listening(self.number);
    }
}
