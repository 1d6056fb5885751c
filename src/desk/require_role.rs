//! The component that keeps a page of the desk for one role.

use leptos::prelude::*;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_location;

use super::shell::Shell;
use crate::accounts::{Role, use_account};
use crate::components::{Icon, asset};
use crate::error::{Error, set_status};

/// Shows its children to an account of this role. It sends visitors to the log-in, and refuses other accounts. When the
/// session ends while the page is open, a notice takes the place of the children.
#[component]
pub fn RequireRole(
    /// The role that the page needs. Without one, any account will do.
    #[prop(optional)]
    role: Option<Role>,
    /// The page's own style sheet. It adds to the desk's.
    #[prop(optional)]
    sheet: Option<&'static str>,
    children: ChildrenFn,
) -> AnyView {
    let account = use_account();
    let log_in = format!("/login?next={}", use_location().pathname.get_untracked());
    if account.with_untracked(Option::is_none) {
        return view! { <Redirect path=log_in/> }.into_any();
    }
    // Another person's log-in makes the children anew.
    let session = Memo::new(move |_| {
        account.with(|person| person.as_ref().map(|it| (it.role, it.session_key.clone())))
    });
    let page = move || match session.get() {
        None => logged_out(log_in.clone()),
        Some((own, _)) if role.is_none_or(|role| role == own) => children(),
        Some(_) => refused(Some("A teammate who has to have a second factor sets it up first.")),
    };
    view! {
        <link rel="stylesheet" href=asset("desk.css")/>
        {sheet.map(|sheet| view! { <link rel="stylesheet" href=asset(sheet)/> })}
        {page}
    }
    .into_any()
}

fn logged_out(log_in: String) -> AnyView {
    view! {
        <Shell title="You have been logged out">
            <main id="main" class="nothing">
                <Icon name="lock"/>
                <p>"This page belongs to the workspace. Log in as a teammate to see it again."</p>
                <a class="button sea" href=log_in rel="external">"Log in"</a>
            </main>
        </Shell>
    }
    .into_any()
}

/// The page of a refusal. A `hint` brings a link to the page of the second factor.
pub fn refused(hint: Option<&'static str>) -> AnyView {
    set_status(&Error::Forbidden);
    let hint = hint.map(|hint| {
        view! { <p class="hint">{hint}" "<a href="/workspace/second-factor" rel="external">"Second factor"</a></p> }
    });
    view! {
        <Shell title="For teammates">
            <main id="main" class="nothing">
                <Icon name="lock"/>
                <p>"This page belongs to the workspace. Log in as a teammate to see it."</p>
                {hint}
                <a class="button sea" href="/" rel="external">"Back to the shop"</a>
            </main>
        </Shell>
    }
    .into_any()
}
