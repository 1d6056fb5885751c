//! The pattern's pages name the test that proves each promise: there is one of that name.

use std::fs;
use std::path::Path;

#[test]
fn every_test_that_the_patterns_pages_name_exists() {
    let unit_tests = text_of("src/messenger", "rs");
    let browser_tests = text_of("end2end/specs", "ts") + &text_of("end2end/host/specs", "ts");
    for page in ["README.md", "RULES.md", "WHAT-OTHERS-GET-WRONG.md"] {
        let text = fs::read_to_string(format!("src/messenger/{page}")).expect("a page of the pattern");
        let rows = text.lines().filter(|line| line.starts_with('|')).collect::<String>();
        let named = between(&rows, '`').filter(|name| name.matches('_').count() > 3);
        let missing: Vec<&str> = named
            .filter(|name| !unit_tests.contains(&format!("fn {name}()")))
            .chain(between(&rows, '*').filter(|title| !browser_tests.contains(&format!("test('{title}'"))))
            .collect();
        assert!(missing.is_empty(), "{page} names tests that do not exist: {missing:#?}");
    }
}

#[test]
fn each_rule_has_a_row_with_tests_of_both_kinds() {
    let text = fs::read_to_string("src/messenger/RULES.md").expect("the rules");
    for rule in 1..=14 {
        let row =
            text.lines().find(|line| line.starts_with(&format!("| R{rule} "))).expect("a row for each rule");
        assert!(row.contains(&format!("`r{rule}_")), "R{rule} names no unit test of its own");
        assert!(between(row, '*').next().is_some(), "R{rule} names no browser test");
    }
}

#[test]
fn the_folder_carries_the_licences_of_the_repository() {
    for name in ["LICENSE-MIT", "LICENSE-APACHE"] {
        let text = |folder: &str| fs::read_to_string(format!("{folder}{name}")).expect("a licence");
        assert_eq!(text("src/messenger/"), text(""), "{name}");
    }
}

/// What stands between pairs of a mark.
fn between(text: &str, mark: char) -> impl Iterator<Item = &str> {
    text.split(mark).skip(1).step_by(2)
}

fn text_of(folder: &str, extension: &str) -> String {
    let mut text = String::new();
    for entry in fs::read_dir(Path::new(folder)).expect("a folder of tests") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            text += &text_of(&path.to_string_lossy(), extension);
        } else if path.extension().is_some_and(|found| found == extension) {
            text += &fs::read_to_string(path).expect("a test file is text");
        }
    }
    text
}
