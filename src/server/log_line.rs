//! One line in the log for each request: never a query, a cookie or a body, which may hold what is nobody's business.

use axum::extract::{MatchedPath, Request, State as Shared};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use metrics::{counter, histogram};
use tokio::time::Instant;
use tracing::Instrument;
use tracing::field::Empty;

use crate::clock::Clock;

/// The label of requests for an address that the router does not know, and of the site's files.
const NO_ROUTE: &str = "other";
/// The beginning of the paths of files. They carry the build's version, which is no part of their route.
const FILES: &str = "/v/";
/// The beginning of the paths of orders.
const ORDERS: &str = "/orders/";
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Writes one line for each request.
/// Everything logged while it runs carries the id that the answer shows, so that a person can quote it.
pub async fn log_line(Shared(clock): Shared<Clock>, request: Request, next: Next) -> Response {
    let id = getrandom::u64().map_or_else(|_| String::new(), |id| format!("{id:016x}"));
    let (method, route) = (method(&request), route(&request));
    let span = tracing::info_span!(
        "request",
        id,
        method = %request.method(),
        path = path(&request),
        // The name of the span in traces, and of no use in the log.
        otel.name = Empty
    );
    if cfg!(feature = "opentelemetry") {
        span.record("otel.name", format!("{method} {route}"));
    }
    async move {
        let (began, measured) = (clock.millis(), Instant::now());
        let mut response = next.run(request).await;
        tracing::info!(status = response.status().as_u16(), ms = clock.millis() - began, "answered");
        histogram!("http_request_seconds", "route" => route.clone()).record(measured.elapsed());
        let status = response.status().as_str().to_owned();
        counter!("http_requests_total", "method" => method, "route" => route, "status" => status)
            .increment(1);
        if let Ok(id) = HeaderValue::try_from(id) {
            response.headers_mut().insert(REQUEST_ID, id);
        }
        response
    }
    .instrument(span)
    .await
}

/// The path, without the id of an order: that of a guest's order opens it to anybody who reads the log.
fn path(request: &Request) -> &str {
    let path = request.uri().path();
    if path.starts_with(ORDERS) { ORDERS } else { path }
}

/// The name of a request's method. A client may name any method: the metrics would keep each one for ever.
fn method(request: &Request) -> &'static str {
    static KNOWN: [Method; 6] =
        [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS];
    KNOWN.iter().find(|known| *known == request.method()).map_or("other", Method::as_str)
}

/// The route as the router has it, with the names of its parameters in place of what they are.
fn route(request: &Request) -> String {
    let matched = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    matched.filter(|path| !path.starts_with(FILES)).unwrap_or(NO_ROUTE).to_owned()
}
