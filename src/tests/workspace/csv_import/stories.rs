//! Random stories of imports and undos, among edits, tags, visits and deletions, against a simple model: after each step
//! the people are those of the model. `IMPORT_STORIES` says how many.

use super::*;
use proptest::collection::vec;
use proptest::option;
use proptest::prop_oneof;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, TestRunner};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

/// Stories at most, unless `IMPORT_STORIES` says how many.
const MOST: usize = 512;
/// Stories of one database.
const TOGETHER: usize = 16;

#[derive(Clone, Debug)]
enum Step {
    Import(Vec<Row>),
    /// Undoes one of the imports so far.
    Undo(usize),
    Rename(u8, u8),
    Tag(u8, u8),
    Untag(u8, u8),
    Visit(u8),
    Delete(u8),
}

/// A row of a file: user_id, e-mail, name, plan and tag, each by its number.
type Row = (Option<u8>, Option<u8>, Option<u8>, Option<u8>, Option<u8>);

fn story() -> impl Strategy<Value = Vec<Step>> {
    let row = (
        option::weighted(0.8, 0..4_u8),
        option::weighted(0.4, 0..4_u8),
        option::weighted(0.3, 0..2_u8),
        option::weighted(0.4, 0..3_u8),
        option::weighted(0.3, 0..2_u8),
    );
    let step = prop_oneof![
        5 => vec(row, 1..4).prop_map(Step::Import),
        5 => (0..8_usize).prop_map(Step::Undo),
        1 => (0..4_u8, 0..2_u8).prop_map(|(who, name)| Step::Rename(who, name)),
        1 => (0..4_u8, 0..2_u8).prop_map(|(who, tag)| Step::Tag(who, tag)),
        1 => (0..4_u8, 0..2_u8).prop_map(|(who, tag)| Step::Untag(who, tag)),
        1 => (0..4_u8).prop_map(Step::Visit),
        1 => (0..4_u8).prop_map(Step::Delete),
    ];
    vec(step, 4..12)
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Fields {
    user: Option<u8>,
    email: Option<u8>,
    name: Option<u8>,
    plan: Option<u8>,
}

#[derive(Clone, Debug)]
struct Person {
    fields: Fields,
    /// Each tag with the number of the giving, so that one that was given anew is another one.
    tags: BTreeMap<u8, usize>,
    /// Rises with each change.
    version: usize,
    is_seen: bool,
}

/// What an import made of a person.
#[derive(Clone, Debug)]
enum Wrote {
    Made { version: usize },
    Changed { before: Fields, after: Fields, tag: Option<(u8, usize)> },
}

#[derive(Default)]
struct Model {
    people: BTreeMap<usize, Person>,
    imports: Vec<Option<Vec<(usize, Wrote)>>>,
    next: usize,
    givings: usize,
}

enum Becomes {
    Made(Row),
    Changed(usize, Row),
    Unchanged,
    Refused,
}

impl Model {
    fn by(&self, is: impl Fn(&Fields) -> bool) -> Option<usize> {
        self.people.iter().find(|(_, person)| is(&person.fields)).map(|(id, _)| *id)
    }

    /// Whom a row is of, by the people before the import. An error is a refusal.
    fn whom(&self, (user, email, ..): Row) -> Result<Option<usize>, ()> {
        let by_user = user.and_then(|_| self.by(|fields| fields.user == user));
        let by_email = email.and_then(|_| self.by(|fields| fields.email == email));
        match (user, email, by_user, by_email) {
            (None, None, ..) => Err(()),
            (_, _, Some(one), Some(other)) if one != other => Err(()),
            (_, _, Some(one), _) => Ok(Some(one)),
            (Some(_), _, None, Some(other)) if self.people[&other].fields.user.is_some() => Err(()),
            (_, _, None, found) => Ok(found),
        }
    }

    fn becomes(&self, rows: &[Row]) -> Vec<Becomes> {
        let (mut taken, mut users, mut emails) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        let mut all = Vec::new();
        for row in rows {
            let Ok(whom) = self.whom(*row) else {
                all.push(Becomes::Refused);
                continue;
            };
            let before = whom.map(|id| self.people[&id].fields.clone()).unwrap_or_default();
            let user = row.0.filter(|_| row.0 != before.user);
            let email = row.1.filter(|_| row.1 != before.email);
            let is_twice = whom.is_some_and(|id| taken.contains(&id))
                || user.is_some_and(|user| users.contains(&user))
                || email.is_some_and(|email| emails.contains(&email));
            if is_twice {
                all.push(Becomes::Refused);
                continue;
            }
            taken.extend(whom);
            users.extend(user);
            emails.extend(email);
            all.push(match whom {
                None => Becomes::Made(*row),
                Some(id) if self.is_new(id, *row) => Becomes::Changed(id, *row),
                Some(_) => Becomes::Unchanged,
            });
        }
        all
    }

    fn is_new(&self, id: usize, row: Row) -> bool {
        let person = &self.people[&id];
        merged(&person.fields, row) != person.fields
            || row.4.is_some_and(|tag| !person.tags.contains_key(&tag))
    }

    /// Writes what a file makes of the people. Returns made, changed, unchanged and refused rows.
    fn import(&mut self, rows: &[Row]) -> [i64; 4] {
        let (mut counts, mut wrote) = ([0; 4], Vec::new());
        for becomes in self.becomes(rows) {
            match becomes {
                Becomes::Refused => counts[3] += 1,
                Becomes::Unchanged => counts[2] += 1,
                Becomes::Made(row) => {
                    counts[0] += 1;
                    self.givings += 1;
                    let tags = row.4.map(|tag| (tag, self.givings)).into_iter().collect();
                    let fields = merged(&Fields::default(), row);
                    self.people.insert(self.next, Person { fields, tags, version: 0, is_seen: false });
                    wrote.push((self.next, Wrote::Made { version: 0 }));
                    self.next += 1;
                }
                Becomes::Changed(id, row) => {
                    counts[1] += 1;
                    self.givings += 1;
                    let giving = self.givings;
                    let Some(person) = self.people.get_mut(&id) else { continue };
                    let before = person.fields.clone();
                    person.fields = merged(&before, row);
                    person.version += 1;
                    let tag = row.4.filter(|tag| !person.tags.contains_key(tag)).map(|tag| (tag, giving));
                    person.tags.extend(tag);
                    wrote.push((id, Wrote::Changed { before, after: person.fields.clone(), tag }));
                }
            }
        }
        if counts[0] + counts[1] > 0 {
            self.imports.push(Some(wrote));
        }
        counts
    }

    /// Undoes an import. Returns how many rows went back as a whole.
    fn undo(&mut self, at: usize) -> i64 {
        let Some(wrote) = self.imports[at].take() else { return 0 };
        let mut whole = 0;
        for (id, wrote) in wrote.into_iter().rev() {
            let Some(person) = self.people.get(&id).cloned() else { continue };
            match wrote {
                Wrote::Made { version } if person.version == version && !person.is_seen => {
                    self.people.remove(&id);
                    whole += 1;
                }
                Wrote::Made { .. } => {}
                Wrote::Changed { before, after, tag } => {
                    whole += i64::from(self.put_back(id, person, &before, &after, tag));
                }
            }
        }
        whole
    }

    fn put_back(
        &mut self,
        id: usize,
        mut person: Person,
        before: &Fields,
        after: &Fields,
        tag: Option<(u8, usize)>,
    ) -> bool {
        let (mut is_whole, mut is_changed) = (true, false);
        if let Some((tag, giving)) = tag
            && let Some(now) = person.tags.get(&tag)
        {
            match *now == giving {
                true => {
                    person.tags.remove(&tag);
                    is_changed = true;
                }
                false => is_whole = false,
            }
        }
        let mut fields = person.fields.clone();
        for (now, before, after) in [
            (&mut fields.user, before.user, after.user),
            (&mut fields.email, before.email, after.email),
            (&mut fields.name, before.name, after.name),
            (&mut fields.plan, before.plan, after.plan),
        ] {
            if before != after {
                match *now == after {
                    true => *now = before,
                    false => is_whole = false,
                }
            }
        }
        let is_taken = |is: &dyn Fn(&Fields) -> bool| self.by(is).is_some_and(|other| other != id);
        let is_refused = fields.user.is_none() && fields.email.is_none()
            || fields.user.is_some() && is_taken(&|other| other.user == fields.user)
            || fields.email.is_some() && is_taken(&|other| other.email == fields.email);
        if is_refused {
            is_whole = false;
        } else {
            is_changed |= fields != person.fields;
            person.fields = fields;
        }
        person.version += usize::from(is_changed);
        self.people.insert(id, person);
        is_whole
    }

    /// Everybody, in words.
    fn all(&self) -> Vec<String> {
        let mut all: Vec<String> = self
            .people
            .values()
            .map(|Person { fields, tags, .. }| format!("{fields:?} {:?}", tags.keys().collect::<Vec<_>>()))
            .collect();
        all.sort();
        all
    }
}

fn merged(before: &Fields, (user, email, name, plan, _): Row) -> Fields {
    Fields {
        user: user.or(before.user),
        email: email.or(before.email),
        name: name.or(before.name),
        plan: plan.or(before.plan),
    }
}

/// The app's people of one story, which has names of its own.
struct Story<'a> {
    bench: &'a Bench,
    nth: usize,
    model: Model,
    /// The ids of the imports.
    imports: Vec<String>,
    counts: Counts,
}

#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    made: i64,
    changed: i64,
    unchanged: i64,
    refused: i64,
    undone: i64,
    /// Rows that an undo left, or whose person was gone.
    kept: i64,
}

impl Story<'_> {
    fn file(&self, rows: &[Row]) -> String {
        let nth = self.nth;
        let cell = |value: Option<u8>, of: &dyn Fn(u8) -> String| value.map(of).unwrap_or_default();
        let lines = rows.iter().map(|(user, email, name, plan, tag)| {
            // A row without any key still has a cell.
            format!(
                "{},{},{},{},{},x\n",
                cell(*user, &|user| format!("s{nth}u{user}")),
                cell(*email, &|email| format!("S{nth}E{email}@shop.example")),
                cell(*name, &|name| format!("name {name}")),
                cell(*plan, &|plan| format!("plan {plan}")),
                cell(*tag, &|tag| format!("tag {tag}")),
            )
        });
        format!("user_id,email,name,custom_attributes.plan,tags,more\n{}", lines.collect::<String>())
    }

    /// The stored person with this user_id, beside the model's.
    async fn found(&self, user: u8) -> Option<(usize, String)> {
        let id = self.model.by(|fields| fields.user == Some(user))?;
        Some((id, self.bench.user_named(&format!("s{}u{user}", self.nth)).await))
    }

    async fn takes(&mut self, step: &Step) {
        let bench = self.bench;
        match step {
            Step::Import(rows) => {
                let id = bench.stages(&self.file(rows)).await;
                let preview = bench.preview(&id).await;
                let counts = self.model.import(rows);
                let refused = i64::try_from(preview.refused.len()).expect("a count");
                assert_eq!([preview.made, preview.changed, preview.unchanged, refused], counts, "{rows:?}");
                if counts[0] + counts[1] > 0 {
                    bench.starts(&id, preview.refused.len()).await.expect("begun");
                    bench.workspace.end_imports().await.expect("ended");
                    assert_eq!(bench.counts(&id).await[..4], counts, "{rows:?}");
                    self.imports.push(id);
                }
                self.counts.made += counts[0];
                self.counts.changed += counts[1];
                self.counts.unchanged += counts[2];
                self.counts.refused += counts[3];
            }
            Step::Undo(at) if !self.imports.is_empty() => {
                let at = at % self.imports.len();
                let wrote = self.model.imports[at].as_ref().map(Vec::len);
                let undone = bench.undoes(&self.imports[at]).await;
                assert_eq!(undone.is_ok(), wrote.is_some(), "{undone:?}");
                if let Some(wrote) = wrote {
                    let whole = self.model.undo(at);
                    assert_eq!(bench.import(&self.imports[at]).await.undone, whole);
                    self.counts.undone += whole;
                    self.counts.kept += i64::try_from(wrote).expect("a count") - whole;
                }
            }
            Step::Undo(_) => {}
            Step::Rename(user, name) => {
                let Some((id, stored)) = self.found(*user).await else { return };
                let update = PersonUpdate { name: to(&format!("name {name}")), ..PersonUpdate::default() };
                bench.updates(&stored, update).await;
                let person = self.model.people.get_mut(&id).expect("a person");
                person.version += usize::from(person.fields.name != Some(*name));
                person.fields.name = Some(*name);
            }
            Step::Tag(user, tag) => {
                let Some((id, stored)) = self.found(*user).await else { return };
                bench.tags(&stored, &format!("tag {tag}")).await;
                self.model.givings += 1;
                let giving = self.model.givings;
                let person = self.model.people.get_mut(&id).expect("a person");
                person.version += usize::from(!person.tags.contains_key(tag));
                person.tags.entry(*tag).or_insert(giving);
            }
            Step::Untag(user, tag) => {
                let Some((id, stored)) = self.found(*user).await else { return };
                bench.untags(&stored, &format!("tag {tag}")).await;
                let person = self.model.people.get_mut(&id).expect("a person");
                person.version += usize::from(person.tags.remove(tag).is_some());
            }
            Step::Visit(user) => {
                let Some((id, stored)) = self.found(*user).await else { return };
                let seen = format!("update people set first_seen_at = 1 where id = '{stored}'");
                execute(bench.workspace.db(), &seen).await;
                self.model.people.get_mut(&id).expect("a person").is_seen = true;
            }
            Step::Delete(user) => {
                let Some((id, stored)) = self.found(*user).await else { return };
                bench.workspace.delete_person(&INES, &stored).await.expect("deleted");
                self.model.people.remove(&id);
            }
        }
    }

    /// The stored people of the story, in the model's words.
    async fn stored(&self) -> Vec<String> {
        let nth = self.nth;
        let number = |text: &Value, prefix: &str| -> Option<u8> {
            text.as_str()?.strip_prefix(prefix)?.trim_end_matches("@shop.example").parse().ok()
        };
        let mut all = Vec::new();
        for person in self.bench.people_stored().await.into_values() {
            let fields = Fields {
                user: number(&person[0][1], &format!("s{nth}u")),
                email: number(&person[0][2], &format!("S{nth}E")),
                name: number(&person[0][4], "name "),
                plan: number(&person[2]["plan"], "plan "),
            };
            if fields.user.is_some() || fields.email.is_some() {
                let tags = person[3].as_array().expect("tags").iter();
                let mut tags: Vec<u8> = tags.filter_map(|tag| number(tag, "tag ")).collect();
                tags.sort_unstable();
                all.push(format!("{fields:?} {tags:?}"));
            }
        }
        all.sort();
        all
    }
}

#[tokio::test]
async fn after_any_imports_undos_edits_tags_visits_and_deletions_the_people_are_those_of_a_simple_model() {
    let config = Config { failure_persistence: None, ..Config::default() };
    let wanted = std::env::var("IMPORT_STORIES").ok().and_then(|count| count.parse().ok());
    let cases = wanted.unwrap_or_else(|| MOST.min(config.cases as usize));
    let mut runner = TestRunner::new(config);
    let (mut left, mut all) = (cases, Counts::default());
    while left > 0 {
        let together = left.min(TOGETHER);
        left -= together;
        let bench = Bench::new().await;
        for nth in 0..together {
            let steps = story().new_tree(&mut runner).expect("a story").current();
            let (model, imports, counts) = Default::default();
            let mut story = Story { bench: &bench, nth, model, imports, counts };
            for (at, step) in steps.iter().enumerate() {
                story.takes(step).await;
                assert_eq!(story.stored().await, story.model.all(), "after step {at} of {steps:?}");
                bench.clock.advance(1);
            }
            let Counts { made, changed, unchanged, refused, undone, kept } = story.counts;
            all.made += made;
            all.changed += changed;
            all.unchanged += unchanged;
            all.refused += refused;
            all.undone += undone;
            all.kept += kept;
        }
    }
    // Past the test harness's capture: how much was tried is part of the result.
    let _ = writeln!(std::io::stderr(), "stories of imports: {cases}, {all:?}");
    if cases >= 200 {
        let least = i64::try_from(cases).expect("a count") / 16;
        let happens = [all.made, all.changed, all.unchanged, all.refused, all.undone, all.kept];
        assert!(
            happens.into_iter().all(|count| count > least),
            "too little happens in {cases} stories: {all:?}"
        );
    }
}
