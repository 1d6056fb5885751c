//! The session of a host whose `Resource` asks the server who is here.

use leptos::prelude::{ArcRwSignal, Effect, Get, Owner, Signal, With, provide_context};
use leptos::reactive::computed::suspense::SuspenseContext;

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
        let loading = SuspenseContext {
            tasks: ArcRwSignal::default(),
        };
        let tasks = loading.tasks.clone();
        // In an effect, because an app may make its session before its router.
        Effect::new(move |_| {
            let tasks = tasks.clone();
            PageReady::until(move || tasks.with(|tasks| tasks.is_empty()));
        });
        let owner = Owner::new();
        owner.with(|| provide_context(loading));
        Signal::derive(move || match owner.with(|| resource.get()) {
            Some(Ok(Some(person))) => user(person),
            Some(Ok(None)) => Self::Visitor,
            Some(Err(_)) | None => Self::Unknown,
        })
    }
}
