//! The folder of files: whose it is, who reads it, and what a server may remove from it.

use leptos_messenger::workspace::{Files, Sweep, claim};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::task::Poll;

use super::*;
use crate::server::log::log;

const DAY: i64 = 24 * 60 * 60;

impl Desk {
    fn folder(&self) -> PathBuf {
        self.server.state.config.attachments_dir.clone()
    }

    pub fn sweep(&self) -> Sweep {
        Sweep::new(self.server.state.db.clone(), Files::in_folder(self.folder()))
    }

    async fn claim(&self) -> Result<(), String> {
        claim(&self.server.state.db, &Files::in_folder(self.folder())).await
    }

    /// Files that no row names: their ids, which sort before any random one.
    fn leave(&self, count: usize) -> Vec<String> {
        let ids: Vec<String> = (0..count).map(|n| format!("{n:->43}")).collect();
        ids.iter().for_each(|id| fs::write(self.folder().join(id), "x").expect("a file"));
        ids
    }

    fn trash(&self) -> Vec<String> {
        let entries =
            fs::read_dir(self.folder().join("trash")).map(Iterator::collect::<Vec<_>>).unwrap_or_default();
        let mut ids: Vec<_> = entries
            .into_iter()
            .map(|one| one.expect("an entry").file_name().into_string().expect("a name"))
            .collect();
        ids.sort();
        ids
    }

    async fn sent_file(&self) -> (String, String) {
        let credential = self.visitor().await;
        let id = self.file(&credential, "a.txt", b"Hei").await;
        assert_eq!(self.sends(&credential, "k1", "", &[&id]).await.0, StatusCode::OK);
        (credential, id)
    }
}

#[tokio::test]
async fn a_folder_of_another_database_is_refused_with_what_to_do_and_loses_nothing() {
    let (desk, other) = (Desk::open().await, Desk::open().await);
    desk.sent_file().await;
    let refused = claim(&other.server.state.db, &Files::in_folder(desk.folder())).await.expect_err("refused");
    assert!(refused.starts_with("ATTACHMENTS_DIR: ") && refused.contains("database-id"), "{refused}");
    let mut foreign = Sweep::new(other.server.state.db.clone(), Files::in_folder(desk.folder()));
    assert_eq!(foreign.run(desk.server.state.clock.seconds() + 100 * DAY).await.expect("looked"), 0);
    assert_eq!((desk.files().len(), desk.trash().len()), (1, 0));
    desk.claim().await.expect("its own");
}

#[tokio::test]
async fn a_folder_without_a_marker_is_adopted_if_all_its_files_are_known_and_swept_never_otherwise() {
    let desk = Desk::open().await;
    let (_, id) = desk.sent_file().await;
    let marker = desk.folder().join("database-id");
    let own = fs::read_to_string(&marker).expect("the marker");
    fs::remove_file(&marker).expect("removed");
    desk.claim().await.expect("used");
    assert_eq!(fs::read_to_string(&marker).expect("adopted"), own);

    fs::remove_file(&marker).expect("removed");
    let left = desk.leave(3);
    let log = log();
    desk.claim().await.expect("used");
    let lines: Vec<_> = log.lines().into_iter().filter(|line| line.contains(&own)).collect();
    assert!(
        lines.len() == 1 && lines[0].contains("ERROR") && lines[0].contains("ATTACHMENTS_DIR"),
        "{lines:?}"
    );
    assert!(!marker.exists());
    assert_eq!(desk.sweep().run(desk.server.state.clock.seconds() + 100 * DAY).await.expect("looked"), 0);
    assert_eq!(desk.files(), [left, vec![id]].concat());
}

#[tokio::test]
async fn files_without_a_row_stay_in_the_trash_for_14_days_and_come_back_with_their_row() {
    let desk = Desk::open().await;
    let state = &desk.server.state;
    let (marit, id) = desk.sent_file().await;
    let mut sweep = desk.sweep();
    execute(&state.db, &format!("update attachments set id = '{:x>43}'", 1)).await;
    let left = desk.leave(1);
    let now = state.clock.seconds() + 2 * DAY;
    assert_eq!(sweep.run(now).await.expect("swept"), 2);
    assert_eq!((desk.files(), desk.trash()), (Vec::new(), [left.clone(), vec![id.clone()]].concat()));
    let path = format!("attachments/{id}?app_id={}", desk.app_id());
    assert_eq!(desk.person(&path, None, &marit).await.0, StatusCode::NOT_FOUND);

    execute(&state.db, &format!("update attachments set id = '{id}'")).await;
    assert_eq!(sweep.run(now + 14 * DAY).await.expect("swept"), 0);
    assert_eq!((desk.files(), desk.trash()), (vec![id], left));
    assert_eq!(desk.person(&path, None, &marit).await.0, StatusCode::OK);
    assert_eq!(sweep.run(now + 14 * DAY + 1).await.expect("swept"), 1);
    assert!(desk.trash().is_empty());
}

#[tokio::test]
async fn where_more_than_50_files_and_a_tenth_would_go_none_goes_and_the_log_says_so() {
    let desk = Desk::open().await;
    let now = desk.server.state.clock.seconds() + 2 * DAY;
    let log = log();
    let said = || log.lines().into_iter().filter(|line| line.contains("51 of 51 files")).count();
    desk.leave(51);
    assert_eq!(desk.sweep().run(now).await.expect("looked"), 0);
    assert_eq!((desk.files().len(), said()), (51, 1));
    desk.leave(50);
    fs::remove_file(desk.folder().join(format!("{:->43}", 50))).expect("removed");
    assert_eq!(desk.sweep().run(now).await.expect("swept"), 50);
    assert_eq!((desk.files().len(), desk.trash().len()), (0, 50));
}

#[tokio::test]
async fn a_row_without_its_file_is_404_on_both_sides_and_the_log_names_it_once() {
    let desk = Desk::open().await;
    let (marit, id) = desk.sent_file().await;
    fs::remove_file(desk.folder().join(&id)).expect("removed");
    let path = format!("attachments/{id}?app_id={}", desk.app_id());
    assert_eq!(desk.person(&path, None, &marit).await.0, StatusCode::NOT_FOUND);
    assert_eq!(
        desk.get(&format!("/workspace/attachments/{id}"), &desk.cookie).await.0,
        StatusCode::NOT_FOUND
    );
    let log = log();
    let mut sweep = desk.sweep();
    for _ in 0..3 {
        sweep.run(desk.server.state.clock.seconds()).await.expect("looked");
    }
    let names_it = |line: &String| line.contains("is missing") && line.contains(&id);
    assert_eq!(log.lines().iter().filter(|line| names_it(line)).count(), 1);
}

#[tokio::test]
async fn folder_and_files_are_their_owners_alone_also_where_they_were_not() {
    let desk = Desk::open().await;
    let (_, id) = desk.sent_file().await;
    let mode = |path: PathBuf| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    assert_eq!((mode(desk.folder()), mode(desk.folder().join(&id))), (0o700, 0o600));
    fs::set_permissions(desk.folder(), Permissions::from_mode(0o755)).expect("as it was");
    desk.claim().await.expect("its own");
    assert_eq!(mode(desk.folder()), 0o700);
}

#[tokio::test]
async fn an_upload_that_is_dropped_at_any_moment_leaves_neither_file_nor_row() {
    let desk = Desk::open().await;
    let marit = desk.visitor().await;
    let mut polls = 0;
    loop {
        let mut upload = Box::pin(desk.uploads(&marit, "a.txt", b"Hei".to_vec()));
        let mut answer = Poll::Pending;
        for _ in 0..polls {
            answer = futures::poll!(&mut upload);
            if answer.is_ready() {
                break;
            }
            tokio::task::yield_now().await;
        }
        if let Poll::Ready((status, body)) = answer {
            assert_eq!(status, StatusCode::OK, "after {polls} polls: {body}");
            break;
        }
        drop(upload);
        let nothing_is_left = async {
            let rows = "select id from attachments union all select id from uploads";
            while !desk.files().is_empty() || !texts(&desk.server.state.db, rows).await.is_empty() {
                tokio::task::yield_now().await;
            }
        };
        let left = tokio::time::timeout(PATIENCE, nothing_is_left).await;
        left.unwrap_or_else(|_| panic!("dropped after {polls} polls: {:?}", desk.files()));
        polls += 1;
    }
    assert!(polls > 3, "{polls}");
    assert_eq!(
        (desk.files().len(), texts(&desk.server.state.db, "select id from attachments").await.len()),
        (1, 1)
    );
}
