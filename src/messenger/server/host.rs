//! The trait by which the app answers the pattern, and the hosts that need no `impl`.

use axum::http::request::Parts;
use std::future::Future;

use super::person::Person;
use super::workspace::Workspace;

/// The app answers the pattern through this trait: which workspace serves a request, and who is logged in.
/// [`layer`](super::layer) takes a host. Three kinds of host need no `impl`:
///
/// - a [`Workspace`] alone: a Messenger for visitors, because nobody is ever logged in;
/// - a pair of a workspace and a function that says who is logged in, as below;
/// - a type of your own where the workspace depends on the request. Write both functions as `async fn`; their futures
///   must be `Send`.
///
/// ```
/// use axum::{Router, http::request::Parts};
/// use messenger::server::*;
/// # struct Account { id: String, name: String, session_key: String, seconds_left: i64 }
/// # async fn find_session(_: &Parts) -> Result<Option<Account>, std::io::Error> { Ok(None) }
///
/// async fn person(request: Parts) -> Result<Option<Person>, SessionUnavailable> {
///     let account = find_session(&request).await.map_err(|_| SessionUnavailable)?;
///     Ok(account.map(|it| Person::new(it.id, it.session_key, it.seconds_left).name(it.name)))
/// }
///
/// let secret = IdentitySecret::new("as the workspace shows it");
/// let workspace = Workspace::hosted("your app id", secret, Region::Eu);
/// let app: Router = Router::new().layer(layer((workspace, person)));
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

/// A Messenger for visitors: nobody is logged in.
impl MessengerHost for Workspace {
    async fn workspace(&self, _: &Parts) -> Option<Workspace> {
        Some(self.clone())
    }

    async fn person(&self, _: &Parts) -> Result<Option<Person>, SessionUnavailable> {
        Ok(None)
    }
}

/// One workspace for every request, and a function that says who is logged in. The function takes the request's head as
/// a value, because a function that borrows it cannot promise a future that is `Send`.
impl<F, P> MessengerHost for (Workspace, F)
where
    F: Fn(Parts) -> P + Send + Sync + 'static,
    P: Future<Output = Result<Option<Person>, SessionUnavailable>> + Send,
{
    async fn workspace(&self, _: &Parts) -> Option<Workspace> {
        Some(self.0.clone())
    }

    fn person(
        &self,
        request: &Parts,
    ) -> impl Future<Output = Result<Option<Person>, SessionUnavailable>> + Send {
        (self.1)(request.clone())
    }
}
