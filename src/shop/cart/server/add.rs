//! Items go into a cart if they are sold and the cart takes them.

use std::collections::BTreeMap;

use super::super::{MOST_OF_ONE, Shopper};
use super::lines::check_quantity;
use crate::error::Error;
use crate::shop::support::ShopEvent;
use crate::shop::{Item, Money, Shop, catalogue, refusals};

#[derive(Debug, Default)]
pub struct Added {
    /// The number of things in the cart now.
    pub count: u32,
    /// The `Set-Cookie` line of a browser's cart.
    pub cookie: Option<String>,
    /// The events that the page sends to the support team.
    pub events: Vec<ShopEvent>,
    /// The plan that was in the cart until another came in, and its quantity.
    pub replaced: Option<(Item, i64)>,
    /// The items that did not come in, and why.
    pub refused: Vec<(Item, Error)>,
}

impl Shop {
    /// Puts so many more of an item into the cart. A plan takes the place of another plan, and comes in once.
    pub async fn add(&self, who: &Shopper, item: &Item, quantity: i64) -> Result<Added, Error> {
        check_quantity(quantity)?;
        let mut added = self.add_all(who, &[(item.clone(), quantity)], None).await?;
        added.refused.pop().map_or(Ok(added), |(_, error)| Err(error))
    }

    /// Puts into the cart at once what is sold and has room.
    /// If a form's key is given, this happens only the first time.
    pub async fn add_all(
        &self,
        who: &Shopper,
        wanted: &[(Item, i64)],
        form: Option<&str>,
    ) -> Result<Added, Error> {
        let shelf = self.shelf().await?;
        let mut added = Added::default();
        let mut sold = Vec::new();
        for (item, quantity) in wanted {
            match price(item, &shelf) {
                Ok(each) => sold.push((item, *quantity, each.times(*quantity))),
                Err(error) => added.refused.push((item.clone(), error)),
            }
        }
        let mut browser = who.browser.clone();
        if !sold.is_empty() {
            let mut transaction = self.db.begin().await?;
            // Locks the cart: of two calls at once the second finds the first one's form.
            let open = self.open_cart(&mut transaction, who).await?;
            let mut events = Vec::new();
            if let (Some(form), Some(account_id)) = (form, &who.account_id)
                && !self.is_first_time(&mut transaction, account_id, form).await?
            {
                sold.clear();
            }
            for line in sold {
                let (item, quantity, _) = line;
                added.replaced = self.make_way(&mut transaction, &open.id, item).await?.or(added.replaced);
                let room = self.room(&mut transaction, &open.id, &item.to_string()).await?;
                match room {
                    Some(room) if is_plan(item) && room < MOST_OF_ONE => {}
                    Some(room) if room >= quantity => {
                        self.put(&mut transaction, &open.id, &item.to_string(), quantity).await?;
                        events.push(ShopEvent::added(line));
                    }
                    room => {
                        let why = if room.is_some() { refusals::MOST_IN } else { refusals::CART_FULL };
                        added.refused.push((item.clone(), Error::invalid("", why)));
                    }
                }
            }
            added.events = self.record(&mut transaction, who.account_id.as_deref(), events).await?;
            transaction.commit().await?;
            // A browser that had no cart until now, or one that is forgotten, is known by its new cookie.
            browser = open.cookie.clone().or(browser);
            added.cookie = open.cookie.map(|id| self.cookie(&id));
        }
        added.count = self.count(&Shopper { account_id: who.account_id.clone(), browser }).await?;
        Ok(added)
    }
}

fn is_plan(item: &Item) -> bool {
    matches!(item, Item::Plan { .. })
}

/// The price of one of an item today, if it is sold.
fn price(item: &Item, shelf: &BTreeMap<String, i64>) -> Result<Money, Error> {
    let Some((slug, _)) = item.takes() else { return Ok(item.price(Money::eur(0))) };
    let unknown = || Error::invalid("coffee", refusals::UNKNOWN_COFFEE);
    let bag = catalogue::find(slug).ok_or_else(unknown)?.coffee.price;
    match shelf.get(slug) {
        Some(1..) => Ok(item.price(bag)),
        _ => Err(Error::invalid("coffee", refusals::SOLD_OUT)),
    }
}
