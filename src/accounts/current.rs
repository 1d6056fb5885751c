//! Who is here, as a page asks for it and ends it by itself.

use leptos::prelude::*;
use web_sys::js_sys;

use super::checks::{Checks, Outcome, Trigger};
use super::{SignedIn, use_account};
use crate::error::{Error, on_refusal};
use crate::json::LightJson;

#[cfg(feature = "ssr")]
use super::server::request;
#[cfg(feature = "ssr")]
use crate::reply;

/// Ends the session of this browser. Open to everybody: whoever is logged out already stays so.
#[server(endpoint = "log_out", output = LightJson)]
pub async fn log_out() -> Result<(), Error> {
    let expired = reply::private(async {
        request::accounts()?.log_out(&reply::headers(), super::current_session().as_ref()).await
    });
    request::end(&expired.await?, "/").await
}

/// The person whose session this browser has, for a page that suspects the end of its session. The call does not count
/// as use of the session.
#[server(endpoint = "current_account", output = LightJson)]
pub async fn current_account() -> Result<Option<SignedIn>, Error> {
    reply::no_store();
    Ok(super::current_session().map(|session| session.signed_in))
}

/// The same for a person who opens a page of the app, which counts as use: not each page asks for data, and a prefetch is
/// no use.
#[server(endpoint = "page_opened", output = LightJson)]
pub async fn page_opened() -> Result<Option<SignedIn>, Error> {
    current_account().await
}

/// Asks the server again who is logged in. Its answer changes the signal [`use_account`], and the page follows that.
#[derive(Clone, Copy)]
pub struct SessionCheck {
    account: RwSignal<Option<SignedIn>>,
    checks: StoredValue<Checks>,
    /// Whether the person opened a page since the last request.
    has_opened: StoredValue<bool>,
    /// The number of times that the person has begun to log out on this page.
    log_outs: StoredValue<u32>,
}

impl SessionCheck {
    /// Provides the check to `App`.
    /// It asks after each 401 and 403 of the app's own calls, and when the tab is visible again.
    pub fn provide() {
        let check = Self {
            account: use_account(),
            checks: StoredValue::new(Checks::default()),
            has_opened: StoredValue::new(false),
            log_outs: StoredValue::new(0),
        };
        provide_context(check);
        Effect::new(move |_| {
            on_refusal(move |error| check.run(Trigger::Refused(error.clone())));
            _ = window_event_listener_untyped("visibilitychange", move |_| {
                if !document().hidden() {
                    check.run(Trigger::Visible);
                }
            });
            _ = window_event_listener_untyped("pageshow", move |event| {
                let persisted = js_sys::Reflect::get(&event, &"persisted".into());
                if persisted.is_ok_and(|persisted| persisted.is_truthy()) {
                    check.run(Trigger::Visible);
                }
            });
        });
    }

    pub fn use_check() -> Self {
        expect_context()
    }

    /// Sends a request, unless a pending request or an earlier answer covers this trigger.
    pub fn run(self, trigger: Trigger) {
        #[expect(
            clippy::disallowed_methods,
            reason = "the browser's clock, which goes on while the computer sleeps"
        )]
        let now = js_sys::Date::now() as i64;
        if trigger == Trigger::NewPage {
            self.has_opened.set_value(true);
        }
        if self.checks.try_update_value(|checks| checks.begin(trigger, now)) == Some(true) {
            leptos::task::spawn_local(self.ask());
        }
    }

    /// Notes that a log-out began. Its reply says who is logged in.
    /// An answer to an earlier request does not count any more.
    pub fn log_out_began(self) {
        self.log_outs.update_value(|count| *count += 1);
    }

    async fn ask(self) {
        let known = move || (self.account.get_untracked(), self.log_outs.get_value());
        loop {
            let before = known();
            let account = match self.has_opened.try_update_value(std::mem::take) {
                Some(true) => page_opened().await,
                _ => current_account().await,
            };
            let outcome = match account {
                Err(_) => Outcome::Failed,
                Ok(_) if known() != before => Outcome::Outdated,
                Ok(now) if now == before.0 => Outcome::Same,
                Ok(now) => {
                    self.account.set(now);
                    Outcome::Changed
                }
            };
            if self.checks.try_update_value(|checks| checks.end(outcome)) != Some(true) {
                return;
            }
        }
    }
}
