//! The axum layer that gives each request its host and workspace.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::middleware::{MapRequestLayer, map_request_with_state};
use axum::response::{IntoResponse, Response};
use leptos::logging::error;
use leptos::reactive::owner::with_context;
use leptos_router::RouteList;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use super::host::{MessengerHost, SessionUnavailable};
use super::person::Person;
use super::workspace::Workspace;

/// Gives each request its host. Pass it to `Router::layer`, after the routes and the fallback: pages, server functions,
/// axum's own routes and the fallback then know the host. It asks the host once a request which workspace serves.
pub fn layer(host: impl MessengerHost) -> HostLayer {
    map_request_with_state(Arc::new(host), |State(host), request| {
        Box::pin(attach(host, request))
    })
}

/// The layer that [`layer`] returns.
pub type HostLayer = MapRequestLayer<Attach, Arc<dyn AnyHost>, (State<Arc<dyn AnyHost>>, Request)>;

/// A function pointer, because a type must be named and a closure has no name.
type Attach = fn(State<Arc<dyn AnyHost>>, Request) -> BoxFuture<'static, Request>;

type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

async fn attach(host: Arc<dyn AnyHost>, request: Request) -> Request {
    let (mut parts, body) = request.into_parts();
    let workspace = host.workspace(&parts).await.map(Arc::new);
    parts.extensions.insert(HostContext { host, workspace });
    Request::from_parts(parts, body)
}

/// [`MessengerHost`] without a type parameter. Every host is one.
pub trait AnyHost: Send + Sync {
    fn workspace<'a>(&'a self, request: &'a Parts) -> BoxFuture<'a, Option<Workspace>>;

    fn person<'a>(
        &'a self,
        request: &'a Parts,
    ) -> BoxFuture<'a, Result<Option<Person>, SessionUnavailable>>;
}

impl<H: MessengerHost> AnyHost for H {
    fn workspace<'a>(&'a self, request: &'a Parts) -> BoxFuture<'a, Option<Workspace>> {
        Box::pin(MessengerHost::workspace(self, request))
    }

    fn person<'a>(
        &'a self,
        request: &'a Parts,
    ) -> BoxFuture<'a, Result<Option<Person>, SessionUnavailable>> {
        Box::pin(MessengerHost::person(self, request))
    }
}

/// The host and its workspace, in a request's extensions.
#[derive(Clone)]
pub struct HostContext {
    pub host: Arc<dyn AnyHost>,
    /// The workspace that the host named for this request.
    pub workspace: Option<Arc<Workspace>>,
}

impl HostContext {
    pub fn of(request: &Parts) -> Result<Self, MissingContext> {
        request
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or(MissingContext::Layer)
    }

    /// Gives `f` the request that leptos answers just now, with its context. `f` must not ask for contexts itself.
    pub fn with_current<T>(f: impl FnOnce(&Parts, Self) -> T) -> Result<T, MissingContext> {
        with_context::<Parts, _>(|request| Self::of(request).map(|context| f(request, context)))
            .unwrap_or(Err(MissingContext::Request))
    }
}

/// Why something of this module cannot work where it is called. The text says what to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissingContext {
    /// No request is being answered.
    Request,
    /// [`layer`] is not over this route.
    Layer,
    /// Leptos makes no reply here.
    Reply,
}

impl fmt::Display for MissingContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Request => "no request is being answered: call it in a component or a server function",
            Self::Layer => {
                ".layer(messenger::server::layer(host)) is missing over this route: it goes after the routes and the \
                 fallback that it is for"
            }
            Self::Reply => {
                "leptos makes no reply here: call it in a component or a server function; a route of axum's own takes \
                 the extractor ExpiredWidgetCookies"
            }
        })
    }
}

impl std::error::Error for MissingContext {}

impl MissingContext {
    /// Says it at the server's console. Leptos also renders the app to list its routes: there nothing is missing.
    pub fn report(self, effect: &str) {
        if !RouteList::is_generating() {
            error!("{effect}: {self}");
        }
    }
}

/// 500: the app is not wired as it must be.
impl IntoResponse for MissingContext {
    fn into_response(self) -> Response {
        (StatusCode::INTERNAL_SERVER_ERROR, self.to_string()).into_response()
    }
}
