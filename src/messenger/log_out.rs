//! Log-out: the widget is shut down before the request leaves, and the person gets the Messenger back if it fails. R5.

use leptos::prelude::*;
use leptos::reactive::effect::ImmediateEffect;
use std::future::Future;

use crate::driver::Driver;
use crate::handle::MessengerHandle;
use crate::lifecycle::Event;
use crate::mount;

impl MessengerHandle {
    /// Wraps the call that logs out at the server. The Messenger is shut down at once, before the future is polled. It
    /// boots for the visitor when the session signal says so. If the call fails, or if the app drops the future, the
    /// person gets the Messenger back (rule R5).
    ///
    /// ```
    /// # use leptos::prelude::*;
    /// use messenger::use_messenger;
    /// # async fn log_out() -> Result<(), ServerFnError> { Ok(()) } // the app's server function
    ///
    /// async fn leave() {
    ///     if use_messenger().log_out(log_out()).await.is_err() {
    ///         leptos::logging::warn!("You are still logged in.");
    ///     }
    /// }
    /// ```
    ///
    /// # Errors
    /// The errors of `server`.
    pub fn log_out<T, E>(
        self,
        server: impl Future<Output = Result<T, E>>,
    ) -> impl Future<Output = Result<T, E>> {
        let driver = self.driver();
        driver.on(Event::LogOut);
        let unfinished = Unfinished(driver);
        async move {
            let result = server.await;
            if result.is_ok() {
                std::mem::forget(unfinished);
            }
            result
        }
    }

    /// Shuts the Messenger down at each dispatch of `action`, as for a log-out by `ActionForm`. If the action fails,
    /// the person gets the Messenger back (rule R5). Call it once, in the component that renders the form. A
    /// `ServerAction` fits.
    ///
    /// ```
    /// # use leptos::prelude::*;
    /// use messenger::use_messenger;
    ///
    /// #[server]
    /// async fn log_out() -> Result<(), ServerFnError> {
    ///     Ok(()) // … end the session …
    /// }
    ///
    /// #[component]
    /// fn LogOutForm() -> impl IntoView {
    ///     let log_out = ServerAction::<LogOut>::new();
    ///     use_messenger().log_out_action(log_out);
    ///     view! { <ActionForm action=log_out><button>"Log out"</button></ActionForm> }
    /// }
    /// ```
    pub fn log_out_action<I, T, E>(self, action: impl Into<Action<I, Result<T, E>>>)
    where
        I: Send + Sync + 'static,
        T: Send + Sync + 'static,
        E: Send + Sync + 'static,
    {
        // None on the server.
        let Some(owner) = mount::page_owner() else {
            return;
        };
        let driver = self.driver();
        let action = action.into();
        let under_way = owner.with(|| {
            let (input, value, version) = (action.input(), action.value(), action.version());
            let under_way = StoredValue::new(None::<usize>);
            // An ordinary effect would run after the request has left.
            let effect = ImmediateEffect::new(move || {
                match (input.with(Option::is_some), under_way.get_value()) {
                    (true, None) => {
                        under_way.set_value(Some(version.get_untracked()));
                        driver.on(Event::LogOut);
                    }
                    (false, Some(before)) => {
                        under_way.set_value(None);
                        let answered = version.get_untracked() != before;
                        if !answered || !value.with_untracked(|value| matches!(value, Some(Ok(_))))
                        {
                            driver.on(Event::LogOutFailed);
                        }
                    }
                    _ => {}
                }
            });
            _ = StoredValue::new(effect);
            under_way
        });
        on_cleanup(move || match under_way.get_value() {
            None => drop(owner),
            // The form has left the page before the answer came: somebody has to hear a failure.
            Some(_) => std::mem::forget(owner),
        });
    }
}

/// A log-out that has not succeeded.
struct Unfinished(Driver);

impl Drop for Unfinished {
    fn drop(&mut self) {
        self.0.on(Event::LogOutFailed);
    }
}
