//! The ledger: settings and teammates too, and how long it is kept.

use super::*;
use leptos_messenger::workspace::ledger::{Change, ChangedBy, LedgerKind};
use leptos_messenger::workspace::refusal::Refusal;
use leptos_messenger::workspace::{self, Batch};

impl Bench {
    /// Does something in a transaction, and commits it where it is not refused.
    /// Returns the outcome, and what the ledger has got: the kind, the subject and the fields of each change.
    pub(super) async fn acts<T>(
        &self,
        act: impl AsyncFnOnce(&mut Batch) -> Result<T, Refusal>,
    ) -> (Result<T, Refusal>, Vec<String>) {
        let db = self.workspace.db();
        let before = texts(db, "select number || '' from event_counter").await.remove(0);
        let mut batch = self.workspace.begin().await.expect("a batch");
        let outcome = act(&mut batch).await;
        if outcome.is_ok() {
            batch.commit().await.expect("committed");
        }
        let changes = format!(
            "select kind || ' ' || coalesce(subject, '-') || ' ' || cast(fields as text) from ledger
             where number > {before} order by number"
        );
        let changes = texts(db, &changes).await;
        let short =
            |change: String| change.replace(" []", "").replace(['[', ']', '"'], "").replace(", ", ",");
        (outcome, changes.into_iter().map(short).collect())
    }
}

/// The name of the field for which something was refused.
pub fn refused_field<T: std::fmt::Debug>(outcome: Result<T, Refusal>) -> &'static str {
    match outcome {
        Err(Refusal::Field(name, _)) => name,
        other => panic!("not refused for a field: {other:?}"),
    }
}

const DAY: i64 = 24 * 60 * 60;

#[tokio::test]
async fn teammates_teams_and_what_they_no_longer_answer_are_in_the_ledger() {
    let bench = Bench::new().await;
    let app_id = bench.workspace.app_id();
    let marit = bench.boot_user("u_1").await.credential();
    bench.write("k1", None, "Hello", &marit).await;
    let by = ChangedBy::Workspace;
    let db = bench.workspace.db();
    let before = texts(db, "select number || '' from event_counter").await.remove(0);
    let mut batch = bench.workspace.begin().await.expect("a batch");
    for _ in 0..2 {
        workspace::add_teammate(&mut batch, &by, app_id, "a_1", "Ines", Some("ines@example.com"))
            .await
            .expect("added");
        workspace::make_team(&mut batch, &by, app_id, "Roastery").await.expect("made");
    }
    batch.commit().await.expect("committed");
    execute(db, "update conversations set teammate_assignee = 1, team_assignee = 1").await;
    let mut batch = bench.workspace.begin().await.expect("a batch");
    assert!(workspace::rename_teammate(&mut batch, &by, app_id, 1, "Ines A.").await.expect("renamed"));
    assert!(workspace::rename_team(&mut batch, &by, app_id, 1, "Roasters").await.expect("renamed"));
    assert!(workspace::remove_teammate(&mut batch, &by, app_id, 1).await.expect("removed"));
    assert!(workspace::remove_team(&mut batch, &by, app_id, 1).await.expect("removed"));
    assert!(!workspace::remove_team(&mut batch, &by, app_id, 1).await.expect("not there"));
    batch.commit().await.expect("committed");
    let changes = format!(
        "select kind || ' ' || coalesce(subject, '-') || ' ' || cast(fields as text) from ledger
         where number > {before} order by number"
    );
    assert_eq!(
        texts(db, &changes).await,
        [
            "teammate_added 1 []",
            "team_made 1 []",
            "teammate_renamed 1 [\"name\"]",
            "team_renamed 1 [\"name\"]",
            "teammate_removed 1 []",
            "conversation_assigned - []",
            "team_removed 1 []",
            "conversation_assigned - []"
        ]
    );
}

#[tokio::test]
async fn the_ledger_waits_for_its_slowest_reader_for_30_days_beyond_the_retention_and_no_longer() {
    let bench = Bench::new().await;
    bench.boot_user("u_1").await;
    bench.boot_user("u_2").await;
    let db = bench.workspace.db();
    let kept = async || texts(db, "select number || '' from ledger order by number").await;
    let all = kept().await;
    assert_eq!(all.len(), 2);
    let reader = format!(
        "insert into ledger_readers (app_id, name, position) values ('{}', 'slow', {})",
        bench.workspace.app_id(),
        all[0]
    );
    execute(db, &reader).await;
    bench.clock.advance(10 * DAY);
    bench.forget_old(9 * DAY).await.expect("a sweep");
    assert_eq!(kept().await, all[1..], "the reader has read the first alone");
    bench.clock.advance(29 * DAY);
    bench.forget_old(9 * DAY).await.expect("a sweep");
    assert_eq!(kept().await, all[1..]);
    bench.clock.advance(2 * DAY);
    bench.forget_old(9 * DAY).await.expect("a sweep");
    assert!(kept().await.is_empty());
}

#[tokio::test]
async fn the_database_names_each_kind_as_statements_do_that_look_for_it() {
    let bench = Bench::new().await;
    let mut batch = bench.workspace.begin().await.expect("a batch");
    for kind in LedgerKind::ALL {
        batch.record_change(bench.workspace.app_id(), Change::new(kind, ChangedBy::Workspace));
    }
    batch.commit().await.expect("committed");
    let stored = texts(bench.workspace.db(), "select kind from ledger order by number").await;
    assert_eq!(stored, LedgerKind::ALL.map(LedgerKind::as_str));
}
