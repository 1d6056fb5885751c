//! Who may import whom: the arrows between the modules, held against every path in the source; and whose tables are
//! whose, held against every text in it.

mod heads;
mod imports;
mod layers;
mod paths;
mod source;
mod tables;

use std::fs;
use std::path::{Path, PathBuf};

use source::Source;

/// The crates beside the app's. The compiler holds the arrows between crates.
const MEMBERS: [&str; 4] = ["foundation", "json_derive", "messenger", "workspace"];
/// A module of the app's crate, and the modules it may name. What all may use stands in [`FOR_ALL`].
const ARROWS: [(&str, &[&str]); 9] = [
    ("app", &["pages", "desk", "inspector", "messenger", "accounts", "components"]),
    ("desk", &["workspace", "accounts", "components"]),
    ("pages", &["messenger", "accounts", "shop", "components"]),
    ("inspector", &["messenger", "workspace", "components"]),
    ("shop", &["intercom", "accounts", "reply", "database"]),
    ("accounts", &["reply", "database"]),
    ("reply", &[]),
    ("intercom", &[]),
    ("components", &[]),
];
/// Modules of foundation.
const FOR_ALL: [&str; 8] =
    ["background", "browser", "counted", "error", "json", "prefetch", "clock", "random"];
/// They join the modules, so they may name them all.
const JOINERS: [&str; 3] = ["server", "lib", "main"];

#[test]
fn modules_import_only_along_the_arrows() {
    let offences: Vec<String> = sources(Path::new("src"))
        .iter()
        .flat_map(|path| {
            let source = Source::read(&fs::read_to_string(path).expect("a source file is text"));
            let mut found = offences(path, &source);
            found.extend(tables::offences(path, &source));
            found
        })
        .collect();
    assert!(offences.is_empty(), "\n{}\n", offences.join("\n"));
}

#[test]
fn the_scanner_sees_every_way_to_name_a_module() {
    let offends = |path: &str, text: &str| offences(Path::new(path), &Source::read(text));
    assert_eq!(
        offends("src/pages/views/home.rs", "use leptos::prelude::*;\nuse crate::database::Db;\n"),
        ["src/pages/views/home.rs:2: pages → database is no arrow of this crate (see ARROWS)"],
    );
    // In the middle of code, in a group, in a group over several lines, and by the crate's own name.
    assert_eq!(offends("src/accounts/mod.rs", "fn f() { crate::server::run() }").len(), 1);
    assert_eq!(offends("src/shop/mod.rs", "use crate::{error::Error, server::State, pages};").len(), 2);
    assert_eq!(
        offends("src/shop/mod.rs", "use crate::{\n    database::{Db, OpenError},\n    inspector,\n};").len(),
        1
    );
    assert_eq!(offends("src/shop/mod.rs", "use leptos_messenger::messenger::Token;").len(), 1);
    // By the name of another crate.
    assert_eq!(
        offends("src/shop/mod.rs", "use workspace::Workspace;"),
        offends("src/shop/mod.rs", "use crate::workspace::Workspace;")
    );
    assert_eq!(offends("src/pages/x.rs", "fn f() { foundation::database::g(::workspace::h()) }").len(), 2);
    assert_eq!(offends("src/shop/mod.rs", "use messenger::Session;").len(), 1);
    assert_eq!(offends("src/server/mod.rs", "mod messenger;\npub use messenger::x;").len(), 0);
    // By climbing: from a file, from a folder's own, out of a module within a file, in a group, from `self`.
    assert_eq!(offends("src/pages/views/home.rs", "use super::super::super::database::Db;").len(), 1);
    assert_eq!(offends("src/pages/views/mod.rs", "use super::super::database::Db;").len(), 1);
    assert_eq!(offends("src/pages/mod.rs", "mod tests { use super::super::database::Db; }").len(), 1);
    assert_eq!(offends("src/pages/mod.rs", "mod tests { f() }\nfn f() { super::database::g() }").len(), 1);
    assert_eq!(
        offends("src/pages/views/mod.rs", "use super::{x, super::{shop, database::Db, server}};").len(),
        2
    );
    assert_eq!(offends("src/pages/mod.rs", "use self::super::database::Db;").len(), 1);
    // Under another name, or under none.
    for whole in [
        "use crate as all;",
        "use crate::{self as all};",
        "use super::super as all;",
        "use super::{super as all};",
        "extern crate self as all;",
        "use leptos_messenger as all;",
        "use foundation as all;",
        "use foundation::*;",
        "use crate::*;",
        "use crate::{*};",
        "use super::super::*;",
    ] {
        assert_eq!(offends("src/pages/x.rs", whole).len(), 1, "{whole}");
    }
    // Another module's file.
    for taken in [
        "#[path = \"../database/mod.rs\"]\nmod d;",
        "#[cfg_attr(test, path = \"../database/mod.rs\")]\nmod d;",
        "include!(\"../database/mod.rs\");",
        "std::include! { \"x.rs\" }",
    ] {
        assert_eq!(offends("src/pages/x.rs", taken).len(), 1, "{taken}");
        assert_eq!(offends("src/server/x.rs", taken).len(), 1, "{taken}");
    }
    // A module of one file; a module that ARROWS does not list.
    assert_eq!(offends("src/accounts.rs", "use crate::shop::Cart;").len(), 1);
    assert_eq!(offends("src/utils/mod.rs", "").len(), 1);
    // Another crate's file: its modules stand in layers (see LAYERS).
    assert_eq!(offends("src/workspace/people/mod.rs", "use crate::feed::Feed;").len(), 0);
    assert_eq!(offends("src/foundation/clock.rs", "include!(\"x.rs\");").len(), 1);
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
    assert_eq!(
        offends(
            "src/pages/views/home.rs",
            "const X: &str = \"crate::database\"; /* crate::server */ 'a' 'b: loop"
        )
        .len(),
        0
    );
    assert_eq!(offends("src/server/mod.rs", "use crate::messenger::PageReady;").len(), 0);
    // Within the module, however it is written; and who may see it.
    for within in [
        "use super::super::x;",
        "use super::{super::y, z::{a, b}};",
        "mod tests { use super::super::super::x; }",
        "pub(in super::super) fn f() {}",
        "pub(crate) fn f() { self.x() }",
        "include_str!(\"x.css\")",
        "info!(path = \"x\")",
        "use super::super::*;",
        "use super::super as module;",
    ] {
        assert_eq!(offends("src/pages/views/home.rs", within), [""; 0], "{within}");
    }
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

/// Each place in a file that names a module it may not.
fn offences(path: &Path, source: &Source) -> Vec<String> {
    let place = path.display();
    let taken = paths::taken_from_elsewhere(&source.code);
    let mut found: Vec<String> = taken
        .into_iter()
        .map(|(line, by)| format!("{place}:{line}: {by} hides whose code it is: name the module in a path"))
        .collect();
    if !MEMBERS.contains(&module_of(path).as_str()) {
        found.extend(arrows(path, source));
    }
    found
}

fn arrows(path: &Path, source: &Source) -> Vec<String> {
    let (module, place) = (module_of(path), path.display());
    let named = paths::named_modules(path, &source.code);
    if JOINERS.contains(&module.as_str()) {
        return Vec::new();
    }
    let Some((_, allowed)) = ARROWS.iter().find(|(from, _)| *from == module) else {
        return vec![format!("{place}: {module} is no module of this crate: add its arrows (see ARROWS)")];
    };
    let may = |other: &str| other == module || FOR_ALL.contains(&other) || allowed.contains(&other);
    named
        .into_iter()
        .filter(|(_, other)| !may(other))
        .map(|(line, other)| {
            format!("{place}:{line}: {module} → {other} is no arrow of this crate (see ARROWS)")
        })
        .collect()
}

/// The module a file belongs to: the first folder under `src`, or the file itself.
fn module_of(path: &Path) -> String {
    let inside = path.strip_prefix("src").expect("a file of src");
    let first = inside.components().next().expect("a name").as_os_str().to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
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

#[test]
fn a_test_that_may_run_twice_exists_and_touches_real_time() {
    let listed = fs::read_to_string("src/tests/timing.txt").expect("the list");
    let names: Vec<&str> = listed.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(names.len() <= 15, "{} names", names.len());
    for name in names {
        let (module, test) = name.rsplit_once("::").expect("module and test");
        let file = format!("src/tests/{}.rs", module.replace("::", "/"));
        let code = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(code.contains(&format!("async fn {test}()")), "{name}");
    }
}
