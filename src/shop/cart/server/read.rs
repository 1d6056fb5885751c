//! What a cart holds.

use super::super::items::{known, view};
use super::super::{Cart, Shopper};
use crate::database::read;
use crate::error::Error;
use crate::shop::{Item, Shop};

impl Shop {
    pub async fn cart(&self, who: &Shopper) -> Result<Cart, Error> {
        Ok(view(&self.items(who).await?, &self.shelf().await?))
    }

    pub async fn count(&self, who: &Shopper) -> Result<u32, Error> {
        let items = self.items(who).await?;
        Ok(items.iter().map(|(_, quantity)| u32::try_from(*quantity).unwrap_or_default()).sum())
    }

    /// The items that are in the cart and in the catalogue.
    pub(in crate::shop) async fn items(&self, who: &Shopper) -> Result<Vec<(Item, i64)>, Error> {
        if who.account_id.is_none() && who.browser.is_none() {
            return Ok(Vec::new());
        }
        self.settle(who).await?;
        let (account_id, browser) = keys(who);
        let rows: Vec<(String, i64)> = read!(&self.db, all
            "select l.item, l.quantity from cart_lines l join carts c on c.id = l.cart_id
             where c.account_id = $1 or c.cookie_hash = $2 order by l.number" => account_id, browser)?;
        Ok(known(rows))
    }
}

/// The keys of a cart: the account's id for an account's, the cookie's hash for a browser's.
/// Somebody who is logged in never gets a browser's.
pub(super) fn keys(who: &Shopper) -> (Option<&str>, Option<String>) {
    let browser = if who.account_id.is_some() { None } else { who.hash() };
    (who.account_id.as_deref(), browser)
}
