//! Whose cart a request is about, and the cookie that identifies a browser's cart.

use axum::http::HeaderMap;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use crate::accounts::CurrentSession;
use crate::error::Error;
use crate::random;
use crate::reply;
use crate::shop::Shop;

/// How long a browser's cart is kept after it was last used.
pub(super) const KEPT_SECONDS: i64 = 30 * 24 * 60 * 60;

/// Who asks: somebody logged in, a browser that had a cart before, both or neither.
#[derive(Clone, Debug, Default)]
pub struct Shopper {
    pub account_id: Option<String>,
    /// What the cookie holds.
    pub browser: Option<String>,
}

impl Shopper {
    pub(super) fn hash(&self) -> Option<String> {
        self.browser.as_deref().map(hash)
    }
}

pub(super) fn hash(id: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(id))
}

impl Shop {
    pub fn shopper(&self, headers: &HeaderMap, session: Option<&CurrentSession>) -> Shopper {
        Shopper {
            account_id: session.map(|session| session.account_id.clone()),
            browser: reply::cookie_value(headers, self.cookie_name()).map(str::to_owned),
        }
    }

    /// Who makes the request that is being answered.
    pub(in crate::shop) fn shopper_here(&self) -> Shopper {
        self.shopper(&reply::headers(), crate::accounts::current_session().as_ref())
    }

    /// Browsers take a `__Host-` cookie only from this very host over https: no sibling domain can plant one.
    fn cookie_name(&self) -> &'static str {
        if self.secure_cookie { "__Host-cart" } else { "cart" }
    }

    /// The `Set-Cookie` line.
    pub(super) fn cookie(&self, id: &str) -> String {
        let (name, secure) = (self.cookie_name(), if self.secure_cookie { "; Secure" } else { "" });
        format!("{name}={id}; Path=/; Max-Age={KEPT_SECONDS}; HttpOnly; SameSite=Lax{secure}")
    }
}

pub(super) fn fresh_id() -> Result<String, Error> {
    random::credential()
}
