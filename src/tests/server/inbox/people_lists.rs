//! `/workspace/people`: the lists of people and companies, and their files.

use super::*;
use crate::server::header;

/// A filter in an address.
fn written(filter: &Value) -> String {
    filter.to_string().bytes().map(|byte| format!("%{byte:02X}")).collect()
}

impl Desk {
    async fn lists(&self, query: &str) -> Value {
        let (status, body) = self.get(&format!("/api/list_people{query}"), &self.cookie).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        parsed(&body)
    }

    async fn has_users(&self, count: usize) {
        let insert = format!(
            "insert into people (id, app_id, role, user_id, email, verified, details, attributes, impressions, created_at,
               first_seen_at, last_seen_at)
             with recursive n (n) as (select 1 union all select n + 1 from n where n < {count})
             select 'p' || n, '{}', 'user', 'u' || n, 'u' || n || '@shop.example', false, '{{}}', '{{}}', 0, 1, 1, n from n",
            self.app_id()
        );
        execute(&self.server.state.db, &insert).await;
    }
}

fn names(list: &Value, of: &str) -> Vec<String> {
    let rows = list[of].as_array().expect("rows").iter();
    rows.map(|row| row["name"].as_str().expect("a name").to_owned()).collect()
}

#[tokio::test]
async fn a_list_comes_page_by_page_by_addresses_that_another_teammate_may_open_and_says_what_it_asks() {
    let desk = Desk::open().await;
    desk.has_users(60).await;
    let role = json!({ "field": "role", "operator": "is", "value": "user" });
    let users = written(&json!({ "version": 2, "all": [role] }));
    let first = desk.lists(&format!("?filter={users}")).await;
    let emails: Vec<String> = (11..=60).rev().map(|n| format!("u{n}@shop.example")).collect();
    assert_eq!(names(&first, "rows"), emails);
    assert_eq!(first["sentences"], json!(["All of these are true.", "Role is user"]));
    assert_eq!(names(&first, "lists"), ["Everybody", "Users", "Leads", "Visitors", "Companies"]);
    let current = first["lists"].as_array().expect("lists").iter().filter(|list| list["is_current"] == true);
    assert_eq!(current.map(|list| &list["name"]).collect::<Vec<_>>(), ["Users"]);
    let next = first["next"].as_str().expect("a page that follows");
    let (path, query) = next.split_once('?').expect("an address");
    assert_eq!(path, "/workspace/people");
    let last = desk.lists(&format!("?{query}")).await;
    assert_eq!(names(&last, "rows").len(), 10);
    assert_eq!(last["next"], Value::Null);
    let (status, page) = desk.get(next, &desk.cookie).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("u10@shop.example") && page.contains("Export as CSV"));
    let (_, count) = desk.get(&format!("/api/count_people?filter={users}"), &desk.cookie).await;
    assert_eq!(parsed(&count), json!("60 people"));
}

#[tokio::test]
async fn companies_and_segments_have_lists_too() {
    let desk = Desk::open().await;
    desk.has_users(3).await;
    let (status, body) = desk.acts("company_save", "company[company_id]=c_1&company[name]=Nordlys").await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let conditions =
        json!({ "version": 2, "all": [{ "field": "email", "operator": "starts_with", "value": "u2" }] });
    let insert = format!(
        "insert into segments (id, app_id, name, name_folded, conditions, created_at, updated_at)
         values ('s', '{}', 'Second', 'second', '{conditions}', 1, 1)",
        desk.app_id()
    );
    execute(&desk.server.state.db, &insert).await;
    let all = desk.lists("").await;
    assert_eq!(names(&all, "rows").len(), 3);
    for (list, found, count) in
        [("Companies", "Nordlys", "1 company"), ("Second", "u2@shop.example", "1 person")]
    {
        let lists = all["lists"].as_array().expect("lists");
        let link = lists.iter().find(|one| one["name"] == list).expect("the list");
        let address = link["address"].as_str().expect("an address");
        let query = address.split_once('?').expect("a query").1;
        let listed = desk.lists(&format!("?{query}")).await;
        assert_eq!(names(&listed, "rows"), [found]);
        let says = listed["sentences"].to_string();
        assert_eq!(says.contains("Second"), list == "Second", "{says}");
        assert_eq!(
            parsed(&desk.get(&format!("/api/count_people?{query}"), &desk.cookie).await.1),
            json!(count)
        );
    }
}

#[tokio::test]
async fn an_address_that_cannot_be_read_is_refused_with_the_reason() {
    let desk = Desk::open().await;
    let forty = json!({ "custom": "cart", "type": "number", "operator": "greater", "value": "forty" });
    for (query, words) in [
        (format!("?filter={}", written(&json!({ "version": 2, "all": [forty] }))), "all[0]"),
        ("?filter=%7B".to_owned(), "cannot be read"),
        (
            format!("?filter={}", written(&json!({ "version": 2, "of": "conversation", "all": [] }))),
            "conversations",
        ),
    ] {
        for path in ["/api/list_people", "/api/count_people", "/workspace/people", "/workspace/people/csv"] {
            let (status, body) = desk.get(&format!("{path}{query}"), &desk.cookie).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{path}{query}: {body}");
            assert!(body.contains(words), "{path}{query}: {body}");
        }
    }
    let (status, body) = desk.get("/api/list_people?after=soon.p1", &desk.cookie).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
}

#[tokio::test]
async fn a_teammate_gets_the_list_as_a_file_which_no_cache_keeps() {
    let desk = Desk::open().await;
    desk.has_users(2).await;
    let request = Request::get("/workspace/people/csv").header("cookie", &desk.cookie);
    let answer = desk.server.send(request.body(Body::empty()).expect("a request")).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(header(&answer, "content-type"), "text/csv; charset=utf-8");
    assert_eq!(header(&answer, "content-disposition"), "attachment; filename=\"people.csv\"");
    assert_eq!(header(&answer, "cache-control"), "no-store");
    let (_, file) = desk.get("/workspace/people/csv", &desk.cookie).await;
    let lines: Vec<&str> = file.lines().collect();
    assert_eq!(lines.len(), 3);
    assert!(
        lines[0].starts_with("id,role,name,email,phone,user_id,")
            && lines[1].starts_with("p1,user,,u1@shop.example,")
    );
}
