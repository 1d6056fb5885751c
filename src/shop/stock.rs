//! How many bags of 250 g there are.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::day::{date_of, words};
use super::order::roasted_before;
use super::{Coffee, Filter, Shop, catalogue};
use crate::database::{Transaction, execute, read};
use crate::error::Error;

/// The number of bags of a coffee that there are after it was roasted.
const BATCH: i64 = 480;

impl Shop {
    /// The day on which the bags on the shelf were roasted: "Friday 13 November 2026", and the same for machines.
    pub fn roasted(&self) -> (String, String) {
        let day = date_of(roasted_before(self.clock.seconds()));
        (words(day), day.to_string())
    }

    /// Gives what the catalogue lists its place on the shelf.
    /// Fills it up once with each batch, however often that is asked. Returns how many coffees came.
    pub async fn fill_shelf(&self) -> Result<u64, Error> {
        let batch_at = roasted_before(self.clock.seconds());
        let mut came = 0;
        let mut coffees: Vec<_> = catalogue::list(Filter::default());
        // In the order that an order takes them in, so that the two never wait for each other.
        coffees.sort_by(|one, other| one.slug.cmp(&other.slug));
        let mut transaction = self.db.begin().await?;
        for coffee in coffees {
            came += execute!(&mut transaction,
                "insert into stock (slug, bags, batch_at) values ($1, $2, $3)
                 on conflict (slug) do update set bags = excluded.bags, batch_at = excluded.batch_at
                 where stock.batch_at < excluded.batch_at"
                => &coffee.slug, if coffee.sold_out { 0 } else { BATCH }, batch_at)?;
        }
        transaction.commit().await?;
        self.sold_out.stock_changed();
        Ok(came)
    }

    pub(super) async fn shelf(&self) -> Result<BTreeMap<String, i64>, Error> {
        let rows: Vec<(String, i64)> = read!(&self.db, all "select slug, bags from stock")?;
        Ok(rows.into_iter().collect())
    }

    /// Says of each coffee whether it is sold out just now.
    pub async fn mark_sold_out<'a>(
        &self,
        coffees: impl IntoIterator<Item = &'a mut Coffee>,
    ) -> Result<(), Error> {
        let sold_out = self.sold_out().await?;
        for coffee in coffees {
            coffee.sold_out = sold_out.contains(&coffee.slug);
        }
        Ok(())
    }

    /// The slugs of the coffees that are sold out. This server's own changes count at once, those of other servers within a second.
    async fn sold_out(&self) -> Result<Arc<[String]>, Error> {
        let now_ms = self.clock.millis();
        let changes = match self.sold_out.read_lately(now_ms) {
            Ok(slugs) => return Ok(slugs),
            Err(changes) => changes,
        };
        let rows: Vec<(String,)> = read!(&self.db, all "select slug from stock where bags = 0")?;
        let slugs = rows.into_iter().map(|(slug,)| slug).collect();
        self.sold_out.keep(&slugs, now_ms, changes);
        Ok(slugs)
    }

    /// Takes bags off the shelf. Returns false, and takes nothing, if there are not as many. After the commit the caller
    /// reports the change to `sold_out`.
    pub(super) async fn take(
        &self,
        transaction: &mut Transaction,
        slug: &str,
        bags: i64,
    ) -> Result<bool, Error> {
        let taken = execute!(transaction,
            "update stock set bags = bags - $2 where slug = $1 and bags >= $2" => slug, bags)?;
        Ok(taken == 1)
    }
}
