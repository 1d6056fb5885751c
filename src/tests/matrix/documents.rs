//! The numbers that the documents state about these tests.

use std::fs;

use super::sessions::CALLERS as SESSIONS;
use super::{TURNS, secret};

const WORDS: [&str; 9] = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight"];

/// A text with single spaces in place of its line ends.
fn unwrapped(file: &str) -> String {
    fs::read_to_string(file).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_documents_state_the_numbers_of_the_tests() {
    let (callers, sessions) = (WORDS[TURNS.len()], WORDS[SESSIONS.len()]);
    let hostile = include_str!("../server/inbox/hostile.txt").lines().filter(|line| !line.is_empty()).count();
    let stated = [
        (".github/SECURITY.md", format!("asks as {callers} callers")),
        (".github/SECURITY.md", format!("searches {} addresses", secret::ADDRESSES.len())),
        (".github/SECURITY.md", format!("has {hostile} hostile texts")),
        (".github/CONTRIBUTING.md", format!("with the answer for {callers} callers")),
        (".github/CONTRIBUTING.md", format!("for {sessions} sessions")),
    ];
    let wrong: Vec<_> = stated.iter().filter(|(file, words)| !unwrapped(file).contains(words)).collect();
    assert!(wrong.is_empty(), "not in the documents: {wrong:#?}");
}
