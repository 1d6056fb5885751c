//! Random interleavings of everything that `world` can do. What must hold is in `world`, too.

use proptest::prelude::{any, prop};
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestRunner};
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::thread;

use super::world::{Counts, Story, World};

/// With fewer stories, chance decides how many have seen what.
const ENOUGH_TO_COUNT: u64 = 10_000;
/// Played beside each other. Not as many as there are cores: one seed is to give the same stories everywhere.
const PARTS: u32 = 4;

#[test]
fn no_interleaving_shows_one_person_to_another_and_the_last_url_always_arrives() {
    let cases =
        std::env::var("INTERLEAVINGS").ok().and_then(|cases| cases.parse().ok()).unwrap_or(20_000_u32);
    let (ran, events, counts) = (AtomicU64::new(0), AtomicU64::new(0), Counts::default());
    let run = |part: u32| {
        let cases = cases.div_ceil(PARTS);
        let usual = Config::default();
        let rng_seed = match usual.rng_seed {
            RngSeed::Fixed(seed) => RngSeed::Fixed(seed.wrapping_add(part.into())),
            RngSeed::Random => RngSeed::Random,
        };
        // A story shrinks by itself: what its dice mean depends on what came before.
        let config = Config { cases, max_shrink_iters: 0, failure_persistence: None, rng_seed, ..usual };
        let dice = (any::<u32>(), prop::collection::vec(any::<u32>(), 1..50));
        TestRunner::new(config).run(&dice, |(first, others)| {
            let mut story = Story::begin(first);
            let outcome = catch_unwind(AssertUnwindSafe(|| World::invent(&mut story, &others)));
            let outcome = outcome.map_err(|_| TestCaseError::fail(format!("{:?}", shortest(story))))?;
            events.fetch_add(outcome.events, Relaxed);
            counts.add(outcome.witnesses);
            ran.fetch_add(1, Relaxed);
            Ok(())
        })
    };
    let run = &run;
    let results: Vec<_> = thread::scope(|scope| {
        let running: Vec<_> = (0..PARTS).map(|part| scope.spawn(move || run(part))).collect();
        running.into_iter().map(|running| running.join().unwrap()).collect()
    });
    // Past the test harness's capture: how much was tried is part of the result.
    let (ran, events) = (ran.into_inner(), events.into_inner());
    let report = counts.report();
    let _ = write!(std::io::stderr(), "lifecycle interleavings: {ran} cases, {events} events\n{report}");
    if let Some(failure) = results.into_iter().find_map(Result::err) {
        panic!("{failure}");
    }
    if ran >= ENOUGH_TO_COUNT {
        assert_eq!(counts.rare(ran), [], "too few of {ran} stories have seen these:\n{report}");
    }
}

fn shortest(story: Story) -> Story {
    let story = story.shortest(|story| catch_unwind(|| World::run(story)).is_err());
    let _ = catch_unwind(|| World::run_with_trace(&story));
    story
}
