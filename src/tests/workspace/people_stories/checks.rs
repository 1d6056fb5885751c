//! What must hold after each step of a story, and at its end.

use leptos_messenger::workspace::contacts::{FoundPerson, PersonKey};

use super::player::Player;
use super::steps::Step;
use super::*;
use crate::database::migrations::{Row, contents, rows};

/// Columns whose change is a change of the person.
const DATA: [&str; 16] = [
    "role",
    "user_id",
    "email",
    "email_proved",
    "name",
    "owner",
    "signed_up_at",
    "verified",
    "browser",
    "browser_version",
    "os",
    "location",
    "language",
    "time_zone",
    "blocked_at",
    "archived_at",
];

pub type People = BTreeMap<String, Row>;

pub async fn people(bench: &Bench) -> People {
    let all = rows(bench.workspace.db(), "people").await;
    all.into_iter().map(|row| (row["id"].clone(), row)).collect()
}

/// The names of the fields in which a person differs, as the ledger names them.
fn changed(before: &Row, after: &Row) -> BTreeSet<String> {
    let columns = DATA.iter().filter(|name| before[**name] != after[**name]).map(|name| (*name).to_owned());
    let mut names: BTreeSet<String> = columns.collect();
    for (column, prefix) in [("details", ""), ("attributes", "custom_attributes.")] {
        let of = |row: &Row| object(serde_json::from_str(&row[column]).expect("JSON"));
        let (before, after) = (of(before), of(after));
        let all = before.keys().chain(after.keys());
        names.extend(
            all.filter(|name| before.get(*name) != after.get(*name)).map(|name| format!("{prefix}{name}")),
        );
    }
    names
}

/// What the ledger says of a person in a step: kinds, fields of `person_changed`, and kinds with their subjects.
#[derive(Default)]
pub struct Changes {
    pub kinds: Vec<String>,
    pub fields: BTreeSet<String>,
    pub subjects: Vec<(String, String)>,
}

/// What the ledger says of a step, by person.
pub async fn ledger_since(bench: &Bench, number: i64) -> BTreeMap<String, Changes> {
    let select = format!(
        "select person_id || ' ' || kind || ' ' || coalesce(subject, '-') || ' ' || cast(fields as text) from ledger
         where number > {number} and person_id is not null order by number"
    );
    let mut said: BTreeMap<String, Changes> = BTreeMap::new();
    for line in texts(bench.workspace.db(), &select).await {
        let mut words = line.splitn(4, ' ');
        let mut word = || words.next().unwrap_or_default().to_owned();
        let (id, kind, subject, fields) = (word(), word(), word(), word());
        let changes = said.entry(id).or_default();
        let fields: Vec<String> = serde_json::from_str(&fields).expect("names");
        changes.fields.extend(fields.into_iter().filter(|_| kind == "person_changed"));
        changes.subjects.push((kind.clone(), subject));
        changes.kinds.push(kind);
    }
    said
}

pub async fn last_number(bench: &Bench) -> i64 {
    texts(bench.workspace.db(), "select number || '' from event_counter").await[0].parse().expect("a number")
}

/// That each change of a row in a step has its event, and that no event is without a change.
pub fn check(step: Step, before: &People, after: &People, said: &BTreeMap<String, Changes>) -> usize {
    let none = Changes::default();
    let mut changes = 0;
    for (id, row) in after {
        let Changes { kinds, fields, .. } = said.get(id).unwrap_or(&none);
        let Some(old) = before.get(id) else {
            assert!(kinds.contains(&"person_created".to_owned()), "{step:?}: {id} was made: {kinds:?}");
            changes += 1;
            continue;
        };
        let mut expected = changed(old, row);
        let has = |kinds: &[String], one: &str| kinds.iter().any(|kind| kind == one);
        for (column, on, off) in [
            ("blocked_at", "person_blocked", "person_unblocked"),
            ("archived_at", "person_archived", "person_unarchived"),
        ] {
            let is_changed = expected.remove(column);
            let kind = if row[column] == "null" { off } else { on };
            assert_eq!(is_changed, has(kinds, on) || has(kinds, off), "{step:?}: {id} {column}: {kinds:?}");
            assert!(!is_changed || has(kinds, kind), "{step:?}: {id} {column}: {kinds:?}");
        }
        assert_eq!(&expected, fields, "{step:?}: what changed of {id} (left), and what the ledger says");
        changes += expected.len();
    }
    for id in before.keys().filter(|id| !after.contains_key(*id)) {
        let kinds = &said.get(id).unwrap_or(&none).kinds;
        let is_merged = said.values().any(|changes| changes.kinds.contains(&"person_merged".to_owned()));
        assert!(is_merged || kinds == &["person_deleted"], "{step:?}: {id} is gone: {kinds:?}");
        changes += 1;
    }
    changes
}

/// Reads what a story has left.
pub async fn read(bench: &Bench, player: &Player<'_>, story: &[Step]) {
    for id in player.ids.keys() {
        let expected = player.canonical(id);
        let found = match bench.find(PersonKey::Id(id)).await {
            FoundPerson::Nobody => None,
            FoundPerson::One(person) => {
                assert_eq!(&person.id, id, "{story:?}");
                Some(person.id)
            }
            FoundPerson::Merged(person) => {
                assert_ne!(&person.id, id, "{story:?}");
                Some(person.id)
            }
            FoundPerson::Several(ids) => panic!("{ids:?} in {story:?}"),
        };
        assert_eq!(found, expected, "{id} in {story:?}");
    }
}

/// That nothing is left of the deleted but their entry in the ledger.
pub async fn check_deleted(bench: &Bench, deleted: &BTreeSet<String>) {
    for (table, rows) in contents(bench.workspace.db()).await {
        for row in rows {
            let of_deleted = row.values().any(|value| deleted.contains(value));
            let is_tombstone = table == "ledger" && row["kind"] == "person_deleted";
            assert!(!of_deleted || is_tombstone, "{table} keeps {row:?} of a deleted person");
        }
    }
}

/// Checks that the values by which people are found are those of their attributes, and returns how many there are.
pub async fn check_values(bench: &Bench) -> usize {
    let mut expected = BTreeMap::new();
    for (id, person) in people(bench).await {
        for (name, value) in object(serde_json::from_str(&person["attributes"]).expect("JSON")) {
            let value = match value {
                Value::String(text) => [Some(text), None, None],
                Value::Number(date) if name.ends_with("_at") => {
                    [None, None, date.as_i64().map(|at| at.to_string())]
                }
                Value::Number(number) => [None, number.as_f64().map(|number| number.to_string()), None],
                _ => continue,
            };
            expected.insert((id.clone(), person["app_id"].clone(), name), value);
        }
    }
    let rows = rows(bench.workspace.db(), "person_values").await;
    let found: BTreeMap<_, _> = rows
        .into_iter()
        .map(|row| {
            let known = |column: &str| Some(row[column].clone()).filter(|value| value != "null");
            // The databases write a number differently.
            let number = known("number").map(|number| number.parse::<f64>().expect("a number").to_string());
            let key = (row["person_id"].clone(), row["app_id"].clone(), row["name"].clone());
            (key, [known("text"), number, known("date")])
        })
        .collect();
    assert_eq!(found, expected);
    found.len()
}
