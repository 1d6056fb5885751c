//! What a person learns of answers while their panel is closed.

use super::*;

impl Desk {
    async fn unread(&self, credential: &str) -> String {
        let (status, body) = self.person(&format!("unread?app_id={}", self.app_id()), None, credential).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        body
    }

    /// Boots with the visitor cookie that a page would have.
    async fn boots(&self, visitor_id: Option<&Value>, settings: Value) -> Value {
        let page = json!({ "url": "https://shop.example/plans" });
        let (app_id, visitor_id) = (self.app_id(), visitor_id.cloned());
        let boot = json!({ "app_id": app_id, "call": "boot", "page": page, "visitor_id": visitor_id, "settings": settings });
        let (status, body) = self.person("ping", Some(boot), "").await;
        assert_eq!(status, StatusCode::OK, "{body}");
        parsed(&body)
    }
}

#[tokio::test]
async fn a_closed_panel_reads_how_many_conversations_are_unread_and_the_newest_answer() {
    let desk = Desk::open().await;
    let visitor = desk.visitor().await;
    let nothing = desk.unread(&visitor).await;
    assert!(nothing.contains("data-unread-count=\"0\" data-conversations=\"0\""), "{nothing}");
    let (one, two) =
        (desk.writes(&visitor, "k1", None, "One").await, desk.writes(&visitor, "k2", None, "Two").await);
    assert!(desk.unread(&visitor).await.contains("data-unread-count=\"0\" data-conversations=\"2\""));
    for (key, id, words) in [("a1", one, "First"), ("a2", one, "Second"), ("a3", two, "Third+<b>")] {
        desk.acts("inbox_reply", &format!("id={id}&key={key}&text={words}")).await;
    }
    desk.acts("inbox_note", &format!("id={two}&key=n1&text=Between+us")).await;
    desk.acts("inbox_close", &format!("id={two}")).await;
    let unread = desk.unread(&visitor).await;
    assert!(unread.contains("data-unread-count=\"2\"") && unread.contains("Third"), "{unread}");
    assert!(unread.contains("Ines Aalto") && unread.contains(&format!("value=\"{two}\"")), "{unread}");
    assert!(!unread.contains("Second") && !unread.contains("Between") && !unread.contains("<b>"), "{unread}");

    let part = desk.thread(two).await["parts"][1]["id"].as_i64().expect("an id").to_string();
    let seen = json!({ "app_id": desk.app_id(), "conversation": two.to_string(), "part": part });
    assert_eq!(desk.person("seen", Some(seen), &visitor).await.0, StatusCode::NO_CONTENT);
    let unread = desk.unread(&visitor).await;
    assert!(unread.contains("data-unread-count=\"1\"") && unread.contains("Second"), "{unread}");

    let other = desk.visitor().await;
    assert!(!desk.unread(&other).await.contains("Second"), "another's is not there");
    let path = format!("unread?app_id={}", desk.app_id());
    assert_eq!(desk.person(&path, None, "").await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn the_list_shows_the_newest_message_of_each_conversation_and_who_wrote_it() {
    let desk = Desk::open().await;
    let visitor = desk.visitor().await;
    let id = desk.writes(&visitor, "k1", None, "One").await;
    desk.writes(&visitor, "k2", None, "Two").await;
    desk.acts("inbox_reply", &format!("id={id}&key=a1&text=An+answer")).await;
    let (status, list) = desk.person(&format!("messages?app_id={}", desk.app_id()), None, &visitor).await;
    assert_eq!(status, StatusCode::OK);
    let at = |words: &str| list.find(words).unwrap_or_else(|| panic!("{words} in {list}"));
    assert!(at("An answer") < at("Ines Aalto") && at("Ines Aalto") < at("Two") && at("Two") < at(">You<"));
    assert!(!list.contains("One"));
}

#[tokio::test]
async fn a_boot_says_what_waits_and_who_the_person_was_before_and_an_update_does_not() {
    let desk = Desk::open().await;
    let first = desk.boots(None, json!({})).await;
    assert_eq!((&first["unread_count"], &first["has_conversations"]), (&json!(0), &json!(false)));
    let credential = first["session"].as_str().expect("a session");
    let id = desk.writes(credential, "k1", None, "Hello").await;
    desk.acts("inbox_reply", &format!("id={id}&key=a1&text=An+answer")).await;

    let again = desk.boots(Some(&first["visitor_id"]), json!({})).await;
    assert_eq!((&again["unread_count"], &again["has_conversations"]), (&json!(1), &json!(true)));
    assert_eq!((&again["contact_id"], again.get("merged_from")), (&first["contact_id"], None));

    let page = json!({ "url": "https://shop.example/" });
    let update = json!({ "app_id": desk.app_id(), "call": "update", "page": page, "settings": {} });
    let riding = parsed(&desk.person("ping", Some(update), credential).await.1);
    assert_eq!((riding.get("unread_count"), riding.get("has_conversations")), (None, None));
    assert_eq!(riding["contact_id"], first["contact_id"]);

    let stranger = desk.boots(None, json!({})).await;
    assert_ne!(stranger["contact_id"], first["contact_id"]);
    assert_eq!(stranger["has_conversations"], false);
}
