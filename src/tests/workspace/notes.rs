//! Notes on people and companies.

use super::ledger::refused_field;
use super::*;
use leptos_messenger::workspace::companies;
use leptos_messenger::workspace::contacts::{self, PersonKey};
use leptos_messenger::workspace::ledger::ChangedBy;
use leptos_messenger::workspace::notes::{self, Note, NoteOn};
use leptos_messenger::workspace::people::Role;
use leptos_messenger::workspace::refusal::Refusal;
use leptos_messenger::workspace::tags::{self, Tagged};

const INES: ChangedBy = ChangedBy::Teammate(1);

impl Bench {
    /// The number of a teammate.
    async fn teammate(&self, account_id: &str) -> i64 {
        let (by, app_id) = (ChangedBy::Workspace, self.workspace.app_id());
        let added = self.acts(async |batch| {
            Ok(leptos_messenger::workspace::add_teammate(batch, &by, app_id, account_id, account_id, None)
                .await?)
        });
        added.await.0.expect("a teammate")
    }

    async fn note(
        &self,
        on: NoteOn<'_>,
        author: Option<i64>,
        text: &str,
    ) -> (Result<Note, Refusal>, Vec<String>) {
        let app_id = self.workspace.app_id();
        self.acts(async |batch| notes::write(batch, &INES, app_id, on, author, text).await).await
    }

    async fn notes(&self, on: NoteOn<'_>, before: Option<&str>, most: i64) -> Vec<Note> {
        let mut batch = self.workspace.begin().await.expect("a batch");
        notes::list(&mut batch.transaction, self.workspace.app_id(), on, before, most).await.expect("notes")
    }
}

fn texts_of(notes: &[Note]) -> Vec<&str> {
    notes.iter().map(|note| note.body.text.as_str()).collect()
}

#[tokio::test]
async fn notes_on_a_person_and_a_company_are_listed_the_newest_first_and_each_has_its_event_without_text() {
    let bench = Bench::new().await;
    let app_id = bench.workspace.app_id();
    let ines = bench.teammate("a_1").await;
    let person = bench.create(Role::Lead, json!({ "email": "a@b.no" })).await.expect("a lead").id;
    let company = bench.set_company("c_1", json!({})).await.id;
    for (on, named) in [(NoteOn::Person(&person), "person"), (NoteOn::Company(&company), "company")] {
        let mut ids = Vec::new();
        for n in 1..=3 {
            bench.clock.advance(1);
            let (note, said) = bench.note(on, Some(ines), &format!("**{named}** {n}")).await;
            let note = note.expect("a note");
            assert_eq!(said, [format!("{named}_note_written {}", note.id)]);
            assert_eq!((note.author, note.created_at), (Some(ines), bench.clock.seconds()));
            assert!(note.body.html().expect("formatted").as_str().contains("<strong>"));
            ids.push(note.id);
        }
        let first = bench.notes(on, None, 2).await;
        assert_eq!(texts_of(&first), [format!("{named} 3"), format!("{named} 2")]);
        assert_eq!(texts_of(&bench.notes(on, Some(&first[1].id), 2).await), [format!("{named} 1")]);
        let delete = async |app_id: &str| {
            bench.acts(async |batch| notes::delete(batch, &INES, app_id, &ids[1]).await).await
        };
        assert!(matches!(delete("other").await.0, Err(Refusal::NoNote)));
        assert_eq!(delete(app_id).await.1, [format!("{named}_note_deleted {}", ids[1])]);
        assert!(matches!(delete(app_id).await.0, Err(Refusal::NoNote)));
        assert_eq!(texts_of(&bench.notes(on, None, 9).await), [format!("{named} 3"), format!("{named} 1")]);
    }
    let whose = "select coalesce(person_id, '-') || ' ' || coalesce(company_id, '-') from ledger
                 where kind like '%note_deleted' order by number";
    assert_eq!(texts(bench.workspace.db(), whose).await, [format!("{person} -"), format!("- {company}")]);
}

#[tokio::test]
async fn a_note_without_words_or_by_nobody_of_the_app_or_on_nobody_of_it_is_refused() {
    let bench = Bench::new().await;
    let ines = bench.teammate("a_1").await;
    let person = bench.create(Role::Lead, json!({ "email": "a@b.no" })).await.expect("a lead").id;
    let on = NoteOn::Person(&person);
    for broken in ["", " \n", "<script>alert(1)</script>", "a\0b", &"x".repeat(50_001)] {
        let short: String = broken.chars().take(40).collect();
        assert_eq!(refused_field(bench.note(on, Some(ines), broken).await.0), "body", "{short:?}");
    }
    assert!(bench.note(on, None, &"x".repeat(50_000)).await.0.is_ok());
    assert_eq!(refused_field(bench.note(on, Some(7), "Hello").await.0), "author");
    assert!(matches!(bench.note(NoteOn::Person("nobody"), None, "Hello").await.0, Err(Refusal::NoPerson)));
    assert!(matches!(bench.note(NoteOn::Company("none"), None, "Hello").await.0, Err(Refusal::NoCompany)));
    let app = "insert into workspace_apps (app_id, name, created_at) values ('other', 'Other', 1)";
    execute(bench.workspace.db(), app).await;
    let foreign =
        bench.acts(async |batch| notes::write(batch, &INES, "other", on, None, "Hello").await).await;
    assert!(matches!(foreign.0, Err(Refusal::NoPerson)));
}

#[tokio::test]
async fn notes_follow_a_merge_outlive_their_author_stand_in_the_export_and_go_with_their_person() {
    let bench = Bench::new().await;
    let app_id = bench.workspace.app_id();
    let ines = bench.teammate("a_1").await;
    let lead = bench.create(Role::Lead, json!({ "email": "a@b.no" })).await.expect("a lead").id;
    bench.boot_user("u_1").await;
    let user = bench.id_of(PersonKey::UserId("u_1")).await;
    bench.note(NoteOn::Person(&lead), Some(ines), "Met at the fair").await.0.expect("a note");
    bench.clock.advance(1);
    bench.note(NoteOn::Person(&user), Some(ines), "Calls on Mondays").await.0.expect("a note");
    bench.merge(&lead, &user).await.expect("merged");
    bench.forget_user("a_1").await.expect("the author's account is gone");
    let notes = bench.notes(NoteOn::Person(&user), None, 9).await;
    assert_eq!(texts_of(&notes), ["Calls on Mondays", "Met at the fair"]);
    assert!(notes.iter().all(|note| note.author == Some(ines)));
    let mut batch = bench.workspace.begin().await.expect("a batch");
    let export = contacts::export(&mut batch.transaction, app_id, &user, NOW).await.expect("an export");
    drop(batch);
    assert_eq!(export["notes"][1]["text"], "Met at the fair");
    bench.workspace.delete_person(&INES, &user).await.expect("deleted");
    assert_eq!(texts(bench.workspace.db(), "select count(*) from notes").await, ["0"]);
}

#[tokio::test]
async fn a_companys_export_has_its_tags_and_notes_and_a_deleted_company_leaves_none() {
    let bench = Bench::new().await;
    let app_id = bench.workspace.app_id();
    let company = bench.set_company("c_1", json!({})).await;
    bench.note(NoteOn::Company(&company.id), None, "Invoices by post").await.0.expect("a note");
    let tagged = bench.acts(async |batch| {
        let tag = tags::make(batch, &INES, app_id, "Key account").await?;
        tags::attach(batch, &INES, app_id, &tag.id, Tagged::Company(&company.id)).await
    });
    tagged.await.0.expect("tagged");
    let export = companies::export(bench.workspace.db(), &company).await.expect("an export");
    assert_eq!(export["tags"][0]["name"], "Key account");
    assert_eq!(export["notes"][0]["text"], "Invoices by post");
    let deleted = bench.acts(async |batch| companies::delete(batch, &INES, app_id, &company.id).await).await;
    assert_eq!(deleted.1, ["company_deleted -"]);
    let left = "select count(*) from (select id from notes union all select tag from company_tags) x";
    assert_eq!(texts(bench.workspace.db(), left).await, ["0"]);
    let ledger = format!("select kind from ledger where company_id = '{}'", company.id);
    assert_eq!(texts(bench.workspace.db(), &ledger).await, ["company_deleted"]);
}
