//! The same once more: into the cart, at today's prices.

use super::place::is_key;
use crate::database::{Transaction, execute};
use crate::error::Error;
use crate::shop::cart::{Added, Shopper};
use crate::shop::{Item, Shop, refusals};

/// The seconds for which a form is remembered. It is longer than a session lives, and with it any form.
const KEPT_SECONDS: i64 = 60 * 24 * 60 * 60;

/// The result of ordering again.
#[derive(Debug)]
pub struct Again {
    pub added: Added,
    /// Whether all of it is in the cart.
    pub complete: bool,
}

impl Shop {
    /// Puts what is still sold of an account's order into its cart, once for each `key` of a form.
    /// A form that is sent again because its answer was lost adds nothing. Subscriptions come again only if the person
    /// says so; else their coffee comes just once, and a plan does not come.
    pub async fn order_again(
        &self,
        who: &Shopper,
        account_id: &str,
        id: &str,
        key: &str,
        subscribe: bool,
    ) -> Result<Again, Error> {
        self.order(account_id, id).await?;
        if !is_key(key) {
            return Err(Error::invalid("key", refusals::FORM_BROKEN));
        }
        let lines = self.order_lines(id).await?;
        let known: Vec<(Item, i64)> =
            lines.iter().filter_map(|(key, _, quantity, _)| Some((key.parse().ok()?, *quantity))).collect();
        let wanted: Vec<_> = known
            .iter()
            .filter_map(|(item, quantity)| Some((this_time(item, subscribe)?, *quantity)))
            .collect();
        if wanted.is_empty() && !known.is_empty() {
            return Err(Error::invalid("", refusals::PLAN_ALONE));
        }
        let added = self.add_all(who, &wanted, Some(key)).await?;
        Ok(Again { complete: added.refused.is_empty() && known.len() == lines.len(), added })
    }

    /// Notes the form, and returns whether it is new. Forgets the forms that nobody has open any more.
    pub(in crate::shop) async fn is_first_time(
        &self,
        transaction: &mut Transaction,
        account_id: &str,
        key: &str,
    ) -> Result<bool, Error> {
        let now = self.clock.seconds();
        execute!(&mut *transaction,
            "delete from ordered_again where account_id = $1 and at < $2" => account_id, now - KEPT_SECONDS)?;
        let noted = execute!(transaction,
            "insert into ordered_again (account_id, key, at) values ($1, $2, $3) on conflict do nothing"
            => account_id, key, now)?;
        Ok(noted == 1)
    }

    /// The names of what an account's order held, with or without its subscriptions, and its cart does not.
    pub async fn left_out(
        &self,
        who: &Shopper,
        account_id: &str,
        id: &str,
        subscribe: bool,
    ) -> Result<Vec<String>, Error> {
        self.order(account_id, id).await?;
        let cart = self.cart(who).await?;
        let lines = self.order_lines(id).await?;
        let is_missing = |key: &str| match key.parse::<Item>() {
            Ok(item) => this_time(&item, subscribe)
                .is_some_and(|item| cart.lines.iter().all(|line| line.item != item.to_string())),
            Err(_) => true,
        };
        let mut names: Vec<_> =
            lines.into_iter().filter(|(key, ..)| is_missing(key)).map(|(_, name, ..)| name).collect();
        names.dedup();
        Ok(names)
    }
}

fn this_time(item: &Item, subscribe: bool) -> Option<Item> {
    if subscribe { Some(item.clone()) } else { item.just_once() }
}
