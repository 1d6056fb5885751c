//! The way that events go to the support team.

use leptos::prelude::use_context;
use std::sync::Arc;

use super::{ShopEvent, outbox};
use crate::clock::Clock;
use crate::database::Transaction;
use crate::error::Error;

/// The milliseconds after which a deleted account's contact goes, both times.
/// It goes once no server has anything of it in hand. It goes once more when no token of theirs lives, which another
/// tab may have brought it back with.
const AFTER_MS: [i64; 2] = [2 * 60 * 1_000, 2 * 60 * 60 * 1_000 + 60 * 1_000];

/// The way that an event goes: by the browser or by the server, never both.
/// It is decided here alone, for the workspace that serves the request.
#[derive(Clone)]
pub struct Channel {
    clock: Clock,
    /// The hosted workspace of this request, if the server may talk to it.
    own: Option<Arc<str>>,
    /// All hosted workspaces that the server may talk to.
    all: Arc<[String]>,
}

impl Channel {
    /// Makes the channel of a request, which `app_id` serves.
    /// `all` are the hosted workspaces that the server has an access token for.
    pub fn new(app_id: &str, all: Arc<[String]>, clock: Clock) -> Self {
        let own = all.iter().any(|hosted| hosted == app_id).then(|| app_id.into());
        Self { clock, own, all }
    }

    /// The channel of the request that is being answered. None outside any, in tests.
    pub fn here() -> Option<Self> {
        use_context()
    }

    /// Whether the server may talk to the workspace of this request.
    pub fn is_open(&self) -> bool {
        self.own.is_some()
    }

    /// Records an event within the transaction of what happened.
    /// An event that the server sends waits from its commit on, and nothing is left to do. An event that is returned,
    /// the page sends. A visitor has no account: theirs is always the page's.
    pub async fn record(
        &self,
        db: &mut Transaction,
        account_id: Option<&str>,
        event: ShopEvent,
    ) -> Result<Option<ShopEvent>, Error> {
        let (Some(app_id), Some(account_id)) = (&self.own, account_id) else { return Ok(Some(event)) };
        let now_ms = self.clock.millis();
        outbox::add(db, app_id, account_id, Some(&event), (now_ms, now_ms)).await?;
        Ok(None)
    }

    /// Drops the events of somebody who withdraws their consent.
    /// What was still to be sent about them is not sent any more.
    pub async fn withdraw(db: &mut Transaction, account_id: &str) -> Result<(), Error> {
        outbox::drop_all_of(db, account_id).await
    }

    /// Forgets a deleted account, however often that is said.
    /// What was still to be sent about it is not sent any more, and its contacts are deleted.
    pub async fn forget(&self, db: &mut Transaction, account_id: &str) -> Result<(), Error> {
        outbox::drop_all_of(db, account_id).await?;
        let now_ms = self.clock.millis();
        for app_id in &*self.all {
            if outbox::is_to_be_deleted(db, app_id, account_id).await? {
                continue;
            }
            for due_at_ms in AFTER_MS.map(|after| now_ms + after) {
                outbox::add(db, app_id, account_id, None, (now_ms, due_at_ms)).await?;
            }
        }
        Ok(())
    }
}
