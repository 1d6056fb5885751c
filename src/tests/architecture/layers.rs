//! In which layers the workspace's modules stand, and that the modules of no folder import each other in a circle.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::imports::{handed_on, imports, module_of};
use super::source::Source;
use super::sources;

/// The workspace's modules, low to high. Each names those of its own layer and of lower ones alone.
const LAYERS: [&[&str]; 5] = [
    &["refusal", "wire", "platform", "face", "assignee", "cookie_domain", "field_update", "name"],
    &[
        "attributes",
        "limits",
        "location",
        "markup",
        "ledger",
        "feed",
        "identity",
        "people",
        "filter",
        "messenger_settings",
    ],
    &["batch", "audit"],
    &[
        "attachments",
        "companies",
        "contacts",
        "conversations",
        "csv_export",
        "csv_import",
        "data_attributes",
        "data_events",
        "keys",
        "lists",
        "notes",
        "outbound",
        "segments",
        "subscription_types",
        "tags",
        "teammates",
        "teams",
        "timeline",
    ],
    &["edge", "ping", "writer", "open", "widget", "demo_people", "demo_tags", "forget", "retention", "fuzz"],
];

/// Where one module names another: the places, by the two.
type Arrows = BTreeMap<(String, String), Vec<String>>;

#[test]
fn the_workspaces_modules_import_down_their_layers() {
    let arrows = arrows(Path::new("src/workspace"));
    let offences = going_up(&arrows);
    assert!(offences.is_empty(), "\n{}\n", offences.join("\n"));
    let there: BTreeSet<String> = modules(Path::new("src/workspace")).into_iter().collect();
    let listed: BTreeSet<String> =
        LAYERS.iter().flat_map(|layer| *layer).map(|name| (*name).to_owned()).collect();
    assert_eq!(there, listed, "the modules there are (left), and those of LAYERS (right)");
}

#[test]
fn the_modules_of_no_folder_import_each_other_in_a_circle() {
    let circles: Vec<String> = folders(Path::new("src"))
        .iter()
        .flat_map(|folder| {
            let found = circles(&arrows(folder));
            found.into_iter().map(|arrow| format!("{}: {arrow}", folder.display()))
        })
        .collect();
    assert!(circles.is_empty(), "\n{}\n", circles.join("\n"));
}

#[test]
fn an_arrow_that_goes_up_is_named_and_so_is_each_of_a_circle() {
    let arrows = |pairs: &[(&str, &str)]| -> Arrows {
        let arrow = |(from, to): &(&str, &str)| {
            ((from.to_string(), to.to_string()), vec![format!("src/workspace/{from}.rs:1")])
        };
        pairs.iter().map(arrow).collect()
    };
    assert_eq!(
        going_up(&arrows(&[("feed", "conversations"), ("ping", "people"), ("people", "feed")])),
        ["src/workspace/feed.rs:1: feed → conversations goes up (see LAYERS)"]
    );
    assert_eq!(
        circles(&arrows(&[("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"), ("e", "a")])),
        [
            "a → b is part of a circle: src/workspace/a.rs:1",
            "b → c is part of a circle: src/workspace/b.rs:1",
            "c → a is part of a circle: src/workspace/c.rs:1",
        ]
    );
}

fn going_up(arrows: &Arrows) -> Vec<String> {
    let layer = |name: &str| LAYERS.iter().position(|layer| layer.contains(&name));
    let up = arrows.iter().filter(|((from, to), _)| layer(from) < layer(to));
    up.flat_map(|((from, to), places)| {
        places.iter().map(move |place| format!("{place}: {from} → {to} goes up (see LAYERS)"))
    })
    .collect()
}

/// Each arrow between modules that reach each other.
fn circles(arrows: &Arrows) -> Vec<String> {
    let reaches = |from: &str, to: &str| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![from]);
        while let Some(at) = open.pop() {
            for (_, next) in arrows.keys().filter(|(from, _)| from == at) {
                if next == to {
                    return true;
                }
                if seen.insert(next.as_str()) {
                    open.push(next);
                }
            }
        }
        false
    };
    let circular = arrows.iter().filter(|((from, to), _)| reaches(to, from));
    circular
        .map(|((from, to), places)| format!("{from} → {to} is part of a circle: {}", places.join(", ")))
        .collect()
}

/// Which of a folder's modules names which other. What the folder itself holds is no module of its own.
fn arrows(folder: &Path) -> Arrows {
    let (modules, handed_on) = (modules(folder), handed_on(folder));
    let root = module_of(&folder.join("mod.rs"));
    let mut arrows = Arrows::new();
    for file in sources(folder) {
        let module = module_of(&file);
        let Some(from) = module.get(root.len()) else { continue };
        let source = Source::read(&fs::read_to_string(&file).expect("a source file is text"));
        for import in imports(&module, &source.code) {
            let Some(name) = import.path.strip_prefix(root.as_slice()).and_then(|rest| rest.first()) else {
                continue;
            };
            let Some(to) = modules.iter().find(|module| *module == name).or(handed_on.get(name)) else {
                continue;
            };
            if to != from {
                let place = format!("{}:{}", file.display(), import.line);
                arrows.entry((from.clone(), to.clone())).or_default().push(place);
            }
        }
    }
    arrows
}

/// The modules that stand in a folder.
fn modules(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("a folder of src")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.join("mod.rs").is_file() || path.extension().is_some_and(|end| end == "rs"))
        .filter_map(|path| path.file_stem().map(|name| name.to_string_lossy().into_owned()))
        .filter(|name| !["mod", "lib", "main", "build"].contains(&name.as_str()))
        .collect();
    names.sort();
    names
}

/// All folders of the product's code.
fn folders(folder: &Path) -> Vec<PathBuf> {
    let files = sources(folder);
    let all: BTreeSet<PathBuf> =
        files.iter().filter_map(|file| file.parent()).map(Path::to_path_buf).collect();
    all.into_iter().collect()
}
