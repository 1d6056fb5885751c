//! `use_messenger()`: every call that the app makes itself.

use leptos::prelude::*;

use super::driver::{Driver, Observed};
use super::lifecycle::{Call, Event, Now, State};
use super::settings::{Attributes, WidgetSettings};

/// The Messenger of this page. On the server every call does nothing.
///
/// Calls made before the session is live wait, in order, for the person who is here; they never reach another.
#[derive(Clone, Copy)]
pub struct MessengerHandle(Driver);

/// The handle of the `<Messenger>` above. Outside one it is switched off.
pub fn use_messenger() -> MessengerHandle {
    use_context().unwrap_or_else(|| MessengerHandle(Driver::new(None, None)))
}

impl MessengerHandle {
    pub(super) fn new(driver: Driver) -> Self {
        Self(driver)
    }

    /// Opens the Messenger.
    pub fn show(self) {
        self.0.on(Event::Call(Call::Show));
    }

    /// Closes the Messenger; the launcher stays.
    pub fn hide(self) {
        self.0.on(Event::Call(Call::Hide));
    }

    /// Reports attributes of the person: with the next ping, or after a minute. With none, pings at once.
    pub fn update(self, attributes: Attributes) {
        self.0.on(Event::Update(attributes));
    }

    pub fn track_event(self, name: impl Into<String>, metadata: Attributes) {
        self.0.on(Event::Call(Call::TrackEvent { name: name.into(), metadata }));
    }

    /// Sends a first message at once.
    pub fn start_conversation(self, text: impl Into<String>) {
        self.0.on(Event::Call(Call::StartConversation(text.into())));
    }

    /// Runs `f` with the unread count now and whenever it changes, for as long as the caller's owner lives.
    pub fn on_unread_count_change(self, f: impl Fn(u32) + 'static) {
        let unread = self.unread();
        Effect::new(move |_| f(unread.get()));
    }

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

    /// Call it first thing in the log-out handler: the Messenger is shut down before the server is told (rule R5).
    /// It boots for the visitor when the session signal says so.
    pub fn log_out(self) -> LoggingOut {
        self.0.on(Event::LogOut);
        LoggingOut(self.0)
    }

    /// Shows `f` every event, command and drop, in order. Register before the page's effects run: in a component's
    /// body.
    pub fn observe(self, f: impl Fn(Now, Observed<'_>) + 'static) {
        self.0.observe(f);
    }
}

/// A log-out under way.
#[must_use = "say so if the server could not be told"]
#[derive(Clone, Copy)]
pub struct LoggingOut(Driver);

impl LoggingOut {
    /// The server could not be told: the person is still logged in, and gets the Messenger back.
    pub fn failed(self) {
        self.0.on(Event::LogOutFailed);
    }
}
