//! Tasks that run beside the requests for as long as the process: the writer of the workspace, the hourly sweeps.
//!
//! Where a task panics, it is started again. Log and metrics name each task by its label.

use futures::FutureExt;
use std::fmt::Display;
use std::panic::AssertUnwindSafe;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::{Instant, interval, sleep};

use crate::clock::Clock;

/// The first pause before a task that panicked starts again. Each further pause is twice as long.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// The longest pause before a task that panicked starts again. A task that ran for longer than this has recovered: its
/// next pause is the first one again.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// Starts a task, which ends when its future does. After a panic, `run` makes the future anew.
pub fn supervise<F>(task: &'static str, mut run: impl FnMut() -> F + Send + 'static) -> JoinHandle<()>
where
    F: Future<Output = ()> + Send + 'static,
{
    metrics::counter!("background_task_panics_total", "task" => task).increment(0);
    tokio::spawn(async move {
        let mut pause = FIRST_PAUSE;
        loop {
            let began = Instant::now();
            if AssertUnwindSafe(run()).catch_unwind().await.is_ok() {
                return;
            }
            if began.elapsed() > LONGEST_PAUSE {
                pause = FIRST_PAUSE;
            }
            metrics::counter!("background_task_panics_total", "task" => task).increment(1);
            tracing::error!(
                task,
                again_in_s = pause.as_secs(),
                "a background task panicked: it is started again"
            );
            sleep(pause).await;
            pause = (2 * pause).min(LONGEST_PAUSE);
        }
    })
}

/// Starts a task that runs at once and then once each `period`, even after a failure.
pub fn every<F, T, E>(
    period: Duration,
    task: &'static str,
    run: impl Fn() -> F + Clone + Send + Sync + 'static,
) -> JoinHandle<()>
where
    F: Future<Output = Result<T, E>> + Send + 'static,
    E: Display,
{
    supervise(task, move || {
        let run = run.clone();
        async move {
            let mut periods = interval(period);
            loop {
                periods.tick().await;
                let done = run().await;
                report(task, &done);
            }
        }
    })
}

/// Reports how a run of this task ended. The next run tries again what failed.
pub fn report<T, E: Display>(task: &'static str, run: &Result<T, E>) {
    match run {
        Ok(_) => {
            let now = Clock::System.seconds();
            metrics::gauge!("background_task_last_success_timestamp_seconds", "task" => task).set(now as f64);
        }
        Err(error) => {
            metrics::counter!("background_task_failures_total", "task" => task).increment(1);
            tracing::warn!(task, %error, "a background task failed: its next run tries again");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[tokio::test(start_paused = true)]
    async fn a_task_that_panics_is_started_again_after_a_pause_that_grows_to_a_minute() {
        let starts = Arc::new(AtomicUsize::new(0));
        let began = Instant::now();
        let counted = starts.clone();
        let task = supervise("test", move || {
            let start = counted.fetch_add(1, Ordering::Relaxed);
            async move { assert!(start == 9, "as a test wanted") }
        });
        task.await.expect("it ends without a panic");
        assert_eq!(starts.load(Ordering::Relaxed), 10);
        let pauses = 1 + 2 + 4 + 8 + 16 + 32 + 60 + 60 + 60;
        assert_eq!(began.elapsed().as_secs(), pauses);
    }

    #[tokio::test(start_paused = true)]
    async fn a_task_that_recovered_is_started_again_soon() {
        let starts = Arc::new(AtomicUsize::new(0));
        let counted = starts.clone();
        let task = supervise("test", move || {
            let start = counted.fetch_add(1, Ordering::Relaxed);
            async move {
                if start == 5 {
                    sleep(2 * LONGEST_PAUSE).await;
                }
                assert!(start == 6, "as a test wanted");
            }
        });
        let began = Instant::now();
        task.await.expect("it ends without a panic");
        assert_eq!(began.elapsed().as_secs(), 1 + 2 + 4 + 8 + 16 + 120 + 1);
    }

    #[tokio::test(start_paused = true)]
    async fn a_run_that_fails_or_panics_does_not_end_those_after_it() {
        let runs = Arc::new(AtomicUsize::new(0));
        let counted = runs.clone();
        let task = every(Duration::from_secs(60), "test", move || {
            let run = counted.fetch_add(1, Ordering::Relaxed);
            async move {
                assert!(run != 1, "as a test wanted");
                if run == 2 { Err("as a test wanted") } else { Ok(()) }
            }
        });
        sleep(Duration::from_secs(190)).await;
        task.abort();
        // At once, after a minute, a second after the panic, and twice more.
        assert_eq!(runs.load(Ordering::Relaxed), 5);
    }
}
