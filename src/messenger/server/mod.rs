//! The server's half: the host says which workspace serves a request and who is logged in; the rest is done here.
//!
//! [`layer`] goes over the router: pages, server functions, axum's own routes and the fallback all find the host in
//! their request.

mod claims;
mod cookies;
mod csp;
mod host;
mod layer;
mod origin;
mod requested_host;
mod token_call;
mod workspace;

pub use claims::{SelfTestError, self_test};
pub use cookies::{all_widget_cookies_expired, expired_widget_cookies};
pub use csp::content_security_policy;
pub use host::{MessengerHost, Person, SessionUnavailable};
pub use layer::{HostLayer, MissingContext, layer};
pub use origin::is_same_origin;
pub use requested_host::{normalize_host, requested_host};
pub use workspace::{IdentitySecret, Region, Workspace};

pub(super) use token_call::answer_token_call;

use axum::http::{HeaderValue, header};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

use super::settings::WidgetSettings;
use layer::HostContext;

/// What the page tells the browser about the widget. None without the layer, or while no request is answered: leptos
/// also renders the app to list its routes.
pub(super) fn widget_settings() -> Option<WidgetSettings> {
    let (_, context) = HostContext::current().ok()?;
    context.workspace.map(|workspace| workspace.widget.clone())
}

/// Call it in the server function that logs out: its reply expires the widget's session cookies, whether a script runs
/// or not (rule R3).
pub fn expire_widget_cookies() {
    let (Ok((request, context)), Some(reply)) = (HostContext::current(), use_context::<ResponseOptions>())
    else {
        return;
    };
    let asked = requested_host(&request.headers, &request.uri);
    let Some(workspace) = context.workspace else { return };
    for line in expired_widget_cookies(&workspace.widget.app_id, &asked) {
        if let Ok(line) = HeaderValue::from_str(&line) {
            reply.append_header(header::SET_COOKIE, line);
        }
    }
}
