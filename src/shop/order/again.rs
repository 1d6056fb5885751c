//! The same once more: into the cart, at today's prices.

use crate::error::Error;
use crate::shop::cart::{Added, Shopper};
use crate::shop::{Item, Shop};

/// What became of ordering again.
#[derive(Debug)]
pub struct Again {
    pub added: Added,
    /// Whether all of it is in the cart.
    pub complete: bool,
}

impl Shop {
    /// Puts what is still sold of an account's order into its cart.
    pub async fn order_again(&self, who: &Shopper, account_id: &str, id: &str) -> Result<Again, Error> {
        self.order(account_id, id).await?;
        let lines = self.order_lines(id).await?;
        let wanted: Vec<_> = lines
            .iter()
            .filter_map(|(key, _, quantity, _)| Some((key.parse::<Item>().ok()?, *quantity)))
            .collect();
        let added = self.add_all(who, &wanted).await?;
        Ok(Again { complete: added.refused.is_empty() && wanted.len() == lines.len(), added })
    }

    /// The names of what an account's order held and its cart does not.
    pub async fn left_out(&self, who: &Shopper, account_id: &str, id: &str) -> Result<Vec<String>, Error> {
        self.order(account_id, id).await?;
        let cart = self.cart(who).await?;
        let lines = self.order_lines(id).await?;
        let mut names: Vec<_> = lines
            .into_iter()
            .filter(|(key, ..)| cart.lines.iter().all(|line| line.item != *key))
            .map(|(_, name, ..)| name)
            .collect();
        names.dedup();
        Ok(names)
    }
}
