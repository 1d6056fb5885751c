//! Random stories of people: pages, log-ins, merges, edits, tags, notes, consents, archives, deletions and repeated
//! requests. After each step, what changed in the rows is what the ledger says, and a merge has handed over all there was;
//! at the end each id means who it should, and nothing is left of the deleted. `PROPTEST_CASES` says how many.

mod checks;
mod player;
mod sayings;
mod steps;

use super::*;
use leptos_messenger::workspace::ledger::ChangedBy;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, TestRunner};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use checks::{check, check_deleted, check_values, last_number, ledger_since, people, read};
use player::Player;
use sayings::{check_sayings, newsletter, sayings};
use steps::story;

/// Stories at most, unless `PEOPLE_STORIES` says how many: each takes some 60 ms of a database.
const MOST: usize = 512;
/// People of one database.
const TOGETHER: usize = 16;
const INES: ChangedBy = ChangedBy::Teammate(1);

/// How often something happened: a story in which nothing does proves nothing.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    steps: usize,
    changes: usize,
    merged: usize,
    deleted: usize,
    repeated: usize,
    /// Values by which people are found.
    values: usize,
    /// What the team said or took back, and what people chose.
    said: usize,
    /// Of that, what a merge handed over.
    handed_over: usize,
}

fn object(value: Value) -> serde_json::Map<String, Value> {
    serde_json::from_value(value).expect("an object")
}

#[tokio::test]
async fn each_change_of_a_person_has_its_event_each_id_means_who_it_should_and_nothing_of_the_deleted_is_left()
 {
    let config = Config { failure_persistence: None, ..Config::default() };
    let wanted = std::env::var("PEOPLE_STORIES").ok().and_then(|count| count.parse().ok());
    let cases = wanted.unwrap_or_else(|| MOST.min(config.cases as usize));
    let mut runner = TestRunner::new(config);
    let (mut left, mut all) = (cases, Counts::default());
    while left > 0 {
        let together = left.min(TOGETHER);
        left -= together;
        let bench = Bench::new().await;
        let newsletter = newsletter(&bench).await;
        let mut deleted = BTreeSet::new();
        for nth in 0..together {
            let story = story().new_tree(&mut runner).expect("a story").current();
            let mut player = Player::new(&bench, nth, &newsletter);
            for step in &story {
                let (before, number) = (people(&bench).await, last_number(&bench).await);
                let sayings_before = sayings(&bench).await;
                player.takes(*step).await;
                let (after, said) = (people(&bench).await, ledger_since(&bench, number).await);
                player.counts.changes += check(*step, &before, &after, &said);
                let sayings_after = sayings(&bench).await;
                let (said, handed_over) =
                    check_sayings(*step, &sayings_before, &sayings_after, &after, &said);
                player.counts.said += said;
                player.counts.handed_over += handed_over;
                player.counts.steps += 1;
                bench.clock.advance(11);
            }
            read(&bench, &player, &story).await;
            all.values += check_values(&bench).await;
            deleted.extend(player.deleted);
            let Counts { steps, changes, merged, deleted, repeated, said, handed_over, .. } = player.counts;
            all.steps += steps;
            all.changes += changes;
            all.merged += merged;
            all.deleted += deleted;
            all.repeated += repeated;
            all.said += said;
            all.handed_over += handed_over;
        }
        check_deleted(&bench, &deleted).await;
        let uncounted = "select p.id from people p
                         where p.impressions <> (select count(*) from impressions i where i.person_id = p.id)";
        let uncounted = texts(bench.workspace.db(), uncounted).await;
        assert!(uncounted.is_empty(), "people whose page views are not those that are there: {uncounted:?}");
    }
    // Past the test harness's capture: how much was tried is part of the result.
    let _ = writeln!(std::io::stderr(), "stories of people: {cases}, {all:?}");
    if cases >= 200 {
        let happens = all.changes > cases
            && all.merged > cases / 8
            && all.deleted > cases / 4
            && all.repeated > cases / 4
            && all.values > cases / 2
            && all.said > cases / 2
            && all.handed_over > cases / 16;
        assert!(happens, "too little happens in {cases} stories: {all:?}");
    }
}
