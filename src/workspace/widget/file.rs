use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::workspace::random;

/// A text that is made once and never changes while the server runs.
pub struct File {
    content_type: &'static str,
    caching: &'static str,
    text: String,
    etag: String,
}

impl File {
    pub fn new(content_type: &'static str, caching: &'static str, text: String) -> Self {
        let etag = format!("\"{}\"", random::hash(&text));
        Self { content_type, caching, text, etag }
    }

    /// Differs wherever the text differs.
    pub fn version(&self) -> &str {
        self.etag.trim_matches('"')
    }

    /// What the browser has already is not sent again.
    pub fn serve(&self, headers: &HeaderMap) -> Response {
        let caching = [(header::CACHE_CONTROL, self.caching), (header::ETAG, self.etag.as_str())];
        let known = headers.get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
        if known.is_some_and(|tags| tags.contains(&self.etag)) {
            return (StatusCode::NOT_MODIFIED, caching).into_response();
        }
        let content_type = [(header::CONTENT_TYPE, self.content_type)];
        (caching, content_type, self.text.clone()).into_response()
    }
}

/// A script without its indentation, without the comments that have lines of their own, and without the types in it: a
/// third of what is sent. No string of ours may hold what a comment begins with.
pub fn without_comments(script: &str) -> String {
    let mut served = String::with_capacity(script.len());
    let mut rest = script;
    while let Some((code, comment)) = rest.split_once("/**") {
        served.push_str(code);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    served.push_str(rest);
    let lines = served.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.flat_map(|line| [line, "\n"]).collect()
}
