//! `/workspace/tags`: tags and segments are listed, counted, renamed, merged and deleted.

use super::outbound::{HOME, Tab, but, call, start};
use super::*;
use crate::server::log::log;

/// A name that would become an element, and one that would end an attribute.
const HOSTILE: [&str; 2] = ["<img src=x onerror=alert(1)>", "\"><img src=x onerror=alert(1)>"];

fn written(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

impl Desk {
    async fn tags_and_segments(&self) -> Value {
        let (status, body) = self.get("/api/workspace_tags", &self.cookie).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        parsed(&body)
    }

    /// Makes a tag. Returns its id.
    async fn tag_of_name(&self, name: &str) -> String {
        let (status, body) = self.acts("tag_make", &format!("name={}", written(name))).await;
        assert_eq!(status, StatusCode::OK, "{name}: {body}");
        row(&self.tags_and_segments().await["tags"], name.trim())["id"].as_str().expect("an id").to_owned()
    }

    /// Makes a segment of the people who have a tag. Returns its id.
    async fn segment_of_tag(&self, name: &str, tag: &str) -> String {
        let condition = json!({ "field": "tag", "operator": "is", "value": tag });
        let filter = written(&json!({ "version": 2, "all": [condition] }).to_string());
        let (status, body) =
            self.acts("segment_make", &format!("name={}&filter={filter}", written(name))).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        row(&self.tags_and_segments().await["segments"], name)["id"].as_str().expect("an id").to_owned()
    }

    async fn tag_person(&self, tag: &str, person: &str) {
        let insert = format!(
            "insert into person_tags (tag, subject, applied_at, applied_by) values ('{tag}', '{person}', 1, 'import')"
        );
        execute(&self.server.state.db, &insert).await;
    }

    /// Kind, actor, subject and fields of each change of a tag, a segment or a message.
    async fn changes(&self) -> Vec<String> {
        let changes = "select kind || ' ' || actor || ' ' || subject || ' ' || cast(fields as text) from ledger
                       where kind like 'tag_%' or kind like 'segment_%' or kind like 'message_%' order by number";
        let changes = texts(&self.server.state.db, changes).await;
        changes.into_iter().map(|change| change.replace(" []", "").replace(['[', ']', '"'], "")).collect()
    }
}

/// The row of a list with this name.
fn row(list: &Value, name: &str) -> Value {
    let found = list.as_array().expect("rows").iter().find(|row| row["name"] == name);
    found.cloned().unwrap_or_else(|| panic!("no {name} in {list}"))
}

fn names(list: &Value) -> Vec<&str> {
    let rows = list.as_array().expect("rows").iter();
    rows.map(|row| row["name"].as_str().expect("a name")).collect()
}

/// Events of the audit log whose words name this id.
pub(super) fn audited(id: &str) -> Vec<String> {
    let lines = log().lines().into_iter().map(|line| parsed(&line));
    let of_id = lines.filter(|line| {
        let what = line["fields"]["what"].as_str();
        line["target"] == "audit" && what.is_some_and(|what| what.contains(id))
    });
    of_id.map(|line| line["fields"]["event"].as_str().expect("an event").to_owned()).collect()
}

#[tokio::test]
async fn a_teammate_makes_renames_merges_and_deletes_tags_each_in_the_ledger_and_the_audit() {
    let (_, desk) = (log(), Desk::open().await);
    let (trade, wholesale) = (desk.tag_of_name(" Trade ").await, desk.tag_of_name("Wholesale").await);
    for (endpoint, form) in [
        ("tag_rename", format!("id={trade}&name=TRADE")),
        ("tag_merge", format!("id={trade}&into=wholeSALE")),
        ("tag_delete", format!("id={wholesale}")),
    ] {
        let (status, body) = desk.acts(endpoint, &form).await;
        assert_eq!(status, StatusCode::OK, "{endpoint}: {body}");
    }
    assert_eq!(
        desk.changes().await,
        [
            format!("tag_made teammate {trade}"),
            format!("tag_made teammate {wholesale}"),
            format!("tag_renamed teammate {trade} name"),
            format!("tag_merged teammate {wholesale}"),
            format!("tag_deleted teammate {trade}"),
            format!("tag_deleted teammate {wholesale}"),
        ]
    );
    assert_eq!(audited(&trade), ["tag_made", "tag_renamed", "tag_merged"]);
    assert_eq!(audited(&wholesale), ["tag_made", "tag_merged", "tag_deleted"]);
    let both = desk.tags_and_segments().await;
    assert_eq!(both, json!({ "tags": [], "segments": [] }));
}

#[tokio::test]
async fn a_name_that_is_taken_or_broken_is_refused_and_what_is_gone_is_not_found() {
    let desk = Desk::open().await;
    let (trade, gone) = (desk.tag_of_name("Trade").await, desk.tag_of_name("Gone").await);
    assert_eq!(desk.acts("tag_delete", &format!("id={gone}")).await.0, StatusCode::OK);
    let first = desk.segment_of_tag("First", &trade).await;
    desk.segment_of_tag("Second", &trade).await;
    let companies = written(r#"{"version":2,"of":"company","all":[]}"#);
    desk.does("segment_make", &format!("name=Of+companies&filter={companies}")).await;
    let longest = "ø".repeat(255);
    let kept = desk.tag_of_name(&longest).await;
    let before = (desk.tags_and_segments().await, desk.changes().await);
    let (long, over) = (written(&longest.to_uppercase()), written(&"ø".repeat(256)));
    let refused = StatusCode::UNPROCESSABLE_ENTITY;
    for (endpoint, form, status, words) in [
        ("tag_make", "name=tRADE".to_owned(), refused, "There is a tag with this name: “Trade”."),
        ("tag_make", format!("name={long}"), refused, "There is a tag with this name"),
        ("tag_make", format!("name={over}"), refused, "1 to 255 characters"),
        ("tag_make", "name=+".to_owned(), refused, "1 to 255 characters"),
        ("tag_rename", format!("id={kept}&name=TRADE"), refused, "Another tag has this name."),
        ("tag_rename", format!("id={kept}&name={over}"), refused, "1 to 255 characters"),
        ("tag_rename", format!("id={gone}&name=New"), StatusCode::NOT_FOUND, ""),
        ("tag_merge", format!("id={trade}&into=Nothing"), refused, "No tag of this app has that name."),
        ("tag_merge", format!("id={trade}&into=trade"), refused, "A tag is merged into another one."),
        ("tag_merge", format!("id={gone}&into=Trade"), StatusCode::NOT_FOUND, ""),
        ("tag_delete", format!("id={gone}"), StatusCode::NOT_FOUND, ""),
        ("segment_rename", format!("id={first}&name=second"), refused, "Another segment has this name."),
        ("segment_rename", format!("id={first}&name=%0A"), refused, "1 to 255 characters"),
        ("segment_rename", format!("id={trade}&name=New"), StatusCode::NOT_FOUND, ""),
        ("segment_merge", format!("id={first}&into=None"), refused, "No segment of this app has that name."),
        ("segment_merge", format!("id={first}&into=FIRST"), refused, "A segment is merged into another one."),
        ("segment_merge", format!("id={first}&into=Of+companies"), refused, "Both segments are of people"),
        ("segment_merge", format!("id={trade}&into=First"), StatusCode::NOT_FOUND, ""),
        ("segment_delete", format!("id={trade}"), StatusCode::NOT_FOUND, ""),
    ] {
        let (got, body) = desk.acts(endpoint, &form).await;
        assert!(got == status && body.contains(words), "{endpoint} {form}: {got} {body}");
    }
    let (status, _) = desk.get(&format!("/api/segment_count?id={trade}"), &desk.cookie).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert_eq!((desk.tags_and_segments().await, desk.changes().await), before);
}

#[tokio::test]
async fn each_tag_says_how_many_have_it_and_leads_to_their_list() {
    let desk = Desk::open().await;
    let (vip, other) = (desk.tag_of_name("VIP").await, desk.tag_of_name("Other").await);
    desk.has_users(3).await;
    desk.tag_person(&vip, "p1").await;
    desk.tag_person(&vip, "p3").await;
    desk.tag_person(&other, "p2").await;
    let (status, body) = desk.acts("company_save", "company[company_id]=c_1&company[name]=Nordlys").await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let insert = format!(
        "insert into company_tags (tag, subject, applied_at, applied_by) select '{vip}', id, 1, 'import' from companies"
    );
    execute(&desk.server.state.db, &insert).await;
    let listed = row(&desk.tags_and_segments().await["tags"], "VIP");
    let counts = ["people", "companies", "conversations", "parts"].map(|of| listed[of].clone());
    assert_eq!(counts, [2, 1, 0, 0].map(|count| json!(count)));
    for (address, page, found) in [
        ("list_of_people", "/workspace/people", vec!["u3@shop.example", "u1@shop.example"]),
        ("list_of_companies", "/workspace/companies", vec!["Nordlys"]),
    ] {
        let address = listed[address].as_str().expect("an address");
        let query = address.strip_prefix(page).expect("a list");
        let (status, list) = desk.get(&format!("/api/list_people{query}"), &desk.cookie).await;
        assert_eq!(status, StatusCode::OK, "{list}");
        assert_eq!(names(&parsed(&list)["rows"]), found);
    }
}

#[tokio::test]
async fn each_segment_says_what_it_asks_and_how_many_are_in_it_and_is_renamed_and_deleted() {
    let (_, desk) = (log(), Desk::open().await);
    let vip = desk.tag_of_name("VIP").await;
    desk.has_users(3).await;
    desk.tag_person(&vip, "p2").await;
    let segment = desk.segment_of_tag("VIPs", &vip).await;
    let insert = format!(
        "insert into segments (id, app_id, name, name_folded, conditions, created_at, updated_at)
         values ('all', '{0}', 'All', 'all', '{{\"version\":2,\"of\":\"company\",\"all\":[]}}', 1, 1)",
        desk.app_id()
    );
    execute(&desk.server.state.db, &insert).await;
    let listed = desk.tags_and_segments().await["segments"].clone();
    assert_eq!(names(&listed), ["All", "VIPs"]);
    assert_eq!(listed[0]["sentences"], json!([[0, "All companies."]]));
    assert_eq!(listed[1]["sentences"], json!([[0, "Tag is “VIP”"]]));
    assert_eq!((&listed[0]["is_of_companies"], &listed[1]["is_of_companies"]), (&json!(true), &json!(false)));
    for (id, count) in [("all", "0 companies"), (segment.as_str(), "1 person")] {
        let (status, words) = desk.get(&format!("/api/segment_count?id={id}"), &desk.cookie).await;
        assert_eq!((status, parsed(&words)), (StatusCode::OK, json!(count)));
    }
    let list = listed[1]["list"].as_str().and_then(|list| list.strip_prefix("/workspace/people"));
    let (_, list) = desk.get(&format!("/api/list_people{}", list.expect("a list")), &desk.cookie).await;
    assert_eq!(names(&parsed(&list)["rows"]), ["u2@shop.example"]);

    let (status, body) = desk.acts("segment_rename", &format!("id={segment}&name=Best")).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    assert_eq!(names(&desk.tags_and_segments().await["segments"]), ["All", "Best"]);
    assert_eq!(desk.acts("segment_delete", &format!("id={segment}")).await.0, StatusCode::OK);
    assert_eq!(desk.acts("segment_delete", &format!("id={segment}")).await.0, StatusCode::NOT_FOUND);
    assert_eq!(names(&desk.tags_and_segments().await["segments"]), ["All"]);
    assert_eq!(
        desk.changes().await[1..],
        [
            format!("segment_made teammate {segment}"),
            format!("segment_changed teammate {segment} name"),
            format!("segment_deleted teammate {segment}"),
        ]
    );
    assert_eq!(audited(&segment), ["segment_created", "segment_renamed", "segment_deleted"]);
}

#[tokio::test]
async fn the_page_draws_names_as_text_and_as_many_tags_as_a_browser_bears_or_those_of_the_search() {
    let desk = Desk::open().await;
    for name in HOSTILE {
        let tag = desk.tag_of_name(name).await;
        desk.segment_of_tag(name, &tag).await;
    }
    let (status, page) = desk.get("/workspace/tags", &desk.cookie).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(page.matches("<bdi>&lt;img src=x onerror=alert(1)&gt;<").count(), 2, "a tag and a segment");
    for element in ["<bdi><img", "\"><img src=x", "><img src=x", "“<img"] {
        assert!(!page.contains(element), "{element}");
    }
    let fill = format!(
        "insert into tags (id, app_id, name, name_folded, created_at, made_by)
         with recursive n (n) as (select 1 union all select n + 1 from n where n < 998)
         select 't' || n, '{}', 'T' || n, 't' || n, 1, 'import' from n",
        desk.app_id()
    );
    execute(&desk.server.state.db, &fill).await;
    for (query, drawn, state) in [
        ("", 100, "1000 tags"),
        ("?find=t99", 10, "10 of 1000 tags"),
        ("?find=none", 0, "No tag has such a name."),
    ] {
        let (status, page) = desk.get(&format!("/workspace/tags{query}"), &desk.cookie).await;
        assert_eq!(status, StatusCode::OK, "{query}");
        assert_eq!(page.matches("aria-label=\"Rename the tag ").count(), drawn, "{query}");
        assert!(page.contains(state), "{query}");
    }
}

#[tokio::test]
async fn segments_and_messages_for_people_with_a_tag_are_for_those_of_the_tag_into_which_it_is_merged() {
    let desk = Desk::open().await;
    let (trade, wholesale) = (desk.tag_of_name("Trade").await, desk.tag_of_name("Wholesale").await);
    let (mut marit, mut einar) = (Tab::user(&desk, "u_1").await, Tab::user(&desk, "u_2").await);
    let person = texts(&desk.server.state.db, "select id from people where user_id = 'u_1'").await.remove(0);
    desk.tag_person(&trade, &person).await;
    let segment = desk.segment_of_tag("Traders", &trade).await;
    let audience =
        json!([[{ "of": "field", "name": "tag", "type": "tag", "operator": "is", "value": trade }]]);
    let draft = but(json!({ "audience": audience }));
    let live = start(&desk, &draft).await;
    let (status, saved) = call(&desk, "outbound_save", &json!({ "id": null, "draft": draft })).await;
    assert_eq!(status, StatusCode::OK, "{saved}");
    // The server has the message in its memory from now on.
    assert_eq!(einar.goes_to("https://shop.example/plans").await, None);
    let before = desk.changes().await.len();

    let (status, body) = desk.acts("tag_merge", &format!("id={trade}&into=Wholesale")).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    assert_eq!(
        desk.changes().await[before..],
        [
            format!("tag_merged teammate {wholesale}"),
            format!("segment_changed teammate {segment} conditions"),
            format!("message_saved teammate {live} audience"),
            format!("message_saved teammate {saved} audience"),
            format!("tag_deleted teammate {trade}"),
        ]
    );
    assert_eq!(marit.goes_to("https://shop.example/plans").await, Some(live));
    assert_eq!(einar.goes_to(HOME).await, None);
    let (_, count) = desk.get(&format!("/api/segment_count?id={segment}"), &desk.cookie).await;
    assert_eq!(parsed(&count), json!("1 person"));
    let both = desk.tags_and_segments().await;
    assert_eq!(row(&both["segments"], "Traders")["sentences"][0][1], "Tag is “Wholesale”");
    let (_, editor) = desk.get(&format!("/api/outbound_message?id={saved}"), &desk.cookie).await;
    let mut draft = parsed(&editor)["draft"].clone();
    assert_eq!(draft["audience"][0][0]["value"], json!(wholesale));
    draft["title"] = json!("Saved again");
    let (status, body) =
        call(&desk, "outbound_save", &json!({ "id": saved.parse::<i64>().ok(), "draft": draft })).await;
    assert_eq!(status, StatusCode::OK, "{body}");
}

#[tokio::test]
async fn messages_for_a_segment_are_for_the_people_of_the_segment_into_which_it_is_merged() {
    let (_, desk) = (log(), Desk::open().await);
    let (trade, vip) = (desk.tag_of_name("Trade").await, desk.tag_of_name("VIP").await);
    let (mut marit, mut einar) = (Tab::user(&desk, "u_1").await, Tab::user(&desk, "u_2").await);
    for (tag, user) in [(&trade, "u_1"), (&vip, "u_2")] {
        let select = format!("select id from people where user_id = '{user}'");
        desk.tag_person(tag, &texts(&desk.server.state.db, &select).await.remove(0)).await;
    }
    let (traders, best) =
        (desk.segment_of_tag("Traders", &trade).await, desk.segment_of_tag("Best", &vip).await);
    let audience = json!([[{ "of": "field", "name": "segment", "type": "segment", "operator": "is", "value": traders }]]);
    let live = start(&desk, &but(json!({ "audience": audience }))).await;
    // The server has the message in its memory from now on.
    assert_eq!(einar.goes_to("https://shop.example/plans").await, None);
    let before = desk.changes().await.len();

    desk.does("segment_merge", &format!("id={traders}&into=best")).await;
    assert_eq!(
        desk.changes().await[before..],
        [
            format!("segment_merged teammate {best}"),
            format!("message_saved teammate {live} audience"),
            format!("segment_deleted teammate {traders}"),
        ]
    );
    assert_eq!(audited(&traders), ["segment_created", "segment_merged"]);
    assert_eq!(marit.goes_to("https://shop.example/plans").await, None);
    assert_eq!(einar.goes_to("https://shop.example/plans").await, Some(live));
    assert_eq!(names(&desk.tags_and_segments().await["segments"]), ["Best"]);
}
