//! Headers that guard every answer, whoever made it. What an answer says itself is left as it is.

use axum::extract::{Request, State as Shared};
use axum::http::HeaderValue;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::middleware::Next;
use axum::response::Response;

use super::config::Config;

const HEADERS: [(HeaderName, HeaderValue); 6] = [
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    // The whole address within this site: a plain form that fails is sent back to the page it came from.
    (REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ),
    // Pages bring their own policy; nothing else of ours has any business loading, running or being framed.
    (CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'")),
    (CACHE_CONTROL, HeaderValue::from_static("no-cache")),
];

const STAY_ON_HTTPS: HeaderValue = HeaderValue::from_static("max-age=31536000");
const ALL_STAY_ON_HTTPS: HeaderValue = HeaderValue::from_static("max-age=31536000; includeSubDomains");

#[derive(Clone)]
pub struct Guard {
    /// The header that keeps browsers on https, where people reach this server by https.
    stay_on_https: Option<HeaderValue>,
}

impl Guard {
    pub fn of(config: &Config) -> Self {
        let stay = if config.hsts_include_subdomains { ALL_STAY_ON_HTTPS } else { STAY_ON_HTTPS };
        Self { stay_on_https: config.is_https().then_some(stay) }
    }
}

pub async fn guard(Shared(guard): Shared<Guard>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    for (name, value) in HEADERS {
        response.headers_mut().entry(name).or_insert(value);
    }
    if let Some(stay) = guard.stay_on_https {
        response.headers_mut().entry(STRICT_TRANSPORT_SECURITY).or_insert(stay);
    }
    response
}

/// Marks a request on which somebody is logged in. Whoever found that out puts it into the request's extensions.
#[derive(Clone, Copy)]
pub struct LoggedIn;

/// Keeps what was made for one person out of caches.
/// That is what a server function answered, and every page of a logged-in person. The back button must not show such a
/// page after the log-out.
pub async fn keep_private(request: Request, next: Next) -> Response {
    let for_one_person =
        request.extensions().get::<LoggedIn>().is_some() || request.uri().path().starts_with("/api/");
    let mut response = next.run(request).await;
    let value = if for_one_person { "no-store" } else { "private, no-cache" };
    response.headers_mut().entry(CACHE_CONTROL).or_insert(HeaderValue::from_static(value));
    response
}
