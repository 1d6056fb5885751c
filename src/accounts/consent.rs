//! Whether this browser's person lets the Messenger run. The answer is kept in a cookie of the server's.

use leptos::prelude::*;

use crate::error::Error;
use crate::json::LightJson;

#[cfg(feature = "ssr")]
use super::server::{consent_here, current_session, request};
#[cfg(feature = "ssr")]
use crate::reply;

/// Keeps the answer for half a year. Open to everybody.
#[server(endpoint = "set_consent", output = LightJson)]
pub async fn set_consent(given: bool) -> Result<(), Error> {
    reply::no_store();
    let accounts = request::accounts()?;
    reply::set_cookie(&accounts.consent_cookie(given));
    if !given {
        request::consent_withdrawn();
        if let Some(session) = current_session() {
            accounts.withdraw_elsewhere(&session.account_id).await?;
        }
    }
    reply::redirect_after_form("/privacy#chat");
    Ok(())
}

/// Tells a page that was out of sight the answer of this browser, as the server has it. Open to everybody.
#[server(endpoint = "current_consent", output = LightJson)]
pub async fn current_consent() -> Result<bool, Error> {
    reply::no_store();
    Ok(consent_here())
}

/// Provides the consent to `App`.
pub fn provide_consent(given: bool) {
    provide_context(Consent {
        given: RwSignal::new(given),
        wanted: RwSignal::new(given),
        busy: RwSignal::new(false),
        unsaved: RwSignal::new(None),
    });
}

/// Whether the Messenger may run on this page.
pub fn use_consent() -> RwSignal<bool> {
    Consent::here().given
}

/// The answer and its way to the server. It outlives the page that asks, as a call may.
#[derive(Clone, Copy)]
pub struct Consent {
    given: RwSignal<bool>,
    pub wanted: RwSignal<bool>,
    pub busy: RwSignal<bool>,
    /// An answer that did not reach the server.
    pub unsaved: RwSignal<Option<bool>>,
}

impl Consent {
    pub fn here() -> Self {
        expect_context()
    }

    /// Takes the answer that another tab of this browser has sent to the server.
    /// An answer of this page that is under way counts more.
    pub fn answered_elsewhere(self, given: bool) {
        if !self.busy.get_untracked() && self.given.get_untracked() != given {
            self.wanted.set(given);
            self.given.set(given);
        }
    }

    /// Asks the server again. A page that was frozen received no message about a withdrawal.
    /// An answer from before a press of the switch does not count.
    pub async fn revalidate(self) {
        let (wanted, busy) = (self.wanted.get_untracked(), self.busy.get_untracked());
        if let Ok(given) = current_consent().await
            && !busy
            && !self.busy.get_untracked()
            && self.wanted.get_untracked() == wanted
        {
            self.answered_elsewhere(given);
        }
    }

    /// Takes the person's answer. A no counts on this page at once, whatever becomes of the call.
    /// A yes counts once the server knows. Otherwise the server's answer to an earlier no would take the Messenger's
    /// new cookies along.
    pub fn answer(self, given: bool) {
        self.wanted.set(given);
        self.unsaved.set(None);
        if !given {
            self.given.set(false);
        }
        if !self.busy.get_untracked() {
            self.busy.set(true);
            leptos::task::spawn_local(self.send());
        }
    }

    /// Sends the answer, one call at a time. So the server keeps the last answer.
    async fn send(self) {
        loop {
            let given = self.wanted.get_untracked();
            let sent = set_consent(given).await;
            if given != self.wanted.get_untracked() {
                continue;
            }
            match sent {
                Ok(()) => self.given.set(given),
                Err(_) => {
                    self.unsaved.set(Some(given));
                    self.wanted.set(false);
                }
            }
            return self.busy.set(false);
        }
    }
}
