//! The Content-Security-Policy of pages: what a page may load, run and talk to. Everything not listed is refused.

use axum::http::{HeaderValue, header::CONTENT_SECURITY_POLICY};
use leptos::nonce::use_nonce;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A policy but for its nonce, which is each page's own.
#[derive(Clone)]
pub struct PagePolicy(Arc<BTreeMap<&'static str, Vec<String>>>);

impl PagePolicy {
    /// What our own pages need; `reload_port` is where `cargo leptos watch` tells of changes, and `more` are the
    /// `(directive, source)` pairs that the Messenger needs.
    pub fn new(reload_port: Option<u32>, more: &[(&'static str, &str)]) -> Self {
        let own = [
            ("default-src", "'none'"),
            ("script-src", "'self'"),
            ("script-src", "'wasm-unsafe-eval'"),
            ("style-src", "'self'"),
            ("connect-src", "'self'"),
            ("img-src", "'self'"),
            ("img-src", "data:"),
            ("font-src", "'self'"),
            ("manifest-src", "'self'"),
            ("base-uri", "'none'"),
            ("form-action", "'self'"),
            ("frame-ancestors", "'none'"),
        ];
        let reload = reload_port.map(|port| ("connect-src", format!("ws://*:{port}")));
        let own = own.into_iter().map(|(directive, source)| (directive, source.to_owned()));
        let more = more.iter().flat_map(|(directive, sources)| {
            sources.split_whitespace().map(|source| (*directive, source.to_owned()))
        });
        let sources = own.chain(reload).chain(more);

        let mut policy = BTreeMap::<_, Vec<String>>::new();
        for (directive, source) in sources {
            let listed = policy.entry(directive).or_default();
            // 'none' means nothing only while it stands alone.
            listed.retain(|s| s != "'none'" && *s != source);
            listed.push(source);
        }
        Self(Arc::new(policy))
    }

    /// The policy of the page that has this nonce.
    pub fn with_nonce(&self, nonce: &str) -> String {
        let directives = self.0.iter().map(|(name, sources)| match *name {
            "script-src" => format!("{name} 'nonce-{nonce}' {}", sources.join(" ")),
            _ => format!("{name} {}", sources.join(" ")),
        });
        directives.collect::<Vec<_>>().join("; ")
    }
}

/// Gives the page that is being rendered its policy, with the nonce that its scripts carry.
pub fn set() {
    let policy = use_context::<PagePolicy>().zip(use_nonce());
    let policy = policy.map(|(policy, nonce)| policy.with_nonce(&nonce));
    if let (Some(policy), Some(response)) = (policy, use_context::<ResponseOptions>())
        && let Ok(policy) = HeaderValue::try_from(policy)
    {
        response.insert_header(CONTENT_SECURITY_POLICY, policy);
    }
}
