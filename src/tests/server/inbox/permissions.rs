//! Who manages people: who may export, import, archive, block and delete them, and who gives that permission.

use super::*;
use crate::database::migrations::rows;
use crate::server::log::log;

/// As the demo teammate logs in.
const PASSWORD: &str = "demo-password";

/// A person with a conversation, and a company.
struct Known {
    person: String,
    company: String,
    conversation: i64,
}

impl Desk {
    async fn knows(&self) -> Known {
        let conversation = self.writes(&self.visitor().await, "k1", None, "Hello").await;
        let person = self.thread(conversation).await["person"]["id"].as_str().expect("an id").to_owned();
        let form = "company[company_id]=c_1&company[name]=Nordlys";
        assert_eq!(self.acts("company_save", form).await.0, StatusCode::OK);
        let company = texts(&self.server.state.db, "select id from companies").await.remove(0);
        Known { person, company, conversation }
    }

    /// All that the permission is for, tried by this teammate: the path of each, and the answer.
    async fn manages(&self, of: &Known, cookie: &str) -> Vec<(String, StatusCode)> {
        let Known { person, company, conversation } = of;
        let mut answers = Vec::new();
        for path in [
            "/workspace/people/csv".to_owned(),
            format!("/workspace/people/{person}/export"),
            format!("/workspace/companies/{company}/export"),
        ] {
            let status = self.get(&path, cookie).await.0;
            answers.push((path, status));
        }
        for (endpoint, form) in [
            ("inbox_block", format!("id={conversation}")),
            ("inbox_unblock", format!("id={conversation}")),
            ("person_block", format!("id={person}&blocked=true")),
            ("person_archive", format!("id={person}&archived=true")),
            ("people_archive_many", format!("filter=&ids[]={person}&archived=true")),
            ("people_block_many", format!("filter=&ids[]={person}&blocked=true")),
            ("people_delete_many", "filter=&ids[]=gone&typed=delete".to_owned()),
            ("person_delete", format!("id={person}&typed=delete")),
            ("company_archive", format!("id={company}&archived=true")),
            ("company_delete", format!("id={company}&typed=delete")),
        ] {
            let status = self.acts_as(endpoint, &form, cookie).await.0;
            answers.push((format!("/api/{endpoint}"), status));
        }
        answers
    }

    /// Lets a teammate manage people, or ends it, as the teammate with this cookie and password.
    async fn permits(&self, form: &str, cookie: &str, password: &str) -> (StatusCode, String) {
        self.acts_as("workspace_permit_teammate", &format!("{form}&password={password}"), cookie).await
    }

    /// What the audit log says of an event in this app.
    fn said(&self, event: &str) -> Vec<String> {
        let of_app = audited(event).into_iter().filter(|fields| fields["app_id"] == self.app_id());
        of_app.map(|fields| fields["what"].as_str().expect("words").to_owned()).collect()
    }
}

/// The fields of each line of the audit log about this event.
pub(super) fn audited(event: &str) -> Vec<Value> {
    let lines = log().lines().into_iter().map(|line| parsed(&line));
    let lines = lines.filter(|line| line["target"] == "audit" && line["fields"]["event"] == event);
    lines.map(|mut line| line["fields"].take()).collect()
}

#[tokio::test]
async fn who_does_not_manage_people_changes_and_exports_nothing_and_each_try_is_in_the_audit() {
    log();
    let desk = Desk::open().await;
    let (tuva, _) = desk.second().await;
    let known = desk.knows().await;
    let stored = async || {
        let mut stored = Vec::new();
        for table in ["people", "companies", "conversations", "ledger"] {
            stored.push(rows(&desk.server.state.db, table).await);
        }
        stored
    };
    let before = stored().await;
    let answers = desk.manages(&known, &tuva).await;
    assert_eq!(stored().await, before);
    let paths: Vec<String> = answers.iter().map(|(path, _)| path.clone()).collect();
    assert_eq!(answers, paths.iter().map(|path| (path.clone(), StatusCode::FORBIDDEN)).collect::<Vec<_>>());
    let account =
        texts(&desk.server.state.db, "select id from accounts where name = 'Tuva Lie'").await.remove(0);
    let refused = audited("refused").into_iter().filter(|fields| fields["account_id"] == account);
    let refused: Vec<String> =
        refused.map(|fields| fields["path"].as_str().expect("a path").to_owned()).collect();
    assert_eq!(refused, paths);
    let ines = desk.manages(&known, &desk.cookie).await;
    assert_eq!(ines, paths.into_iter().map(|path| (path, StatusCode::OK)).collect::<Vec<_>>());
    let Known { person, company, conversation } = known;
    for (event, said) in [
        ("person_blocked", format!("blocked the person of the conversation {conversation}")),
        ("person_unblocked", format!("unblocked the person of the conversation {conversation}")),
        ("person_blocked", format!("blocked the person {person}")),
        ("person_archived", format!("archived the person {person}")),
        ("person_deleted", format!("deleted the person {person}")),
        ("company_archived", format!("archived the company {company}")),
        ("company_deleted", format!("deleted the company {company}")),
        ("export", "exported people as CSV".to_owned()),
    ] {
        assert!(desk.said(event).contains(&said), "{event}: {said}");
    }
    for (of, id) in [("person", person), ("company", company)] {
        assert!(audited("export").iter().any(|fields| fields[of] == id), "the export of a {of}");
    }
}

#[tokio::test]
async fn who_manages_people_lets_another_do_so_and_ends_it_and_the_audit_and_the_ledger_have_both() {
    log();
    let desk = Desk::open().await;
    let (tuva, password) = desk.second().await;
    let (give, take) = ("number=2&manages_people=true", "number=2&manages_people=false");
    assert_eq!(
        desk.permits(give, &tuva, &password).await.0,
        StatusCode::FORBIDDEN,
        "nobody gives it to themselves"
    );
    let csv = async || desk.get("/workspace/people/csv", &tuva).await.0;
    for (form, manages, status) in [(give, true, StatusCode::OK), (take, false, StatusCode::FORBIDDEN)] {
        let (given, body) = desk.permits(form, &desk.cookie, PASSWORD).await;
        assert_eq!(given, StatusCode::OK, "{body}");
        assert_eq!(desk.staff().await["teammates"][1]["manages_people"], manages);
        assert_eq!(csv().await, status);
    }
    assert_eq!(
        desk.permits("number=9&manages_people=true", &desk.cookie, PASSWORD).await.0,
        StatusCode::NOT_FOUND
    );
    assert_eq!(desk.said("teammate_permitted"), ["let the teammate 2 manage people"]);
    assert_eq!(desk.said("teammate_unpermitted"), ["no longer lets the teammate 2 manage people"]);
    let changes =
        "select kind || ' ' || actor_id || ' ' || subject || ' ' || cast(fields as text) from ledger
                   where kind = 'teammate_changed' order by number";
    let changed = "teammate_changed 1 2 [\"manages_people\"]";
    assert_eq!(texts(&desk.server.state.db, changes).await, [changed, changed]);
}

#[tokio::test]
async fn nobody_takes_the_permission_from_themselves_and_the_last_who_has_it_is_removed_by_nobody() {
    let desk = Desk::open().await;
    let (tuva, password) = desk.second().await;
    let own = "number=1&manages_people=false";
    let (status, body) = desk.permits(own, &desk.cookie, PASSWORD).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && body.contains("from yourself"), "{status} {body}");
    let remove = format!("number=1&password={password}");
    let (status, body) = desk.acts_as("workspace_remove_teammate", &remove, &tuva).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && body.contains("Nobody else"), "{status} {body}");
    assert_eq!(desk.get("/workspace/people/csv", &desk.cookie).await.0, StatusCode::OK);
    let given = desk.permits("number=2&manages_people=true", &desk.cookie, PASSWORD).await;
    assert_eq!(given.0, StatusCode::OK);
    assert_eq!(desk.permits(own, &tuva, &password).await.0, StatusCode::OK, "another takes it");
    assert_eq!(desk.acts_as("workspace_remove_teammate", &remove, &tuva).await.0, StatusCode::OK);
}

#[tokio::test]
async fn what_a_teammate_may_not_do_is_not_offered_and_the_page_says_who_may() {
    let desk = Desk::open().await;
    let (tuva, _) = desk.second().await;
    let Known { person, company, conversation } = desk.knows().await;
    let who = "A teammate who manages people may export, import, archive, block and delete them.";
    let offers = ["/export\"", "Archive", "Block", "Type delete", "Merge or delete"];
    for (page, offers) in [
        ("/workspace/people".to_owned(), &["Export as CSV"][..]),
        (format!("/workspace/people?who={person}"), &offers),
        (format!("/workspace/people?who={company}"), &["/export\"", "Archive", "Type delete"]),
        (format!("/workspace/inbox/{conversation}"), &offers),
        ("/workspace/teammates".to_owned(), &["Permission of "]),
    ] {
        let (status, of_ines) = desk.get(&page, &desk.cookie).await;
        assert_eq!(status, StatusCode::OK, "{page}");
        let (_, of_tuva) = desk.get(&page, &tuva).await;
        for offer in offers {
            assert!(of_ines.contains(offer) && !of_tuva.contains(offer), "{page}: {offer}");
        }
        let is_of_somebody = page.contains("who=") || page.contains("inbox");
        assert_eq!((of_ines.contains(who), of_tuva.contains(who)), (false, is_of_somebody), "{page}");
    }
}
