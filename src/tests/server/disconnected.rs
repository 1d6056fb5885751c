//! A browser may go away at any moment.

use std::panic::{set_hook, take_hook};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::Server;

static PANICS: AtomicUsize = AtomicUsize::new(0);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn however_early_a_browser_goes_away_no_part_of_its_page_panics() {
    let server = Server::start().await;
    let former = take_hook();
    set_hook(Box::new(move |panic| {
        if panic.to_string().contains("already been disposed") {
            PANICS.fetch_add(1, Ordering::Relaxed);
        }
        former(panic);
    }));
    for round in 0..300_u64 {
        _ = tokio::time::timeout(Duration::from_micros(round * 100), server.open("/coffees")).await;
    }
    // Behind all of them.
    assert_eq!(server.open("/coffees").await.status(), 200);
    assert_eq!(PANICS.load(Ordering::Relaxed), 0);
}
