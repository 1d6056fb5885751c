use leptos::prelude::*;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_location;

use crate::accounts::{Role, use_account};
use crate::components::Icon;
use crate::desk::shell::Shell;

#[cfg(feature = "ssr")]
use axum::http::{StatusCode, request::Parts};

#[cfg(feature = "ssr")]
use crate::accounts::{CurrentSession, accounts, audited, current_session};
use crate::error::{Error, set_status};
#[cfg(feature = "ssr")]
use crate::workspace::audit::Actor;
#[cfg(feature = "ssr")]
use crate::workspace::{Teammate, Workspace, find_teammate};

/// The teammate who changes something.
#[cfg(feature = "ssr")]
impl<'a> From<&'a CurrentSession> for Actor<'a> {
    fn from(session: &'a CurrentSession) -> Self {
        let CurrentSession { account_id, signed_in, address, .. } = session;
        Self::Teammate { account_id, name: &signed_in.name, address: *address }
    }
}

/// For a server function: who asks, if their role is this one. Teammates of other apps alone are customers here.
#[cfg(feature = "ssr")]
pub fn only(role: Role) -> Result<CurrentSession, Error> {
    match current_session() {
        Some(session) if session.signed_in.role == role => Ok(session),
        Some(session) => {
            let path = use_context::<Parts>().map(|request| request.uri.path().to_owned());
            note_refused(&session, path.as_deref());
            Err(Error::Forbidden.with_status())
        }
        None => Err(Error::LoggedOut.with_status()),
    }
}

/// For a server function: who asks, if their account is a teammate's, whatever it counts for here.
#[cfg(feature = "ssr")]
pub fn staff_account() -> Result<CurrentSession, Error> {
    match current_session() {
        Some(session) if session.account_role == Role::Teammate => Ok(session),
        Some(_) => Err(Error::Forbidden.with_status()),
        None => Err(Error::LoggedOut.with_status()),
    }
}

/// Somebody who is no teammate here asked for what is theirs.
#[cfg(feature = "ssr")]
fn note_refused(session: &CurrentSession, path: Option<&str>) {
    let (account_id, address) = (session.account_id.as_str(), audited(session.address));
    tracing::info!(target: "audit", event = "refused", account_id, path, address);
}

/// The workspace that the page belongs to; there is none where a hosted one is used.
#[cfg(feature = "ssr")]
pub fn workspace() -> Result<Workspace, Error> {
    use_context::<Option<Workspace>>().flatten().ok_or_else(|| Error::NotFound.with_status())
}

/// For a server function: the workspace, and who asks, if they are a teammate of this app; of the page's if none is named.
/// Another app is not there: one that other pages of this server belong to, or that they do not answer for.
#[cfg(feature = "ssr")]
pub async fn teammate_of(app_id: &str) -> Result<(Workspace, CurrentSession), Error> {
    let session = only(Role::Teammate)?;
    let workspace = workspace()?;
    if app_id.is_empty() {
        return Ok((workspace, session));
    }
    match find_teammate(workspace.db(), app_id, &session.account_id).await {
        Ok(Some(_)) if !workspace.belongs_elsewhere(app_id) => Ok((workspace, session)),
        Ok(_) => Err(Error::NotFound.with_status()),
        Err(error) => Err(error.with_status()),
    }
}

/// The same, if they say their password once more: the session may be in another's hands.
#[cfg(feature = "ssr")]
pub async fn confirmed_teammate_of(
    app_id: &str,
    password: &str,
) -> Result<(Workspace, CurrentSession), Error> {
    let (workspace, session) = teammate_of(app_id).await?;
    accounts()?.confirm_password(&session, password).await.map_err(Error::with_status)?;
    Ok((workspace, session))
}

/// The workspace that the page belongs to, and the teammate of its app who asks. 403 for whoever answers for other apps.
#[cfg(feature = "ssr")]
pub async fn teammate() -> Result<(Workspace, Teammate), Error> {
    let session = only(Role::Teammate)?;
    let workspace = workspace()?;
    match find_teammate(workspace.db(), workspace.app_id(), &session.account_id).await {
        Ok(Some(teammate)) => Ok((workspace, teammate)),
        Ok(None) => Err(Error::Forbidden.with_status()),
        Err(error) => Err(error.with_status()),
    }
}

/// The same for a request that is no server function's.
#[cfg(feature = "ssr")]
pub async fn teammate_asks(
    workspace: Option<Workspace>,
    session: Option<CurrentSession>,
) -> Result<(Workspace, CurrentSession), StatusCode> {
    let workspace = workspace.ok_or(StatusCode::NOT_FOUND)?;
    let session = session.ok_or(StatusCode::UNAUTHORIZED)?;
    if session.signed_in.role != Role::Teammate {
        note_refused(&session, None);
        return Err(StatusCode::FORBIDDEN);
    }
    match find_teammate(workspace.db(), workspace.app_id(), &session.account_id).await {
        Ok(Some(_)) => Ok((workspace, session)),
        Ok(None) => {
            note_refused(&session, None);
            Err(StatusCode::FORBIDDEN)
        }
        Err(error) => Err(error.status()),
    }
}

/// For a page: shows it to whoever has this role, sends visitors to the log-in, and refuses the others. When the session
/// ends while the page is open, a notice takes the page's place. Each of them has the desk's shell.
#[component]
pub fn Only(
    /// Without one, whoever is logged in.
    #[prop(optional)]
    role: Option<Role>,
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
    (move || match session.get() {
        None => logged_out(log_in.clone()),
        Some((own, _)) if role.is_none_or(|role| role == own) => children(),
        Some(_) => refused(Some("A teammate who has to have a second factor sets it up first.")),
    })
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

/// `hint` goes with the way to the second factor.
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
