//! The numbers that the documents state about these tests, and about the budgets.

use std::fs;

use super::sessions::CALLERS as SESSIONS;
use super::{TURNS, secret};

const WORDS: [&str; 9] = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight"];

/// A text with single spaces in place of its line ends.
fn unwrapped(file: &str) -> String {
    fs::read_to_string(file).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_documents_state_the_numbers_of_the_tests_and_the_budgets() {
    let (callers, sessions) = (WORDS[TURNS.len()], WORDS[SESSIONS.len()]);
    let hostile = include_str!("../server/inbox/hostile.txt").lines().filter(|line| !line.is_empty()).count();
    let makefile = fs::read_to_string("Makefile").unwrap();
    let budget = makefile.lines().find_map(|line| line.strip_prefix("BUDGET ?= ")).unwrap();
    let (home, others) = budget.split_once(' ').unwrap();
    let stated = [
        (".github/SECURITY.md", format!("asks as {callers} callers")),
        (".github/SECURITY.md", format!("searches {} addresses", secret::ADDRESSES.len())),
        (".github/SECURITY.md", format!("has {hostile} hostile texts")),
        (".github/CONTRIBUTING.md", format!("with the answer for {callers} callers")),
        (".github/CONTRIBUTING.md", format!("for {sessions} sessions")),
        (".github/CONTRIBUTING.md", format!("{home} KB for the home page, {others} KB for others")),
        ("src/pages/README.md", format!("{home} KB for the home page and {others} KB for others")),
    ];
    let wrong: Vec<_> = stated.iter().filter(|(file, words)| !unwrapped(file).contains(words)).collect();
    assert!(wrong.is_empty(), "not in the documents: {wrong:#?}");
}
