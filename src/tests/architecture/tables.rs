//! Whose each table is: its owner's code alone names it in SQL.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::source::{Source, is_of_a_word};

/// A module, and its tables.
const TABLES: [(&str, &[&str]); 4] = [
    ("foundation", &["readiness_check"]),
    ("accounts", &["accounts", "sessions", "known_browsers", "tries", "deleted_accounts", "second_factors"]),
    (
        "shop",
        &[
            "stock",
            "carts",
            "cart_lines",
            "orders",
            "order_lines",
            "subscriptions",
            "ordered_again",
            "saved_addresses",
            "support_outbox",
        ],
    ),
    (
        "workspace",
        &[
            "workspace_apps",
            "people",
            "person_values",
            "messenger_sessions",
            "impressions",
            "identity_keys",
            "unenforced_platforms",
            "data_attributes",
            "companies",
            "company_members",
            "event_counter",
            "events",
            "data_events",
            "data_event_names",
            "identity_not_before",
            "environment_keys",
            "teammates",
            "teams",
            "team_members",
            "messenger_settings",
            "outbound_messages",
            "outbound_receipts",
            "attachments",
            "uploads",
            "conversations",
            "parts",
            "sends",
            "merged_people",
            "database_id",
            "ledger",
            "ledger_readers",
            "tags",
            "person_tags",
            "company_tags",
            "conversation_tags",
            "part_tags",
            "notes",
            "segments",
            "subscription_types",
            "consents",
            "csv_imports",
            "csv_import_rows",
        ],
    ),
];

/// What begins a statement, or a piece of one.
const VERBS: [&str; 8] = ["select", "insert", "update", "delete", "with", "from", "join", "left"];
/// What a table's name follows.
const BEFORE_A_TABLE: [&str; 5] = ["from", "into", "update", "join", "table"];

#[test]
fn every_table_has_its_module() {
    let mut there = BTreeSet::new();
    let mut files: Vec<_> = fs::read_dir("src/foundation/database/migrations")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    for file in files {
        for line in fs::read_to_string(file).unwrap().lines() {
            let words: Vec<_> = words(line).collect();
            match words[..] {
                ["create", "table", name, ..] => _ = there.insert(name.to_owned()),
                ["drop", "table", name, ..] => _ = there.remove(name),
                ["alter", "table", name, "rename", "to", other] => {
                    there.remove(name);
                    there.insert(other.to_owned());
                }
                _ => {}
            }
        }
    }
    let known: BTreeSet<_> =
        TABLES.iter().flat_map(|(_, tables)| *tables).map(|name| (*name).to_owned()).collect();
    assert_eq!(there, known, "what the migrations leave (left), and what TABLES says (right)");
}

#[test]
fn the_scanner_sees_every_way_to_name_a_table() {
    let offends = |path: &str, text: &str| offences(Path::new(path), &Source::read(text));
    assert_eq!(
        offends("src/shop/order/place.rs", "\n\"select email from accounts where id = $1\""),
        ["src/shop/order/place.rs:2: the table accounts belongs to accounts (see TABLES)"],
    );
    // In a list, in a join, over several lines, in a raw text, in capitals, by a module that joins the others.
    for sql in [
        r#""select 1 from orders o, people p""#,
        "\"select 1\n from orders o\n join people p on p.id = o.id\"",
        "r#\"delete from people\"#",
        r#""INSERT INTO people (id) VALUES ($1)""#,
        r#""update people set name = ''""#,
        // A piece that is put into a statement elsewhere.
        r#"" where exists (select 1 from people)""#,
        r#""from people""#,
        r#""people""#,
    ] {
        assert_eq!(offends("src/shop/mod.rs", sql).len(), 1, "{sql}");
        assert!(!offends("src/server/mod.rs", &format!("f({sql})")).is_empty(), "{sql}");
    }
    // Its owner's; a column; what people read; what is only spoken of.
    for fine in [
        r#""select 1 from orders o join stock s on true""#,
        r#""select o.people from orders o""#,
        r#""What people drink""#,
        "// select 1 from people",
    ] {
        assert!(offends("src/shop/mod.rs", fine).is_empty(), "{fine}");
    }
}

/// Each place in a file that names another module's table.
pub fn offences(path: &Path, source: &Source) -> Vec<String> {
    let module = super::module_of(path);
    let of_others = TABLES.iter().filter(|(owner, _)| *owner != module);
    let foreign: Vec<_> =
        of_others.flat_map(|(owner, tables)| tables.iter().map(move |table| (*table, *owner))).collect();
    // A lone name may be meant for a statement, where there can be one.
    let may_ask = super::JOINERS.contains(&module.as_str())
        || ["foundation", "workspace"].contains(&module.as_str())
        || super::ARROWS.iter().any(|(from, to)| *from == module && to.contains(&"database"));
    let mut offences = Vec::new();
    for (line, text) in &source.texts {
        for (table, owner) in named(text, &foreign, may_ask) {
            offences.push(format!(
                "{}:{line}: the table {table} belongs to {owner} (see TABLES)",
                path.display()
            ));
        }
    }
    offences
}

fn named<'a>(text: &str, tables: &[(&'a str, &'a str)], may_ask: bool) -> Vec<(&'a str, &'a str)> {
    let text = text.to_lowercase();
    let words: Vec<_> = words(&text).collect();
    let is_a_statement = words.first().is_some_and(|word| VERBS.contains(word));
    let is = |table: &str| {
        text == table && may_ask
            || words.windows(2).any(|pair| pair[1] == table && BEFORE_A_TABLE.contains(&pair[0]))
            || is_a_statement && words.iter().skip(1).any(|word| *word == table)
    };
    tables.iter().copied().filter(|(table, _)| text.contains(table) && is(table)).collect()
}

/// A name behind a point is a column's, so it stays with what is before it.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !is_of_a_word(c) && c != '.').filter(|word| !word.is_empty())
}
