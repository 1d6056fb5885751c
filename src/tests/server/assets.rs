//! Static files: their versioned addresses, their caching and their compressed copies.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use super::{Server, header, text};

/// What stands before a file's path in this server's pages.
async fn base(server: &Server) -> String {
    let html = text(server.open("/").await).await;
    html.split("data-assets=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("an address")
        .to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_page_names_the_file_of_its_own_code_each_time() {
    let server = Server::start().await;
    let base = base(&server).await;
    for (path, folder, group) in [
        ("/lifecycle", "team/", "inspector"),
        ("/coffees", "", "coffees"),
        ("/coffees/kelp-forest", "", "find"),
        ("/search?q=kenya", "", "find"),
        ("/brewing", "", "brewing"),
        ("/plans", "", "reading"),
        ("/cart", "", "cart"),
        ("/login", "", "enter"),
    ] {
        for _ in 0..20 {
            let html = text(server.open(path).await).await;
            let (head, _) = html.split_once("</head>").expect("a head");
            assert_eq!(
                head.matches(&format!("href=\"{base}/pkg/{folder}split_{group}.wasm\"")).count(),
                1,
                "{path}"
            );
            assert_eq!(head.matches("/split_").count(), 1, "{path}");
        }
    }
    assert!(
        !text(server.open("/").await).await.contains("/pkg/split_"),
        "the home page has no file of its own"
    );
}

#[tokio::test]
async fn pages_name_files_by_version_and_browsers_keep_those_for_ever() {
    let server = Server::start().await;
    let base = base(&server).await;
    assert!(base.starts_with("/v/") && base.len() == "/v/".len() + 16, "{base}");
    let html = text(server.open("/").await).await;
    assert!(html.contains(&format!("{base}/pkg/leptos-messenger.css")), "the stylesheet has no version");
    assert!(html.contains(&format!("{base}/pkg/leptos-messenger.wasm")), "the WASM has no version");

    let file = server.open(&format!("{base}/pkg/app.js")).await;
    assert_eq!(file.status(), StatusCode::OK);
    assert_eq!(header(&file, "cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(header(&file, "content-type"), "text/javascript");
    assert_eq!(text(file).await, "export {}");
}

#[tokio::test]
async fn the_pages_of_the_team_run_files_of_their_own() {
    let server = Server::start().await;
    for (page, runs, not) in [
        ("/login", "leptos-messenger", "team/team"),
        ("/lifecycle", "team/team", "leptos-messenger"),
        ("/lifecycle/token", "team/team", "leptos-messenger"),
    ] {
        let html = text(server.open(page).await).await;
        for kind in ["js", "wasm"] {
            assert!(html.contains(&format!("/pkg/{runs}.{kind}\"")), "{page} runs no {runs}.{kind}");
            assert!(!html.contains(&format!("/pkg/{not}.{kind}\"")), "{page} runs {not}.{kind}");
        }
    }
}

#[tokio::test]
async fn another_version_or_a_missing_file_is_not_found_and_not_kept() {
    let server = Server::start().await;
    let base = base(&server).await;
    for path in [
        "/v/0123456789abcdef/pkg/app.js".to_owned(),
        format!("{base}/pkg/none.js"),
        format!("{base}/../app.db"),
    ] {
        let answer = server.open(&path).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
        assert!(!header(&answer, "cache-control").contains("immutable"), "{path}");
    }
}

#[tokio::test]
async fn a_browser_that_reads_brotli_gets_the_compressed_copy() {
    let server = Server::start().await;
    let path = format!("{}/pkg/app.js", base(&server).await);
    let request =
        Request::get(&path).header("accept-encoding", "gzip, br").body(Body::empty()).expect("a request");
    let file = server.send(request).await;
    assert_eq!(header(&file, "content-encoding"), "br");
    assert_eq!(header(&file, "vary"), "accept-encoding");
    assert_eq!(text(file).await, "pressed");
}

#[tokio::test]
async fn a_plain_address_is_checked_again_each_time() {
    let server = Server::start().await;
    let file = server.open("/favicon.svg").await;
    assert_eq!((file.status(), header(&file, "cache-control")), (StatusCode::OK, "no-cache"));
    let seen = header(&file, "last-modified").to_owned();
    let again = Request::get("/favicon.svg")
        .header("if-modified-since", seen)
        .body(Body::empty())
        .expect("a request");
    assert_eq!(server.send(again).await.status(), StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn while_files_are_watched_their_addresses_have_no_version() {
    let server = Server::with(&[("LEPTOS_WATCH", "true")]).await;
    assert_eq!(base(&server).await, "");
    assert_eq!(server.open("/pkg/app.js").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_server_whose_app_was_never_built_says_how_to_build_it() {
    let server = Server::start().await;
    let mut options = server.state.options.clone();
    options.site_root = "no/such/folder".into();
    let config = super::config(&[]).expect("good settings");
    let refusal = super::State::new(config, options, server.state.db.clone(), server.state.clock.clone());
    let line = refusal.await.err().expect("nothing to serve");
    assert!(
        line.starts_with("LEPTOS_SITE_ROOT: no/such/folder: ") && line.contains("make release"),
        "{line}"
    );
}
