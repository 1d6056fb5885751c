//! The examples in the pattern's documentation. As doc tests they would need the crate's name, and each host has another:
//! so they are marked `ignore`, and a unit test of the same file has their lines.

use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn each_example_in_the_patterns_docs_is_compiled_by_a_test_of_its_file() {
    let mut found = 0;
    for path in sources(Path::new("src/messenger")) {
        let text = fs::read_to_string(&path).expect("a source file is text");
        for (fence, example) in examples(&text) {
            assert_eq!(fence, "ignore", "{}: a host's doc tests would try this example", path.display());
            assert!(
                code(&text).contains(&example),
                "{}: no test has the lines of this example:\n{example}",
                path.display()
            );
            found += 1;
        }
    }
    assert!(found >= 3, "only {found} examples were found");
}

#[test]
fn an_example_is_found_with_its_fence_and_missed_in_the_code() {
    let text = "/// ```ignore\n/// let a = 1;\n///\n/// # hidden();\n/// let b = a;\n/// ```\nfn f() {\n    let a = 1;\n}\n";
    assert_eq!(examples(text), [("ignore", "let a = 1;\nhidden();\nlet b = a;".to_owned())]);
    assert_eq!(code(text), "fn f() {\nlet a = 1;\n}");
    assert_eq!(examples("//! ```\n//! a();\n//! ```\n"), [("", "a();".to_owned())]);
}

/// Each fenced block of the doc comments but those that are no code: what follows its fence, and its lines.
fn examples(text: &str) -> Vec<(&str, String)> {
    let docs =
        text.lines().map(str::trim).filter_map(|line| line.strip_prefix("///").or(line.strip_prefix("//!")));
    let mut found = Vec::new();
    let mut open: Option<(&str, Vec<&str>)> = None;
    for line in docs.map(str::trim) {
        match (line.strip_prefix("```"), &mut open) {
            (Some(fence), None) => open = Some((fence, Vec::new())),
            (Some(_), Some(_)) => found.extend(open.take().map(|(fence, lines)| (fence, lines.join("\n")))),
            (None, Some((_, lines))) if !line.is_empty() => lines.push(line.trim_start_matches("# ")),
            (None, _) => {}
        }
    }
    found.retain(|(fence, _)| *fence != "text");
    found
}

/// The lines that are compiled, without their indentation.
fn code(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    paths
        .flat_map(|path| match path.is_dir() {
            true => sources(&path),
            false => Some(path)
                .filter(|path| path.extension().is_some_and(|found| found == "rs"))
                .into_iter()
                .collect(),
        })
        .collect()
}
