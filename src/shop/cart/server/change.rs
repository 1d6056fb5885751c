//! Lines that are in a cart get another quantity or are removed.

use super::super::{Cart, Shopper};
use super::lines::check_quantity;
use super::read::keys;
use crate::database::execute;
use crate::error::Error;
use crate::shop::{Item, Shop};

impl Shop {
    /// Sets the quantity of an item from now on. What is not in the cart any more does not come back.
    pub async fn set_quantity(&self, who: &Shopper, item: &str, quantity: i64) -> Result<Cart, Error> {
        check_quantity(quantity)?;
        self.change(who, item, Some(quantity)).await
    }

    pub async fn remove(&self, who: &Shopper, item: &str) -> Result<Cart, Error> {
        self.change(who, item, None).await
    }

    /// Sets the quantity of an item from now on. `None` takes it out.
    async fn change(&self, who: &Shopper, item: &str, quantity: Option<i64>) -> Result<Cart, Error> {
        item.parse::<Item>().map_err(|message| Error::invalid("item", message))?;
        self.settle(who).await?;
        let mut transaction = self.db.begin().await?;
        let (account_id, browser) = keys(who);
        match quantity {
            Some(quantity) => execute!(&mut transaction,
                "update cart_lines set quantity = $4 where item = $3 and cart_id in
                 (select id from carts where account_id = $1 or cookie_hash = $2)"
                => account_id, browser, item, quantity)?,
            None => execute!(&mut transaction,
                "delete from cart_lines where item = $3 and cart_id in
                 (select id from carts where account_id = $1 or cookie_hash = $2)"
                => account_id, browser, item)?,
        };
        transaction.commit().await?;
        self.cart(who).await
    }
}
