//! The server's half: the host says which workspace serves a request and who is logged in; the rest is done here.
//!
//! [`layer`] goes over the router: pages, server functions, axum's own routes and the fallback all find the host in
//! their request.

mod claims;
mod cookies;
mod csp;
mod env;
mod host;
mod layer;
mod origin;
mod person;
mod policy;
mod requested_host;
mod self_test;
mod token_call;
mod user_hash;
mod workspace;

pub use cookies::{ExpiredWidgetCookies, expire_all_widget_cookies, expire_widget_cookies};
pub use env::EnvError;
pub use host::{MessengerHost, SessionUnavailable};
pub use layer::{HostLayer, MissingContext, layer};
pub use origin::is_same_origin;
pub use person::Person;
pub use policy::merge_policy;
pub use requested_host::{normalize_host, requested_host};
pub use self_test::{SecretWarning, SelfTestError, self_test};
pub use workspace::{IdentitySecret, Region, Workspace};

pub(crate) use token_call::answer_token_call;

use crate::settings::WidgetSettings;
use layer::HostContext;

/// The settings of the widget for the page. None without the layer, or while no request is answered: leptos also
/// renders the app to list its routes.
pub(crate) fn widget_settings() -> Option<WidgetSettings> {
    let workspace = HostContext::with_current(|_, context| context.workspace).ok()??;
    Some(workspace.widget.clone())
}
