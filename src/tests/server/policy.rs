//! The Content-Security-Policy of pages.

use leptos_messenger::server::PagePolicy;

use super::{Server, header, text};

#[test]
fn a_page_may_load_from_here_and_nowhere_else() {
    assert_eq!(
        PagePolicy::new(None).with_nonce("n0"),
        "default-src 'none'; script-src 'nonce-n0' 'self' 'wasm-unsafe-eval'; style-src 'self'; \
         connect-src 'self'; img-src 'self' data:; font-src 'self'; manifest-src 'self'; base-uri 'none'; \
         form-action 'self'; frame-ancestors 'none'",
    );
}

#[tokio::test]
async fn only_pages_that_show_messages_load_images_from_elsewhere() {
    let server = Server::start().await;
    for (path, images) in [
        ("/", "img-src 'self' data:;"),
        ("/workspace/inbox", "img-src 'self' data: https:;"),
        ("/workspace/messages/new", "img-src 'self' data: https:;"),
    ] {
        let page = server.open(path).await;
        assert!(header(&page, "content-security-policy").contains(images), "{path}");
    }
}

#[tokio::test]
async fn every_page_allows_what_its_messenger_needs_and_an_unknown_address_too() {
    const HOSTED: &[(&str, &str)] =
        &[("LEPTOS_ENV", "DEV"), ("INTERCOM_APP_ID", "hosted1x"), ("INTERCOM_IDENTITY_SECRET", "between-us")];
    let frames = "; frame-src https://intercom-sheets.com ";
    for (settings, sources) in [(&[][..], "; frame-src 'self'"), (HOSTED, frames)] {
        let server = Server::with(settings).await;
        for path in ["/", "/nowhere"] {
            let page = server.open(path).await;
            let policy = header(&page, "content-security-policy");
            assert!(policy.contains(sources), "{path}: {policy}");
            assert_eq!(policy.contains("intercom"), settings == HOSTED, "{path}: {policy}");
        }
    }
}

#[test]
fn only_a_watched_app_may_talk_to_the_reloader() {
    assert!(PagePolicy::new(Some(3001)).with_nonce("n0").contains("connect-src 'self' ws://*:3001;"));
    assert!(!PagePolicy::new(None).with_nonce("n0").contains("ws:"));
}

#[tokio::test]
async fn every_page_has_a_nonce_of_its_own_on_its_scripts() {
    let server = Server::start().await;
    let mut seen = Vec::new();
    for path in ["/", "/", "/nowhere"] {
        let page = server.open(path).await;
        let policy = header(&page, "content-security-policy").to_owned();
        let nonce = policy
            .split("'nonce-")
            .nth(1)
            .and_then(|rest| rest.split('\'').next())
            .expect("a nonce")
            .to_owned();
        let html = text(page).await;
        assert!(html.contains(&format!("nonce=\"{nonce}\"")), "{path}: scripts do not carry {nonce}");
        assert!(!seen.contains(&nonce), "{path}: a nonce was used twice");
        seen.push(nonce);
    }
}
