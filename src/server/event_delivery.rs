//! The task that sends hosted workspaces what happened, in place of the customers' browsers.

use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::hosted_workspaces::hosted_workspaces;
use super::state::State;
use crate::background::supervise;
use crate::shop::support::EventDelivery;

/// The task that sends the events, and how it is stopped.
pub struct Deliveries(Option<(watch::Sender<bool>, JoinHandle<()>)>);

/// Starts the task. Without a workspace to send to, does nothing.
pub fn start(state: &State) -> Deliveries {
    let workspaces = hosted_workspaces(&state.config);
    if workspaces.is_empty() {
        return Deliveries(None);
    }
    let (db, clock, accounts) = (state.db.clone(), state.clock.clone(), state.accounts.clone());
    let delivery = Arc::new(EventDelivery::new(db, clock, accounts, workspaces));
    let (stop, stopping) = watch::channel(false);
    let checked = delivery.clone();
    tokio::spawn(async move { checked.check().await });
    let task = supervise("deliveries", move || {
        let (delivery, stopping) = (delivery.clone(), stopping.clone());
        async move { delivery.run(stopping).await }
    });
    Deliveries(Some((stop, task)))
}

impl Deliveries {
    /// Stops the task. Waits for the request that is being sent, if it ends soon.
    pub async fn stop(self, patience: Duration) {
        let Some((stop, task)) = self.0 else { return };
        _ = stop.send(true);
        if tokio::time::timeout(patience, task).await.is_err() {
            tracing::warn!("what was being sent to Intercom is left to the next start");
        }
    }
}
