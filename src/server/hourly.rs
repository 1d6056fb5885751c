//! What goes on in the background: what is too old is forgotten, and what was roasted comes to the shelf.

use std::time::Duration;

use super::state::State;
use crate::error::Error;
use crate::workspace::{self, Sweep};

const EVERY: Duration = Duration::from_secs(60 * 60);

/// At once and then once an hour, for as long as the server runs. Several servers on one database may do so at once.
pub fn tend(state: &State) {
    let (accounts, shop) = (state.accounts.clone(), state.shop.clone());
    let (db, clock) = (state.db.clone(), state.clock.clone());
    let files = state.config.files();
    let mut sweep = Sweep::new(db.clone(), files.clone());
    let (kept, leads_kept) = (seconds(state.config.impression_days), seconds(state.config.lead_days));
    tokio::spawn(async move {
        let mut hours = tokio::time::interval(EVERY);
        for hour in 0_u64.. {
            hours.tick().await;
            match shop.fill_shelf().await {
                Ok(0) => {}
                Ok(coffees) => tracing::info!(coffees, "a batch came to the shelf"),
                Err(error) => tracing::warn!(%error, "the shelf could not be filled"),
            }
            report(accounts.tidy().await);
            report(workspace::forget_old(&db, clock.seconds(), kept).await);
            let leads_before = clock.seconds().saturating_sub(leads_kept);
            report(workspace::forget_leads(&db, &files, leads_before).await);
            if hour > 0 {
                report(sweep.run(clock.seconds()).await);
            }
        }
    });
}

/// 0 days are for ever.
fn seconds(days: i64) -> i64 {
    if days == 0 { i64::MAX } else { days * 24 * 60 * 60 }
}

fn report(forgot: Result<u64, Error>) {
    match forgot {
        Ok(0) => {}
        Ok(rows) => tracing::info!(rows, "forgot what is old"),
        // Its cause is logged where it happened; the next hour tries again.
        Err(error) => tracing::warn!(%error, "what is old could not be forgotten"),
    }
}
