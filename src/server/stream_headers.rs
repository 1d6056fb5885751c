//! Event streams on their way through proxies.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;

/// The header that tells proxies whether to buffer, as nginx and its kin read it.
const BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");

/// Has proxies pass event streams on at once: an event is read when it comes.
/// A proxy that buffers an answer holds it back until there is more. So does one that compresses it: a transformation,
/// as RFC 9111 has it.
pub async fn pass_on_at_once(mut response: Response) -> Response {
    if is_stream(&response) {
        let headers = response.headers_mut();
        headers.insert(BUFFERING, HeaderValue::from_static("no"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store, no-transform"));
    }
    response
}

pub fn is_stream(response: &Response) -> bool {
    let kind = response.headers().get(CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/event-stream"))
}
