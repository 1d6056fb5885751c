//! What goes on in the background: what is too old is forgotten, and what was roasted comes to the shelf.

use std::time::Duration;

use super::state::State;
use crate::error::Error;
use crate::workspace::{self, Files, Sweep};

const EVERY: Duration = Duration::from_secs(60 * 60);

/// At once and then once an hour, for as long as the server runs. Several servers on one database may do so at once.
pub fn tend(state: &State) {
    let (accounts, shop) = (state.accounts.clone(), state.shop.clone());
    let (db, clock) = (state.db.clone(), state.clock.clone());
    let mut sweep = Sweep::new(db.clone(), Files::in_folder(&state.config.attachments_dir));
    let kept = match state.config.impression_days {
        0 => i64::MAX,
        days => days * 24 * 60 * 60,
    };
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
            if hour > 0 {
                report(sweep.run(clock.seconds()).await);
            }
        }
    });
}

fn report(forgot: Result<u64, Error>) {
    match forgot {
        Ok(0) => {}
        Ok(rows) => tracing::info!(rows, "forgot what is old"),
        // Its cause is logged where it happened; the next hour tries again.
        Err(error) => tracing::warn!(%error, "what is old could not be forgotten"),
    }
}
