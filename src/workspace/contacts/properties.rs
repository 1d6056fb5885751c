//! Random stories over the rules of people alone: attributes that several writers state, page views, merges. There is no
//! database, and there are many stories. `RULE_STORIES` says how many.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use serde_json::{Map, Value, json};
use std::cell::Cell;
use std::collections::BTreeSet;

use super::export::of_person;
use crate::data_attributes::{AttributeOf, Catalogue, Definition, Stated, Writer, take};
use crate::people::refusals::Refusals;
use crate::people::{Client, Person, Role, inherit};
use crate::wire::Page;

const NAMES: [&str; 4] = ["plan", "cups", "renewal_at", "beta"];
const WRITERS: [Writer; 5] = [
    Writer::Browser { is_proved: false },
    Writer::Browser { is_proved: true },
    Writer::Token,
    Writer::Api,
    Writer::Teammate,
];

#[derive(Clone, Debug)]
enum Step {
    /// Somebody states an attribute of the user, or else of the visitor.
    State { user: bool, name: usize, value: Value, by: usize },
    /// The user, or else the visitor, sees a page.
    View { user: bool, version: u8 },
    /// An attribute is archived, or taken back.
    Archive { name: usize, on: bool },
    /// An attribute is written by a page no more, or again.
    Protect { name: usize, on: bool },
    /// The visitor turns out to be the user, and another visitor comes.
    Merge,
}

fn story() -> impl Strategy<Value = Vec<(Step, i64)>> {
    let value = prop_oneof![
        2 => (0..3_i64).prop_map(Value::from),
        2 => "[ab]".prop_map(Value::from),
        1 => any::<bool>().prop_map(Value::from),
        1 => Just(json!("2027-01-15T08:00:00Z")),
        1 => Just(json!(["a"])),
        2 => Just(Value::Null),
    ];
    let (name, on) = (0..NAMES.len(), any::<bool>);
    let step = prop_oneof![
        6 => (on(), name.clone(), value, 0..WRITERS.len())
            .prop_map(|(user, name, value, by)| Step::State { user, name, value, by }),
        2 => (on(), 0_u8..3).prop_map(|(user, version)| Step::View { user, version }),
        1 => (name.clone(), on()).prop_map(|(name, on)| Step::Archive { name, on }),
        1 => (name, on()).prop_map(|(name, on)| Step::Protect { name, on }),
        1 => Just(Step::Merge),
    ];
    prop::collection::vec((step, 0..2_000_i64), 0..24)
}

struct Story {
    catalogue: Catalogue,
    visitor: Person,
    user: Person,
    now: i64,
}

/// The state before a step, the step, and what came of it.
struct Taken<'a> {
    visitor: Person,
    user: Person,
    known: Option<Definition>,
    step: &'a Step,
    refused: Option<String>,
}

impl Story {
    fn new() -> Self {
        Self {
            catalogue: Catalogue::new(AttributeOf::Person, Vec::new(), (0, 0, 0), 0),
            visitor: Person::unknown(0),
            user: Person { id: "u".to_owned(), role: Role::User, ..Person::unknown(0) },
            now: 0,
        }
    }

    fn take<'a>(&mut self, step: &'a Step) -> Taken<'a> {
        let (visitor, user) = (self.visitor.clone(), self.user.clone());
        let (mut known, mut refused) = (None, Refusals::default());
        match step {
            Step::State { user, name, value, by } => {
                let (name, by) = (NAMES[*name], WRITERS[*by]);
                known = self.catalogue.known.get(name).cloned();
                let held = if *user { &mut self.user.attributes } else { &mut self.visitor.attributes };
                let admitted = self.catalogue.admit(held, &[Stated { name, value, by }], &mut refused);
                take(held, admitted);
            }
            Step::View { user, version } => {
                let agent = format!("Mozilla/5.0 (X11; Linux) Firefox/{version}.0");
                let person = if *user { &mut self.user } else { &mut self.visitor };
                person.impressions += 1;
                person.view(&Page::default(), &Client::new(&agent, None, None, None), false, self.now);
            }
            Step::Archive { name, on } => {
                let known = self.catalogue.known.get_mut(NAMES[*name]);
                _ = known.map(|known| known.archived_at = on.then_some(self.now));
            }
            Step::Protect { name, on } => {
                let known = self.catalogue.known.get_mut(NAMES[*name]);
                _ = known.map(|known| known.browser_writable = !on);
            }
            Step::Merge => {
                let visitor = std::mem::replace(&mut self.visitor, Person::unknown(self.now));
                inherit(&mut self.user, visitor);
            }
        }
        let refused = refused.named.pop().map(|refused| refused.reason);
        Taken { visitor, user, known, step, refused }
    }
}

/// The events that stories must have come to, each in one of a hundred at least.
const REACHED: [&str; 5] = [
    "a value that is taken",
    "a value of another type",
    "a value of an archived attribute",
    "a value of a protected one in clear",
    "a visitor whose attributes come along",
];

fn reached(Taken { visitor, known, step, refused, .. }: &Taken<'_>) -> [bool; 5] {
    let is_archived = known.as_ref().is_some_and(|known| known.archived_at.is_some());
    let is_protected = known.as_ref().is_some_and(|known| !known.browser_writable);
    match step {
        Step::State { value, by, .. } => [
            refused.is_none() && !value.is_null(),
            refused.is_some() && known.as_ref().is_some_and(|known| known.refuses(WRITERS[*by]).is_none()),
            refused.is_some() && is_archived,
            refused.is_some() && is_protected && matches!(WRITERS[*by], Writer::Browser { .. }),
            false,
        ],
        Step::Merge => [false, false, false, false, !visitor.attributes.is_empty()],
        _ => [false; 5],
    }
}

/// Checks the promise after every step of so many stories.
fn holds(promise: impl Fn(&Taken<'_>, &Story) -> Result<(), TestCaseError>) {
    let cases = std::env::var("RULE_STORIES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(20_000);
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let counts = [const { Cell::new(0_u32) }; REACHED.len()];
    let outcome = TestRunner::new(config).run(&story(), |steps| {
        let mut story = Story::new();
        let mut came = [false; REACHED.len()];
        for (step, later) in &steps {
            story.now += later;
            let taken = story.take(step);
            promise(&taken, &story)?;
            let comes = reached(&taken);
            came = std::array::from_fn(|at| came[at] || comes[at]);
        }
        for (count, came) in counts.iter().zip(came) {
            count.set(count.get() + u32::from(came));
        }
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
    for (what, count) in REACHED.iter().zip(&counts) {
        assert!(count.get() >= cases / 100, "{what}: in {} of {cases} stories", count.get());
    }
}

/// What the export has of a person beside visits, which are no change of theirs.
const VISITS: [&str; 7] =
    ["page_views", "session_count", "first_seen_at", "last_seen_at", "campaign", "referrer", "updated_at"];

/// The names of the fields that differ, of what the export has of a person.
fn differing(before: &Person, after: &Person) -> BTreeSet<String> {
    let flat = |person: &Person| -> Map<String, Value> {
        let Value::Object(mut fields) = of_person(person) else { return Map::new() };
        for (column, prefix) in [("details", ""), ("custom_attributes", "custom_attributes.")] {
            if let Some(Value::Object(of)) = fields.remove(column) {
                fields.extend(of.into_iter().map(|(name, value)| (format!("{prefix}{name}"), value)));
            }
        }
        fields
    };
    let (before, after) = (flat(before), flat(after));
    let names = before.keys().chain(after.keys()).filter(|name| !VISITS.contains(&name.as_str()));
    names.filter(|name| before.get(*name) != after.get(*name)).cloned().collect()
}

#[test]
fn the_ledger_gets_the_names_of_just_the_fields_that_differ_in_what_is_exported() {
    holds(|taken, story| {
        let fields: BTreeSet<String> = story.user.changed_fields(&taken.user).into_iter().collect();
        prop_assert_eq!(fields, differing(&taken.user, &story.user));
        Ok(())
    });
}

#[test]
fn a_value_that_is_refused_leaves_what_is_held_and_one_that_is_taken_has_its_attributes_type() {
    holds(|taken, story| {
        let Step::State { user, name, value, by } = taken.step else { return Ok(()) };
        let name = NAMES[*name];
        let (before, after) = match user {
            true => (&taken.user.attributes, &story.user.attributes),
            false => (&taken.visitor.attributes, &story.visitor.attributes),
        };
        let now = story.catalogue.known.get(name);
        if taken.refused.is_some() {
            prop_assert_eq!(before, after);
            prop_assert_eq!(now, taken.known.as_ref(), "a refused value teaches nothing");
        } else if value.is_null() {
            prop_assert!(!after.contains_key(name));
        } else {
            let definition = now.expect("an attribute that has a value");
            let stored = definition.value(value).ok();
            prop_assert_eq!(stored.as_ref(), after.get(name));
            prop_assert_eq!(definition.refuses(WRITERS[*by]), None);
        }
        let types =
            [&taken.known, &now.cloned()].map(|known| known.as_ref().and_then(|known| known.data_type));
        prop_assert!(types[0].is_none() || types[0] == types[1], "a type never changes");
        Ok(())
    });
}

#[test]
fn a_user_keeps_their_own_attributes_in_a_merge_and_gets_the_others_with_every_visit() {
    holds(|taken, story| {
        if !matches!(taken.step, Step::Merge) {
            return Ok(());
        }
        let (visitor, before, after) = (&taken.visitor, &taken.user, &story.user);
        for (name, value) in visitor.attributes.iter().chain(before.attributes.iter()) {
            let expected = before.attributes.get(name).unwrap_or(value);
            prop_assert_eq!(after.attributes.get(name), Some(expected));
        }
        prop_assert_eq!(after.impressions, before.impressions + visitor.impressions);
        prop_assert_eq!(after.session_count, before.session_count + visitor.session_count);
        prop_assert_eq!(after.viewed_at, before.viewed_at.max(visitor.viewed_at));
        let seen = [before.first_seen_at, visitor.first_seen_at].into_iter().flatten().min();
        prop_assert_eq!(after.first_seen_at, seen);
        Ok(())
    });
}
