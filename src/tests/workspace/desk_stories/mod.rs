//! Random stories of the desk: people, tags, segments, merges and imports that act on each other. After each step, the
//! people, the pages of tags and segments, and each list and count are those of a simple model. `DESK_STORIES` says how many.

mod checks;
mod filters;
mod imports;
mod model;
mod player;
mod settings;
mod steps;

use super::*;
use leptos_messenger::workspace::contacts::{self, NewPerson, PersonUpdate};
use leptos_messenger::workspace::filter::Filter;
use leptos_messenger::workspace::filter::sql::Sort;
use leptos_messenger::workspace::ledger::ChangedBy;
use leptos_messenger::workspace::lists::{Page, count, list};
use leptos_messenger::workspace::people::{self, Role};
use leptos_messenger::workspace::refusal::Refusal;
use leptos_messenger::workspace::segments::{self, SegmentUpdate};
use leptos_messenger::workspace::tags::{self, Tagged};
use leptos_messenger::workspace::{Batch, FieldUpdate};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, TestRunner};
use std::collections::BTreeSet;
use std::io::Write;

use model::{Fields, Model};
use player::{Counts, Player};
use steps::{OPENING, Step, story};

/// Stories at most, unless `DESK_STORIES` says how many.
const MOST: usize = 512;
/// Stories of one database, each of which leaves it as it was.
const TOGETHER: usize = 32;
const INES: ChangedBy = ChangedBy::Teammate(1);

/// Makes the attributes, so that a file of empty cells does not choose their types.
async fn defines_attributes(bench: &Bench) {
    let fields = json!({ "user_id": "first", "custom_attributes": { "plan": "plan 0", "cart": 1 } });
    let fields = contacts::fields_of(serde_json::from_value(fields).expect("an object")).expect("fields");
    let app_id = bench.workspace.app_id();
    let mut batch = bench.workspace.begin().await.expect("a batch");
    let new = NewPerson { role: Role::User, fields };
    let (made, _) = contacts::create(&mut batch, &INES, app_id, new).await.expect("a user");
    batch.commit().await.expect("committed");
    bench.workspace.delete_person(&INES, &made.id).await.expect("deleted");
}

/// Ends a story: the next one begins with nothing.
async fn clear(player: &mut Player<'_>) {
    let people = player.model.people.len();
    for step in std::iter::repeat_n(Step::Delete(0), people)
        .chain(std::iter::repeat_n(Step::DeleteTag(0), player.model.tags.len()))
        .chain(std::iter::repeat_n(Step::DeleteSegment(0), player.model.segments.len()))
    {
        player.takes(&step).await;
    }
    player.check().await;
}

#[tokio::test]
async fn after_any_tags_segments_merges_and_imports_each_list_count_and_page_is_that_of_a_simple_model() {
    let config = Config { failure_persistence: None, ..Config::default() };
    let wanted = std::env::var("DESK_STORIES").ok().and_then(|count| count.parse().ok());
    // A story takes a second on PostgreSQL.
    let most = if std::env::var_os("TEST_POSTGRES_URL").is_some() { MOST / 8 } else { MOST };
    let cases = wanted.unwrap_or_else(|| most.min(config.cases as usize));
    let mut runner = TestRunner::new(config);
    let (mut left, mut all) = (cases, Counts::default());
    while left > 0 {
        let together = left.min(TOGETHER);
        left -= together;
        let bench = Bench::new().await;
        defines_attributes(&bench).await;
        for _ in 0..together {
            let steps = story().new_tree(&mut runner).expect("a story").current();
            let mut player = Player {
                bench: &bench,
                model: Model::default(),
                tags: Vec::new(),
                segments: Vec::new(),
                imports: Vec::new(),
                undone: BTreeSet::new(),
                happened: all,
            };
            for (at, step) in steps.iter().enumerate() {
                let report = StepReport { at, steps: &steps };
                player.takes(step).await;
                if at + 1 >= OPENING {
                    player.check().await;
                    player.happened.steps += 1;
                }
                bench.clock.advance(1);
                report.passes();
            }
            all = player.happened;
            clear(&mut player).await;
        }
    }
    // Past the test harness's capture: how much was tried is part of the result.
    let _ = writeln!(std::io::stderr(), "stories of the desk: {cases}, {all:?}");
    if cases >= 200 {
        let (least, count) = (cases / 128, |rows: i64| usize::try_from(rows).unwrap_or_default());
        let happens = [
            all.people_merged,
            all.deleted,
            all.archived,
            all.tagged,
            all.list_tagged,
            all.tags_merged,
            all.tags_deleted,
            all.tags_renamed,
            all.segments_rewritten,
            all.segments_bereft,
            all.segments_saved,
            all.segments_merged,
            all.segments_deleted,
            all.refused,
            all.looks,
            count(all.imported),
            count(all.rows_refused),
            count(all.undone),
            all.in_segments,
            all.with_tags,
        ];
        assert!(
            all.kept > 0 && happens.into_iter().all(|count| count > least),
            "too little happens in {cases} stories: {all:?}"
        );
    }
}

/// Says which step of which story failed, should one.
struct StepReport<'a> {
    at: usize,
    steps: &'a [Step],
}

impl StepReport<'_> {
    fn passes(self) {
        std::mem::forget(self);
    }
}

impl Drop for StepReport<'_> {
    fn drop(&mut self) {
        let _ = writeln!(std::io::stderr(), "step {} failed of {:?}", self.at, &self.steps[..=self.at]);
    }
}
