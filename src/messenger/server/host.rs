//! The trait by which the app answers the pattern.

use axum::http::request::Parts;
use std::future::Future;

use super::workspace::Workspace;
use crate::attributes::Attributes;
use crate::session::SessionKey;

/// The app answers the pattern through this trait: which workspace serves a request, and who is logged in.
///
/// Write both as `async fn`; their futures must be `Send`. [`layer`](super::layer) goes over the router:
///
/// ```
/// use axum::{Router, http::request::Parts};
/// use messenger::{Attributes, SessionKey};
/// use messenger::server::*;
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
    /// Asked once for each request that passes the layer, before any page is rendered: answer from memory where you
    /// can.
    fn workspace(&self, request: &Parts) -> impl Future<Output = Option<Workspace>> + Send;

    /// The person who is logged in; `None` for nobody. Asked when a page asks for a token. This question must not
    /// prolong the session.
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

/// A logged-in person, as their token will say. Nobody at a browser's console can change what a token says.
///
/// Source: Intercom's help, "Authenticating users in the Messenger with JSON web tokens (JWTs)".
#[derive(Clone, Debug)]
pub struct Person {
    /// Your id of the person. It never changes and never goes to another person; an e-mail address may do both. A token
    /// needs one: if it is empty, the token call answers 500.
    pub user_id: String,
    /// The e-mail address, if the workspace may know it.
    pub email: Option<String>,
    /// The name, if the workspace may know it.
    pub name: Option<String>,
    /// When the account was made, in Unix seconds.
    pub created_at: Option<i64>,
    /// Custom attributes, and the company that the person acts for. [`Attributes`] checks Intercom's limits. Intercom
    /// does not document that it takes a company from a token: where it does not, report the company by
    /// [`MessengerHandle::update`](crate::MessengerHandle::update).
    pub attributes: Attributes,
    /// Any text that is new at every log-in and opens nothing: the browser keeps it in localStorage. Not the session's
    /// cookie.
    pub session_key: SessionKey,
    /// Seconds until the session ends. A token lives no longer, and two hours at most, which is Intercom's usual
    /// default. At zero or less the session is over, and the token call answers 401.
    pub session_ends_in: i64,
}
