//! Whose cart a request is about, and the cookie that identifies a browser's cart.

use axum::http::HeaderMap;

use crate::accounts::CurrentSession;
use crate::random;
use crate::reply;
use crate::shop::Shop;

/// The seconds for which a browser's cart is kept after it was last used.
pub const CART_SECONDS: i64 = 30 * 24 * 60 * 60;

/// The person who asks: logged in, with a cart that this browser had before, both or neither.
#[derive(Clone, Debug, Default)]
pub struct Shopper {
    pub account_id: Option<String>,
    /// The value of the cart's cookie.
    pub browser: Option<String>,
}

impl Shopper {
    pub(in crate::shop) fn hash(&self) -> Option<String> {
        self.browser.as_deref().map(random::hash)
    }
}

impl Shop {
    pub fn shopper(&self, headers: &HeaderMap, session: Option<&CurrentSession>) -> Shopper {
        Shopper {
            account_id: session.map(|session| session.account_id.clone()),
            browser: reply::cookie_value(headers, self.cookie_name()).map(str::to_owned),
        }
    }

    /// The shopper who makes the request that is being answered.
    pub(in crate::shop) fn shopper_here(&self) -> Shopper {
        self.shopper(&reply::headers(), crate::accounts::current_session().as_ref())
    }

    /// The name of the cart's cookie.
    /// Browsers take a `__Host-` cookie only from this very host over https: no sibling domain can plant one.
    fn cookie_name(&self) -> &'static str {
        if self.secure_cookie { "__Host-cart" } else { "cart" }
    }

    /// The `Set-Cookie` line that keeps a browser's cart, and with it the list of a guest's orders, as long again.
    pub(in crate::shop) fn renewed_cookie(&self, who: &Shopper) -> Option<String> {
        who.browser.as_deref().map(|id| self.cookie(id))
    }

    /// The `Set-Cookie` line of a browser's cart.
    pub(super) fn cookie(&self, id: &str) -> String {
        reply::cookie_line(self.cookie_name(), id, CART_SECONDS, self.secure_cookie)
    }
}
