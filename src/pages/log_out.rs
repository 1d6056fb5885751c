use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_query_map};

use crate::accounts::{LogOutEverywhere as EndAll, log_out, log_out_everywhere, use_account};
use crate::components::Icon;
use crate::error::Error;
use crate::messenger::use_messenger;

/// Ends the session: a plain form, so that it works before the page has woken up and without JavaScript.
#[component]
pub fn LogOut(
    /// `menu-item` in the menu, `button` elsewhere.
    class: &'static str,
) -> impl IntoView {
    let leaving = Leaving::after(None);
    view! {
        <form method="post" action="/api/log_out" on:submit=leaving.by(log_out)>
            <button class=class type="submit" aria-busy=move || leaving.busy.get().to_string()>
                <Icon name="logout" class="flips"/>"Log out"
            </button>
            {move || leaving.failed.read().is_some().then(|| view! {
                <p class="error menu-item" role="alert">"You are still logged in: the server did not answer. Try again."</p>
            })}
        </form>
    }
}

/// Ends every session of the account, in the same way.
#[component]
pub fn LogOutEverywhere(session_key: String) -> impl IntoView {
    // A plain form's error comes back in the page's address; with an earlier one it is over.
    let came_back = use_query_map().read_untracked().get("__err").is_some();
    let before = ServerAction::<EndAll>::new().value().get_untracked().filter(|_| came_back);
    let leaving = Leaving::after(before.and_then(Result::err));
    let key = session_key.clone();
    view! {
        <form class="sheet" method="post" action="/api/log_out_everywhere" aria-labelledby="where"
            on:submit=leaving.by(move || log_out_everywhere(key.clone()))>
            <h2 class="h2" id="where">"Where you are logged in"</h2>
            <p class="hint">"Left yourself logged in at another computer, or lost a phone? This ends every session of your account, this one too."</p>
            <input type="hidden" name="session_key" value=session_key/>
            <div class="actions">
                <button class="button danger" type="submit" aria-busy=move || leaving.busy.get().to_string()>
                    "Log out everywhere"
                </button>
            </div>
            {move || leaving.failed.get().map(|error| view! {
                <p class="notice bad" role="alert"><Icon name="alert" class="small"/><span>{still_here(&error)}</span></p>
            })}
        </form>
    }
}

/// In our words alone, whatever the address says.
fn still_here(error: &Error) -> &'static str {
    match error {
        Error::LoggedOut => "This session has ended already. Log in again to end the others.",
        _ => "You are still logged in everywhere: the server did not answer. Try again.",
    }
}

/// A log-out from this page.
#[derive(Clone, Copy)]
struct Leaving {
    busy: RwSignal<bool>,
    failed: RwSignal<Option<Error>>,
}

impl Leaving {
    fn after(failure: Option<Error>) -> Self {
        Self { busy: RwSignal::new(false), failed: RwSignal::new(failure) }
    }

    /// What the form does when `tell` is the call that tells the server.
    fn by<F>(self, tell: impl Fn() -> F + Clone) -> impl Fn(SubmitEvent) + Clone
    where
        F: Future<Output = Result<(), Error>> + 'static,
    {
        let (account, messenger, navigate) = (use_account(), use_messenger(), use_navigate());
        move |event| {
            event.prevent_default();
            if self.busy.get_untracked() {
                return;
            }
            self.busy.set(true);
            self.failed.set(None);
            let (leaving, navigate) = (messenger.log_out(tell()), navigate.clone());
            leptos::task::spawn_local(async move {
                match leaving.await {
                    Ok(()) => {
                        // The page first: a visitor must not be reported at the last person's address.
                        navigate("/", Default::default());
                        account.set(None);
                    }
                    Err(error) => {
                        self.busy.set(false);
                        self.failed.set(Some(error));
                    }
                }
            });
        }
    }
}
