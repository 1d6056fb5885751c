//! The body of an answer that holds a permit.

use axum::body::Body;
use axum::response::Response;
use http_body_util::BodyExt;

/// Has the body of an answer hold something, such as a permit, until it is sent or dropped.
pub fn hold<T: Send + 'static>(answer: Response, held: T) -> Response {
    // The body owns this closure, and the closure owns what is held.
    let pass_on = move |error: axum::Error| {
        _ = &held;
        error
    };
    answer.map(|body| Body::new(body.map_err(pass_on)))
}
