//! The session of a host whose `Resource` asks the server who is here.

use leptos::prelude::{Effect, Get, Signal};

use crate::loading::Loading;
use crate::page_ready::PageReady;
use crate::session::Session;

impl Session {
    /// The session of a host whose `Resource` asks the server who is here. `Ok(None)` is a visitor, and `user` makes a
    /// session of a person. Until the resource has loaded, and after an error, the session is [`Session::Unknown`].
    /// While it loads again, the former session stays, and no page is settled: the page that follows a log-in is
    /// reported as the person's.
    ///
    /// ```
    /// # use leptos::prelude::*;
    /// use messenger::Session;
    /// # #[derive(Clone, serde::Serialize, serde::Deserialize)]
    /// # struct Account { session_key: String, revision: i64 }
    /// # async fn current_account() -> Result<Option<Account>, ServerFnError> { Ok(None) }
    ///
    /// fn session_of(account: Resource<Result<Option<Account>, ServerFnError>>) -> Signal<Session> {
    ///     Session::from_resource(account, |it| Session::user(it.session_key).revision(it.revision))
    /// }
    /// ```
    pub fn from_resource<R, T, E>(
        resource: R,
        user: impl Fn(T) -> Self + Send + Sync + 'static,
    ) -> Signal<Self>
    where
        R: Get<Value = Option<Result<Option<T>, E>>> + Send + Sync + 'static,
    {
        let loading = Loading::new();
        let seen = loading.clone();
        // In an effect, because an app may make its session before its router.
        Effect::new(move |_| {
            let seen = seen.clone();
            PageReady::until(move || seen.is_over());
        });
        Signal::derive(move || match loading.read(&resource) {
            Some(Ok(Some(person))) => user(person),
            Some(Ok(None)) => Self::Visitor,
            Some(Err(_)) | None => Self::Unknown,
        })
    }
}
