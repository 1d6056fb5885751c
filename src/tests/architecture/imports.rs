//! What a file imports, as whole paths from `src`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::MEMBERS;
use super::source::{Source, is_of_a_word};

/// A path in the code, from `src`, and its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    pub line: usize,
    pub path: Vec<String>,
}

/// A path as it is written, and the name that it gets.
struct Written {
    path: Vec<String>,
    name: String,
}

/// The module that a file of `src` is.
pub fn module_of(file: &Path) -> Vec<String> {
    let inside = file.strip_prefix("src").expect("a file of src").with_extension("");
    let mut module: Vec<String> =
        inside.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    if module.last().is_some_and(|name| ["mod", "lib", "main"].contains(&name.as_str())) {
        module.pop();
    }
    module
}

/// All paths that begin with `crate`, `super` or `self`. Tests within the file may name what they test with.
pub fn imports(module: &[String], code: &str) -> Vec<Import> {
    let mut found = Vec::new();
    // The modules within the file that are open here, and other braces.
    let mut open: Vec<Option<String>> = Vec::new();
    for (at, c) in code.char_indices() {
        match c {
            '{' => open.push(module_that_opens(&code[..at])),
            '}' => _ = open.pop(),
            _ if begins_a_path(code, at) => {
                let within: Vec<&String> = open.iter().flatten().collect();
                if within.iter().any(|name| *name == "tests") {
                    continue;
                }
                let here: Vec<String> = module.iter().chain(within).cloned().collect();
                let line = code[..at].matches('\n').count() + 1;
                let paths = tree(code, at).0;
                found.extend(
                    paths
                        .into_iter()
                        .filter_map(|written| resolved(&here, written.path))
                        .map(|path| Import { line, path }),
                );
            }
            _ => {}
        }
    }
    found
}

/// Each name that the folder hands on for one of its modules: of `pub use rows::{find, Row as Line}` these are `find` and `Line`.
pub fn handed_on(folder: &Path) -> BTreeMap<String, String> {
    let files = [folder.join("mod.rs"), folder.join("lib.rs")];
    let text: String = files.iter().filter_map(|file| fs::read_to_string(file).ok()).collect();
    let code = Source::read(&text).code;
    let mut found = BTreeMap::new();
    for (at, _) in code.match_indices(" use ").filter(|(at, _)| is_public(&code[..*at])) {
        for Written { path, name } in tree(&code, at + " use ".len()).0 {
            let Some(module) = path.iter().find(|part| *part != "self").cloned() else { continue };
            if ["crate", "super"].contains(&module.as_str()) {
                continue;
            }
            match name.as_str() {
                "*" => found.extend(public_names(folder, &module).map(|name| (name, module.clone()))),
                _ => _ = found.insert(name, module),
            }
        }
    }
    found
}

/// Whether the words before a `use` make it public: `pub`, `pub(super)`, `pub(in …)`.
fn is_public(before: &str) -> bool {
    let line = before.rsplit(['\n', ';', '}']).next().unwrap_or_default().trim();
    line.starts_with("pub")
}

fn public_names(folder: &Path, module: &str) -> impl Iterator<Item = String> {
    let files = [folder.join(format!("{module}.rs")), folder.join(module).join("mod.rs")];
    let text: String = files.iter().filter_map(|file| fs::read_to_string(file).ok()).collect();
    let code = Source::read(&text).code;
    let names: Vec<String> = code
        .lines()
        .filter_map(|line| {
            let mut words = line.strip_prefix("pub ")?.split(|c: char| !is_of_a_word(c));
            let kinds = ["fn", "struct", "enum", "trait", "type", "const", "static"];
            words.find(|word| kinds.contains(word))?;
            words.next().map(str::to_owned)
        })
        .collect();
    names.into_iter()
}

fn resolved(here: &[String], path: Vec<String>) -> Option<Vec<String>> {
    let mut module = here.to_vec();
    let mut rest = path.into_iter().peekable();
    while let Some(step) = rest.next_if(|part| ["crate", "super", "self"].contains(&part.as_str())) {
        match step.as_str() {
            "crate" => module.truncate(usize::from(is_of_a_member(here))),
            "super" => _ = module.pop()?,
            _ => {}
        }
    }
    module.extend(rest.filter(|part| part != "self"));
    Some(module)
}

/// Whether the module is of another crate than the app's.
fn is_of_a_member(module: &[String]) -> bool {
    module.first().is_some_and(|first| MEMBERS.contains(&first.as_str()))
}

fn module_that_opens(before: &str) -> Option<String> {
    let before = before.trim_end();
    let name = &before[before.trim_end_matches(is_of_a_word).len()..];
    let rest = before[..before.len() - name.len()].strip_suffix(' ')?.strip_suffix("mod")?;
    (!rest.ends_with(is_of_a_word)).then(|| name.to_owned())
}

fn begins_a_path(code: &str, at: usize) -> bool {
    let before = &code[..at];
    let goes_on = before.ends_with(is_of_a_word) || before.ends_with("::");
    let word = word(code, at);
    !goes_on && ["crate", "super", "self"].contains(&word) && code[at + word.len()..].starts_with("::")
}

fn word(code: &str, at: usize) -> &str {
    let rest = &code[at..];
    &rest[..rest.find(|c| !is_of_a_word(c)).unwrap_or(rest.len())]
}

/// The path that begins here, or each of a `{…}` group; and where it ends.
fn tree(code: &str, at: usize) -> (Vec<Written>, usize) {
    let mut at = skip_space(code, at);
    if code[at..].starts_with('{') {
        let mut all = Vec::new();
        at += 1;
        loop {
            at = skip_space(code, at);
            match code[at..].chars().next() {
                None => return (all, at),
                Some('}') => return (all, at + 1),
                Some(',') => at += 1,
                Some(_) => {
                    let (paths, end) = tree(code, at);
                    all.extend(paths);
                    at = end.max(at + 1);
                }
            }
        }
    }
    if code[at..].starts_with('*') {
        return (vec![Written { path: Vec::new(), name: "*".to_owned() }], at + 1);
    }
    let name = word(code, at).to_owned();
    at += name.len();
    if name.is_empty() {
        return (Vec::new(), at);
    }
    if let Some(rest) = code[at..].strip_prefix("::").filter(|rest| rest.starts_with(starts_a_part)) {
        let (mut paths, end) = tree(code, code.len() - rest.len());
        paths.iter_mut().for_each(|written| written.path.insert(0, name.clone()));
        return (paths, end);
    }
    let mut written = Written { path: vec![name.clone()], name };
    if let Some(rest) = code[at..].strip_prefix(" as ") {
        written.name = word(rest, 0).to_owned();
        at = code.len() - rest.len() + written.name.len();
    }
    (vec![written], at)
}

fn starts_a_part(c: char) -> bool {
    is_of_a_word(c) || ['{', '*', ' ', '\n'].contains(&c)
}

fn skip_space(code: &str, at: usize) -> usize {
    code.len() - code[at..].trim_start().len()
}

#[test]
fn paths_are_seen_wherever_they_stand_and_whatever_they_climb() {
    let here = ["workspace".to_owned(), "feed".to_owned(), "cursor".to_owned()];
    let seen = |code: &str| -> Vec<String> {
        imports(&here, code).into_iter().map(|import| import.path.join("::")).collect()
    };
    assert_eq!(
        seen("use crate::{clock::Clock, wire::{self, Page}};"),
        ["workspace::clock::Clock", "workspace::wire", "workspace::wire::Page"]
    );
    assert_eq!(
        seen("use super::rows::{a, b as c};"),
        ["workspace::feed::rows::a", "workspace::feed::rows::b"]
    );
    assert_eq!(seen("fn f() { super::super::people::g::<T>(1) }"), ["workspace::people::g"]);
    assert_eq!(seen("mod inner { use super::x; }"), ["workspace::feed::cursor::x"]);
    assert_eq!(seen("mod tests { use crate::open::run; }"), [""; 0]);
    assert_eq!(seen("self.x(); self::y();"), ["workspace::feed::cursor::y"]);
}

#[test]
fn a_name_that_a_folder_hands_on_is_the_modules_that_has_it() {
    let names = handed_on(Path::new("src/workspace/feed"));
    let of = |name: &str| names.get(name).map(String::as_str);
    assert_eq!(
        ["Feed", "FeedEntry", "Call", "Topics", "FeedX"].map(of),
        [Some("cursor"), Some("entry"), Some("entry"), Some("topics"), None]
    );
}
