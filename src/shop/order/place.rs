//! A cart becomes an order.

use std::collections::BTreeMap;

use super::guest::{Guest, guest_order_id};
use super::{Address, order_number};
use crate::database::{Transaction, execute, fetch};
use crate::error::Error;
use crate::random;
use crate::shop::cart::items::{bags, known, view};
use crate::shop::cart::{Cart, Shopper};
use crate::shop::server::is_id;
use crate::shop::support::ShopEvent;
use crate::shop::{Currency, Item, Money, Shop, refusals};

#[derive(Debug, PartialEq)]
pub struct Placed {
    pub id: String,
    /// The events that the page sends to the support team.
    /// It sends them for an order that was there before, too: the answer that brought the order the first time was
    /// lost.
    pub events: Vec<ShopEvent>,
}

/// Whose order it is.
#[derive(Clone, Copy)]
enum Buyer<'a> {
    Account(&'a str),
    /// The hash of the cart's cookie, and who has it.
    Guest(&'a str, Guest<'a>),
}

impl Shop {
    /// Returns the order that this key has made already, or a new one.
    /// A new one is made of what is in the cart, at today's prices. All of it happens, or nothing. `seen` is the seal
    /// of the cart that the person agreed to.
    pub async fn place(
        &self,
        account_id: &str,
        key: &str,
        seen: &str,
        address: &Address,
    ) -> Result<Placed, Error> {
        self.place_for(Buyer::Account(account_id), key, seen, address).await
    }

    /// Places a guest's order, as [`Shop::place`] does a customer's.
    pub async fn place_as_guest(
        &self,
        who: &Shopper,
        guest: Guest<'_>,
        key: &str,
        seen: &str,
        address: &Address,
    ) -> Result<Placed, Error> {
        let browser = who.hash().ok_or_else(|| Error::invalid("cart", refusals::CART_EMPTY))?;
        self.place_for(Buyer::Guest(&browser, guest), key, seen, address).await
    }

    async fn place_for(
        &self,
        buyer: Buyer<'_>,
        key: &str,
        seen: &str,
        address: &Address,
    ) -> Result<Placed, Error> {
        if !is_key(key) {
            return Err(Error::invalid("key", refusals::FORM_BROKEN));
        }
        let mut transaction = self.db.begin().await?;
        // Locks the cart: of two calls at once the second finds the first one's order.
        let cart = match buyer {
            Buyer::Account(account_id) => Some(self.account_cart(&mut transaction, account_id).await?),
            Buyer::Guest(browser, _) => self.browser_cart(&mut transaction, browser).await?,
        };
        let cart = cart.ok_or_else(|| Error::invalid("cart", refusals::CART_EMPTY))?;
        let (account_id, browser) = match buyer {
            Buyer::Account(account_id) => (Some(account_id), None),
            Buyer::Guest(browser, _) => (None, Some(browser)),
        };
        let placed: Option<(String,)> = fetch!(&mut transaction, optional
            "select id from orders where (account_id = $1 or cookie_hash = $2) and key = $3"
            => account_id, browser, key)?;
        if let Some((id,)) = placed {
            let events = match self.page_sends() {
                true => events_of(&mut transaction, &id).await?,
                false => Vec::new(),
            };
            return Ok(Placed { id, events });
        }
        let (email, address) = match &buyer {
            Buyer::Account(_) => (None, address.checked()?),
            Buyer::Guest(_, guest) => {
                guest.checked(address).map(|(email, address)| (Some(email), address))?
            }
        };
        let rows: Vec<(String, i64)> = fetch!(&mut transaction, all
            "select item, quantity from cart_lines where cart_id = $1 order by number" => &cart)?;
        let items = known(rows);
        if items.is_empty() {
            return Err(Error::invalid("cart", refusals::CART_EMPTY));
        }
        let priced = view(&items, &BTreeMap::new());
        if priced.seal() != seen {
            return Err(Error::invalid("cart", refusals::CART_CHANGED));
        }
        if let Buyer::Guest(_, guest) = buyer {
            guest.may_order(self, &mut transaction, &items).await?;
        }
        // In the order of their names, so that two orders never wait for each other.
        for (slug, bags) in bags(&items) {
            if !self.take(&mut transaction, slug, bags).await? {
                return Err(Error::invalid("cart", refusals::NOT_ENOUGH));
            }
        }
        // An order number is read out on the phone. Only its own account may see the order.
        let id = if account_id.is_some() { random::word::<10>()? } else { guest_order_id()? };
        execute!(&mut transaction,
            "insert into orders (id, account_id, email, cookie_hash, key, placed_at, currency, goods, post, name, street,
             extra, postcode, city, country) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
            => &id, account_id, email, browser, key, self.clock.seconds(), Currency::Eur.code(),
               priced.totals.goods.minor, priced.totals.delivery.minor, &address.name, &address.street,
               &address.extra, &address.postcode, &address.city, &address.country)?;
        self.write_lines(&mut transaction, &id, account_id, &items, &priced).await?;
        if let Some(account_id) = account_id {
            self.save_address(&mut transaction, account_id, &address).await?;
        }
        execute!(&mut transaction, "delete from cart_lines where cart_id = $1" => &cart)?;
        let events = events_of(&mut transaction, &id).await?;
        let events = self.record(&mut transaction, account_id, events).await?;
        transaction.commit().await?;
        self.sold_out.stock_changed();
        tracing::info!(target: "audit", event = "order_placed", account_id, order = order_number(&id));
        Ok(Placed { id, events })
    }

    async fn write_lines(
        &self,
        transaction: &mut Transaction,
        id: &str,
        account_id: Option<&str>,
        items: &[(Item, i64)],
        priced: &Cart,
    ) -> Result<(), Error> {
        for (number, (line, (item, _))) in (1_i64..).zip(priced.lines.iter().zip(items)) {
            execute!(transaction,
                "insert into order_lines (order_id, number, item, name, quantity, each) values ($1, $2, $3, $4, $5, $6)"
                => id, number, &line.item, &line.name, line.quantity, line.each.minor)?;
            if item.often().weeks().is_some() {
                execute!(transaction,
                    "insert into subscriptions (id, account_id, order_id, item, name, quantity, currency, each, state,
                     started_at) values ($1, $2, $3, $4, $5, $6, $7, $8, 'active', $9)"
                    => random::text::<12>()?, account_id, id, &line.item, &line.name, line.quantity,
                       Currency::Eur.code(), line.each.minor, self.clock.seconds())?;
            }
        }
        Ok(())
    }
}

/// The events of an order.
async fn events_of(transaction: &mut Transaction, id: &str) -> Result<Vec<ShopEvent>, Error> {
    let (total,): (i64,) =
        fetch!(&mut *transaction, one "select goods + post from orders where id = $1" => id)?;
    let rows: Vec<(String, i64, i64)> = fetch!(transaction, all
        "select item, quantity, each from order_lines where order_id = $1 order by number" => id)?;
    let line = |(key, quantity, each): (String, i64, i64)| {
        Some((key.parse::<Item>().ok()?, quantity, Money::eur(each).times(quantity)))
    };
    let lines: Vec<_> = rows.into_iter().filter_map(line).collect();
    let lines: Vec<_> = lines.iter().map(|(item, quantity, price)| (item, *quantity, *price)).collect();
    Ok(ShopEvent::ordered(order_number(id), Money::eur(total), &lines))
}

pub(super) fn is_key(key: &str) -> bool {
    (16..=64).contains(&key.len()) && is_id(key)
}
