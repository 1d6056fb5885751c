//! What a teammate does with the person of a conversation.

use super::outbound::named_token;
use super::*;
use crate::database::texts;

impl Desk {
    /// A user who has written, and the conversation.
    async fn customer(&self, user_id: &str) -> (String, i64) {
        let settings = json!({ "intercom_user_jwt": named_token(self, user_id, "Marit"), "plan": "Harbour" });
        let page = json!({ "url": "https://shop.example/plans" });
        let boot = json!({ "app_id": self.app_id(), "call": "boot", "page": page, "settings": settings });
        let (_, body) = self.person("ping", Some(boot), "").await;
        let session = parsed(&body)["session"].as_str().expect("a session").to_owned();
        let id = self.writes(&session, "k1", None, "Hello").await;
        (session, id)
    }

    async fn gets(&self, path: &str) -> (StatusCode, String) {
        let request = Request::get(path).header("cookie", &self.cookie);
        self.asked(request.body(Body::empty()).expect("a request")).await
    }
}

fn value<'a>(person: &'a Value, name: &str) -> Option<&'a str> {
    let facts = person["attributes"].as_array().expect("attributes");
    facts.iter().find(|fact| fact["name"] == name)?["value"].as_str()
}

#[tokio::test]
async fn the_pane_says_who_a_person_is_how_close_they_are_and_what_changed() {
    let desk = Desk::open().await;
    let (_, id) = desk.customer("u_1").await;
    let person = desk.thread(id).await["person"].clone();
    assert_eq!((value(&person, "plan"), value(&person, "Relationship")), (Some("Harbour"), Some("50 %")));
    let moments = |person: &Value| {
        let moments = person["moments"].as_array().expect("times").iter();
        moments.map(|one| one[0].as_str().expect("a name").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(moments(&person), ["First seen", "Last seen", "Last heard from"]);
    let who = person["id"].as_str().expect("an id").to_owned();
    for (act, fields) in [("person_own", "owner=1"), ("person_archive", "archived=true")] {
        let (status, body) = desk.acts(act, &format!("id={who}&{fields}")).await;
        assert!(status.is_success(), "{act}: {body}");
    }
    desk.acts("inbox_reply", &format!("id={id}&key=k&text=Hello")).await;
    let person = desk.thread(id).await["person"].clone();
    assert_eq!((&person["owner"], &person["is_archived"]), (&json!(1), &json!(true)));
    assert_eq!(value(&person, "Relationship"), Some("100 %"));
    assert!(moments(&person).contains(&"Last contacted".to_owned()));
    let events = person["events"].as_array().expect("events").iter();
    let mut names: Vec<_> = events.map(|one| one["name"].as_str().expect("a name").to_owned()).collect();
    names.sort();
    let by = |what: &str| format!("{what}, by Ines Aalto");
    assert_eq!(names, [by("Archived"), "Came to be known".to_owned(), by("Changed")]);
    for (act, fields, expected) in [
        ("person_own", "owner=99", StatusCode::UNPROCESSABLE_ENTITY),
        ("person_own", "owner=x", StatusCode::UNPROCESSABLE_ENTITY),
        ("person_merge", "into=nobody", StatusCode::UNPROCESSABLE_ENTITY),
        ("person_delete", "typed=no", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let (status, body) = desk.acts(act, &format!("id={who}&{fields}")).await;
        assert_eq!(status, expected, "{act} {fields}: {body}");
    }
}

#[tokio::test]
async fn a_lead_is_merged_into_the_user_whom_a_teammate_names_and_the_user_is_exported_and_deleted() {
    let desk = Desk::open().await;
    let (session, of_user) = desk.customer("u_1").await;
    let lead = desk.visitor().await;
    let of_lead = desk.writes(&lead, "k1", None, "A canary of the lead").await;
    let who = async |id: i64| desk.thread(id).await["person"]["id"].as_str().expect("an id").to_owned();
    let (user, merged) = (who(of_user).await, who(of_lead).await);
    let (status, body) = desk.acts("person_merge", &format!("id={user}&into={user}")).await;
    assert!(!status.is_success(), "a user is merged into nobody: {body}");
    let (status, body) = desk.acts("person_merge", &format!("id={merged}&into=u_1")).await;
    assert!(status.is_success(), "{body}");
    assert_eq!(who(of_lead).await, user);
    let export = format!("/workspace/people/{user}/export");
    let (status, exported) = desk.gets(&export).await;
    assert!(status == StatusCode::OK && exported.contains("A canary of the lead"), "{status} {exported}");
    let (status, body) = desk.acts("person_delete", &format!("id={user}&typed=delete")).await;
    assert!(status.is_success(), "{body}");
    assert_eq!(desk.gets(&export).await.0, StatusCode::NOT_FOUND);
    let page = json!({ "url": "https://shop.example/coffees" });
    let ping = json!({ "app_id": desk.app_id(), "call": "update", "page": page, "settings": {} });
    assert_eq!(desk.person("ping", Some(ping), &session).await.0, StatusCode::FORBIDDEN);
    let left = format!("select kind from ledger where person_id in ('{user}', '{merged}')");
    assert_eq!(texts(&desk.server.state.db, &left).await, ["person_deleted"]);
}
