//! Static files: what the build put into the site folder.
//!
//! One hash over all of them stands in their addresses, so that a browser may keep them for ever and a new release is
//! asked for by new addresses. One for all, because WASM, its chunks and their JavaScript must come from one build.

use axum::Router;
use axum::http::header::{CACHE_CONTROL, VARY};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::map_response;
use axum::response::Response;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};
use tower_http::services::ServeDir;

#[derive(Clone)]
pub struct Assets {
    folder: Arc<Path>,
    version: Arc<str>,
    base: Arc<str>,
}

impl Assets {
    /// The files under `folder`.
    /// While they are `watched` they change under the server, so pages ask for them without a version and each time
    /// anew.
    pub fn find(folder: &str, watched: bool) -> Result<Self, String> {
        let version = version(Path::new(folder)).map_err(|e| {
            format!("LEPTOS_SITE_ROOT: {folder}: {e} (is the app built? `make release` does it)")
        })?;
        let base = if watched { String::new() } else { format!("/v/{version}") };
        Ok(Self { folder: Path::new(folder).into(), version: version.into(), base: base.into() })
    }

    /// The prefix of a file's path in pages.
    pub fn base(&self) -> &Arc<str> {
        &self.base
    }

    pub fn versioned_path(&self) -> String {
        format!("/v/{}", self.version)
    }

    /// The files at their versioned addresses, to be kept for ever.
    pub fn versioned(&self) -> Router {
        Router::new().fallback_service(self.files()).layer(map_response(async |mut file: Response| {
            if file.status().is_success() || file.status() == StatusCode::NOT_MODIFIED {
                let for_ever = HeaderValue::from_static("public, max-age=31536000, immutable");
                file.headers_mut().insert(CACHE_CONTROL, for_ever);
            }
            by_encoding(file)
        }))
    }

    /// The files at their plain addresses (a favicon, `robots.txt`); for any other address, `otherwise` answers.
    pub fn unversioned(&self, otherwise: Router) -> Router {
        let files = self.files().call_fallback_on_method_not_allowed(true).fallback(otherwise);
        Router::new().fallback_service(files).layer(map_response(async |file| by_encoding(file)))
    }

    fn files(&self) -> ServeDir {
        ServeDir::new(&self.folder)
            .append_index_html_on_directories(false)
            .precompressed_br()
            .precompressed_gzip()
    }
}

/// Notes that an answer differs by the encodings that a browser accepts.
/// Caches on the way must not hand a compressed file to whoever cannot read it.
fn by_encoding(mut file: Response) -> Response {
    file.headers_mut().append(VARY, HeaderValue::from_static("accept-encoding"));
    file
}

/// A hash of every file's path and content, but for the compressed copies of files that are in it already.
fn version(folder: &Path) -> io::Result<String> {
    let mut paths = Vec::new();
    list(folder, &mut paths)?;
    paths.sort();
    let mut hash = Sha256::new();
    for path in paths {
        let content = fs::read(&path)?;
        hash.update(path.strip_prefix(folder).unwrap_or(&path).as_os_str().as_encoded_bytes());
        hash.update((content.len() as u64).to_be_bytes());
        hash.update(content);
    }
    Ok(hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect())
}

fn list(folder: &Path, paths: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            list(&path, paths)?;
        } else if !path.extension().is_some_and(|e| e == "br" || e == "gz") {
            paths.push(path);
        }
    }
    Ok(())
}
