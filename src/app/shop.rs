//! The Messenger and the frame round every page of the shop.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::accounts::{Consent, SessionCheck, Trigger, use_account, use_consent};
use crate::inspector::Record;
use crate::messenger::{CheckAgain, Messenger, Session};
use crate::pages::{Frame, is_in_frame};

/// The Messenger and the frame round every page of the shop. The inspector and the desk have neither, because teammates
/// are no customers: only full page loads lead there and back.
#[component]
pub fn Shop(children: Children) -> impl IntoView {
    let path = use_location().pathname;
    if path.with_untracked(|path| !is_in_frame(path)) {
        return children();
    }
    let account = use_account();
    let session = Memo::new(move |_| {
        account.with(|account| match account {
            Some(account) => Session::user(account.session_key.as_str()).revision(account.revision),
            None => Session::Visitor,
        })
    });
    let (consent, check) = (Consent::here(), SessionCheck::use_check());
    #[cfg(feature = "hydrate")]
    {
        super::prefetch::follow_intent();
        super::prefetch::load_header_code();
    }
    let on_check_again = move |why| match why {
        CheckAgain::Consent(given) => consent.answered_elsewhere(given),
        CheckAgain::Woken => {
            check.run(Trigger::Visible);
            leptos::task::spawn_local(consent.revalidate());
        }
        _ => check.run(Trigger::Messenger),
    };
    Effect::new(move |opened: Option<()>| {
        path.track();
        if opened.is_some() && account.with_untracked(Option::is_some) {
            check.run(Trigger::NewPage);
        }
    });
    view! {
        <Messenger session consent=use_consent() on_check_again=Callback::new(on_check_again)>
            <Record/>
            <Frame>{children()}</Frame>
        </Messenger>
    }
    .into_any()
}
