//! `/workspace/people/import`: a teammate brings people from a CSV file, and takes them back.

use super::permissions::audited;
use super::*;
use crate::server::header;
use crate::server::log::log;

const FILE: &str = "/workspace/people/import/file";

/// A form with this file, as a browser sends it.
fn form(name: &str, content: &[u8]) -> Vec<u8> {
    let head = format!(
        "--limit\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\ncontent-type: text/csv\r\n\r\n"
    );
    [head.as_bytes(), content, b"\r\n--limit--\r\n"].concat()
}

impl Desk {
    /// The status, and where the answer leads.
    async fn brings(&self, body: Vec<u8>, cookie: &str, site: &str) -> (StatusCode, String) {
        let request = Request::post(FILE)
            .header("host", "shop.example")
            .header("sec-fetch-site", site)
            .header("content-type", "multipart/form-data; boundary=limit")
            .header("cookie", cookie);
        let response = self.server.send(request.body(Body::from(body)).expect("a request")).await;
        (response.status(), header(&response, "location").to_owned())
    }

    /// The id of the import of a file.
    async fn reads_file(&self, content: &str) -> String {
        let (status, to) =
            self.brings(form("people.csv", content.as_bytes()), &self.cookie, "same-origin").await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        to.strip_prefix("/workspace/people/import?import=").expect("an import").to_owned()
    }

    async fn import(&self, id: &str) -> Value {
        let (status, body) = self.get(&format!("/api/people_import?id={id}"), &self.cookie).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        parsed(&body)
    }

    async fn page_of(&self, path: &str) -> String {
        let request = Request::get(path).header("cookie", &self.cookie).header("accept", "text/html");
        self.asked(request.body(Body::empty()).expect("a request")).await.1
    }
}

#[tokio::test]
async fn a_teammate_maps_a_file_sees_what_changes_leaves_a_row_out_imports_and_undoes_it() {
    log();
    let desk = Desk::open().await;
    let id = desk.reads_file("\u{feff}E-mail;User id;Full name;custom_attributes.plan\r\nno;u1;Marit;Harbour\r\nkari@shop.example;u2;<b>Kari</b>;\r\n").await;
    let view = desk.import(&id).await;
    let targets = view["draft"]["columns"].as_array().expect("columns").iter().map(|one| &one["target"]);
    assert_eq!(targets.collect::<Vec<_>>(), ["email", "user_id", "name", "new:string"]);
    assert_eq!(
        view["counts"],
        json!({ "rows": 2, "made": 1, "changed": 0, "unchanged": 0, "refused": 1, "undone": 0 })
    );
    assert_eq!(
        view["refused"],
        json!([{ "number": 2, "column": "E-mail", "reason": "This is no e-mail address." }])
    );
    let page = desk.page_of(&format!("/workspace/people/import?import={id}")).await;
    assert!(
        page.contains("This is no e-mail address.") && page.contains("Leave out 1 refused row"),
        "{page}"
    );
    assert!(page.contains("&lt;b&gt;Kari&lt;/b&gt;") && !page.contains("<b>Kari</b>"), "{page}");
    let columns = |codes: [&str; 4]| codes.map(|code| format!("&columns[]={code}")).concat();
    desk.refuses(
        "people_import_map",
        &format!("id={id}{}", columns(["", "", "name", ""])),
        "One column has to be",
    )
    .await;
    desk.refuses("people_import_map", &format!("id={id}&columns[]=x"), "Choose where each column goes").await;
    let name_alone = columns(["email", "user_id", "company_name", ""]);
    desk.refuses("people_import_map", &format!("id={id}{name_alone}"), "goes with its id").await;
    desk.does("people_import_map", &format!("id={id}{}", columns(["email", "user_id", "name", ""]))).await;
    desk.refuses("people_import_start", &format!("id={id}"), "Correct the file").await;
    desk.does("people_import_start", &format!("id={id}&left_out=1")).await;
    desk.workspace().end_imports().await.expect("ended");
    let view = desk.import(&id).await;
    assert_eq!(
        (&view["phase"], &view["counts"]["made"], &view["draft"]),
        (&json!("Done"), &json!(1), &Value::Null)
    );
    assert!(view["undo_until_ms"].is_i64());
    let by = "select user_id || ' ' || l.actor from people p join ledger l on l.person_id = p.id where l.kind = 'person_created'";
    assert_eq!(texts(&desk.server.state.db, by).await, ["u2 teammate"]);
    let (_, listed) = desk.get("/api/people_imports", &desk.cookie).await;
    assert_eq!(parsed(&listed)[0]["file_name"], "people.csv");
    desk.does("people_import_undo", &format!("id={id}")).await;
    desk.workspace().end_imports().await.expect("ended");
    assert_eq!(desk.import(&id).await["phase"], "Undone");
    assert_eq!(texts(&desk.server.state.db, "select id from people").await, [""; 0]);
    let page = desk.page_of(&format!("/workspace/people/import?import={id}")).await;
    assert!(
        page.contains("1 row taken back.") && page.contains("New attributes, tags and companies stay."),
        "{page}"
    );
    for (event, words) in [
        ("people_file_read", format!("brought the file of the import {id}")),
        ("people_imported", format!("began the import {id} of 2 rows")),
        ("people_import_ended", format!("ended the import {id}: 1 people made, 0 changed, 1 rows refused")),
        ("people_import_undone", format!("undid the import {id}")),
        ("people_import_undo_ended", format!("took back 1 of 1 rows of the import {id}")),
    ] {
        assert!(audited(event).iter().any(|fields| fields["what"] == words), "{event}: {words}");
    }
    let id = desk.reads_file("email\na@shop.example\n").await;
    desk.does("people_import_drop", &format!("id={id}")).await;
    assert_eq!(desk.get(&format!("/api/people_import?id={id}"), &desk.cookie).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_hostile_file_is_refused_with_its_reason_on_the_page() {
    let desk = Desk::open().await;
    let rows = format!("email\n{}", "a@b.no\n".repeat(10_001));
    let huge = vec![b'a'; 5 * 1_024 * 1_024 + 1];
    for (content, word, reason) in [
        (b"".as_slice(), "empty", "The file has no rows."),
        (b"email\na\0@b.no", "not_text", "The file is no CSV in UTF-8."),
        (b"email\n\xff\xfe", "not_text", "The file is no CSV in UTF-8."),
        (b"email,email\na,b", "same_column", "Two columns have the same name."),
        (rows.as_bytes(), "too_many_rows", "more than 10,000 rows"),
        (&huge, "too_large", "more than 5 MiB"),
    ] {
        let (status, to) = desk.brings(form("a.csv", content), &desk.cookie, "same-origin").await;
        let address = format!("/workspace/people/import?refused={word}");
        assert_eq!((status, to.as_str()), (StatusCode::SEE_OTHER, address.as_str()));
        let page = desk.page_of(&address).await;
        assert!(page.contains(reason), "{word}: {page}");
    }
    assert_eq!(
        desk.brings(form("", b""), &desk.cookie, "same-origin").await.1,
        "/workspace/people/import?refused=no_file"
    );
    assert_eq!(
        desk.brings(b"--x".to_vec(), &desk.cookie, "same-origin").await.1,
        "/workspace/people/import?refused=no_file"
    );
    let page = desk.page_of("/workspace/people/import?refused=%3Cscript%3E").await;
    assert!(page.contains("The file was not read.") && !page.contains("<script>alert"));
    assert_eq!(texts(&desk.server.state.db, "select id from csv_imports").await, [""; 0]);
    // Formulas, quotation marks and a cell without end are texts like any other.
    let long = "x".repeat(300);
    let id = desk
        .reads_file(&format!("user_id,name\nu1,\"=1+1\"\"\"\nu2,\"'@sum(a1)\"\nu3,{long}\nu4,\"open"))
        .await;
    let view = desk.import(&id).await;
    assert_eq!(view["counts"]["made"], 3);
    assert_eq!(view["refused"][0]["reason"], "A text has at most 255 characters.");
    let said = view["draft"]["first"].as_array().expect("rows").iter().map(|row| &row["said"][1][1]);
    assert_eq!(said.collect::<Vec<_>>(), ["=1+1\"", "@sum(a1)", "open"]);
    let bodies = [vec![b'a'; 6 * 1_024 * 1_024], form("a.csv", &vec![b'a'; 100 * 1_024])];
    assert_eq!(
        desk.brings(bodies[0].clone(), &desk.cookie, "same-origin").await.0,
        StatusCode::PAYLOAD_TOO_LARGE
    );
    assert_eq!(
        desk.brings(bodies[1].clone(), "", "same-origin").await.0,
        StatusCode::PAYLOAD_TOO_LARGE,
        "of a stranger"
    );
}

#[tokio::test]
async fn who_does_not_manage_people_and_a_page_of_another_site_bring_no_file_and_read_undo_and_begin_no_import()
 {
    let desk = Desk::open().await;
    let (tuva, _) = desk.second().await;
    let id = desk.reads_file("email\na@shop.example\n").await;
    let file = form("people.csv", b"email\na@shop.example\n");
    assert_eq!(desk.brings(file.clone(), &tuva, "same-origin").await.0, StatusCode::FORBIDDEN);
    assert_eq!(desk.brings(file.clone(), &desk.cookie, "cross-site").await.0, StatusCode::FORBIDDEN);
    assert_eq!(desk.brings(file, "", "same-origin").await.0, StatusCode::UNAUTHORIZED);
    for path in [format!("/api/people_import?id={id}"), "/api/people_imports".to_owned()] {
        assert_eq!(desk.get(&path, &tuva).await.0, StatusCode::FORBIDDEN, "{path}");
    }
    for endpoint in ["people_import_map", "people_import_start", "people_import_undo", "people_import_drop"] {
        let status = desk.acts_as(endpoint, &format!("id={id}"), &tuva).await.0;
        assert_eq!(status, StatusCode::FORBIDDEN, "{endpoint}");
    }
    assert_eq!(texts(&desk.server.state.db, "select state from csv_imports").await, ["draft"]);
}
