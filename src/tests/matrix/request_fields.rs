//! Which fields a request may have, as the source says it: no router lists them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// What is read from the database, or from a file of locations, with the same derive.
const STORED: [&str; 6] = [
    "body.rs: StoredFormatted",
    "read.rs: OpeningButton",
    "read.rs: OpeningContent",
    "maxmind.rs: Record",
    "maxmind.rs: Place",
    "maxmind.rs: Names",
];

struct Struct {
    name: String,
    /// What stands before it.
    derives: String,
    fields: Vec<Field>,
}

/// Its name and its type.
type Field = (String, String);

/// The arguments of each server function, by its endpoint, with the fields of those that are structs.
pub fn of_server_functions() -> BTreeMap<String, BTreeSet<String>> {
    let sources = sources("src");
    let structs: BTreeMap<String, Vec<Field>> =
        sources.iter().flat_map(|(_, source)| structs(source)).map(|of| (of.name, of.fields)).collect();
    let mut functions = BTreeMap::new();
    for (_, source) in &sources {
        for piece in source.split("#[server(").skip(1) {
            let Some((settings, function)) = piece.split_once(")]\n") else { continue };
            let Some(endpoint) = settings.split("endpoint = \"").nth(1) else { continue };
            let endpoint = endpoint.split('"').next().unwrap_or_default();
            let (_, arguments) = function.split_once('(').expect("arguments");
            let arguments = arguments.replace("#[server(default)]", "");
            let arguments = arguments.split(") ->").next().unwrap_or_default();
            let fields = arguments.split(", ").flat_map(|part| part.split(",\n")).filter_map(field);
            let mut names = BTreeSet::new();
            collect(fields.collect(), &structs, &mut names);
            functions.insert(endpoint.to_owned(), names);
        }
    }
    functions
}

/// What is read from a request of the Messenger or the inspector: it is never written.
pub fn of_the_messengers_requests() -> BTreeMap<String, BTreeSet<String>> {
    let sources = sources("src/workspace").into_iter().chain(sources("src/inspector"));
    let mut requests = BTreeMap::new();
    for (file, source) in sources {
        for Struct { name, derives, fields } in structs(&source) {
            let name = format!("{file}: {name}");
            let is_read = derives.contains("Deserialize") && !derives.contains("Serialize,");
            if is_read && !STORED.contains(&&*name) {
                requests.insert(name, fields.into_iter().map(|(field, _)| field).collect());
            }
        }
    }
    requests
}

/// With the name of its file.
fn sources(folder: impl AsRef<Path>) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
        if path.is_dir() && !["tests", "benches"].contains(&&*name) {
            found.extend(sources(path));
        } else if name.ends_with(".rs") {
            found.push((name, fs::read_to_string(path).expect("a text")));
        }
    }
    found
}

/// What is flattened has fields of its own.
fn structs(source: &str) -> Vec<Struct> {
    let mut found = Vec::new();
    for (at, _) in source.match_indices("struct ") {
        let (before, after) = (&source[..at], &source[at + "struct ".len()..]);
        let Some((name, rest)) = after.split_once(" {\n") else { continue };
        if !name.chars().all(char::is_alphanumeric) {
            continue;
        }
        let derives = before.rsplit("\n\n").next().unwrap_or_default().to_owned();
        let body = rest.split("\n}").next().unwrap_or_default();
        let body = body.replace("#[serde(flatten)]\n    app: App", "");
        let fields = body.lines().filter_map(|line| field(line.trim_end_matches(','))).collect();
        found.push(Struct { name: name.to_owned(), derives, fields });
    }
    found
}

fn field(line: &str) -> Option<Field> {
    let (name, r#type) = line.trim().split_once(": ")?;
    let name = name.rsplit(' ').next()?.trim_start_matches("r#");
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    (is_name && !line.trim().starts_with("//")).then(|| (name.to_owned(), r#type.to_owned()))
}

fn collect(fields: Vec<Field>, structs: &BTreeMap<String, Vec<Field>>, names: &mut BTreeSet<String>) {
    for (name, r#type) in fields {
        names.insert(name);
        let words = r#type.split(|c: char| !c.is_alphanumeric());
        for fields in words.filter_map(|word| structs.get(word)) {
            collect(fields.clone(), structs, names);
        }
    }
}
