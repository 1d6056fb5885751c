//! Pages for one person: for people who are logged in, and for visitors where a page is theirs, too.

use leptos::html::H1;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::Redirect;
use leptos_router::hooks::{use_location, use_url};
use leptos_router::location::Url;

use crate::accounts::{session_key, use_account};
use crate::components::{Icon, address, set_title};
use crate::error::Error;

/// Shows its children to a person who is logged in. It sends anyone else to log in first and then come back.
#[component]
pub fn RequireLogIn(children: ChildrenFn) -> impl IntoView {
    if use_account().with_untracked(Option::is_none) {
        let options = NavigateOptions { replace: has_address_already(), ..Default::default() };
        return view! { <Redirect path=log_in_path() options/> }.into_any();
    }
    view! { <PerPerson children/> }.into_any()
}

/// Shows its children to everybody: to whoever is logged in, or to a visitor.
///
/// When the session ends while the page is open, the children go at once and a notice takes their place. A redirect
/// would hide what happened. Another person's log-in makes the children anew.
#[component]
pub fn PerPerson(children: ChildrenFn) -> impl IntoView {
    let account = use_account();
    let session = Memo::new(move |_| session_key(account));
    let was_logged_in = StoredValue::new(false);
    move || match session.with(Option::is_some) {
        false if was_logged_in.get_value() => logged_out(),
        is_logged_in => {
            was_logged_in.set_value(is_logged_in);
            children()
        }
    }
}

/// Draws an error of a [`PerPerson`] page. A visitor is sent to log in where the server asks for that.
pub fn or_log_in(
    draw: impl Fn(Error, Callback<()>) -> AnyView + Send + Sync + Copy + 'static,
) -> impl Fn(Error, Callback<()>) -> AnyView + Send + Sync + Copy + 'static {
    move |error, again| match error {
        Error::LoggedOut => view! { <RequireLogIn>{draw(Error::LoggedOut, again)}</RequireLogIn> }.into_any(),
        error => draw(error, again),
    }
}

fn logged_out() -> AnyView {
    let heading = NodeRef::<H1>::new();
    set_title("You have been logged out", move || heading.get().is_some());
    view! {
        <div class="wrap nothing tall" role="status">
            <Icon name="lock"/>
            // No `Heading`: it would take the place of the page that comes after a log-out.
            <h1 node_ref=heading>"You have been logged out"</h1>
            <p>"What was here is for you alone. Log in to see it again."</p>
            <p class="actions"><a class="button main" href=log_in_path()>"Log in"</a></p>
        </div>
    }
    .into_any()
}

/// The log-in page that leads back here.
fn log_in_path() -> String {
    use_url().with_untracked(log_in_from)
}

/// The log-in page that leads back to this one.
pub fn log_in_from(url: &Url) -> String {
    // The server escapes more than a browser does; a page must be the same on both sides.
    let escaped = Url::escape(&address(url))
        .replace("%2D", "-")
        .replace("%2E", ".")
        .replace("%5F", "_")
        .replace("%7E", "~");
    format!("/login?next={escaped}")
}

/// Back, forward and reload put the page into the address bar before it renders: its entry must be replaced, or Back
/// would lead to it again and again. A link's entry is not there yet: replacing would take the former page's.
fn has_address_already() -> bool {
    !cfg!(feature = "ssr")
        && location().pathname().is_ok_and(|bar| bar == use_location().pathname.get_untracked())
}
