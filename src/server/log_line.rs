//! One line in the log for each request: never a query, a cookie or a body, which may hold what is nobody's business.

use axum::extract::{Request, State as Shared};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;

use crate::clock::Clock;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Everything logged while the request runs carries the id that the answer shows, so that a person can quote it.
pub async fn log_line(Shared(clock): Shared<Clock>, request: Request, next: Next) -> Response {
    let id = getrandom::u64().map_or_else(|_| String::new(), |id| format!("{id:016x}"));
    let span = tracing::info_span!("request", id, method = %request.method(), path = request.uri().path());
    async move {
        let began = clock.millis();
        let mut response = next.run(request).await;
        tracing::info!(status = response.status().as_u16(), ms = clock.millis() - began, "answered");
        if let Ok(id) = HeaderValue::try_from(id) {
            response.headers_mut().insert(REQUEST_ID, id);
        }
        response
    }
    .instrument(span)
    .await
}
