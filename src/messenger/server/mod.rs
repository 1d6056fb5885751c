//! The server's half: the host says who is logged in and which workspace serves the request; the rest is done here.
//!
//! [`layer`] goes over the router: pages, server functions and the fallback all find the host in their request. An
//! `Arc<dyn MessengerHost>` in leptos' context serves as well.

mod claims;
mod cookies;
mod csp;
mod origin;

pub use claims::{SelfTestError, self_test};
pub use cookies::{all_widget_cookies_expired, expired_widget_cookies};
pub use csp::content_security_policy;
pub use origin::is_same_origin;

use axum::Extension;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use super::attributes::Attributes;
use super::look::{Look, LookError};
use super::session::SessionKey;
use super::settings::WidgetSettings;
use super::token::{TokenFailure, TokenReply};

/// What the pattern asks of the app round it.
pub trait MessengerHost: Send + Sync + 'static {
    /// Which workspace serves this request; none switches the Messenger off.
    fn workspace(&self, request: &Parts) -> Option<Workspace>;

    /// Who is logged in.
    fn person<'a>(&'a self, request: &'a Parts) -> Answer<'a>;
}

/// An error means that the host could not find out; the browser will ask again.
pub type Answer<'a> = Pin<Box<dyn Future<Output = Result<Option<Person>, Unknowable>> + Send + 'a>>;

/// The host could not find out who is logged in. What went wrong is for the host to log.
#[derive(Clone, Copy, Debug)]
pub struct Unknowable;

/// A logged-in person, as their token will say.
#[derive(Clone, Debug)]
pub struct Person {
    pub user_id: String,
    pub email: Option<String>,
    pub name: Option<String>,
    /// Unix seconds.
    pub created_at: Option<i64>,
    /// What else the token says: custom attributes, and the company they act for. Nobody at a browser's console can
    /// change it. That the hosted Messenger takes a company from a token is not documented: where it does not, report it
    /// by [`MessengerHandle::update`](super::MessengerHandle::update).
    /// Source: Intercom's help, "Authenticating users in the Messenger with JSON web tokens (JWTs)".
    pub attributes: Attributes,
    pub session_key: SessionKey,
    /// Seconds until the session ends: the token lives no longer.
    pub session_ends_in: i64,
}

/// A Messenger workspace, and how to talk to it.
#[derive(Clone, Debug)]
pub struct Workspace {
    pub widget: WidgetSettings,
    pub secret: IdentitySecret,
    /// Where it is hosted; none for a workspace of this very origin.
    pub hosted: Option<Region>,
}

impl Workspace {
    /// A workspace that Intercom hosts.
    pub fn hosted(app_id: &str, secret: IdentitySecret, region: Region) -> Self {
        let script_url = format!("https://widget.intercom.io/widget/{app_id}");
        let mut workspace = Self::at(app_id, secret, script_url, region.api_base().map(str::to_owned));
        workspace.hosted = Some(region);
        workspace.widget.throttled = true;
        workspace
    }

    /// A workspace of the page's own origin; its script knows by itself where it came from.
    pub fn own(app_id: &str, secret: IdentitySecret) -> Self {
        Self::at(app_id, secret, format!("/widget/{app_id}"), None)
    }

    /// With a look of its own.
    ///
    /// # Errors
    ///
    /// A setting is below the limit that [`Look`] states.
    pub fn look(mut self, look: &Look) -> Result<Self, LookError> {
        look.check()?;
        self.widget.look = leptos::serde_json::to_string(look).unwrap_or_else(|_| "{}".to_owned());
        Ok(self)
    }

    /// Explains in the browser's console what it finds wrong.
    pub fn development(mut self, on: bool) -> Self {
        self.widget.development = on;
        self
    }

    /// With an address to offer where the widget is blocked.
    pub fn contact(mut self, email: &str) -> Self {
        self.widget.contact = Some(email.to_owned());
        self
    }

    fn at(app_id: &str, secret: IdentitySecret, script_url: String, api_base: Option<String>) -> Self {
        let app_id = app_id.to_owned();
        let widget = WidgetSettings {
            app_id,
            script_url,
            api_base,
            contact: None,
            look: "{}".to_owned(),
            throttled: false,
            development: false,
        };
        Self { widget, secret, hosted: None }
    }
}

/// The region that a hosted workspace's data lives in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Region {
    Us,
    Eu,
    Au,
}

impl Region {
    /// What the widget is told; the United States are its default.
    /// Source of the hosts: Intercom's help, "Using Intercom with Content Security Policy"; of the setting: its snippet in
    /// "Set up Identity Verification for web and mobile".
    pub fn api_base(self) -> Option<&'static str> {
        match self {
            Self::Us => None,
            Self::Eu => Some("https://api-iam.eu.intercom.io"),
            Self::Au => Some("https://api-iam.au.intercom.io"),
        }
    }
}

/// The key that signs identities: the string as the workspace shows it. Never logged, never sent.
#[derive(Clone, PartialEq, Eq)]
pub struct IdentitySecret(String);

impl IdentitySecret {
    pub fn new(secret: impl Into<String>) -> Self {
        Self(secret.into())
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for IdentitySecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdentitySecret(…)")
    }
}

/// For `Router::layer`, after the routes and the fallback: tells all of them who the host is.
pub fn layer(host: impl MessengerHost) -> Extension<Arc<dyn MessengerHost>> {
    Extension(Arc::new(host))
}

/// The request, and the host that [`layer`] put into it.
fn host() -> Option<(Arc<dyn MessengerHost>, Parts)> {
    let request = use_context::<Parts>()?;
    let host = request.extensions.get::<Arc<dyn MessengerHost>>().cloned();
    Some((host.or_else(use_context)?, request))
}

/// What the page tells the browser about the widget.
pub(super) fn widget_settings() -> Option<WidgetSettings> {
    let (host, request) = host()?;
    Some(host.workspace(&request)?.widget)
}

/// Call it in the server function that logs out: its reply expires the widget's session cookies, whether a script runs
/// or not (rule R3).
pub fn expire_widget_cookies() {
    let (Some((host, request)), Some(reply)) = (host(), use_context::<ResponseOptions>()) else { return };
    let asked = request.headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let Some(workspace) = host.workspace(&request) else { return };
    for line in expired_widget_cookies(&workspace.widget.app_id, asked) {
        if let Ok(line) = HeaderValue::from_str(&line) {
            reply.append_header(header::SET_COOKIE, line);
        }
    }
}

/// The body of the server function [`messenger_token`](super::token::messenger_token).
pub(super) async fn answer_token_call() -> Result<TokenReply, TokenFailure> {
    let reply = use_context::<ResponseOptions>();
    let result = token_for_caller().await;
    if let Some(reply) = reply {
        reply.insert_header(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Err(failure) = &result {
            reply.set_status(match failure {
                TokenFailure::SignedOut | TokenFailure::SessionOver => StatusCode::UNAUTHORIZED,
                TokenFailure::Refused => StatusCode::FORBIDDEN,
                TokenFailure::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
                TokenFailure::NoHost
                | TokenFailure::NoWorkspace
                | TokenFailure::NoUserId
                | TokenFailure::CannotSign => StatusCode::INTERNAL_SERVER_ERROR,
            });
        }
    }
    result
}

async fn token_for_caller() -> Result<TokenReply, TokenFailure> {
    let (host, request) = host().ok_or(TokenFailure::NoHost)?;
    if !is_same_origin(&request.headers) {
        return Err(TokenFailure::Refused);
    }
    let person = host.person(&request).await.map_err(|Unknowable| TokenFailure::Unavailable)?;
    let person = person.ok_or(TokenFailure::SignedOut)?;
    let workspace = host.workspace(&request).ok_or(TokenFailure::NoWorkspace)?;
    claims::sign(person, &workspace.secret)
}
