//! The jobs that run again and again beside the requests: old data is forgotten, what was roasted comes to the shelf, and the
//! database's file gets what its log holds, and its planner how large the tables are.

use std::fmt::Display;
use std::time::Duration;
use tokio::time::sleep;

use super::state::State;
use crate::background::{every, report, supervise};
use crate::error::Error;
use crate::workspace::{self, Sweep};

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(60 * 60);

/// Starts the jobs, for as long as the server runs. Several servers on one database may do so at once.
/// Each job is a task of its own: one that fails or panics leaves the others alone.
pub fn spawn_periodic_jobs(state: &State) {
    spawn(state, MINUTE, "checkpoint", |state| async move { state.db.checkpoint().await });
    spawn(state, HOUR, "statistics", |state| async move { state.db.gather_statistics().await });
    spawn(state, HOUR, "shelf", |state| async move {
        let coffees = state.shop.fill_shelf().await?;
        if coffees > 0 {
            tracing::info!(coffees, "a batch came to the shelf");
        }
        Ok::<_, Error>(())
    });
    spawn(state, HOUR, "forget_sessions", |state| async move { state.accounts.tidy().await.inspect(log) });
    spawn(state, HOUR, "forget_guest_orders", |state| async move {
        state.shop.forget_guest_orders().await.inspect(log)
    });
    spawn(state, HOUR, "forget_history", |state| async move {
        let kept = seconds(state.config.impression_days);
        workspace::forget_old(&state.db, state.clock.seconds(), kept).await.inspect(log)
    });
    spawn(state, HOUR, "forget_leads", |state| async move {
        let now = state.clock.seconds();
        let before = now.saturating_sub(seconds(state.config.lead_days));
        workspace::forget_leads(&state.db, &state.config.files(), before, now).await.inspect(log)
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

fn spawn<F, T, E>(
    state: &State,
    period: Duration,
    task: &'static str,
    job: impl Fn(State) -> F + Clone + Send + Sync + 'static,
) where
    F: Future<Output = Result<T, E>> + Send + 'static,
    E: Display,
{
    let state = state.clone();
    every(period, task, move || job(state.clone()));
}

/// The seconds of so many days. 0 days are for ever.
fn seconds(days: i64) -> i64 {
    if days == 0 { i64::MAX } else { days * 24 * 60 * 60 }
}

fn log(rows: &u64) {
    if *rows > 0 {
        tracing::info!(rows, "forgot what is old");
    }
}
