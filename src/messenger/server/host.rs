//! What the pattern asks of the app round it.

use axum::http::request::Parts;
use std::future::Future;

use super::super::attributes::Attributes;
use super::super::session::SessionKey;
use super::workspace::Workspace;

/// What the pattern asks of the app round it: which workspace serves a request, and who is logged in.
///
/// Write both as `async fn`; their futures must be `Send`. [`layer`](super::layer) goes over the router:
///
/// ```
/// use axum::{Router, http::request::Parts};
#[doc = concat!("use ", env!("CARGO_CRATE_NAME"), "::messenger::{Attributes, SessionKey};")]
#[doc = concat!("use ", env!("CARGO_CRATE_NAME"), "::messenger::server::*;")]
/// # struct Session { user_id: String, name: String, key: String, seconds_left: i64 }
/// # async fn find_session(_: &Parts) -> Result<Option<Session>, std::io::Error> { Ok(None) }
///
/// struct Host(Workspace);
///
/// impl MessengerHost for Host {
///     async fn workspace(&self, _: &Parts) -> Option<Workspace> {
///         Some(self.0.clone())
///     }
///
///     async fn person(&self, request: &Parts) -> Result<Option<Person>, SessionUnavailable> {
///         let session = find_session(request).await.map_err(|_| SessionUnavailable)?;
///         Ok(session.map(|session| Person {
///             user_id: session.user_id,
///             name: Some(session.name),
///             email: None,
///             created_at: None,
///             attributes: Attributes::new(),
///             session_key: SessionKey(session.key),
///             session_ends_in: session.seconds_left,
///         }))
///     }
/// }
///
/// let secret = IdentitySecret::new("as the workspace shows it");
/// let host = Host(Workspace::hosted("your app id", secret, Region::Eu));
/// let app: Router = Router::new().layer(layer(host));
/// ```
pub trait MessengerHost: Send + Sync + 'static {
    /// The workspace that serves this request. `None` switches the Messenger off.
    ///
    /// Asked once for each request that passes the layer, before any page is rendered: answer from memory where you can.
    fn workspace(&self, request: &Parts) -> impl Future<Output = Option<Workspace>> + Send;

    /// Who is logged in; `None` for nobody. Asked when a page asks for a token. This question must not prolong the
    /// session.
    ///
    /// # Errors
    ///
    /// [`SessionUnavailable`] if the host could not find out. The browser then asks again, and nobody is logged out.
    fn person(
        &self,
        request: &Parts,
    ) -> impl Future<Output = Result<Option<Person>, SessionUnavailable>> + Send;
}

/// The host could not find out who is logged in. Log the cause yourself: it does not reach the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionUnavailable;

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
    /// by [`MessengerHandle::update`](super::super::MessengerHandle::update).
    /// Source: Intercom's help, "Authenticating users in the Messenger with JSON web tokens (JWTs)".
    pub attributes: Attributes,
    pub session_key: SessionKey,
    /// Seconds until the session ends: the token lives no longer.
    pub session_ends_in: i64,
}
