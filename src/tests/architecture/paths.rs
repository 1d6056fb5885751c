//! Every way in which a file can name a module: from the crate's root, or by climbing up to it.

use std::path::Path;

use super::source::is_of_a_word;

/// The whole crate under another name: nobody sees any more which module is meant.
pub const ALL: &str = "the whole crate";

/// Each name that stands at the crate's root and is named in this code, with its line.
pub fn named_modules(path: &Path, code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut modules = vec![depth(path)];
    for (at, c) in code.char_indices() {
        let depth = modules.last().copied().unwrap_or_default();
        match c {
            '{' => modules.push(depth + usize::from(opens_a_module(&code[..at]))),
            '}' if modules.len() > 1 => _ = modules.pop(),
            _ if begins_a_path(code, at) && ["messenger", "workspace"].contains(&word(code, at)) => {
                found.push((at, word(code, at).to_owned()))
            }
            _ if begins_a_path(code, at) => _ = follow(code, at, depth, &mut found),
            _ => {}
        }
    }
    let line = |at: usize| code[..at].matches('\n').count() + 1;
    found.into_iter().map(|(at, name)| (line(at), name)).collect()
}

/// What takes code from another file without naming its module, with its line.
pub fn taken_from_elsewhere(code: &str) -> Vec<(usize, &'static str)> {
    let mut found = Vec::new();
    for (number, line) in code.lines().enumerate() {
        let words = line.split(|c: char| !is_of_a_word(c) && c != '!' && c != '#' && c != '[');
        for word in words {
            match word.trim_start_matches('[') {
                "include!" => found.push((number + 1, "include!")),
                "#[path" | "#![path" => found.push((number + 1, "#[path]")),
                "path" if line.contains("cfg_attr") => found.push((number + 1, "#[path]")),
                _ => {}
            }
        }
    }
    found
}

/// How far below the crate's root a file's module is.
fn depth(path: &Path) -> usize {
    let inside = path.strip_prefix("src").expect("a file of src");
    let is_its_folder =
        inside.file_stem().is_some_and(|stem| ["mod", "lib", "main"].iter().any(|s| stem == *s));
    inside.components().count() - usize::from(is_its_folder)
}

fn opens_a_module(before: &str) -> bool {
    let before = before.trim_end().trim_end_matches(is_of_a_word);
    before.trim_end().strip_suffix("mod").is_some_and(|b| before.ends_with(' ') && !b.ends_with(is_of_a_word))
}

const BEGINNINGS: [&str; 7] =
    ["crate", "leptos_messenger", "foundation", "messenger", "workspace", "super", "self"];

fn begins_a_path(code: &str, at: usize) -> bool {
    let before = &code[..at];
    let goes_on = match before.strip_suffix("::") {
        Some(head) => head.ends_with(is_of_a_word),
        None => before.ends_with(is_of_a_word),
    };
    let word = word(code, at);
    // A variable may have a crate's name, and so may a module of this one.
    let is_a_crate = || {
        let is_used = ["use ", "extern crate "].iter().any(|begins| before.ends_with(begins));
        (is_used || code[at + word.len()..].starts_with("::")) && !code.contains(&format!("mod {word};"))
    };
    !goes_on && BEGINNINGS.contains(&word) && (!super::MEMBERS.contains(&word) || is_a_crate())
}

fn word(code: &str, at: usize) -> &str {
    let rest = &code[at..];
    &rest[..rest.find(|c| !is_of_a_word(c)).unwrap_or(rest.len())]
}

/// Follows a path, or each of a `{…}` group, from a module this deep; notes what it names at the root. Returns its end.
fn follow(code: &str, at: usize, depth: usize, found: &mut Vec<(usize, String)>) -> usize {
    let at = code.len() - code[at..].trim_start().len();
    if code[at..].starts_with('{') {
        let mut at = at + 1;
        while !code[at..].is_empty() && !code[at..].trim_start().starts_with('}') {
            at = end(code, follow(code, at, depth, found));
            at += usize::from(code[at..].starts_with(','));
        }
        return code.len() - code[at..].trim_start().len() + 1;
    }
    if code[at..].starts_with('*') && depth == 0 {
        found.push((at, ALL.into()));
        return at;
    }
    let name = word(code, at);
    let reached = match name {
        // The app's crate hands foundation's modules on at its root.
        "crate" | "leptos_messenger" | "foundation" => Some(0),
        "super" => depth.checked_sub(1),
        "self" => Some(depth),
        "" => None,
        _ => {
            if depth == 0 {
                found.push((at, name.to_owned()));
            }
            None
        }
    };
    let (after, Some(reached)) = (at + name.len(), reached) else { return at + name.len() };
    match code[after..].trim_start().strip_prefix("::") {
        Some(rest) => follow(code, code.len() - rest.len(), reached, found),
        None => {
            let rest = code[after..].trim_start();
            let is_renamed = rest.starts_with("as ") || name == "crate" && rest.starts_with("self as ");
            if reached == 0 && is_renamed {
                found.push((at, ALL.into()));
            }
            after
        }
    }
}

/// Where the next path of a group begins, or the group ends.
fn end(code: &str, from: usize) -> usize {
    let mut depth = 0;
    for (at, c) in code[from..].char_indices() {
        match c {
            ',' | '}' if depth == 0 => return from + at,
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
    }
    code.len()
}
