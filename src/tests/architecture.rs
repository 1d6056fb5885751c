//! Who may import whom: the arrows between the rooms, held against every path in the source.

use std::fs;
use std::path::{Path, PathBuf};

/// A room, and the rooms it may name. What all may use stands in [`FOR_ALL`].
const ARROWS: [(&str, &[&str]); 10] = [
    ("app", &["pages", "inspector", "workspace", "messenger", "accounts", "components"]),
    ("pages", &["messenger", "accounts", "shop", "components"]),
    ("inspector", &["messenger", "workspace", "components"]),
    ("shop", &["intercom", "accounts", "database"]),
    ("workspace", &["intercom", "accounts", "database", "components"]),
    ("accounts", &["database"]),
    ("intercom", &[]),
    ("database", &[]),
    ("components", &[]),
    ("messenger", &[]),
];
const FOR_ALL: [&str; 3] = ["error", "json", "clock"];
/// They join the rooms, so they may name them all.
const JOINERS: [&str; 3] = ["server", "lib", "main"];
/// Copied into other apps: not even what all may use.
const ALONE: &str = "messenger";

#[test]
fn rooms_import_only_along_the_arrows() {
    let offences: Vec<String> = sources(Path::new("src"))
        .iter()
        .flat_map(|path| offences(path, &fs::read_to_string(path).expect("a source file is text")))
        .collect();
    assert!(offences.is_empty(), "\n{}\n", offences.join("\n"));
}

#[test]
fn the_scanner_sees_every_way_to_name_a_room() {
    let offends = |path: &str, text: &str| offences(Path::new(path), text);
    assert_eq!(
        offends("src/pages/views/home.rs", "use leptos::prelude::*;\nuse crate::database::Db;\n"),
        ["src/pages/views/home.rs:2: pages → database is no arrow of the house (see ARROWS)"],
    );
    // In the middle of code, in a group, in a group over several lines, and by the crate's own name.
    assert_eq!(offends("src/accounts/mod.rs", "fn f() { crate::server::run() }").len(), 1);
    assert_eq!(offends("src/shop/mod.rs", "use crate::{error::Error, server::State, pages};").len(), 2);
    assert_eq!(
        offends("src/shop/mod.rs", "use crate::{\n    database::{Db, OpenError},\n    inspector,\n};").len(),
        1
    );
    assert_eq!(offends("src/shop/mod.rs", "use leptos_messenger::messenger::Token;").len(), 1);
    // The pattern stands alone: it says `super`, and names nothing else of the crate.
    assert_eq!(offends("src/messenger/token.rs", "use crate::error::Error;").len(), 1);
    assert_eq!(offends("src/messenger/token.rs", "use crate::messenger::session::Session;").len(), 1);
    assert_eq!(offends("src/messenger/token.rs", "use super::session::Session;").len(), 0);
    // A room of one file; a room that nobody drew.
    assert_eq!(offends("src/accounts.rs", "use crate::shop::Cart;").len(), 1);
    assert_eq!(offends("src/utils/mod.rs", "").len(), 1);
    // What is allowed, and what is only spoken of.
    assert_eq!(
        offends(
            "src/pages/views/home.rs",
            "use crate::pages::x;\nuse crate::shop::Cart;\nuse crate::error::Error;"
        )
        .len(),
        0
    );
    assert_eq!(
        offends("src/pages/views/home.rs", "/// See [`crate::database`].\n// crate::server\n").len(),
        0
    );
    assert_eq!(offends("src/server/mod.rs", "use crate::messenger::Settling;").len(), 0);
}

#[test]
fn only_known_folders_stand_at_the_top() {
    let known = ["src", "style", "public", "end2end", "target", "data"];
    let strangers: Vec<String> = fs::read_dir(".")
        .expect("the package's folder")
        .map(|entry| entry.expect("an entry"))
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('.') && !known.contains(&name.as_str()))
        .collect();
    assert!(strangers.is_empty(), "put these inside src, style, public or end2end: {strangers:?}");
}

#[test]
fn the_settings_that_cargo_leptos_and_the_server_both_read_agree() {
    let built = leptos_settings("Cargo.toml");
    let run = leptos_settings("Leptos.toml");
    assert!(!run.is_empty(), "Leptos.toml has no [package.metadata.leptos]");
    for (key, value) in run {
        let twin = built.iter().find(|(k, _)| *k == key).map(|(_, v)| v.as_str());
        assert_eq!(
            twin,
            Some(value.as_str()),
            "`{key}` in Leptos.toml (right) is not what Cargo.toml says (left)"
        );
    }
}

/// Each place in a file that names a room it may not.
fn offences(path: &Path, text: &str) -> Vec<String> {
    let room = room(path);
    if JOINERS.contains(&room.as_str()) {
        return Vec::new();
    }
    let place = path.display();
    if FOR_ALL.contains(&room.as_str()) {
        return named_rooms(text)
            .into_iter()
            .filter(|(_, other)| !FOR_ALL.contains(&other.as_str()))
            .map(|(line, other)| format!("{place}:{line}: {room} is used by all, so it may not name {other}"))
            .collect();
    }
    let Some((_, allowed)) = ARROWS.iter().find(|(from, _)| *from == room) else {
        return vec![format!("{place}: {room} is no room of the house: draw its arrows (see ARROWS)")];
    };
    let may = |other: &str| match room == ALONE {
        true => false,
        false => other == room || FOR_ALL.contains(&other) || allowed.contains(&other),
    };
    named_rooms(text)
        .into_iter()
        .filter(|(_, other)| !may(other))
        .map(|(line, other)| {
            format!("{place}:{line}: {room} → {other} is no arrow of the house (see ARROWS)")
        })
        .collect()
}

/// The room a file belongs to: the first folder under `src`, or the file itself.
fn room(path: &Path) -> String {
    let inside = path.strip_prefix("src").expect("a file of src");
    let first = inside.components().next().expect("a name").as_os_str().to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// Every `crate::<room>` in the text, in groups too, with its line.
fn named_rooms(text: &str) -> Vec<(usize, String)> {
    let code = without_comments(text);
    let mut rooms = Vec::new();
    for root in ["crate::", "leptos_messenger::"] {
        for (at, _) in code.match_indices(root) {
            let standing_alone = !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':');
            if standing_alone {
                let rest = &code[at + root.len()..];
                rooms.extend(heads(rest).into_iter().map(|(offset, name)| {
                    let line = code[..at + root.len() + offset].matches('\n').count() + 1;
                    (line, name)
                }));
            }
        }
    }
    rooms
}

/// The first names of a path, or of each path in a `{…}` group, with their offsets.
fn heads(path: &str) -> Vec<(usize, String)> {
    let name_at = |at: usize| -> String {
        path[at..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
    };
    let Some(group) = path.strip_prefix('{') else { return vec![(0, name_at(0))] };
    let (mut depth, mut expecting, mut found) = (0, true, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => expecting = true,
            _ if expecting && c.is_alphabetic() => {
                found.push((at + 1, name_at(at + 1)));
                expecting = false;
            }
            _ => {}
        }
    }
    found
}

/// The text with comments blanked out, line by line, so that line numbers stay.
fn without_comments(text: &str) -> String {
    text.lines()
        .map(|line| match line.trim_start().starts_with("//") {
            true => "",
            false => line.split_once(" // ").map_or(line, |(code, _)| code),
        })
        .collect::<Vec<_>>()
        .join("\n")
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of src") {
        let path = entry.expect("an entry").path();
        match path.is_dir() {
            true if path.ends_with("src/tests") || path.ends_with("src/benches") => {}
            true => files.extend(sources(&path)),
            false if path.extension().is_some_and(|e| e == "rs") => files.push(path),
            false => {}
        }
    }
    files
}

/// The `key = value` lines of a file's `[package.metadata.leptos]`.
fn leptos_settings(file: &str) -> Vec<(String, String)> {
    let text = fs::read_to_string(file).expect("a file of the package");
    text.lines()
        .skip_while(|line| line.trim() != "[package.metadata.leptos]")
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('='))
        .map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned()))
        .collect()
}
