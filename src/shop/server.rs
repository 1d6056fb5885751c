//! What the shop's rules stand on. Each rule is in the file of what it is about: stock, cart, order, subscription.

use std::sync::Arc;

use super::sold_out::SoldOut;
use crate::clock::Clock;
use crate::database::{Db, Transaction};
use crate::error::Error;
use crate::shop::support::{Channel, ShopEvent};

/// The stock, carts, orders and subscriptions, with their rules.
#[derive(Clone)]
pub struct Shop {
    pub(super) db: Db,
    pub(super) clock: Clock,
    /// Whether people reach the site by https.
    pub(super) secure_cookie: bool,
    pub(super) sold_out: Arc<SoldOut>,
    /// The channel by which events go to the support team. Where none is named, the page sends them.
    channel: Option<Channel>,
}

impl Shop {
    pub async fn open(db: Db, clock: Clock, secure_cookie: bool) -> Result<Self, Error> {
        let shop = Self { db, clock, secure_cookie, sold_out: Arc::default(), channel: None };
        shop.fill_shelf().await?;
        Ok(shop)
    }

    pub fn with_channel(self, channel: Option<Channel>) -> Self {
        Self { channel, ..self }
    }

    /// Whether it is left to the page to send what happens here.
    pub(super) fn page_sends(&self) -> bool {
        self.channel.as_ref().is_none_or(|channel| !channel.is_open())
    }

    /// Records events within the transaction of what happened. Returns what is left for the page to send.
    pub(super) async fn record(
        &self,
        db: &mut Transaction,
        account_id: Option<&str>,
        events: Vec<ShopEvent>,
    ) -> Result<Vec<ShopEvent>, Error> {
        let Some(channel) = &self.channel else { return Ok(events) };
        let mut left = Vec::new();
        for event in events {
            left.extend(channel.record(db, account_id, event).await?);
        }
        Ok(left)
    }
}

/// The shop of the request that is being answered.
pub(super) fn shop() -> Result<Shop, Error> {
    let shop: Option<Shop> = leptos::prelude::use_context();
    shop.map(|shop| shop.with_channel(Channel::here()))
        .ok_or_else(|| Error::internal("the context holds no Shop"))
}

/// Whether it may be an id or a key of ours. A zero byte, for one, is no text to PostgreSQL.
pub(super) fn is_id(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}
