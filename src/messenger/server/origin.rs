//! Whether a request comes from a page of this site.

use axum::http::{HeaderMap, HeaderValue, Uri, header};

use super::requested_host::requested_authority;

/// True if the browser says so. For a browser that does not, true if `Origin` names the host and port that the request
/// asks for. A request that says neither is not trusted.
///
/// Source: W3C, "Fetch Metadata Request Headers", `Sec-Fetch-Site`.
pub fn is_same_origin(headers: &HeaderMap, uri: &Uri) -> bool {
    let text = |name| {
        headers
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok())
    };
    if let Some(site) = text(header::HeaderName::from_static("sec-fetch-site")) {
        return site == "same-origin";
    }
    let asked = requested_authority(headers, uri);
    let from = text(header::ORIGIN)
        .and_then(|origin| origin.split_once("://"))
        .map(|(_, host)| host);
    matches!((from, asked), (Some(from), Some(asked)) if from.eq_ignore_ascii_case(asked))
}
