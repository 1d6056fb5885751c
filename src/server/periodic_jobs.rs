//! What goes on in the background: what is too old is forgotten, what was roasted comes to the shelf, and the database's file
//! gets what its log holds.

use std::time::Duration;
use tokio::time::sleep;

use super::state::State;
use crate::background::{every, report, supervise};
use crate::error::Error;
use crate::workspace::{self, Sweep};

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(60 * 60);

/// For as long as the server runs. Several servers on one database may do so at once. Each is a
/// task of its own: one that fails or panics leaves the others alone.
pub fn spawn_periodic_jobs(state: &State) {
    let db = state.db.clone();
    every(MINUTE, "checkpoint", move || {
        let db = db.clone();
        async move { db.checkpoint().await }
    });
    let shop = state.shop.clone();
    every(HOUR, "shelf", move || {
        let shop = shop.clone();
        async move {
            let coffees = shop.fill_shelf().await?;
            if coffees > 0 {
                tracing::info!(coffees, "a batch came to the shelf");
            }
            Ok::<_, Error>(())
        }
    });
    let accounts = state.accounts.clone();
    every(HOUR, "forget_sessions", move || {
        let accounts = accounts.clone();
        async move { accounts.tidy().await.inspect(log) }
    });
    let (db, clock) = (state.db.clone(), state.clock.clone());
    let kept = seconds(state.config.impression_days);
    every(HOUR, "forget_history", move || {
        let (db, clock) = (db.clone(), clock.clone());
        async move { workspace::forget_old(&db, clock.seconds(), kept).await.inspect(log) }
    });
    let (db, clock, files) = (state.db.clone(), state.clock.clone(), state.config.files());
    let kept = seconds(state.config.lead_days);
    every(HOUR, "forget_leads", move || {
        let (db, clock, files) = (db.clone(), clock.clone(), files.clone());
        async move {
            let before = clock.seconds().saturating_sub(kept);
            workspace::forget_leads(&db, &files, before).await.inspect(log)
        }
    });
    let (db, clock, files) = (state.db.clone(), state.clock.clone(), state.config.files());
    supervise("sweep_files", move || {
        let (clock, mut sweep) = (clock.clone(), Sweep::new(db.clone(), files.clone()));
        async move {
            loop {
                sleep(HOUR).await;
                report("sweep_files", &sweep.run(clock.seconds()).await.inspect(log));
            }
        }
    });
}

/// 0 days are for ever.
fn seconds(days: i64) -> i64 {
    if days == 0 { i64::MAX } else { days * 24 * 60 * 60 }
}

fn log(rows: &u64) {
    if *rows > 0 {
        tracing::info!(rows, "forgot what is old");
    }
}
