//! The rules of an account's subscriptions.

use sqlx::FromRow;

use super::{Subscription, SubscriptionState, next_batch};
use crate::database::{execute, read};
use crate::error::Error;
use crate::shop::day::{date_of, words};
use crate::shop::server::is_id;
use crate::shop::{Item, Money, Shop};

#[derive(FromRow)]
struct SubscriptionRow {
    id: String,
    item: String,
    name: String,
    quantity: i64,
    each: i64,
    state: String,
    started_at: i64,
}

impl SubscriptionRow {
    fn subscription(self, now: i64) -> Option<Subscription> {
        let item: Item = self.item.parse().ok()?;
        let state = self.state.parse().ok()?;
        let date = date_of(next_batch(self.started_at, item.often().weeks()?, now));
        Some(Subscription {
            id: self.id,
            name: self.name,
            words: item.words(),
            quantity: self.quantity,
            price: Money::eur(self.each).times(self.quantity),
            state,
            is_plan: matches!(item, Item::Plan { .. }),
            next: (state == SubscriptionState::Active).then(|| (words(date), date.to_string())),
        })
    }
}

impl Shop {
    /// The subscriptions that are not stopped, the newest first.
    pub async fn subscriptions(&self, account_id: &str) -> Result<Vec<Subscription>, Error> {
        let rows: Vec<SubscriptionRow> = read!(&self.db, all
            "select id, item, name, quantity, each, state, started_at from subscriptions
             where account_id = $1 and state <> 'stopped' order by started_at desc, id" => account_id)?;
        let now = self.clock.seconds();
        Ok(rows.into_iter().filter_map(|row| row.subscription(now)).collect())
    }

    /// Changes the state of a subscription. A stopped one stays stopped. Another customer's is not found.
    pub async fn set_subscription(
        &self,
        account_id: &str,
        id: &str,
        state: SubscriptionState,
    ) -> Result<(), Error> {
        if !is_id(id) {
            return Err(Error::NotFound);
        }
        let mut transaction = self.db.begin().await?;
        let set = execute!(&mut transaction,
            "update subscriptions set state = $3 where id = $2 and account_id = $1 and state <> 'stopped'"
            => account_id, id, state.key())?;
        if set == 0 {
            return Err(Error::NotFound);
        }
        transaction.commit().await?;
        tracing::info!(target: "audit", event = "subscription_set", account_id, subscription = id, state = state.key());
        Ok(())
    }
}
