//! Everything the server answers.

use axum::body::Body;
use axum::extract::Request;
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::{from_fn, from_fn_with_state, map_response};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{any, get};
use axum::{Extension, Router};
use leptos::prelude::*;
use leptos_axum::{
    AxumRouteListing, LeptosRoutes, generate_route_list_with_exclusions_and_ssg_and_context as route_list,
};

use std::sync::OnceLock;

use super::Environment;
use super::client_address::{TrustedProxies, find_client};
use super::failure::{self, refuse};
use super::state::State;
use super::uncancelled::uncancelled;
use super::{
    about, brands, compress, health, log_line, network_shares, nul_characters, origin, policy, security,
    session, stream_headers,
};
use crate::accounts::stays_here;
use crate::app::{App, shell};
use crate::desk;
use crate::error::{Error, accepts_html};
use crate::inspector;
use crate::messenger;
use crate::workspace::widget;

/// The table of routes, ready to be served or to be called by a test.
pub fn router(state: &State) -> Router {
    let embedded = state.brands.iter().find_map(|brand| brand.embedded.clone());
    Router::new()
        // Open to anyone; each page and server function asks for the log-in it needs.
        .merge(by_cookie(pages_and_server_functions(state), state))
        // Developers and teammates; each handler asks for its `Access`.
        .merge(by_cookie(inspector::server::routes(), state))
        // Teammates of the app; the handler asks for the log-in.
        .merge(by_cookie(desk::routes(), state))
        // Open to anyone: cookieless, and every ping says by itself whose it is, at whichever host it arrives.
        .merge(embedded.map_or_else(Router::new, |embedded| {
            let routes = widget::routes(embedded.clone(), &state.config.messenger_origins).with_state(());
            match state.config.environment {
                Environment::Development => routes.layer(Extension(widget::Development)),
                Environment::Production => routes,
            }
        }))
        // Open to anyone.
        .nest_service(&state.assets.versioned_path(), state.assets.versioned())
        .route("/v/{*other_version}", any(|| async { StatusCode::NOT_FOUND }))
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .fallback_service(
            state.assets.unversioned(by_cookie(not_found(state), state).with_state(state.clone())),
        )
        .layer(from_fn_with_state(state.brands.clone(), brands::find_brand))
        .layer(from_fn(nul_characters::refuse_in_address))
        // From here outwards for every answer: a panic becomes an answer, every answer is guarded, all of it is logged.
        .layer(failure::catch_panics())
        .layer(from_fn(failure::on_a_page))
        .layer(from_fn(compress::compress))
        .layer(map_response(stream_headers::pass_on_at_once))
        .layer(from_fn_with_state(network_shares::streams(state.connections), network_shares::limit_streams))
        .layer(from_fn_with_state(network_shares::proxied(state.connections), network_shares::limit_proxied))
        .layer(from_fn_with_state(security::Guard::of(&state.config), security::guard))
        .layer(from_fn_with_state(state.clock.clone(), log_line::log_line))
        .layer(from_fn_with_state(TrustedProxies::new(&state.config.trusted_proxies), find_client))
        .with_state(state.clone())
}

/// Adds the layers of routes that act for the person whose session cookie comes along.
/// Cookieless interfaces stay outside.
fn by_cookie(routes: Router<State>, state: &State) -> Router<State> {
    routes
        .layer(messenger::server::layer(state.clone()))
        .layer(from_fn(failure::limit_body))
        .layer(from_fn_with_state(state.origin.clone(), origin::same_origin))
        .layer(from_fn(security::keep_private))
        .layer(from_fn(compress::keep_plain))
        .layer(from_fn_with_state(state.clone(), session::find_session))
}

/// The list of the routes of pages and server functions.
/// It is made once, before any page: while leptos makes it, no resource of the whole process loads. A page rendered at
/// that moment would wait for its data for ever.
static ROUTES: OnceLock<Vec<AxumRouteListing>> = OnceLock::new();

/// Routes each line in `App`'s table, and each server function, under `/api/`.
fn pages_and_server_functions(state: &State) -> Router<State> {
    let provide = provider(state);
    let routes = ROUTES.get_or_init(|| route_list(App, None, provide.clone()).0).clone();
    Router::new()
        .leptos_routes_with_context(state, routes, provide, page(state))
        .layer(from_fn(uncancelled))
        .layer(from_fn(nul_characters::refuse_in_body))
}

/// The app's own page for an address that is not here. Whoever did not ask for a page gets plain words.
/// A slash too many at the end is forgiven.
fn not_found(state: &State) -> Router<State> {
    let render = leptos_axum::render_app_to_stream_with_context(provider(state), page(state));
    let router = Router::new().fallback(async move |request: Request<Body>| -> Response {
        let is_page =
            matches!(*request.method(), Method::GET | Method::HEAD) && accepts_html(request.headers());
        if !is_page {
            return refuse(Error::NotFound, request.headers());
        }
        if let Some(address) = without_slash(request.uri()) {
            return Redirect::permanent(&address).into_response();
        }
        let mut response = render(request).await.into_response();
        if response.status().is_success() {
            *response.status_mut() = StatusCode::NOT_FOUND;
        }
        response
    });
    router.layer(from_fn(uncancelled))
}

/// Returns the address without the slash at its end. It is never one that a browser would take for another host's.
fn without_slash(uri: &Uri) -> Option<String> {
    let path = uri.path().strip_suffix('/')?;
    let address = uri.query().map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"));
    stays_here(&address).then_some(address)
}

fn provider(state: &State) -> impl Fn() + Clone + Send + Sync + 'static {
    let state = state.clone();
    move || state.provide()
}

fn page(state: &State) -> impl Fn() -> AnyView + Clone + Send + Sync + 'static {
    let options = state.options.clone();
    // Of several brands each has an address of its own, which no setting names.
    let site = state.config.public_url.clone().filter(|_| state.brands.iter().count() == 1);
    move || {
        policy::set();
        about::provide(site.as_deref());
        shell(options.clone()).into_any()
    }
}
