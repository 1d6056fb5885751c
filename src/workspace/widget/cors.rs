//! Which pages of other origins may read an answer. None of it is for cookies: an answer is for whoever shows a
//! credential in a header.

use axum::extract::{Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_MAX_AGE, ORIGIN, VARY,
};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// Values of `Origin`, as browsers write them.
#[derive(Clone)]
pub struct AllowedOrigins(Arc<[HeaderValue]>);

impl AllowedOrigins {
    /// Pages of exactly these origins.
    pub fn pages(allowed: &[String]) -> Self {
        Self(allowed.iter().filter_map(|origin| HeaderValue::from_str(origin).ok()).collect())
    }

    /// Frames that are sandboxed as the panel is. Each has an origin of its own, which is sent as `null`.
    pub fn sandboxed_frames() -> Self {
        Self([HeaderValue::from_static("null")].into())
    }
}

/// Answers preflights, and says on every answer to a reader's request that they may read it.
pub async fn answer(
    State(AllowedOrigins(readers)): State<AllowedOrigins>,
    request: Request,
    next: Next,
) -> Response {
    let origin = request.headers().get(ORIGIN).filter(|origin| readers.contains(origin)).cloned();
    let mut response = match *request.method() {
        Method::OPTIONS => preflight(origin.is_some()),
        _ => next.run(request).await,
    };
    response.headers_mut().append(VARY, HeaderValue::from_static("origin"));
    if let Some(origin) = origin {
        response.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    }
    response
}

fn preflight(allowed: bool) -> Response {
    let answer = [
        (ACCESS_CONTROL_ALLOW_METHODS, "GET, POST"),
        (ACCESS_CONTROL_ALLOW_HEADERS, "authorization, content-type"),
        (ACCESS_CONTROL_MAX_AGE, "3600"),
    ];
    match allowed {
        true => (StatusCode::NO_CONTENT, answer).into_response(),
        false => StatusCode::NO_CONTENT.into_response(),
    }
}
