//! What is made for a request is compressed on its way out: pages, data, and whatever text nobody compressed before.
//!
//! Compression shows by an answer's length what is alike in it (BREACH): another site's page has a person's browser ask
//! for an address with a guess in it, again and again, and whoever sees the lengths on the network learns, letter by
//! letter, what stands beside the guess. Our pages do repeat what an address says (the words of a search, the `next` of
//! a log-in). What could be learned from them: the nonce of the policy is another for each answer; a session's key
//! opens nothing; there are no CSRF tokens, since the browser reports who sent a request; session and cart are
//! `HttpOnly` cookies, which no page shows. What is left is what pages say of the person: name, e-mail, addresses,
//! orders, and a teammate's keys. So what is made for a logged-in person is compressed only where the browser says that
//! our own page asked, or the person did; another site that asks, or a browser that does not say, gets it plain. A
//! visitor's answers hold nothing that is secret.

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{ACCEPT_ENCODING, CONTENT_DISPOSITION, CONTENT_TYPE, HeaderName};
use axum::http::{Extensions, HeaderMap, StatusCode, Uri, Version};
use axum::middleware::Next;
use axum::response::Response;
use std::convert::Infallible;
use std::future::ready;
use tower::{Layer, ServiceExt, service_fn};
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{Predicate, SizeAbove};

use super::security::LoggedIn;
use super::stream_headers::is_stream;
use crate::messenger::server::is_same_origin;

/// The fewest bytes that are compressed. What fits into one packet arrives no sooner for being smaller.
const WORTH_IT: u16 = 1200;
/// The level of compression. It takes half a millisecond for the list of coffees, which becomes a tenth.
/// The next level takes a quarter more time for a hundredth of the bytes.
const QUALITY: CompressionLevel = CompressionLevel::Precise(5);

/// Compresses an answer by what the browser reads, brotli first.
/// What is compressed already, and what is no text, is left as it is.
pub async fn compress(request: Request, next: Next) -> Response {
    let mut asked = Request::new(Body::empty());
    for value in request.headers().get_all(ACCEPT_ENCODING) {
        asked.headers_mut().append(ACCEPT_ENCODING, value.clone());
    }
    let answer = next.run(request).await;
    // An event is read when it comes, not when there is enough to compress. The layer's body takes 6 KiB, compressed or not: an
    // open stream would hold them.
    if is_stream(&answer) {
        return answer;
    }
    let mut answer = Some(answer);
    let answered =
        service_fn(move |_: Request| ready(Ok::<_, Infallible>(answer.take().unwrap_or_default())));
    match layer().layer(answered).oneshot(asked).await {
        Ok(answer) => answer.map(Body::new),
        Err(never) => match never {},
    }
}

fn layer() -> CompressionLayer<impl Predicate> {
    CompressionLayer::new().quality(QUALITY).compress_when(SizeAbove::new(WORTH_IT).and(may_be_compressed))
}

fn may_be_compressed(_: StatusCode, _: Version, headers: &HeaderMap, extensions: &Extensions) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let is_text = kind.starts_with("text/");
    // A person's file may be large, and anybody may ask for their own again and again.
    let is_file = headers.contains_key(CONTENT_DISPOSITION);
    (is_text || kind.starts_with("application/json"))
        && !is_file
        && extensions.get::<Uncompressed>().is_none()
}

/// Marks an answer whose length must reveal nothing but its length.
#[derive(Clone, Copy)]
struct Uncompressed;

/// Keeps what was made for a person plain, if another site may have asked for it.
pub async fn keep_plain(request: Request, next: Next) -> Response {
    let is_personal = request.extensions().get::<LoggedIn>().is_some();
    let keep = is_personal && !asked_here(request.headers(), request.uri());
    let mut answer = next.run(request).await;
    if keep {
        answer.extensions_mut().insert(Uncompressed);
    }
    answer
}

/// Whether one of our own pages asked, or the person: by an address typed, or a bookmark.
fn asked_here(headers: &HeaderMap, uri: &Uri) -> bool {
    let by_the_person =
        headers.get(HeaderName::from_static("sec-fetch-site")).is_some_and(|site| site == "none");
    by_the_person || is_same_origin(headers, uri)
}
