//! A teammate ends what somebody floods the inbox with.

use super::outbound::{Tab, but, named_token, start};
use super::*;

impl Desk {
    /// What comes of a message in a conversation, or of a new one.
    async fn tries_to_write(&self, credential: &str, key: &str, into: Option<i64>) -> (StatusCode, String) {
        let into = into.map(|number| number.to_string());
        let message =
            json!({ "app_id": self.app_id(), "key": key, "conversation": into, "text": "Let me in" });
        self.person("message", Some(message), credential).await
    }

    async fn boots_with(&self, settings: Value, visitor_id: Option<&Value>) -> Value {
        let page = json!({ "url": "https://shop.example/plans" });
        let boot = json!({ "app_id": self.app_id(), "call": "boot", "page": page, "visitor_id": visitor_id, "settings": settings });
        let (status, body) = self.person("ping", Some(boot), "").await;
        assert_eq!(status, StatusCode::OK, "{body}");
        parsed(&body)
    }
}

fn refused((status, body): (StatusCode, String)) {
    assert_eq!(status, StatusCode::FORBIDDEN, "{body}");
    assert_eq!(parsed(&body), json!({ "errors": [{ "code": "blocked" }] }));
}

#[tokio::test]
async fn who_is_blocked_writes_and_sends_nothing_and_reads_what_is_there() {
    let desk = Desk::open().await;
    let (visitor, other) = (desk.visitor().await, desk.visitor().await);
    let id = desk.writes(&visitor, "k1", None, "Hello").await;
    let of_other = desk.writes(&other, "k1", None, "Hello").await;
    let (status, body) = desk.acts("inbox_block", &format!("id={id}")).await;
    assert_eq!((status, body.as_str()), (StatusCode::OK, "1"));
    assert_eq!(desk.thread(id).await["person"]["is_blocked"], true);

    refused(desk.tries_to_write(&visitor, "k2", None).await);
    refused(desk.tries_to_write(&visitor, "k3", Some(id)).await);
    refused(desk.uploads(&visitor, "a.txt", b"Hello".to_vec()).await);
    let app_id = desk.app_id();
    let email = json!({ "app_id": app_id, "email": "marit@example.com" });
    refused(desk.person("email", Some(email), &visitor).await);
    let typing = json!({ "app_id": app_id, "conversation": id.to_string() });
    refused(desk.person("typing", Some(typing), &visitor).await);
    assert!(desk.reads(&visitor, id).await.contains("Hello"));
    let page = json!({ "url": "https://shop.example/coffees", "title": "Coffees" });
    let update = json!({ "app_id": app_id, "call": "update", "page": page, "settings": {} });
    assert_eq!(desk.person("ping", Some(update), &visitor).await.0, StatusCode::OK);

    assert_eq!(desk.thread(of_other).await["person"]["is_blocked"], false);
    desk.writes(&other, "k2", Some(of_other), "Still here").await;
    assert_eq!(desk.acts("inbox_unblock", &format!("id={id}")).await.0, StatusCode::OK);
    desk.writes(&visitor, "k4", Some(id), "Thank you").await;
    assert_eq!(desk.acts("inbox_block", "id=999999").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_block_closes_what_is_open_of_the_person_and_nothing_else() {
    let desk = Desk::open().await;
    let (visitor, other) = (desk.visitor().await, desk.visitor().await);
    let mut own = Vec::new();
    for key in ["k1", "k2", "k3"] {
        own.push(desk.writes(&visitor, key, None, "Buy").await);
    }
    let of_other = desk.writes(&other, "k1", None, "Hello").await;
    desk.acts("inbox_snooze", &format!("id={}&hours=1", own[1])).await;
    desk.acts("inbox_close", &format!("id={}", own[2])).await;
    let (status, body) = desk.acts("inbox_block", &format!("id={}", own[0])).await;
    assert_eq!((status, body.as_str()), (StatusCode::OK, "2"));
    assert_eq!(ids(&desk.list("").await), [of_other]);
    assert_eq!(ids(&desk.list("folder=snoozed").await), [0; 0]);
    assert_eq!(ids(&desk.list("folder=closed").await).len(), 3);
    let (again, body) = desk.acts("inbox_block", &format!("id={}", own[0])).await;
    assert_eq!((again, body.as_str()), (StatusCode::OK, "0"), "once more changes nothing");
}

#[tokio::test]
async fn another_desk_learns_of_a_block_that_closes_nothing() {
    let desk = Desk::open().await;
    let id = desk.writes(&desk.visitor().await, "k1", None, "Hello").await;
    desk.acts("inbox_close", &format!("id={id}")).await;
    let mut stream = desk.stream("/workspace/inbox/stream", ("cookie", &desk.cookie)).await;
    desk.acts("inbox_block", &format!("id={id}")).await;
    stream.until(id).await;
}

#[tokio::test]
async fn a_log_in_does_not_undo_a_block() {
    let desk = Desk::open().await;
    let visitor = desk.boots_with(json!({}), None).await;
    let session = visitor["session"].as_str().expect("a session").to_owned();
    let id = desk.writes(&session, "k1", None, "Hello").await;
    desk.acts("inbox_block", &format!("id={id}")).await;
    let user = desk
        .boots_with(
            json!({ "intercom_user_jwt": named_token(&desk, "u_1", "Marit") }),
            Some(&visitor["visitor_id"]),
        )
        .await;
    let session = user["session"].as_str().expect("a session").to_owned();
    let user_id = json!({ "name": "User id", "value": "u_1" });
    assert_eq!(desk.thread(id).await["person"]["attributes"][0], user_id, "the visitor is the user");
    refused(desk.tries_to_write(&session, "k2", None).await);
}

#[tokio::test]
async fn many_conversations_are_closed_at_once_and_those_that_are_not_there_do_no_harm() {
    let desk = Desk::open().await;
    let mut open = Vec::new();
    for _ in 0..5 {
        open.push(desk.writes(&desk.visitor().await, "k", None, "Hello").await);
    }
    let form = |ids: &[i64]| ids.iter().map(|id| format!("ids%5B%5D={id}")).collect::<Vec<_>>().join("&");
    let chosen = [open[0], open[2], open[4], 999_999];
    let (status, body) = desk.acts("inbox_close_many", &form(&chosen)).await;
    assert_eq!((status, body.as_str()), (StatusCode::OK, "3"));
    assert_eq!(ids(&desk.list("").await), [open[1], open[3]]);
    assert_eq!(texts_of(&desk.thread(open[0]).await).len(), 2);
    desk.acts("inbox_close_many", &form(&chosen)).await;
    assert_eq!(texts_of(&desk.thread(open[0]).await).len(), 2, "what is closed stays as it is");
    let most: Vec<i64> = (1..=200).collect();
    assert_eq!(desk.acts("inbox_close_many", &form(&most)).await.0, StatusCode::OK);
    for bad in [String::new(), form(&(1..=201).collect::<Vec<_>>())] {
        let (status, body) = desk.acts("inbox_close_many", &bad).await;
        assert!(status == StatusCode::UNPROCESSABLE_ENTITY && body.contains("1 to 200"), "{status} {body}");
    }
}

#[tokio::test]
async fn who_is_blocked_gets_no_message_and_answers_none_that_they_got() {
    let desk = Desk::open().await;
    let chat = start(&desk, &but(json!({ "audience": [], "pages": [] }))).await;
    let mut tab = Tab::visitor(&desk).await;
    assert_eq!(tab.goes_to("https://shop.example/plans").await, Some(chat));
    let id = desk.writes(&tab.session, "k1", None, "Hello").await;
    desk.acts("inbox_block", &format!("id={id}")).await;
    let number = tab.listed().await.into_iter().find(|number| *number != id).expect("the chat").to_string();
    let answer = json!({ "app_id": desk.app_id(), "key": "k2", "conversation": number, "text": "Yes" });
    assert_eq!(desk.person("message", Some(answer), &tab.session).await.0, StatusCode::FORBIDDEN);
    let later = start(&desk, &but(json!({ "audience": [], "pages": [], "title": "Later" }))).await;
    assert_eq!(tab.goes_to("https://shop.example/coffees").await, None);
    desk.acts("inbox_unblock", &format!("id={id}")).await;
    desk.server.state.clock.advance(61);
    tab.says(chat, "seen").await;
    assert_eq!(tab.goes_to("https://shop.example/").await, Some(later));
}
