//! A host in the smallest form: one page with the Messenger round it, the server functions, a fallback.

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::http::request::Parts;
use axum::response::Response;
use axum::routing::get;
use leptos::prelude::*;
use leptos_axum::LeptosRoutes;
use leptos_messenger::messenger::server::{
    IdentitySecret, MessengerHost, Person, Region, SessionUnavailable, Workspace, layer,
};
use leptos_messenger::messenger::{Messenger, Session};
use leptos_router::components::Router as Pages;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tower::ServiceExt;

/// Answers for one person and counts what it is asked.
#[derive(Clone, Default)]
pub struct Host {
    is_off: bool,
    asked: Arc<AtomicUsize>,
}

impl MessengerHost for Host {
    async fn workspace(&self, request: &Parts) -> Option<Workspace> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        // As a look into a database would: not ready at once.
        tokio::task::yield_now().await;
        let app_id = if request.uri.path() == "/" { "home" } else { "elsewhere" };
        let workspace = Workspace::hosted(app_id, IdentitySecret::new("between-us"), Region::Us);
        (!self.is_off).then_some(workspace)
    }

    async fn person(&self, request: &Parts) -> Result<Option<Person>, SessionUnavailable> {
        tokio::task::yield_now().await;
        match request.headers.get("cookie").map(|cookie| cookie.as_bytes()) {
            None => Ok(None),
            Some(b"session=broken") => Err(SessionUnavailable),
            Some(_) => Ok(Some(Person::new("u_1", "k", 60))),
        }
    }
}

impl Host {
    pub fn without_workspace() -> Self {
        Self { is_off: true, ..Self::default() }
    }

    /// How often it was asked for the workspace.
    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }

    /// Its app; `inside` runs on the server while a page is rendered.
    pub fn app(&self, inside: fn()) -> Router {
        routes(inside).layer(layer(self.clone()))
    }
}

/// The app as it is before the layer goes over it.
pub fn routes(inside: fn()) -> Router {
    let page = move || {
        inside();
        let session = Signal::derive(|| Session::Visitor);
        view! { <Pages><Messenger session>"A page"</Messenger></Pages> }
    };
    let options = LeptosOptions::builder().output_name("host").build();
    Router::new()
        // The server functions. Pages are routed by hand: while leptos lists them, no resource of the process loads.
        .leptos_routes(&options, Vec::new(), page)
        .route("/", get(leptos_axum::render_app_to_stream(page)))
        .fallback(leptos_axum::render_app_to_stream(page))
        .with_state(options)
}

pub async fn send(app: Router, request: Request<Body>) -> Response {
    app.oneshot(request).await.expect("the router never fails")
}

pub async fn open(app: Router, path: &str) -> Response {
    send(app, Request::get(path).header("host", "www.shop.example").body(Body::empty()).expect("a request"))
        .await
}
