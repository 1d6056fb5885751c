use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::accounts::{Consent, look_again, use_account, use_consent};
use crate::inspector::Record;
use crate::messenger::{Messenger, Session, Stale};
use crate::pages::{Frame, is_in_frame};

/// The Messenger and the frame round every page of the shop. The inspector and the desk have neither, because teammates
/// are no customers: only full page loads lead there and back.
#[component]
pub fn Shop(children: Children) -> impl IntoView {
    if use_location().pathname.with_untracked(|path| !is_in_frame(path)) {
        return children();
    }
    let account = use_account();
    let session = Memo::new(move |_| {
        account.with(|account| match account {
            Some(account) => Session::user(&account.session_key, account.revision),
            None => Session::Visitor,
        })
    });
    let consent = Consent::here();
    let on_stale = move |stale| match stale {
        Stale::Consent(given) => consent.answered_elsewhere(given),
        stale => leptos::task::spawn_local(look_again(account, consent, stale == Stale::Woken)),
    };
    view! {
        <Messenger session consent=use_consent() on_stale=Callback::new(on_stale)>
            <Record/>
            <Frame>{children()}</Frame>
        </Messenger>
    }
    .into_any()
}
