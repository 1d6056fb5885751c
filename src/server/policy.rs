//! The Content-Security-Policy of pages: what a page may load, run and talk to. Everything not listed is refused.

use axum::http::request::Parts;
use axum::http::{HeaderValue, header::CONTENT_SECURITY_POLICY};
use leptos::nonce::use_nonce;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

use crate::messenger::server::merge_policy;

/// The policy of our own pages, without its nonce, which is each page's own, and without the Messenger's sources.
#[derive(Clone, Copy)]
pub struct PagePolicy {
    /// The port at which `cargo leptos watch` reports changes.
    reload_port: Option<u32>,
    /// Whether the page shows messages, which may have images, of anywhere.
    shows_messages: bool,
}

/// The beginning of the paths of pages that show messages.
const WITH_MESSAGES: [&str; 2] = ["/workspace/inbox", "/workspace/messages"];

impl PagePolicy {
    pub fn new(reload_port: Option<u32>) -> Self {
        Self { reload_port, shows_messages: false }
    }

    /// The policy of the page with this path.
    pub fn of(self, path: &str) -> Self {
        Self { shows_messages: WITH_MESSAGES.iter().any(|start| path.starts_with(start)), ..self }
    }

    /// The policy of the page that has this nonce.
    pub fn with_nonce(self, nonce: &str) -> String {
        let reload = self.reload_port.map(|port| format!(" ws://*:{port}")).unwrap_or_default();
        let images = if self.shows_messages { " https:" } else { "" };
        format!(
            "default-src 'none'; script-src 'nonce-{nonce}' 'self' 'wasm-unsafe-eval'; style-src 'self'; \
             connect-src 'self'{reload}; img-src 'self' data:{images}; font-src 'self'; manifest-src 'self'; base-uri 'none'; \
             form-action 'self'; frame-ancestors 'none'"
        )
    }
}

/// Gives the page that is being rendered its policy.
/// It has the nonce that the page's scripts carry, and what its Messenger needs.
pub fn set() {
    let page = use_context::<Parts>();
    let policy = use_context::<PagePolicy>().map(|policy| match page {
        Some(page) => policy.of(page.uri.path()),
        None => policy,
    });
    let policy = policy.zip(use_nonce());
    let policy = policy.map(|(policy, nonce)| merge_policy(&policy.with_nonce(&nonce)));
    if let (Some(policy), Some(response)) = (policy, use_context::<ResponseOptions>())
        && let Ok(policy) = HeaderValue::try_from(policy)
    {
        response.insert_header(CONTENT_SECURITY_POLICY, policy);
    }
}
