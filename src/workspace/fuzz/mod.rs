//! What anybody on the net may send, thrown at the three places that read it: the ping's body, the token, the
//! attributes. `FUZZ_CASES` says how many cases each gets; `make test` and `make fuzz` ask for many.

mod attributes;
mod body;
mod json;
mod token;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner};
use std::cell::Cell;
use std::io::Write;

/// Tries the cases, and says how many there were and from which seed.
fn fuzz<S: Strategy>(target: &str, cases: S, holds: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let read = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let count = read("FUZZ_CASES").unwrap_or(2_000);
    let seed = read("FUZZ_SEED").unwrap_or_else(random_seed);
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let config = Config {
        cases: u32::try_from(count).unwrap_or(u32::MAX),
        failure_persistence: None,
        ..Config::default()
    };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
    let ran = Cell::new(0_u64);
    let result = runner.run(&cases, |case| {
        ran.set(ran.get() + 1);
        holds(case)
    });
    // Past the capture of a test's output: how much was tried is worth a line.
    let mut out = std::io::stderr();
    _ = writeln!(out, "fuzz {target}: {} cases, FUZZ_SEED={seed}", ran.get());
    if let Err(TestError::Fail(why, case)) = result {
        panic!("FUZZ_SEED={seed}: {why}: {case:?}");
    }
}

fn random_seed() -> u64 {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).expect("random bytes");
    u64::from_le_bytes(bytes) >> 16
}
