//! The task that evaluates page views, many at once: one read of the database serves many pings.

use std::sync::Arc;
use tokio::sync::{Mutex, mpsc, oneshot};

use super::evaluate::{EvaluatedView, PageView, evaluate};
use crate::background::supervise;
use crate::batch::Store;
use crate::error::Error;

/// Page views that may wait. A caller with one more waits until there is space.
const WAITING: usize = 1_024;
/// Page views that are evaluated together at most: a query names each of their people.
const MOST: usize = 64;

struct Job {
    view: PageView,
    answer: oneshot::Sender<EvaluatedView>,
}

/// The handle to submit a page view. The task ends with the last handle.
#[derive(Clone)]
pub struct Evaluator(mpsc::Sender<Job>);

impl Evaluator {
    pub fn start(store: Store) -> Self {
        let (sender, receiver) = mpsc::channel(WAITING);
        // A panic loses the page views that it happened in. Those that wait are evaluated by the next start.
        let waiting = Arc::new(Mutex::new(receiver));
        supervise("evaluator", move || run(waiting.clone(), store.clone()));
        Self(sender)
    }

    pub async fn evaluate(&self, view: PageView) -> Result<EvaluatedView, Error> {
        let (answer, answered) = oneshot::channel();
        self.0.send(Job { view, answer }).await.map_err(|_| Error::Internal)?;
        answered.await.map_err(|_| Error::Internal)
    }
}

async fn run(waiting: Arc<Mutex<mpsc::Receiver<Job>>>, store: Store) {
    let mut waiting = waiting.lock().await;
    let mut jobs = Vec::with_capacity(MOST);
    while waiting.recv_many(&mut jobs, MOST).await > 0 {
        let (views, askers): (Vec<_>, Vec<_>) = jobs.drain(..).map(|job| (job.view, job.answer)).unzip();
        // Each asker hears of a failure: its answer is dropped.
        let evaluated = evaluate(views, &store).await.unwrap_or_default();
        for (asker, evaluated) in askers.into_iter().zip(evaluated) {
            // Fails when the asker is gone.
            _ = asker.send(evaluated);
        }
    }
}
