//! Requests that act by cookie are taken from our own pages alone: another site's page can send one too, and the
//! browser would add the cookie.

use axum::extract::{Request, State as Shared};
use axum::http::{HeaderMap, Method, Uri, header};
use axum::middleware::Next;
use axum::response::Response;
use std::sync::Arc;

use super::failure::refuse;
use crate::error::Error;
use crate::messenger::server::is_same_origin;

/// The `Origin` of our own pages: `PUBLIC_URL`, or the host that the request came to.
#[derive(Clone, Default)]
pub struct OwnOrigin(Option<Arc<str>>);

impl OwnOrigin {
    pub fn new(public_url: Option<String>) -> Self {
        Self(public_url.map(Arc::from))
    }

    /// Whether the browser says that one of our own pages sent this. Silence is no.
    fn sent(&self, headers: &HeaderMap, uri: &Uri) -> bool {
        let public = || headers.get(header::ORIGIN).and_then(|v| v.to_str().ok()) == self.0.as_deref();
        is_same_origin(headers, uri)
            || self.0.is_some() && !headers.contains_key("sec-fetch-site") && public()
    }
}

/// Lets through what reads, and what our own pages send; anything else is 403.
pub async fn same_origin(Shared(own): Shared<OwnOrigin>, request: Request, next: Next) -> Response {
    let only_reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if only_reads || own.sent(request.headers(), request.uri()) {
        next.run(request).await
    } else {
        tracing::warn!("refused: not sent by one of our own pages");
        refuse(Error::Forbidden, request.headers())
    }
}
