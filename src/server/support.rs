//! The task that tells hosted workspaces what happened, in place of the customers' browsers.

use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::hosted::workspaces;
use super::state::State;
use crate::shop::support::Delivery;

/// The task that tells them, and how it is stopped.
pub struct Telling(Option<(watch::Sender<bool>, JoinHandle<()>)>);

/// Begins to tell them; with none to tell, does nothing.
pub fn tell(state: &State) -> Telling {
    let workspaces = workspaces(&state.config);
    if workspaces.is_empty() {
        return Telling(None);
    }
    let (db, clock, accounts) = (state.db.clone(), state.clock.clone(), state.accounts.clone());
    let delivery = Arc::new(Delivery::new(db, clock, accounts, workspaces));
    let (stop, stopping) = watch::channel(false);
    let checked = delivery.clone();
    tokio::spawn(async move { checked.check().await });
    Telling(Some((stop, tokio::spawn(async move { delivery.run(stopping).await }))))
}

impl Telling {
    /// What is being told is told to its end, if that comes soon.
    pub async fn stop(self, patience: Duration) {
        let Some((stop, task)) = self.0 else { return };
        _ = stop.send(true);
        if tokio::time::timeout(patience, task).await.is_err() {
            tracing::warn!("what was being told to Intercom is left to the next start");
        }
    }
}
