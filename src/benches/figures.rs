//! Figures that `make bench` compares with their targets and writes into FIGURES.md.
//!
//! A target is a ratio within one run, or a count: a time alone says more of the machine than of the server. Lists and counts
//! are the exception. A teammate waits for them, and a query without an index misses its target on any machine.

use serde_json::json;
use std::fs::OpenOptions;
use std::io::Write;

pub enum Target {
    AtMost(f64),
    AtLeast(f64),
}

/// Adds a figure to the file that `FIGURES` names. `end2end/bench/figures.mjs` reads that file and gives the verdicts.
///
/// `run` says what was run. Without `FIGURES`, nothing is recorded.
pub fn record(run: &str, figure: &str, measured: f64, target: Target) {
    let Ok(path) = std::env::var("FIGURES") else { return };
    let (bound, target) = match target {
        Target::AtMost(target) => ("atMost", target),
        Target::AtLeast(target) => ("atLeast", target),
    };
    let line = json!({ "run": run, "figure": figure, "measured": measured, bound: target });
    let mut file = OpenOptions::new().create(true).append(true).open(path).expect("the file of figures");
    writeln!(file, "{line}").expect("a figure");
}
