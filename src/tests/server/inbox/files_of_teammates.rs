//! Files that teammates send: who reads them, and when they go.

use leptos_messenger::workspace::attachments::Attachment;
use leptos_messenger::workspace::contacts;
use leptos_messenger::workspace::conversations::{
    self, DeskAct, Sent, TeammateAct, TeammateFile, upload_file,
};
use leptos_messenger::workspace::ledger::ChangedBy;
use leptos_messenger::workspace::refusal::{Full, Refusal};
use leptos_messenger::workspace::teammates::add_teammate;

use super::*;

impl Desk {
    async fn teammate_uploads(
        &self,
        teammate: i64,
        conversation: i64,
        name: &str,
        content: &'static [u8],
    ) -> Result<Attachment, Refusal> {
        let (workspace, app_id) = (self.workspace(), self.app_id());
        let file = TeammateFile { app_id: &app_id, teammate, conversation, name, address: None };
        let now = workspace.clock().seconds();
        upload_file(workspace.db(), workspace.files(), &file, Body::from(content), now).await
    }

    async fn teammate_sends(&self, teammate: i64, conversation: i64, act: DeskAct) -> Result<Sent, Refusal> {
        let mut batch = self.workspace().begin().await?;
        let act = TeammateAct { app_id: self.app_id(), teammate, conversation, act };
        let sent = conversations::act(&mut batch, &act).await?;
        batch.commit().await?;
        Ok(sent)
    }

    /// Whether the person, and the desk, get the file.
    async fn get_file(&self, credential: &str, id: &str) -> (bool, bool) {
        let path = format!("attachments/{id}?app_id={}", self.app_id());
        let of_desk = format!("/workspace/attachments/{id}");
        (
            self.person(&path, None, credential).await.0 == StatusCode::OK,
            self.get(&of_desk, &self.cookie).await.0 == StatusCode::OK,
        )
    }
}

fn reply(key: &str, text: &str, files: &[&str]) -> DeskAct {
    let files = files.iter().map(|id| (*id).to_owned()).collect();
    DeskAct::reply(key.into(), text, files).expect("a reply")
}

fn note(key: &str, text: &str, files: &[&str]) -> DeskAct {
    let files = files.iter().map(|id| (*id).to_owned()).collect();
    DeskAct::note(key.into(), text, files).expect("a note")
}

#[tokio::test]
async fn the_person_gets_the_files_of_a_reply_and_none_of_a_note_and_all_go_with_the_person() {
    let desk = Desk::open().await;
    let marit = desk.visitor().await;
    let id = desk.writes(&marit, "k1", None, "Hello").await;
    let upload = async |name, content| desk.teammate_uploads(1, id, name, content).await.expect("a file").id;
    let (plan, secret, unsent) = (
        upload("plan.txt", b"Hei").await,
        upload("secret.txt", b"Hei").await,
        upload("later.txt", b"Hei").await,
    );
    assert_eq!(desk.get_file(&marit, &plan).await, (false, false), "before it is sent");
    let sent = desk.teammate_sends(1, id, reply("r", "", &[&plan])).await.expect("sent");
    let again = desk.teammate_sends(1, id, reply("r", "", &[&plan])).await.expect("the same");
    assert_eq!(sent.part, again.part);
    let other = desk.teammate_sends(1, id, reply("r", "", &[&unsent])).await;
    assert!(matches!(other, Err(Refusal::KeyInUse)));
    desk.teammate_sends(1, id, note("n", "Look", &[&secret])).await.expect("noted");
    assert_eq!(desk.get_file(&marit, &plan).await, (true, true));
    assert_eq!(desk.get_file(&marit, &secret).await, (false, true));
    assert_eq!(desk.get_file(&marit, &unsent).await, (false, false));
    assert!(!desk.get_file(&desk.visitor().await, &plan).await.0);
    let read = desk.reads(&marit, id).await;
    assert!(read.contains("plan.txt") && !read.contains("secret.txt"), "{read}");
    let parts = desk.thread(id).await["parts"].clone();
    assert_eq!(parts[1]["attachments"][0]["name"], "plan.txt");
    assert_eq!(parts[2]["attachments"][0]["name"], "secret.txt");

    let (workspace, app_id) = (desk.workspace(), desk.app_id());
    let person = texts(workspace.db(), "select person_id from conversations").await.remove(0);
    let mut batch = workspace.begin().await.expect("a batch");
    let export =
        contacts::export(&mut batch.transaction, &app_id, &person, 1_800_000_000).await.expect("an export");
    drop(batch);
    assert_eq!(export["files"].as_array().map(Vec::len), Some(1));
    assert_eq!(export["files"][0]["name"], "plan.txt");
    workspace.delete_person(&ChangedBy::Workspace, &person).await.expect("deleted");
    assert!(desk.files().is_empty());
}

#[tokio::test]
async fn a_file_is_sent_by_who_uploaded_it_once_to_its_person_and_by_nobody_else() {
    let desk = Desk::open().await;
    let (marit, tomas) = (desk.visitor().await, desk.visitor().await);
    let (id, other) =
        (desk.writes(&marit, "k1", None, "Hello").await, desk.writes(&tomas, "k1", None, "Hello").await);
    let mut batch = desk.workspace().begin().await.expect("a batch");
    let app_id = desk.app_id();
    add_teammate(&mut batch, &ChangedBy::Workspace, &app_id, "second", "Tuva", None).await.expect("added");
    batch.commit().await.expect("committed");
    let ours = desk.teammate_uploads(1, id, "a.txt", b"Hei").await.expect("a file").id;
    let theirs = desk.file(&marit, "b.txt", b"Hei").await;
    for (teammate, conversation, file) in [(2, id, &ours), (1, other, &ours), (1, id, &theirs)] {
        let sent = desk.teammate_sends(teammate, conversation, reply("r", "Hei", &[file])).await;
        assert!(matches!(sent, Err(Refusal::NoFile)), "{teammate} in {conversation}");
    }
    let twice = desk.teammate_sends(1, id, reply("r", "Hei", &[&ours, &ours])).await;
    assert!(matches!(twice, Err(Refusal::NoFile)));
    assert_eq!(desk.sends(&marit, "k2", "Mine", &[&ours]).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    desk.teammate_sends(1, id, reply("r", "Hei", &[&ours])).await.expect("sent");
    let again = desk.teammate_sends(1, id, note("n", "Hei", &[&ours])).await;
    assert!(matches!(again, Err(Refusal::NoFile)));
}

#[tokio::test]
async fn a_teammates_file_has_the_limits_of_a_persons_and_takes_none_of_the_persons_space() {
    let desk = Desk::with(&[("UPLOAD_MIB_PER_PERSON", "1")]).await;
    let marit = desk.visitor().await;
    let id = desk.writes(&marit, "k1", None, "Hello").await;
    static LARGE: [u8; 900 * 1_024] = [b'a'; 900 * 1_024];
    static TOO_LARGE: [u8; 10 * 1_024 * 1_024 + 1] = [b'a'; 10 * 1_024 * 1_024 + 1];
    desk.teammate_uploads(1, id, "a.txt", &LARGE).await.expect("a file");
    let more = desk.teammate_uploads(1, id, "a.txt", &LARGE).await;
    assert!(matches!(more, Err(Refusal::Full(Full::Person))), "{more:?}");
    assert_eq!(desk.uploads(&marit, "a.txt", LARGE.to_vec()).await.0, StatusCode::OK);
    let large = desk.teammate_uploads(1, id, "a.txt", &TOO_LARGE).await;
    assert!(matches!(large, Err(Refusal::FileTooLarge)), "{large:?}");
    let kind = desk.teammate_uploads(1, id, "a.html", b"<!doctype html><script>alert(1)</script>").await;
    assert!(matches!(kind, Err(Refusal::FileKind)), "{kind:?}");
    let nobody = desk.teammate_uploads(9, id, "a.txt", b"Hei").await;
    assert!(matches!(nobody, Err(Refusal::Field("teammate", _))), "{nobody:?}");
    let nowhere = desk.teammate_uploads(1, id + 99, "a.txt", b"Hei").await;
    assert!(matches!(nowhere, Err(Refusal::NoConversation)), "{nowhere:?}");
    for _ in 0..29 {
        desk.teammate_uploads(1, id, "a.txt", b"Hei").await.expect("a file");
    }
    let unsent = desk.teammate_uploads(1, id, "a.txt", b"Hei").await;
    assert!(matches!(unsent, Err(Refusal::TooMany(_))), "{unsent:?}");
    assert_eq!(desk.uploads(&marit, "b.txt", b"Hei".to_vec()).await.0, StatusCode::OK);
}
