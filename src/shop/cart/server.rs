//! What goes into a cart and out of it.

use std::collections::BTreeMap;

use super::items::{known, view};
use super::shopper::{KEPT_SECONDS, fresh_id, hash};
use super::{Cart, MOST_LINES, MOST_OF_ONE, Shopper};
use crate::accounts::reply;
use crate::database::{Transaction, execute, fetch, read};
use crate::error::Error;
use crate::shop::server::refused;
use crate::shop::support::Event;
use crate::shop::{Item, Money, Shop, catalogue, refusals};

#[derive(Debug, Default)]
pub struct Added {
    /// How many things are in the cart now.
    pub count: u32,
    /// The `Set-Cookie` line of a browser's cart.
    pub cookie: Option<String>,
    /// What the page tells the support team.
    pub events: Vec<Event>,
    /// What did not come in, and why.
    pub refused: Vec<(Item, Error)>,
}

/// A cart that is locked until its transaction ends.
struct Open {
    id: String,
    cookie: Option<String>,
}

impl Shop {
    /// Puts so many more of it into the cart.
    pub async fn add(&self, who: &Shopper, item: &Item, quantity: i64) -> Result<Added, Error> {
        check_quantity(quantity)?;
        let mut added = self.add_all(who, &[(item.clone(), quantity)], None).await?;
        added.refused.pop().map_or(Ok(added), |(_, error)| Err(error))
    }

    /// Puts in at once what is sold and has room; of the form with this key, if any, only the first time.
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
                let room = self.room(&mut transaction, &open.id, &item.to_string()).await?;
                match room {
                    Some(room) if room >= quantity => {
                        self.put(&mut transaction, &open.id, &item.to_string(), quantity).await?;
                        events.push(Event::added(line));
                    }
                    room => {
                        let why = if room.is_some() { refusals::MOST_IN } else { refusals::CART_FULL };
                        added.refused.push((item.clone(), refused("", why)));
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

    /// Has so many of it from now on. What is not in the cart any more does not come back.
    pub async fn set_quantity(&self, who: &Shopper, item: &str, quantity: i64) -> Result<Cart, Error> {
        check_quantity(quantity)?;
        check_item(item)?;
        self.settle(who).await?;
        let mut transaction = self.db.begin().await?;
        let (account_id, browser) = keys(who);
        execute!(&mut transaction, |db| sqlx::query(
            "update cart_lines set quantity = $4 where item = $3 and cart_id in
             (select id from carts where account_id = $1 or cookie_hash = $2)"
        )
        .bind(account_id)
        .bind(browser)
        .bind(item)
        .bind(quantity)
        .execute(db))?;
        transaction.commit().await?;
        self.cart(who).await
    }

    pub async fn remove(&self, who: &Shopper, item: &str) -> Result<Cart, Error> {
        check_item(item)?;
        self.settle(who).await?;
        let mut transaction = self.db.begin().await?;
        let (account_id, browser) = keys(who);
        execute!(&mut transaction, |db| sqlx::query(
            "delete from cart_lines where item = $3 and cart_id in
             (select id from carts where account_id = $1 or cookie_hash = $2)"
        )
        .bind(account_id)
        .bind(browser)
        .bind(item)
        .execute(db))?;
        transaction.commit().await?;
        self.cart(who).await
    }

    pub async fn cart(&self, who: &Shopper) -> Result<Cart, Error> {
        Ok(view(&self.items(who).await?, &self.shelf().await?))
    }

    pub async fn count(&self, who: &Shopper) -> Result<u32, Error> {
        let items = self.items(who).await?;
        Ok(items.iter().map(|(_, quantity)| u32::try_from(*quantity).unwrap_or_default()).sum())
    }

    /// What is in the cart and in the catalogue.
    pub(in crate::shop) async fn items(&self, who: &Shopper) -> Result<Vec<(Item, i64)>, Error> {
        if who.account_id.is_none() && who.browser.is_none() {
            return Ok(Vec::new());
        }
        self.settle(who).await?;
        let (account_id, browser) = keys(who);
        let rows: Vec<(String, i64)> = read!(&self.db, |db| sqlx::query_as(
            "select l.item, l.quantity from cart_lines l join carts c on c.id = l.cart_id
             where c.account_id = $1 or c.cookie_hash = $2 order by l.number",
        )
        .bind(account_id)
        .bind(browser)
        .fetch_all(db))?;
        Ok(known(rows))
    }

    /// Whatever is in the browser's cart of somebody who is logged in goes over to theirs.
    async fn settle(&self, who: &Shopper) -> Result<(), Error> {
        let (Some(_), Some(browser)) = (&who.account_id, who.hash()) else { return Ok(()) };
        let waiting: Vec<(String,)> = read!(&self.db, |db| {
            sqlx::query_as(
            "select l.item from cart_lines l join carts c on c.id = l.cart_id where c.cookie_hash = $1 limit 1",
        )
        .bind(browser)
        .fetch_all(db)
        })?;
        if !waiting.is_empty() {
            let mut transaction = self.db.begin().await?;
            self.open_cart(&mut transaction, who).await?;
            transaction.commit().await?;
        }
        Ok(())
    }

    /// The account's cart, with what was in the browser's; else the browser's; else a new one, with a new id for the
    /// cookie: an id that nobody gave out is never taken for one.
    async fn open_cart(&self, transaction: &mut Transaction, who: &Shopper) -> Result<Open, Error> {
        let now = self.clock.seconds();
        if let Some(account_id) = &who.account_id {
            let id = self.account_cart(transaction, account_id).await?;
            if let Some(browser) = who.hash() {
                self.merge(transaction, &id, &browser).await?;
            }
            return Ok(Open { id, cookie: None });
        }
        if let Some(browser) = &who.browser
            && let Some(id) = self.browser_cart(transaction, &hash(browser)).await?
        {
            return Ok(Open { id, cookie: Some(browser.clone()) });
        }
        execute!(transaction, |db| sqlx::query(
            "delete from carts where cookie_hash is not null and used_at <= $1"
        )
        .bind(now - KEPT_SECONDS)
        .execute(db))?;
        let (id, cookie) = (reply::random::<16>()?, fresh_id()?);
        execute!(transaction, |db| sqlx::query(
            "insert into carts (id, cookie_hash, used_at) values ($1, $2, $3)"
        )
        .bind(&id)
        .bind(hash(&cookie))
        .bind(now)
        .execute(db))?;
        Ok(Open { id, cookie: Some(cookie) })
    }

    /// Locks it, and makes it if it is missing.
    pub(in crate::shop) async fn account_cart(
        &self,
        transaction: &mut Transaction,
        account_id: &str,
    ) -> Result<String, Error> {
        let (id,): (String,) = fetch!(transaction, |db| sqlx::query_as(
            "insert into carts (id, account_id, used_at) values ($1, $2, $3)
             on conflict (account_id) do update set used_at = excluded.used_at returning id"
        )
        .bind(reply::random::<16>()?)
        .bind(account_id)
        .bind(self.clock.seconds())
        .fetch_one(db))?;
        Ok(id)
    }

    /// Locks it, unless it lay unused for too long.
    async fn browser_cart(&self, transaction: &mut Transaction, hash: &str) -> Result<Option<String>, Error> {
        let now = self.clock.seconds();
        let found: Option<(String,)> = fetch!(transaction, |db| sqlx::query_as(
            "update carts set used_at = $2 where cookie_hash = $1 and used_at > $3 returning id"
        )
        .bind(hash)
        .bind(now)
        .bind(now - KEPT_SECONDS)
        .fetch_optional(db))?;
        Ok(found.map(|(id,)| id))
    }

    /// Adds the browser's lines up with the account's. What does not fit is left out.
    async fn merge(&self, transaction: &mut Transaction, into: &str, browser: &str) -> Result<(), Error> {
        let Some(from) = self.browser_cart(transaction, browser).await? else { return Ok(()) };
        let mut lines: Vec<(i64, String, i64)> = fetch!(transaction, |db| sqlx::query_as(
            "delete from cart_lines where cart_id = $1 returning number, item, quantity"
        )
        .bind(&from)
        .fetch_all(db))?;
        lines.sort();
        for (_, item, quantity) in lines {
            if self.room(transaction, into, &item).await?.is_some() {
                self.put(transaction, into, &item, quantity).await?;
            }
        }
        Ok(())
    }

    /// How many more of it the cart takes; none if it holds too many other things.
    async fn room(
        &self,
        transaction: &mut Transaction,
        cart: &str,
        item: &str,
    ) -> Result<Option<i64>, Error> {
        let lines: Vec<(String, i64)> = fetch!(transaction, |db| sqlx::query_as(
            "select item, quantity from cart_lines where cart_id = $1"
        )
        .bind(cart)
        .fetch_all(db))?;
        let there = lines.iter().find(|(key, _)| key == item).map(|(_, quantity)| quantity);
        let full = there.is_none() && lines.len() >= MOST_LINES;
        Ok((!full).then(|| MOST_OF_ONE - there.unwrap_or(&0)))
    }

    /// Up to the most there can be of one thing.
    async fn put(
        &self,
        transaction: &mut Transaction,
        cart: &str,
        item: &str,
        quantity: i64,
    ) -> Result<(), Error> {
        execute!(transaction, |db| sqlx::query(
            "insert into cart_lines (cart_id, item, quantity, number)
             select $1, $2, $3, coalesce(max(number), 0) + 1 from cart_lines where cart_id = $1
             on conflict (cart_id, item) do update set quantity =
             case when cart_lines.quantity + $3 > $4 then $4 else cart_lines.quantity + $3 end"
        )
        .bind(cart)
        .bind(item)
        .bind(quantity)
        .bind(MOST_OF_ONE)
        .execute(db))?;
        Ok(())
    }
}

/// What one of it costs today, if it is sold.
fn price(item: &Item, shelf: &BTreeMap<String, i64>) -> Result<Money, Error> {
    let Some((slug, _)) = item.takes() else { return Ok(item.price(Money::eur(0))) };
    let unknown = || refused("coffee", refusals::UNKNOWN_COFFEE);
    let bag = catalogue::find(slug).ok_or_else(unknown)?.coffee.price;
    match shelf.get(slug) {
        Some(1..) => Ok(item.price(bag)),
        _ => Err(refused("coffee", refusals::SOLD_OUT)),
    }
}

fn check_quantity(quantity: i64) -> Result<(), Error> {
    match quantity {
        1..=MOST_OF_ONE => Ok(()),
        _ => Err(refused("quantity", refusals::QUANTITY)),
    }
}

fn check_item(key: &str) -> Result<(), Error> {
    key.parse::<Item>().map(|_| ()).map_err(|message| refused("item", message))
}

/// An account's cart by the account, a browser's by its cookie; never a browser's for somebody who is logged in.
fn keys(who: &Shopper) -> (Option<&str>, Option<String>) {
    let browser = if who.account_id.is_some() { None } else { who.hash() };
    (who.account_id.as_deref(), browser)
}
