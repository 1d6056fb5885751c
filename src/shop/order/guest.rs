//! Orders of guests: people without an account, each known by the cookie of their browser's cart.
//!
//! Such an order's id cannot be guessed, and whoever has it reads the order. The browser that placed it lists it until
//! somebody logs out there. A sign-up there makes it an order of the new account.

use axum::http::HeaderMap;
use futures::future::BoxFuture;
use std::net::IpAddr;

use super::{Address, OrderView};
use crate::accounts::{VisitorRecords, checked_email, take_guest_order_try};
use crate::database::{Transaction, commit, execute};
use crate::error::Error;
use crate::random;
use crate::shop::cart::items::bags;
use crate::shop::day::DAY;
use crate::shop::{Item, Shop, refusals};

/// The seconds for which a guest's order is kept.
pub const GUEST_ORDER_KEPT_SECONDS: i64 = 365 * DAY;
/// The most bags of 250 g in a guest's order. With the limit for each network address, no script empties the shelf.
pub const MOST_BAGS_OF_A_GUEST: i64 = 40;

/// Somebody who orders without an account.
#[derive(Clone, Copy)]
pub struct Guest<'a> {
    pub email: &'a str,
    /// The network address that the order comes from, for its limit.
    pub network: Option<IpAddr>,
}

impl Guest<'_> {
    /// Returns e-mail and address as they are kept. Refused with all that is wrong in both.
    pub(super) fn checked(&self, address: &Address) -> Result<(&str, Address), Error> {
        match (checked_email(self.email), address.checked()) {
            (Ok(email), Ok(address)) => Ok((email, address)),
            (email, address) => Err(Error::all([email.err(), address.err()])),
        }
    }

    /// Refuses what a guest cannot order, and takes one of the orders that the network address has.
    pub(super) async fn may_order(
        &self,
        shop: &Shop,
        transaction: &mut Transaction,
        items: &[(Item, i64)],
    ) -> Result<(), Error> {
        if items.iter().any(|(item, _)| item.often().weeks().is_some()) {
            return Err(Error::invalid("", refusals::NEEDS_ACCOUNT));
        }
        if bags(items).values().sum::<i64>() > MOST_BAGS_OF_A_GUEST {
            return Err(Error::invalid("", refusals::TOO_MUCH_FOR_A_GUEST));
        }
        take_guest_order_try(transaction, &shop.clock, self.network).await
    }
}

/// The id of a guest's order: 180 random bits. Its number shows 50 of them, and 130 stay unknown.
pub(super) fn guest_order_id() -> Result<String, Error> {
    random::word::<36>()
}

impl Shop {
    /// Returns a guest's order, to anybody who has its id.
    pub async fn guest_order(&self, id: &str) -> Result<OrderView, Error> {
        self.order_of(None, id).await
    }

    /// Deletes guests' orders that are old. Returns how many.
    pub async fn forget_guest_orders(&self) -> Result<u64, Error> {
        Ok(commit!(&self.db,
            "delete from orders where account_id is null and placed_at <= $1"
            => self.clock.seconds() - GUEST_ORDER_KEPT_SECONDS)?)
    }

    fn browser_of(&self, headers: &HeaderMap) -> Option<String> {
        self.shopper(headers, None).hash()
    }
}

impl VisitorRecords for Shop {
    fn join<'a>(
        &'a self,
        transaction: &'a mut Transaction,
        headers: &'a HeaderMap,
        account_id: &'a str,
    ) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async move {
            let Some(browser) = self.browser_of(headers) else { return Ok(()) };
            let orders = execute!(transaction,
                "update orders set account_id = $1, email = null, cookie_hash = null where cookie_hash = $2"
                => account_id, browser)?;
            if orders > 0 {
                tracing::info!(target: "audit", event = "guest_orders_joined", account_id, orders);
            }
            Ok(())
        })
    }

    fn release<'a>(&'a self, headers: &'a HeaderMap) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async move {
            let Some(browser) = self.browser_of(headers) else { return Ok(()) };
            commit!(&self.db, "update orders set cookie_hash = null where cookie_hash = $1" => &browser)?;
            Ok(())
        })
    }
}
