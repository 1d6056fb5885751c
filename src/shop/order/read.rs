//! The orders of an account, or of a guest's browser.

use sqlx::FromRow;

use super::{Address, Checkout, OrderLine, OrderSummary, OrderView, timeline};
use crate::database::read;
use crate::error::Error;
use crate::random;
use crate::shop::cart::Shopper;
use crate::shop::day::{date_of, words};
use crate::shop::server::is_id;
use crate::shop::{Item, Money, Shop, Totals};

/// The most orders that are listed: more than a page wants to show.
const MOST_SHOWN: i64 = 200;

#[derive(FromRow)]
struct OrderRow {
    email: Option<String>,
    placed_at: i64,
    goods: i64,
    post: i64,
    #[sqlx(flatten)]
    address: Address,
}

impl Shop {
    /// The data that the checkout starts with.
    pub async fn checkout(&self, who: &Shopper) -> Result<Checkout, Error> {
        let cart = self.cart(who).await?;
        let saved = self.saved_address(who.account_id.as_deref()).await?;
        Ok(Checkout {
            seen: cart.seal(),
            cart,
            key: random::text::<16>()?,
            address: saved.unwrap_or_default(),
        })
    }

    /// Lists the orders of an account, the newest first.
    pub async fn orders(&self, account_id: &str) -> Result<Vec<OrderSummary>, Error> {
        self.list_orders(Some(account_id), None).await
    }

    /// Lists the orders that a guest placed in this browser, the newest first.
    pub async fn orders_of_browser(&self, who: &Shopper) -> Result<Vec<OrderSummary>, Error> {
        self.list_orders(None, who.hash()).await
    }

    async fn list_orders(
        &self,
        account_id: Option<&str>,
        browser: Option<String>,
    ) -> Result<Vec<OrderSummary>, Error> {
        let rows: Vec<(String, i64, i64, i64)> = read!(&self.db, all
            "select o.id, o.placed_at, o.goods + o.post,
                    (select cast(sum(l.quantity) as bigint) from order_lines l where l.order_id = o.id)
             from orders o where o.account_id = $1 or o.cookie_hash = $2 order by o.placed_at desc, o.id desc limit $3"
            => account_id, browser, MOST_SHOWN)?;
        let now = self.clock.seconds();
        let summary = |(id, placed_at, total, count)| {
            let date = date_of(placed_at);
            let reached = timeline(placed_at, now).into_iter().rfind(|stage| stage.reached);
            OrderSummary {
                id,
                day: words(date),
                iso: date.to_string(),
                status: reached.map(|stage| stage.words).unwrap_or_default(),
                count,
                total: Money::eur(total),
            }
        };
        Ok(rows.into_iter().map(summary).collect())
    }

    /// Returns an order of the account. Another customer's order is not there.
    pub async fn order(&self, account_id: &str, id: &str) -> Result<OrderView, Error> {
        self.order_of(Some(account_id), id).await
    }

    /// Returns an order of the account. Without an account, it returns a guest's.
    pub(super) async fn order_of(&self, account_id: Option<&str>, id: &str) -> Result<OrderView, Error> {
        if !is_id(id) {
            return Err(Error::NotFound);
        }
        let row: Option<OrderRow> = read!(&self.db, optional
            "select email, placed_at, goods, post, name, street, extra, postcode, city, country from orders
             where account_id is not distinct from $1 and id = $2" => account_id, id)?;
        let row = row.ok_or(Error::NotFound)?;
        let shelf = self.shelf().await?;
        let lines = self.order_lines(id).await?.into_iter().map(|(key, name, quantity, each)| {
            let item = key.parse::<Item>().ok();
            let sold = item.as_ref().is_some_and(|item| {
                item.takes().is_none_or(|(slug, bags)| shelf.get(slug).is_some_and(|left| *left >= bags))
            });
            let comes_again = item.as_ref().is_some_and(|item| item.often().weeks().is_some());
            let words = item.map(|item| item.words()).unwrap_or_default();
            OrderLine { name, words, quantity, price: Money::eur(each).times(quantity), comes_again, sold }
        });
        let (goods, delivery) = (Money::eur(row.goods), Money::eur(row.post));
        let date = date_of(row.placed_at);
        Ok(OrderView {
            id: id.to_owned(),
            key: random::text::<16>()?,
            day: words(date),
            iso: date.to_string(),
            email: row.email,
            lines: lines.collect(),
            totals: Totals { goods, delivery, total: goods.plus(delivery) },
            timeline: timeline(row.placed_at, self.clock.seconds()),
            address: row.address,
        })
    }

    /// The key, name, quantity and single price of each line. Whose order it is, is asked before.
    pub(super) async fn order_lines(&self, id: &str) -> Result<Vec<(String, String, i64, i64)>, Error> {
        Ok(read!(&self.db, all
            "select item, name, quantity, each from order_lines where order_id = $1 order by number" => id)?)
    }
}
