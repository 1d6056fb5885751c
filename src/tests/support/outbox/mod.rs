//! What the server sends to Intercom by itself.
//!
//! An event is recorded with what happened and [`sent`] once. What fails is [`retried`], a missing contact is made by
//! [`contacts`], and a deleted account's contact is deleted by [`forgotten`]. Several [`servers`] share the work.

mod contacts;
mod forgotten;
mod retried;
mod sent;
mod servers;

use leptos_messenger::accounts::{Accounts, SessionSettings};
use leptos_messenger::clock::Clock;
use leptos_messenger::database::Db;
use leptos_messenger::intercom::Client;
use leptos_messenger::shop::Money;
use leptos_messenger::shop::support::{BackoffJitter, Channel, EventDelivery, ShopEvent};
use std::sync::Arc;

use super::intercom::{Answer, Intercom};
use crate::database::{Database, execute, texts};

const NOW: i64 = 1_800_000_000;
const APP: &str = "hosted1x";
const DAY: i64 = 24 * 60 * 60;

struct Bench {
    db: Db,
    clock: Clock,
    intercom: Intercom,
    channel: Channel,
    _database: Database,
}

impl Bench {
    /// A customer, and an Intercom that answers so.
    async fn answering(answers: impl IntoIterator<Item = Answer>) -> Self {
        let database = Database::fresh().await;
        let (db, clock) = (database.open().await, Clock::manual(NOW));
        execute(
            &db,
            "insert into accounts (id, email, email_folded, name, password_hash, role, created_at)
             values ('u_1', 'Marit@example.com', 'marit@example.com', 'Marit', 'x', 'customer', 5)",
        )
        .await;
        let channel = Channel::new(APP, Arc::new([APP.to_owned()]), clock.clone());
        Self { db, clock, intercom: Intercom::answering(answers).await, channel, _database: database }
    }

    /// A server's hand, with this much jitter of what is possible.
    fn delivery(&self, jitter: impl Fn(u64) -> u64 + Send + Sync + 'static) -> EventDelivery {
        self.delivery_by(self.intercom.client(), jitter)
    }

    fn delivery_by(
        &self,
        client: Client,
        jitter: impl Fn(u64) -> u64 + Send + Sync + 'static,
    ) -> EventDelivery {
        let settings = SessionSettings { idle_seconds: 60, max_seconds: 60, secure_cookie: false };
        let accounts = Accounts::new(self.db.clone(), self.clock.clone(), settings);
        let workspaces = vec![(APP.to_owned(), client)];
        EventDelivery::new(self.db.clone(), self.clock.clone(), accounts, workspaces)
            .with_jitter(BackoffJitter::new(jitter))
    }

    async fn record(&self, event: ShopEvent) {
        let mut transaction = self.db.begin().await.expect("a transaction");
        let left = self.channel.record(&mut transaction, Some("u_1"), event).await.expect("recorded");
        assert_eq!(left, None, "the page has nothing to send");
        transaction.commit().await.expect("a commit");
    }

    async fn order(&self) {
        self.record(purchase()).await;
    }

    /// Milliseconds from now until the only row is due.
    async fn waits_ms(&self) -> i64 {
        let due = texts(
            &self.db,
            "select due_at_ms from support_outbox where failed_at is null and told_at is null",
        )
        .await;
        due[0].parse::<i64>().expect("a number") - self.clock.millis()
    }

    /// What was not sent yet.
    async fn rows(&self) -> Vec<String> {
        let rows = "select name || ' ' || attempts || ' ' || coalesce(failure, 'waits') from support_outbox
                    where told_at is null order by id";
        texts(&self.db, rows).await
    }
}

fn purchase() -> ShopEvent {
    let (price, plan) = (Money::eur(2900), Some("harbour".into()));
    ShopEvent::CompletedPurchase { order_id: "o-7".into(), price, items: 2, plan }
}

async fn deliver(delivery: &EventDelivery) -> usize {
    delivery.deliver_due(&|| false).await.expect("a look into the outbox")
}

fn most(most: u64) -> u64 {
    most
}
