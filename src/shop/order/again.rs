//! The same once more: into the cart, at today's prices.

use super::Again;
use crate::error::Error;
use crate::shop::cart::Shopper;
use crate::shop::{Item, Shop, refusals};

impl Shop {
    /// Puts what is still sold of an account's order into its cart.
    pub async fn order_again(&self, who: &Shopper, account_id: &str, id: &str) -> Result<Again, Error> {
        self.order(account_id, id).await?;
        let mut missing = Vec::new();
        for (key, name, quantity, _) in self.order_lines(id).await? {
            let added = match key.parse::<Item>() {
                Ok(item) => self.add(who, &item, quantity).await.map(|_| ()),
                Err(_) => Err(crate::shop::server::refused("", refusals::UNKNOWN_CHOICE)),
            };
            match added {
                Ok(()) => {}
                Err(Error::Invalid { .. }) => missing.push(name),
                Err(error) => return Err(error),
            }
        }
        Ok(Again { count: self.count(who).await?, missing })
    }
}
