//! The compression of answers.

use axum::body::{Body, to_bytes};
use axum::http::{Request, Response};
use std::fs;

use super::{Server, header, text};

const PAGE: &str = "/coffees";
const FILE: &str = "/messenger/web/panel.css";

async fn ask(server: &Server, path: &str, headers: &[(&str, &str)]) -> Response<Body> {
    let mut request = Request::get(path).header("accept", "text/html");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    server.send(request.body(Body::empty()).expect("a request")).await
}

fn varies_by_encoding(answer: &Response<Body>) -> bool {
    answer.headers().get_all("vary").iter().any(|by| by == "accept-encoding")
}

#[tokio::test]
async fn pages_and_the_widgets_files_are_compressed_as_the_browser_reads_them() {
    let server = Server::start().await;
    for path in [PAGE, FILE] {
        for (reads, encoding) in
            [("gzip, deflate, br, zstd", "br"), ("gzip", "gzip"), ("br;q=0", ""), ("identity", ""), ("", "")]
        {
            let answer = ask(&server, path, &[("accept-encoding", reads)]).await;
            assert_eq!(header(&answer, "content-encoding"), encoding, "{path} for {reads:?}");
            assert!(varies_by_encoding(&answer), "{path} for {reads:?}");
        }
        let plain = text(ask(&server, path, &[]).await).await;
        let compressed = ask(&server, path, &[("accept-encoding", "br")]).await.into_body();
        let compressed = to_bytes(compressed, 1 << 20).await.expect("a whole body");
        assert!(compressed.len() * 2 < plain.len(), "{path}: {} of {}", compressed.len(), plain.len());
        let mut read = Vec::new();
        brotli::BrotliDecompress(&mut &compressed[..], &mut read).expect("brotli");
        // Not to the letter: each page has a nonce of its own.
        assert_eq!(read.len(), plain.len(), "{path}");
    }
}

#[tokio::test]
async fn a_page_that_is_not_here_is_compressed_too() {
    let answer = ask(&Server::start().await, "/nowhere", &[("accept-encoding", "br")]).await;
    assert_eq!((answer.status().as_u16(), header(&answer, "content-encoding")), (404, "br"));
}

#[tokio::test]
async fn an_event_stream_is_not_compressed() {
    let server = Server::with(&[("LEPTOS_ENV", "DEV")]).await;
    let answer = ask(&server, "/lifecycle/stream", &[("accept-encoding", "br")]).await;
    assert_eq!(header(&answer, "content-type"), "text/event-stream");
    assert_eq!(header(&answer, "content-encoding"), "");
}

#[tokio::test]
async fn what_is_tiny_is_not_compressed() {
    let server = Server::start().await;
    for path in ["/healthz", "/favicon.svg"] {
        let answer = ask(&server, path, &[("accept-encoding", "br")]).await;
        assert_eq!((answer.status().as_u16(), header(&answer, "content-encoding")), (200, ""), "{path}");
    }
}

#[tokio::test]
async fn what_is_compressed_already_or_no_text_is_left_as_it_is() {
    let server = Server::start().await;
    let file = |name: &str| format!("{}/pkg/{name}", server.state.options.site_root);
    let large = "x".repeat(5_000);
    for name in ["large.js", "large.js.br", "large.wasm"] {
        fs::write(file(name), &large).expect("a file");
    }
    for (path, encoding) in [("/pkg/large.js", "br"), ("/pkg/large.wasm", "")] {
        let answer = ask(&server, path, &[("accept-encoding", "gzip, br")]).await;
        assert_eq!(header(&answer, "content-encoding"), encoding, "{path}");
        assert_eq!(text(answer).await, large, "{path}");
    }
}

/// Whoever sees its length could guess, letter by letter, what it says of the person.
#[tokio::test]
async fn a_logged_in_persons_answer_is_compressed_only_if_no_other_site_asked() {
    let server = Server::with(&[("LEPTOS_ENV", "DEV")]).await;
    let cookie = server.log_in("customer@example.com").await;
    for path in ["/search?q=anna@example.co", "/cart", "/nowhere"] {
        for (site, encoding) in [
            (Some("cross-site"), ""),
            (Some("same-site"), ""),
            (None, ""),
            (Some("same-origin"), "br"),
            (Some("none"), "br"),
        ] {
            let from = site.map(|site| ("sec-fetch-site", site));
            let mut headers = vec![("accept-encoding", "br"), ("cookie", cookie.as_str())];
            headers.extend(from);
            let answer = ask(&server, path, &headers).await;
            assert_eq!(header(&answer, "content-encoding"), encoding, "{path} from {site:?}");
        }
    }
    // A visitor comes by a link of another site, and has nothing to be guessed.
    let from = [("accept-encoding", "br"), ("sec-fetch-site", "cross-site")];
    assert_eq!(header(&ask(&server, PAGE, &from).await, "content-encoding"), "br");
}
