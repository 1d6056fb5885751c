//! Random interleavings of everything that `world` can do. What must hold is in `world`, too.

use proptest::test_runner::{Config, TestRunner};
use std::io::Write;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::thread;

use super::world::{World, story};

#[test]
fn no_interleaving_shows_one_person_to_another_and_the_last_url_always_arrives() {
    let cases =
        std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(20_000_u32);
    let threads = thread::available_parallelism().map_or(1, |threads| threads.get() as u32);
    let (ran, events) = (AtomicU64::new(0), AtomicU64::new(0));
    let run = || {
        let config =
            Config { cases: cases.div_ceil(threads), failure_persistence: None, ..Config::default() };
        TestRunner::new(config).run(&story(), |story| {
            events.fetch_add(World::tell(&story), Relaxed);
            ran.fetch_add(1, Relaxed);
            Ok(())
        })
    };
    let results: Vec<_> = thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(run)).collect();
        running.into_iter().map(|running| running.join().unwrap()).collect()
    });
    // Past the test harness's capture: how much was tried is part of the result.
    let (ran, events) = (ran.into_inner(), events.into_inner());
    let _ = writeln!(std::io::stderr(), "lifecycle interleavings: {ran} cases, {events} events");
    if let Some(failure) = results.into_iter().find_map(Result::err) {
        panic!("{failure}");
    }
}
