//! `/workspace/people`: the lists of people and companies, and their files.

use super::outbound::{HOME, Tab, but, call, start};
use super::tags_page::audited;
use super::*;
use crate::server::header;
use crate::server::log::log;

/// The filter of all companies, as their page asks for them.
const COMPANIES: &str = "filter=%7B%22version%22%3A2%2C%22of%22%3A%22company%22%2C%22all%22%3A%5B%5D%7D";

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

    /// The filter of an address, as its form has it.
    async fn filter(&self, query: &str) -> Value {
        let (status, body) = self.get(&format!("/api/people_filter{query}"), &self.cookie).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        parsed(&body)
    }

    pub(super) async fn has_users(&self, count: usize) {
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

/// A condition, as the form's fields have it.
fn role_is_user() -> Value {
    json!({ "of": "field", "name": "role", "type": "choice", "operator": "is", "value": "user" })
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
    let form = desk.filter(&format!("?filter={users}")).await;
    assert_eq!(form["groups"], json!([[role_is_user()]]));
    assert_eq!(names(&form, "lists"), ["Everybody", "Users", "Leads", "Visitors", "Companies"]);
    let current = form["lists"].as_array().expect("lists").iter().filter(|list| list["is_current"] == true);
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
    assert_eq!(names(&desk.lists("").await, "rows").len(), 3);
    let all = desk.filter("").await;
    for (list, found, count) in [
        ("Companies", "Nordlys", "1 company, a monthly spend of 0.00"),
        ("Second", "u2@shop.example", "1 person"),
    ] {
        let lists = all["lists"].as_array().expect("lists");
        let link = lists.iter().find(|one| one["name"] == list).expect("the list");
        let address = link["address"].as_str().expect("an address");
        // The page of all companies needs no filter in its address.
        let query = match address {
            "/workspace/companies" => COMPANIES,
            address => address.strip_prefix("/workspace/people?").expect("a query"),
        };
        let listed = desk.lists(&format!("?{query}")).await;
        assert_eq!(names(&listed, "rows"), [found]);
        let form = desk.filter(&format!("?{query}")).await;
        let conditions = json!([[{ "of": "field", "name": "segment", "type": "segment", "operator": "is", "value": "s" }]]);
        let expected = if list == "Second" { ("person", conditions) } else { ("company", json!([])) };
        assert_eq!((form["model"].as_str().expect("a model"), form["groups"].clone()), expected);
        assert_eq!(
            parsed(&desk.get(&format!("/api/count_people?{query}"), &desk.cookie).await.1),
            json!(count)
        );
    }
}

#[tokio::test]
async fn a_form_of_conditions_becomes_an_address_and_its_list_a_segment_for_messages_too() {
    let desk = Desk::open().await;
    desk.has_users(12).await;
    let email =
        json!({ "of": "field", "name": "email", "type": "text", "operator": "starts_with", "value": "u1" });
    let groups = json!([[role_is_user()], [email, { "of": "field", "name": "user_id", "type": "text", "operator": "is", "value": "u7" }]]);
    let (status, address) =
        call(&desk, "people_address", &json!({ "model": "person", "groups": groups })).await;
    assert_eq!(status, StatusCode::OK, "{address}");
    let address = parsed(&address);
    let query =
        address.as_str().and_then(|address| address.strip_prefix("/workspace/people")).expect("an address");
    let found = ["u12", "u11", "u10", "u7", "u1"].map(|user| format!("{user}@shop.example"));
    assert_eq!(names(&desk.lists(query).await, "rows"), found);
    assert_eq!(desk.filter(query).await["groups"], groups);

    let filter = query.strip_prefix("?filter=").expect("a filter");
    let (status, body) = desk.acts("segment_make", &format!("name=Ones&filter={filter}")).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let link = desk.filter("").await["lists"].as_array().expect("lists").last().cloned().expect("a link");
    assert_eq!(link["name"], "Ones");
    let of_segment = link["address"].as_str().and_then(|address| address.split_once('?')).expect("a query").1;
    assert_eq!(names(&desk.lists(&format!("?{of_segment}")).await, "rows"), found);
    let offered =
        parsed(&desk.get("/api/outbound_message", &desk.cookie).await.1)["names"]["segments"].clone();
    assert_eq!(offered[0][1], "Ones");
    for (name, filter, words) in [
        ("ones", filter, "Another segment has this name."),
        ("", filter, "name"),
        ("Twos", of_segment.strip_prefix("filter=").expect("a filter"), "segment"),
        ("Twos", "%7B", "cannot be read"),
    ] {
        let (status, body) = desk.acts("segment_make", &format!("name={name}&filter={filter}")).await;
        assert!(status.is_client_error() && body.contains(words), "{name}: {status} {body}");
    }
    assert_eq!(desk.filter("").await["lists"].as_array().expect("lists").len(), 6, "one segment");
}

#[tokio::test]
async fn a_segment_whose_conditions_were_changed_in_the_list_is_saved_over_itself() {
    let (_, desk) = (log(), Desk::open().await);
    desk.has_users(12).await;
    let email = |value: &str| json!([[{ "of": "field", "name": "email", "type": "text", "operator": "starts_with", "value": value }]]);
    let address_of = async |groups: &Value| {
        let (_, address) =
            call(&desk, "people_address", &json!({ "model": "person", "groups": groups })).await;
        parsed(&address).as_str().expect("an address").replace("/workspace/people?", "")
    };
    let (first, second) = (address_of(&email("u11")).await, address_of(&email("u1")).await);
    desk.does("segment_make", &format!("name=Ones&{first}")).await;
    let id = texts(&desk.server.state.db, "select id from segments").await.remove(0);
    let link = desk.filter("").await["lists"].as_array().expect("lists").last().cloned().expect("a link");
    let list = link["address"].as_str().expect("an address").replace("/workspace/people", "");
    let segment = desk.filter(&list).await["segment"].clone();
    assert_eq!((&segment["name"], &segment["is_changed"]), (&json!("Ones"), &json!(false)));
    let edit = segment["edit"].as_str().expect("an address").replace("/workspace/people", "");
    assert_eq!(edit, format!("?{first}&segment={id}"));

    // Its own conditions, and as the form writes them, are no change.
    let own = desk.filter(&edit).await;
    let again = address_of(&own["groups"]).await;
    assert_eq!((own["groups"].clone(), &again), (email("u11"), &first));
    assert_eq!(own["segment"], json!({ "id": id, "name": "Ones", "edit": null, "is_changed": false }));
    let changed = desk.filter(&format!("?{second}&segment={id}")).await["segment"].clone();
    assert_eq!(changed, json!({ "id": id, "name": "Ones", "edit": null, "is_changed": true }));
    let (_, page) = desk.get(&format!("/workspace/people?{second}&segment={id}"), &desk.cookie).await;
    for part in ["Changed", "Save segment", "Save as a new segment"] {
        assert!(page.contains(part), "{part}");
    }
    // A list of another model, and an id that the app does not have, have no segment.
    for other in [format!("{COMPANIES}&segment={id}"), format!("{second}&segment=gone")] {
        assert_eq!(desk.filter(&format!("?{other}")).await["segment"], Value::Null, "{other}");
    }

    desk.does("segment_save", &format!("id={id}&{second}")).await;
    let found = ["u12", "u11", "u10", "u1"].map(|user| format!("{user}@shop.example"));
    assert_eq!(names(&desk.lists(&list).await, "rows"), found);
    for (form, words) in [
        (format!("id={id}&{COMPANIES}"), "stays one of people"),
        (format!("id={id}&{}", list.replace('?', "")), "A segment names no other segment."),
        (format!("id={id}&filter=%7B"), "cannot be read"),
        (format!("id=gone&{second}"), "The segment was deleted meanwhile."),
    ] {
        desk.refuses("segment_save", &form, words).await;
    }
    assert_eq!(names(&desk.lists(&list).await, "rows"), found);
    assert_eq!(desk.entries("kind like 'segment%'").await, ["segment_made", "segment_changed"]);
    assert_eq!(audited(&id), ["segment_created", "segment_changed"]);
}

#[tokio::test]
async fn a_live_message_to_a_segment_follows_what_the_segment_asks() {
    let desk = Desk::open().await;
    let (mut marit, mut einar) = (Tab::user(&desk, "u_1").await, Tab::user(&desk, "u_2").await);
    let of = |user: &str| {
        let condition = json!({ "field": "user_id", "operator": "is", "value": user });
        written(&json!({ "version": 2, "all": [condition] }))
    };
    desk.does("segment_make", &format!("name=One&filter={}", of("u_1"))).await;
    let id = texts(&desk.server.state.db, "select id from segments").await.remove(0);
    let audience =
        json!([[{ "of": "field", "name": "segment", "type": "segment", "operator": "is", "value": id }]]);
    let live = start(&desk, &but(json!({ "audience": audience }))).await;
    assert_eq!(einar.goes_to("https://shop.example/plans").await, None);
    desk.does("segment_save", &format!("id={id}&filter={}", of("u_2"))).await;
    assert_eq!(marit.goes_to("https://shop.example/plans").await, None);
    assert_eq!(einar.goes_to(HOME).await, None, "the message is for another page");
    assert_eq!(einar.goes_to("https://shop.example/plans").await, Some(live));
}

#[tokio::test]
async fn a_form_says_which_value_cannot_be_read() {
    let desk = Desk::open().await;
    let cart =
        json!({ "of": "custom", "name": "cart", "type": "number", "operator": "greater", "value": "forty" });
    for (model, groups, words) in [
        ("person", json!([[cart]]), "“forty” is no number."),
        ("company", json!([[role_is_user()]]), "There is no field “role”."),
        ("conversation", json!([]), "conversations"),
        ("order", json!([]), "people or of companies"),
    ] {
        let (status, body) =
            call(&desk, "people_address", &json!({ "model": model, "groups": groups })).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        assert!(body.contains(words), "{body}");
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
        for path in [
            "/api/list_people",
            "/api/people_filter",
            "/api/count_people",
            "/workspace/people",
            "/workspace/people/csv",
        ] {
            let (status, body) = desk.get(&format!("{path}{query}"), &desk.cookie).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{path}{query}: {body}");
            assert!(body.contains(words), "{path}{query}: {body}");
        }
    }
    let (status, body) = desk.get("/api/list_people?after=soon", &desk.cookie).await;
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

#[tokio::test]
async fn a_list_has_the_chosen_columns_on_each_of_its_pages_and_after_another_filter() {
    let desk = Desk::open().await;
    desk.has_users(60).await;
    execute(
        &desk.server.state.db,
        "update people set attributes = '{\"plan\":\"Harbour\"}' where id = 'p60'",
    )
    .await;
    let define = format!(
        "insert into data_attributes (app_id, model, name, data_type, number, options, is_proved, made_at, updated_at)
         values ('{}', 'person', 'plan', 'string', 1, '[]', true, 1, 1)",
        desk.app_id()
    );
    execute(&desk.server.state.db, &define).await;
    let usual = desk.lists("").await;
    let shown = |list: &Value| {
        let columns = list["columns"].as_array().expect("columns").iter();
        let shown = columns.filter(|column| column["is_shown"] == true);
        shown.map(|column| column["label"].as_str().expect("a label").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(shown(&usual), ["Last seen", "Kind", "E-mail", "Sessions"]);
    let chosen = "layout%5Bcolumns%5D%5B0%5D=user_id&layout%5Bcolumns%5D%5B1%5D=custom.plan&layout%5Bcolumns%5D%5B2%5D=tags&layout%5Bcolumns%5D%5B3%5D=none";
    desk.acts("people_tag", "id=p60&name=wholesale").await;
    let list = desk.lists(&format!("?{chosen}")).await;
    assert_eq!(shown(&list), ["User id", "Tags", "plan"]);
    let text = |text: &str| json!({ "Text": text });
    assert_eq!(list["rows"][0]["cells"], json!([text("u60"), text("wholesale"), text("Harbour")]));
    assert_eq!(list["rows"][1]["cells"], json!([text("u59"), text(""), text("")]));
    let next = list["next"].as_str().expect("a next page");
    assert_eq!(next.matches("&column=").count(), 4, "{next}");
    let groups =
        json!([[{ "of": "field", "name": "name", "type": "text", "operator": "is", "value": "100%25 %" }]]);
    let form =
        json!({ "model": "person", "groups": groups, "layout": { "columns": ["kind"], "sort": "-kind" } });
    let (_, address) = call(&desk, "people_address", &form).await;
    let address = parsed(&address).as_str().expect("an address").to_owned();
    let query = address.strip_prefix("/workspace/people").expect("a query");
    assert!(query.ends_with("&sort=%2Dkind&column=kind"), "{query}");
    assert_eq!(desk.filter(query).await["groups"], groups, "what looks encoded stays as it is");
}

#[tokio::test]
async fn a_heading_sorts_the_list_and_then_turns_it_round_and_its_pages_and_filter_keep_the_order() {
    let desk = Desk::open().await;
    desk.has_users(60).await;
    let heading = |list: &Value, label: &str| {
        let headings = list["headings"].as_array().expect("headings").iter();
        headings.clone().find(|one| one["label"] == label).expect("the heading").clone()
    };
    let query = |address: &Value| {
        let address = address.as_str().expect("an address");
        address
            .strip_prefix("/workspace/people?")
            .expect("a query")
            .replace("column=", "layout%5Bcolumns%5D%5B0%5D=")
    };
    let called = |query: &str| format!("?{}", query.replace("sort=", "layout%5Bsort%5D="));
    let usual = desk.lists("").await;
    assert_eq!(heading(&usual, "Last seen")["is_descending"], true);
    assert_eq!(heading(&usual, "Last seen")["sorted"], "/workspace/people?sort=last%5Fseen%5Fat");
    let by_email = query(&heading(&usual, "E-mail")["sorted"]);
    let first = desk.lists(&called(&by_email)).await;
    let mut emails: Vec<String> = (1..=60).map(|n| format!("u{n}@shop.example")).collect();
    emails.sort();
    assert_eq!(names(&first, "rows"), emails[..50]);
    let current = heading(&first, "E-mail");
    assert_eq!(
        (&current["is_descending"], heading(&first, "Name")["is_descending"].is_null()),
        (&json!(false), true)
    );
    let last = desk.lists(&called(&query(&first["next"]))).await;
    assert_eq!(names(&last, "rows"), emails[50..]);
    emails.reverse();
    let turned = desk.lists(&called(&query(&current["sorted"]))).await;
    assert_eq!(names(&turned, "rows"), emails[..50]);
    // A list has no order by its tags, and none by an attribute that nobody has.
    let tagged = desk.lists("?layout%5Bcolumns%5D%5B0%5D=tags").await;
    assert_eq!(heading(&tagged, "Tags")["sorted"], Value::Null);
    for sort in ["tags", "custom.none", "-"] {
        let (status, body) =
            desk.get(&format!("/api/list_people?layout%5Bsort%5D={sort}"), &desk.cookie).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{sort}: {body}");
    }
}

#[tokio::test]
async fn a_list_with_nobody_says_how_many_fit_without_its_last_condition_and_leads_there() {
    let desk = Desk::open().await;
    desk.has_users(3).await;
    let is = |field: &str, value: &str| json!({ "field": field, "operator": "is", "value": value });
    let all = |conditions: Value| format!("?filter={}", written(&json!({ "version": 2, "all": conditions })));
    let nobody = desk.lists(&all(json!([is("role", "user"), is("user_id", "u9")]))).await;
    assert_eq!(nobody["nobody"]["count"], "3 people");
    assert_eq!(nobody["nobody"]["condition"], "User id is “u9”");
    let wider =
        nobody["nobody"]["address"].as_str().and_then(|address| address.strip_prefix("/workspace/people"));
    let wider = desk.lists(wider.expect("an address")).await;
    assert_eq!((names(&wider, "rows").len(), &wider["nobody"]), (3, &Value::Null));
    let still_nobody = desk.lists(&all(json!([is("role", "lead"), is("user_id", "u1")]))).await;
    assert_eq!(still_nobody["nobody"], Value::Null);
}
