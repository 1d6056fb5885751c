//! Random stories of imports and undos, among edits, tags, companies, visits and deletions, against a simple model: after
//! each step the people and companies are those of the model. `IMPORT_STORIES` says how many.

use super::model::{Fields, Model, Row, company_in_words, in_words};
use super::*;
use proptest::collection::vec;
use proptest::option;
use proptest::prop_oneof;
use proptest::strategy::{Just, Strategy, ValueTree};
use proptest::test_runner::{Config, TestRunner};
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
    Join(u8, u8),
    Leave(u8, u8),
    Call(u8, u8),
    Visit(u8),
    Delete(u8),
}

fn story() -> impl Strategy<Value = Vec<Step>> {
    let company = prop_oneof![
        6 => Just((None, None)),
        12 => (0..2_u8, option::weighted(0.5, 0..2_u8)).prop_map(|(company, name)| (Some(company), name)),
        1 => (0..2_u8).prop_map(|name| (None, Some(name))),
    ];
    let row = (
        option::weighted(0.85, 0..3_u8),
        option::weighted(0.2, 0..3_u8),
        option::weighted(0.2, 0..2_u8),
        option::weighted(0.25, 0..3_u8),
        option::weighted(0.25, 0..2_u8),
        company,
    )
        .prop_map(|(user, email, name, plan, tag, (company, company_name))| Row {
            user,
            email,
            name,
            plan,
            tag,
            company,
            company_name,
        });
    let step = prop_oneof![
        7 => vec(row, 1..4).prop_map(Step::Import),
        5 => (0..8_usize).prop_map(Step::Undo),
        1 => (0..3_u8, 0..2_u8).prop_map(|(who, name)| Step::Rename(who, name)),
        1 => (0..3_u8, 0..2_u8).prop_map(|(who, tag)| Step::Tag(who, tag)),
        1 => (0..3_u8, 0..2_u8).prop_map(|(who, tag)| Step::Untag(who, tag)),
        1 => (0..3_u8, 0..2_u8).prop_map(|(who, company)| Step::Join(who, company)),
        1 => (0..3_u8, 0..2_u8).prop_map(|(who, company)| Step::Leave(who, company)),
        1 => (0..2_u8, 0..2_u8).prop_map(|(company, name)| Step::Call(company, name)),
        1 => (0..3_u8).prop_map(Step::Visit),
        1 => (0..3_u8).prop_map(Step::Delete),
    ];
    vec(step, 6..16)
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
    /// Memberships that imports began, and that undos ended.
    joined: i64,
    left: i64,
    /// Names that imports gave to companies that were there, and that undos took back.
    renamed: i64,
    named_back: i64,
}

impl Story<'_> {
    fn file(&self, rows: &[Row]) -> String {
        let nth = self.nth;
        let cell = |value: Option<u8>, of: &dyn Fn(u8) -> String| value.map(of).unwrap_or_default();
        let lines = rows.iter().map(|Row { user, email, name, plan, tag, company, company_name }| {
            // A row without any key still has a cell.
            format!(
                "{},{},{},{},{},{},{},x\n",
                cell(*user, &|user| format!("s{nth}u{user}")),
                cell(*email, &|email| format!("S{nth}E{email}@shop.example")),
                cell(*name, &|name| format!("name {name}")),
                cell(*plan, &|plan| format!("plan {plan}")),
                cell(*tag, &|tag| format!("tag {tag}")),
                cell(*company, &|company| format!("s{nth}c{company}")),
                cell(*company_name, &|name| format!("company {name}")),
            )
        });
        format!(
            "user_id,email,name,custom_attributes.plan,tags,company_id,company,more\n{}",
            lines.collect::<String>()
        )
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
                let giving = self.model.gives();
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
            Step::Join(user, company) if self.model.companies.contains_key(company) => {
                let Some((id, stored)) = self.found(*user).await else { return };
                bench.joins(&stored, &format!("s{}c{company}", self.nth)).await;
                let giving = self.model.gives();
                let person = self.model.people.get_mut(&id).expect("a person");
                person.version += usize::from(!person.companies.contains_key(company));
                person.companies.entry(*company).or_insert(giving);
            }
            Step::Leave(user, company) if self.model.companies.contains_key(company) => {
                let Some((id, stored)) = self.found(*user).await else { return };
                bench.leaves(&stored, &format!("s{}c{company}", self.nth)).await;
                let person = self.model.people.get_mut(&id).expect("a person");
                person.version += usize::from(person.companies.remove(company).is_some());
            }
            Step::Join(..) | Step::Leave(..) => {}
            Step::Call(company, name) => {
                bench.calls(&format!("s{}c{company}", self.nth), Some(&format!("company {name}"))).await;
                self.model.companies.insert(*company, Some(*name));
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

    /// The stored people and companies of the story, in the model's words.
    async fn stored(&self) -> Vec<String> {
        let nth = self.nth;
        let number = |text: &str, prefix: &str| -> Option<u8> {
            text.strip_prefix(prefix)?.trim_end_matches("@shop.example").parse().ok()
        };
        let of = |value: &Value, prefix: &str| number(value.as_str()?, prefix);
        let numbers = |values: &Value, prefix: &str| -> Vec<u8> {
            let mut numbers: Vec<u8> =
                values.as_array().expect("a list").iter().filter_map(|one| of(one, prefix)).collect();
            numbers.sort_unstable();
            numbers
        };
        let mut all = Vec::new();
        for person in self.bench.people_stored().await.into_values() {
            let fields = Fields {
                user: of(&person[0][1], &format!("s{nth}u")),
                email: of(&person[0][2], &format!("S{nth}E")),
                name: of(&person[0][4], "name "),
                plan: of(&person[2]["plan"], "plan "),
            };
            if fields.user.is_some() || fields.email.is_some() {
                let (tags, companies) =
                    (numbers(&person[3], "tag "), numbers(&person[4], &format!("s{nth}c")));
                all.push(in_words(&fields, tags.iter(), companies.iter()));
            }
        }
        for (company_id, name) in self.bench.companies_stored().await {
            if let Some(company) = number(&company_id, &format!("s{nth}c")) {
                assert!(name == company_id || name.starts_with("company "), "{name}");
                all.push(company_in_words(company, number(&name, "company ")));
            }
        }
        all.sort();
        all
    }
}

#[tokio::test]
async fn after_any_imports_undos_edits_tags_companies_visits_and_deletions_all_is_as_in_a_simple_model() {
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
            let Counts { made, changed, unchanged, refused, undone, kept, .. } = story.counts;
            all.made += made;
            all.changed += changed;
            all.unchanged += unchanged;
            all.refused += refused;
            all.undone += undone;
            all.kept += kept;
            let Model { joined: [joined, left], renamed: [renamed, named_back], .. } = story.model;
            all.joined += joined;
            all.left += left;
            all.renamed += renamed;
            all.named_back += named_back;
        }
    }
    // Past the test harness's capture: how much was tried is part of the result.
    let _ = writeln!(std::io::stderr(), "stories of imports: {cases}, {all:?}");
    if cases >= 200 {
        let least = i64::try_from(cases).expect("a count") / 16;
        let of_rows = [all.made, all.changed, all.unchanged, all.refused, all.undone, all.kept];
        let of_companies = [all.joined, all.left, all.renamed, all.named_back];
        let mut happens = of_rows.into_iter().chain(of_companies);
        assert!(happens.all(|count| count > least), "too little happens in {cases} stories: {all:?}");
    }
}
