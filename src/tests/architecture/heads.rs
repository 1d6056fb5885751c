//! The first line of a file says what is in it, and a `mod` line says nothing.

use std::fs;
use std::path::Path;

use super::sources;

#[test]
fn each_file_begins_with_a_line_that_says_what_is_in_it() {
    let without: Vec<_> = ["src", "src/tests/", "src/benches/"]
        .into_iter()
        .flat_map(|folder| sources(Path::new(folder)))
        .filter(|path| !fs::read_to_string(path).expect("a source file is text").starts_with("//! "))
        .collect();
    assert!(without.is_empty(), "begin these with `//!`: {without:#?}");
}

/// `lib.rs` alone may document its modules: it is what a reader of the crate sees first.
#[test]
fn what_a_module_is_stands_in_its_own_file() {
    let twice: Vec<_> = sources(Path::new("src"))
        .into_iter()
        .filter(|path| !path.ends_with("lib.rs"))
        .filter(|path| documents_a_module(&fs::read_to_string(path).expect("a source file is text")))
        .collect();
    assert!(twice.is_empty(), "move the doc of a `mod` line into the module's file: {twice:#?}");
    assert!(documents_a_module("/// Said here.\n#[cfg(test)]\npub mod x;\n"));
    assert!(!documents_a_module("/// Of a struct.\npub struct X;\nmod x;\n"));
}

fn documents_a_module(text: &str) -> bool {
    let mut documented = false;
    text.lines().any(|line| {
        let is_mod = line.ends_with(';') && (line.starts_with("mod ") || line.contains("pub mod "));
        let found = documented && is_mod;
        documented = line.starts_with("///") || documented && line.starts_with("#[");
        found
    })
}
