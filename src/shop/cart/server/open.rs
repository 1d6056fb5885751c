//! Which cart a request changes. Opening it locks it until the transaction ends.

use super::super::Shopper;
use super::super::shopper::CART_SECONDS;
use crate::database::{Transaction, execute, fetch, read};
use crate::error::Error;
use crate::random;
use crate::shop::{Item, Shop};

/// A cart that is locked until its transaction ends.
pub(super) struct Open {
    pub id: String,
    pub cookie: Option<String>,
}

impl Shop {
    /// Moves the browser's cart of somebody who is logged in over to theirs.
    pub(super) async fn settle(&self, who: &Shopper) -> Result<(), Error> {
        let (Some(_), Some(browser)) = (&who.account_id, who.hash()) else { return Ok(()) };
        let waiting: Vec<(String,)> = read!(&self.db, all
            "select l.item from cart_lines l join carts c on c.id = l.cart_id where c.cookie_hash = $1 limit 1"
            => browser)?;
        if !waiting.is_empty() {
            let mut transaction = self.db.begin().await?;
            self.open_cart(&mut transaction, who).await?;
            transaction.commit().await?;
        }
        Ok(())
    }

    /// Opens the account's cart, with what was in the browser's. Without an account, it opens the browser's cart.
    /// Without either, it opens a new one, with a new id for the cookie: an id that nobody gave out is never taken for
    /// one.
    pub(super) async fn open_cart(
        &self,
        transaction: &mut Transaction,
        who: &Shopper,
    ) -> Result<Open, Error> {
        let now = self.clock.seconds();
        if let Some(account_id) = &who.account_id {
            let id = self.account_cart(transaction, account_id).await?;
            if let Some(browser) = who.hash() {
                self.merge(transaction, &id, &browser).await?;
            }
            return Ok(Open { id, cookie: None });
        }
        if let Some(browser) = &who.browser
            && let Some(id) = self.browser_cart(transaction, &random::hash(browser)).await?
        {
            return Ok(Open { id, cookie: Some(browser.clone()) });
        }
        execute!(transaction,
            "delete from carts where cookie_hash is not null and used_at <= $1" => now - CART_SECONDS)?;
        let (id, cookie) = (random::text::<16>()?, random::credential()?);
        execute!(transaction,
            "insert into carts (id, cookie_hash, used_at) values ($1, $2, $3)"
            => &id, random::hash(&cookie), now)?;
        Ok(Open { id, cookie: Some(cookie) })
    }

    /// Locks the account's cart, and makes it if it is missing.
    pub(in crate::shop) async fn account_cart(
        &self,
        transaction: &mut Transaction,
        account_id: &str,
    ) -> Result<String, Error> {
        let (id,): (String,) = fetch!(transaction, one
            "insert into carts (id, account_id, used_at) values ($1, $2, $3)
             on conflict (account_id) do update set used_at = excluded.used_at returning id"
            => random::text::<16>()?, account_id, self.clock.seconds())?;
        Ok(id)
    }

    /// Locks the browser's cart, unless it lay unused for too long.
    pub(in crate::shop) async fn browser_cart(
        &self,
        transaction: &mut Transaction,
        hash: &str,
    ) -> Result<Option<String>, Error> {
        let now = self.clock.seconds();
        let found: Option<(String,)> = fetch!(transaction, optional
            "update carts set used_at = $2 where cookie_hash = $1 and used_at > $3 returning id"
            => hash, now, now - CART_SECONDS)?;
        Ok(found.map(|(id,)| id))
    }

    /// Adds the browser's lines up with the account's. The browser's plan takes the place of the account's. What does not
    /// fit is left out.
    async fn merge(&self, transaction: &mut Transaction, into: &str, browser: &str) -> Result<(), Error> {
        let Some(from) = self.browser_cart(transaction, browser).await? else { return Ok(()) };
        let mut lines: Vec<(i64, String, i64)> = fetch!(transaction, all
            "delete from cart_lines where cart_id = $1 returning number, item, quantity" => &from)?;
        lines.sort();
        for (_, item, quantity) in lines {
            if let Ok(plan @ Item::Plan { .. }) = item.parse() {
                self.make_way(transaction, into, &plan).await?;
            }
            if self.room(transaction, into, &item).await?.is_some() {
                self.put(transaction, into, &item, quantity).await?;
            }
        }
        Ok(())
    }
}
