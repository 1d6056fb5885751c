//! Who is here, as the host app says. There is no second source (rule R1).

use leptos::prelude::{ArcRwSignal, Effect, Get, Owner, Signal, With, provide_context};
use leptos::reactive::computed::suspense::SuspenseContext;
use serde::{Deserialize, Serialize};

use super::location::Settling;

/// Distinguishes one log-in from the next. It is no secret: it opens nothing. Any text, new at every log-in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionKey(pub String);

/// The value of the host's signal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Session {
    /// The host does not know at the moment: it still loads, or its request failed. The person in the widget stays, and
    /// nobody new begins.
    #[default]
    Unknown,
    /// Nobody is logged in.
    Visitor,
    /// A person is logged in.
    User {
        /// The same text as `Person::session_key` on the server.
        key: SessionKey,
        /// Any number that changes whenever the person's name, e-mail or company changes.
        revision: i64,
    },
}

impl Session {
    /// A person who is logged in: see [`Session::User`].
    pub fn user(key: impl Into<String>, revision: i64) -> Self {
        Self::User { key: SessionKey(key.into()), revision }
    }

    /// For a host whose `Resource` asks the server who is here: `Ok(None)` is a visitor, and `user` makes a session of a
    /// person. Until the resource has loaded, and after an error, the session is [`Session::Unknown`]. While it loads
    /// again, the former session stays, and no page is settled: the page that follows a log-in is reported as the person's.
    ///
    /// ```
    /// # use leptos::prelude::*;
    #[doc = concat!("use ", env!("CARGO_CRATE_NAME"), "::messenger::Session;")]
    /// # #[derive(Clone, serde::Serialize, serde::Deserialize)]
    /// # struct Account { session_key: String, revision: i64 }
    /// # async fn current_account() -> Result<Option<Account>, ServerFnError> { Ok(None) }
    ///
    /// fn session_of(account: Resource<Result<Option<Account>, ServerFnError>>) -> Signal<Session> {
    ///     Session::from_resource(account, |it| Session::user(it.session_key, it.revision))
    /// }
    /// ```
    pub fn from_resource<R, T, E>(
        resource: R,
        user: impl Fn(T) -> Self + Send + Sync + 'static,
    ) -> Signal<Self>
    where
        R: Get<Value = Option<Result<Option<T>, E>>> + Send + Sync + 'static,
    {
        // A resource notifies the context below which it is read when it loads, and when it loads again.
        let loading = SuspenseContext { tasks: ArcRwSignal::default() };
        let tasks = loading.tasks.clone();
        // In an effect, because an app may make its session before its router.
        Effect::new(move |_| {
            let tasks = tasks.clone();
            Settling::until(move || tasks.with(|tasks| tasks.is_empty()));
        });
        let owner = Owner::new();
        owner.with(|| provide_context(loading));
        Signal::derive(move || match owner.with(|| resource.get()) {
            Some(Ok(Some(person))) => user(person),
            Some(Ok(None)) => Self::Visitor,
            Some(Err(_)) | None => Self::Unknown,
        })
    }

    pub(super) fn key(&self) -> Option<&SessionKey> {
        match self {
            Self::User { key, .. } => Some(key),
            Self::Unknown | Self::Visitor => None,
        }
    }
}
