use leptos_messenger::server::PagePolicy;

use super::{Server, header, text};

#[test]
fn a_page_may_load_from_here_and_nowhere_else() {
    assert_eq!(
        PagePolicy::new(None, &[]).with_nonce("n0"),
        "base-uri 'none'; connect-src 'self'; default-src 'none'; font-src 'self'; form-action 'self'; \
         frame-ancestors 'none'; img-src 'self' data:; manifest-src 'self'; \
         script-src 'nonce-n0' 'self' 'wasm-unsafe-eval'; style-src 'self'",
    );
}

#[test]
fn the_messengers_sources_are_added_each_once() {
    let more = [
        ("script-src", "https://widget.example"),
        ("script-src", "https://widget.example"),
        ("frame-src", "https://frame.example"),
        ("base-uri", "https://base.example"),
    ];
    let policy = PagePolicy::new(None, &more).with_nonce("n0");
    let directives: Vec<&str> = policy.split("; ").collect();
    assert!(
        directives.contains(&"script-src 'nonce-n0' 'self' 'wasm-unsafe-eval' https://widget.example"),
        "{policy}"
    );
    assert!(directives.contains(&"frame-src https://frame.example"), "{policy}");
    assert!(
        directives.contains(&"base-uri https://base.example"),
        "'none' beside a source means nothing: {policy}"
    );
}

#[test]
fn only_a_watched_app_may_talk_to_the_reloader() {
    assert!(PagePolicy::new(Some(3001), &[]).with_nonce("n0").contains("connect-src 'self' ws://*:3001"));
    assert!(!PagePolicy::new(None, &[]).with_nonce("n0").contains("ws:"));
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
