//! A text that is served as a file, such as a script.

use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use brotli::enc::BrotliEncoderParams;

use crate::random;

/// A text that is made once and never changes while the server runs.
pub struct File {
    content_type: &'static str,
    caching: &'static str,
    text: Bytes,
    /// The text in Brotli, as small as it gets: the time is spent once.
    compressed: Option<Bytes>,
    version: String,
    etag: String,
}

impl File {
    pub fn new(content_type: &'static str, caching: &'static str, text: String) -> Self {
        let version = random::hash(&text);
        // Weak: it names the text, however that is written on the way.
        let etag = format!("W/\"{version}\"");
        Self { content_type, caching, compressed: compress(&text), text: text.into(), version, etag }
    }

    /// The version, which differs wherever the text differs.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Serves the text. A browser that has it gets 304.
    pub fn serve(&self, headers: &HeaderMap) -> Response {
        let caching = [
            (header::CACHE_CONTROL, self.caching),
            (header::ETAG, self.etag.as_str()),
            (header::VARY, "accept-encoding"),
        ];
        let known = headers.get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
        if known.is_some_and(|tags| tags.contains(&self.version)) {
            return (StatusCode::NOT_MODIFIED, caching).into_response();
        }
        let content_type = [(header::CONTENT_TYPE, self.content_type)];
        match self.compressed.clone().filter(|_| reads_brotli(headers)) {
            Some(body) => (caching, content_type, [(header::CONTENT_ENCODING, "br")], body).into_response(),
            None => (caching, content_type, self.text.clone()).into_response(),
        }
    }
}

fn compress(text: &str) -> Option<Bytes> {
    let best = BrotliEncoderParams { quality: 11, size_hint: text.len(), ..Default::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut text.as_bytes(), &mut compressed, &best).ok()?;
    Some(compressed.into())
}

fn reads_brotli(headers: &HeaderMap) -> bool {
    let lists = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|list| list.to_str().ok());
    lists.flat_map(|list| list.split(',')).any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, "q=1"));
        let weight = weight.trim().strip_prefix("q=").and_then(|weight| weight.parse::<f32>().ok());
        name.trim().eq_ignore_ascii_case("br") && weight.is_some_and(|weight| weight > 0.0)
    })
}
