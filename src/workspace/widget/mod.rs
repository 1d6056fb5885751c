//! The widget: the script a page loads, the panel it opens, and the addresses they talk to.
//!
//! The `loader/` runs in the page, draws the launcher and sends the pings. The page loads `frame/` once there is
//! something to show: it holds the panel's frame. The panel is a document of its own in that sandboxed frame: rendered
//! here, on the server alone, and moved by `panel/`, which swaps fragments of it. `build.rs` joins each folder into one
//! script. All of it is cookieless. The credential of a session comes in the `Authorization` header, so that the shop's
//! own session never rides along, and no page of another origin can act for anyone.

mod answer;
mod attachments;
mod conversations;
mod cors;
mod file;
mod home;
mod host;
mod icons;
mod limit;
mod loader;
mod outbound;
mod panel;
mod pings;
mod preview;
mod session;
mod views;
mod words;

use axum::extract::{ConnectInfo, DefaultBodyLimit};
use axum::http::{HeaderValue, header};
use axum::middleware::{from_fn_with_state, map_response};
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Extension, Router};
use serde::Deserialize;
use std::net::SocketAddr;

use super::Workspace;
use super::ping::LARGEST;
use super::wire::plain_id;
use super::writer::Write;
use answer::post_write;
pub use attachments::content as attachment_content;
use cors::AllowedOrigins;
pub use home::Development;
use panel::Panel;
pub use preview::preview;

/// The routes of the widget, for pages of this origin and of the `allowed` ones.
pub fn routes(workspace: Workspace, allowed: &[String]) -> Router {
    let pages = from_fn_with_state(AllowedOrigins::pages(allowed), cors::answer);
    let pings = Router::new()
        .route("/messenger/{platform}/ping", post(pings::ping))
        .route("/messenger/{platform}/event", post(pings::event))
        .route("/messenger/{platform}/shutdown", post(pings::shutdown))
        .layer(DefaultBodyLimit::max(LARGEST))
        .layer(from_fn_with_state(workspace.clone(), limit::limit))
        .layer(map_response(never_stored))
        .layer(pages.clone());
    let script = Router::new()
        .route("/widget/{app_id}", get(loader::serve))
        .layer(from_fn_with_state(workspace.clone(), limit::limit))
        .layer(pages);
    let for_panel = Router::new()
        .route("/messenger/web/home", get(home::serve))
        .route("/messenger/web/conversations/{number}", get(conversations::thread))
        .route("/messenger/web/messages", get(conversations::messages))
        .route("/messenger/web/unread", get(conversations::unread))
        .route("/messenger/web/stream", get(conversations::stream))
        .route("/messenger/web/message", post(conversations::send))
        // The person has read up to a part.
        .route("/messenger/web/seen", post_write(Write::SeenByPerson))
        .route("/messenger/web/attachments", post(attachments::upload))
        .route("/messenger/web/attachments/{id}", get(attachments::serve))
        // What the person did with a message.
        .route("/messenger/web/outbound", post_write(Write::Outbound))
        .route("/messenger/web/outbound/{number}", get(outbound::serve))
        .route("/messenger/web/typing", post(conversations::typing))
        // Where to write to a lead.
        .route("/messenger/web/email", post_write(Write::LeadEmail))
        .layer(DefaultBodyLimit::max(LARGEST))
        .layer(from_fn_with_state(workspace.clone(), limit::limit))
        .layer(map_response(never_stored))
        .layer(from_fn_with_state(AllowedOrigins::sandboxed_frames(), cors::answer));
    let panel = Router::new()
        .route("/messenger/web/panel", get(panel::serve))
        .with_state(Panel::new(workspace.clone(), allowed))
        .route("/messenger/web/panel.js", get(panel::script))
        .route("/messenger/web/panel.css", get(panel::styles))
        .route("/messenger/web/frame.js", get(loader::frame))
        .layer(from_fn_with_state(workspace.clone(), limit::limit));
    Router::new().merge(script).merge(pings).merge(for_panel).with_state(workspace).merge(panel)
}

/// The app that the request's query names.
#[derive(Clone, Deserialize)]
struct AppQuery {
    #[serde(deserialize_with = "plain_id")]
    app_id: String,
}

/// The client's address. None where the connection is not known.
type ClientAddress = Option<Extension<ConnectInfo<SocketAddr>>>;

async fn never_stored(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
