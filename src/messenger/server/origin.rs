//! Whether a request comes from a page of this site.

use axum::http::{HeaderMap, header};

/// True if the browser says so (`Sec-Fetch-Site`, Fetch Metadata), or, from one that says nothing, if `Origin` names
/// the host that was asked. A request that says neither is not trusted.
pub fn is_same_origin(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value: &axum::http::HeaderValue| value.to_str().ok());
    if let Some(site) = text(header::HeaderName::from_static("sec-fetch-site")) {
        return site == "same-origin";
    }
    let asked = text(header::HOST);
    let from = text(header::ORIGIN).and_then(|origin| origin.split_once("://")).map(|(_, host)| host);
    matches!((from, asked), (Some(from), Some(asked)) if from.eq_ignore_ascii_case(asked))
}
