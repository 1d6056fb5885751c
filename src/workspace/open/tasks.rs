//! The workspace's background tasks: over snoozes, floods of refusals, manual messages that look for their people, and
//! imports of people.

use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio::sync::Notify;

use super::Workspace;
use super::handle::Shared;
use crate::background::{report, supervise};
use crate::error::Error;
use crate::feed::FeedKind;
use crate::refusal::Refusal;
use crate::writer::Write;
use crate::{conversations, csv_import, outbound};

/// The longest time by which a snooze ends later than it says.
const SNOOZES_END_EVERY: Duration = Duration::from_secs(60);
/// The time after which interrupted sending goes on.
const SENDING_GOES_ON_AFTER: Duration = Duration::from_secs(60);

/// The time after which an interrupted import goes on, and by which its rows are forgotten later than they may be.
const IMPORTS_GO_ON_AFTER: Duration = Duration::from_secs(60);

/// Starts the tasks. They end with the last handle.
pub fn start(all: &Arc<Shared>) {
    let (ticking, sending, sends) = (Arc::downgrade(all), Arc::downgrade(all), all.sends.clone());
    let (importing, imports) = (Arc::downgrade(all), all.imports.clone());
    supervise("imports", move || go_on_importing(importing.clone(), imports.clone()));
    supervise("minutely", move || tick(ticking.clone()));
    supervise("manual_messages", move || send_manual_messages(sending.clone(), sends.clone()));
}

impl Workspace {
    /// Adds an entry of the refused pings that were none themselves, as the workspace does by itself once a minute.
    pub async fn record_floods(&self) {
        self.all.record_floods().await;
    }

    /// Writes all rows of imports that began, and forgets those that are over, as the workspace does by itself.
    pub async fn end_imports(&self) -> Result<(), Error> {
        self.all.end_imports().await
    }

    /// Opens the conversations whose snooze is over, as the workspace does by itself once a minute.
    pub async fn end_snoozes(&self) -> Result<(), Error> {
        self.all.end_snoozes().await.map_err(|_| Error::Internal)
    }
}

/// Ends snoozes and reports floods once a minute, while a handle is there. It keeps nothing between two rounds.
async fn tick(all: Weak<Shared>) {
    loop {
        tokio::time::sleep(SNOOZES_END_EVERY).await;
        let Some(all) = all.upgrade() else { return };
        all.record_floods().await;
        report("minutely", &all.end_snoozes().await);
    }
}

/// Has manual messages find their people: new ones at once, and those that another server did not finish.
async fn send_manual_messages(all: Weak<Shared>, sends: Arc<Notify>) {
    loop {
        match all.upgrade() {
            None => return,
            Some(all) => {
                let sent = outbound::send_all(&all.store).await;
                report("manual_messages", &sent);
            }
        }
        _ = tokio::time::timeout(SENDING_GOES_ON_AFTER, sends.notified()).await;
    }
}

/// Has imports go on: new ones at once, and those that another server did not finish.
async fn go_on_importing(all: Weak<Shared>, imports: Arc<Notify>) {
    loop {
        match all.upgrade() {
            None => return,
            Some(all) => report("imports", &all.end_imports().await),
        }
        _ = tokio::time::timeout(IMPORTS_GO_ON_AFTER, imports.notified()).await;
    }
}

impl Shared {
    async fn end_imports(&self) -> Result<(), Error> {
        csv_import::go_on(&self.store, &self.files).await?;
        csv_import::forget_over(&self.store).await
    }

    /// Adds one entry for the refusals of each kind that have none of their own.
    async fn record_floods(&self) {
        for (app_id, refused) in self.store.limits.floods.take() {
            let kind = Box::new(FeedKind::PingRefused(refused));
            if self.writer.submit(Write::Record { app_id, ping_id: None, kind }).await.is_err() {
                tracing::warn!("a flood of refused pings is not in the feed");
            }
        }
    }

    /// Opens the conversations whose snooze is over, some at a time, so that others write in between.
    async fn end_snoozes(&self) -> Result<(), Refusal> {
        while conversations::is_any_due(&self.store.db, self.store.clock.seconds()).await? {
            self.writer.submit(Write::EndSnoozes).await?;
        }
        Ok(())
    }
}
