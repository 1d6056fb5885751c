//! Finds out who makes a request, before anything answers it.

use axum::extract::{ConnectInfo, Request, State as Shared};
use axum::http::header::COOKIE;
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::Response;
use futures::stream;
use leptos::server_fn::ServerFn;
use std::net::SocketAddr;

use super::config::Environment;
use super::failure::refuse;
use super::security::LoggedIn;
use super::state::State;
use crate::accounts::{Accounts, CurrentAccount, CurrentConsent, CurrentSession, Role};
use crate::desk::{
    GetThread, INBOX_STREAM, InboxSeen, ListInbox, PeopleImport, PeopleTimeline, RECORD_STREAM,
};
use crate::error::{Error, accepts_html};
use crate::inspector::server::Access;
use crate::inspector::{CALLS_PATH, STREAM_PATH};
use crate::messenger::MessengerToken;
use crate::prefetch::{PREFETCH, SEC_PURPOSE};
use crate::shop::AskKnown;
use crate::shop::cart::CartAtLoad;
use crate::workspace::{Workspace, find_teammate};

/// Puts `Option<CurrentSession>` into the request, and what follows from it.
pub async fn find_session(Shared(state): Shared<State>, mut request: Request, next: Next) -> Response {
    let workspace = request.extensions().get::<Workspace>().cloned();
    let session = match current(&state.accounts, workspace.as_ref(), request.headers()).await {
        Ok(session) => session,
        Err(error) => return refuse(error, request.headers()),
    };
    let client = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|client| client.0.ip());
    let session = session.map(|session| CurrentSession { address: client, ..session });
    if let Some(session) = &session {
        request.extensions_mut().insert(LoggedIn);
        if counts_as_use(&request)
            && let Err(error) = state.accounts.touch(session).await
        {
            return refuse(error, request.headers());
        }
    }
    if state.config.environment == Environment::Development {
        request.extensions_mut().insert(Access::new(|| std::future::ready(true), stream::pending));
    } else if let Some(teammate) = session.as_ref().filter(|session| is_teammate(session)) {
        let cookies = request.headers().get_all(COOKIE).iter().map(|line| (COOKIE, line.clone()));
        let (accounts, cookies) = (state.accounts.clone(), cookies.collect::<HeaderMap>());
        let (of_ends, account_id) = (state.accounts.clone(), teammate.account_id.clone());
        let still_allowed = move || {
            let (accounts, workspace, cookies) = (accounts.clone(), workspace.clone(), cookies.clone());
            async move {
                let session = current(&accounts, workspace.as_ref(), &cookies).await;
                session.is_ok_and(|session| session.is_some_and(|session| is_teammate(&session)))
            }
        };
        request
            .extensions_mut()
            .insert(Access::new(still_allowed, move || of_ends.session_ends(&account_id)));
    }
    // Known before the page is rendered: its header shows it.
    if request.method() == Method::GET && accepts_html(request.headers()) {
        let shopper = state.shop.shopper(request.headers(), session.as_ref());
        let count = state.shop.count(&shopper).await.unwrap_or_default();
        request.extensions_mut().insert(CartAtLoad(count));
    }
    request.extensions_mut().insert(session);
    next.run(request).await
}

/// The current session, with the role that counts here. Teammates of other apps are customers here.
/// So is a teammate without the second factor that the settings require. Where Intercom hosts the workspace, it knows
/// its teammates itself: here all of the server's are.
async fn current(
    accounts: &Accounts,
    workspace: Option<&Workspace>,
    headers: &HeaderMap,
) -> Result<Option<CurrentSession>, Error> {
    let Some(mut session) = accounts.current(headers).await? else { return Ok(None) };
    if session.signed_in.role == Role::Teammate {
        let lacks_factor = accounts.requires_second_factor() && !session.has_second_factor;
        let is_elsewhere = match workspace {
            Some(workspace) => {
                find_teammate(workspace.db(), workspace.app_id(), &session.account_id).await?.is_none()
            }
            None => false,
        };
        if lacks_factor || is_elsewhere {
            session.signed_in.role = Role::Customer;
        }
    }
    Ok(Some(session))
}

fn is_teammate(session: &CurrentSession) -> bool {
    session.signed_in.role == Role::Teammate
}

/// The calls that pages make by themselves: on a timer, at a change elsewhere, when a tab is visible again. A new one
/// belongs here, and under its heading in `src/tests/matrix/table.rs`.
const CALLS_OF_PAGES: [&str; 13] = [
    MessengerToken::PATH,
    CurrentAccount::PATH,
    CurrentConsent::PATH,
    AskKnown::PATH,
    CALLS_PATH,
    STREAM_PATH,
    // An open inbox asks again with each change.
    ListInbox::PATH,
    GetThread::PATH,
    InboxSeen::PATH,
    INBOX_STREAM,
    // An open record does so, too.
    PeopleTimeline::PATH,
    RECORD_STREAM,
    // The page of an import asks how far it is.
    PeopleImport::PATH,
];

/// Whether a person opens a page, or has it fetch or change something. A prefetch or a prerender is none of that: the
/// person may never open the page.
fn counts_as_use(request: &Request) -> bool {
    let (path, headers) = (request.uri().path(), request.headers());
    !headers.contains_key(PREFETCH)
        && !headers.contains_key(SEC_PURPOSE)
        && !CALLS_OF_PAGES.contains(&path)
        && (request.method() == Method::POST || path.starts_with("/api/") || accepts_html(headers))
}
