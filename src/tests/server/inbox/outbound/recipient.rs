//! To whom a message to one person goes.

use super::*;
use crate::database::{execute, texts};

/// Somebody who says that this is their e-mail, and proves it or not.
async fn has_email(desk: &Desk, user: &str, email: &str, is_proved: bool) {
    Tab::user(desk, user).await;
    let change = format!(
        "update people set email = '{email}', email_folded = lower('{email}'), email_proved = {is_proved} where user_id = '{user}'"
    );
    assert_eq!(execute(&desk.server.state.db, &change).await, 1);
}

fn to(recipient: &str) -> Value {
    but(json!({ "delivery": "person", "recipient": recipient, "pages": [] }))
}

async fn id_of(desk: &Desk, user: &str) -> String {
    texts(&desk.server.state.db, &format!("select id from people where user_id = '{user}'")).await.remove(0)
}

async fn candidates(desk: &Desk, text: &str) -> Vec<(String, bool, bool)> {
    let (status, body) = desk.get(&format!("/api/outbound_recipients?text={text}"), &desk.cookie).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let row = |row: &Value| {
        let is = |name: &str| row[name].as_bool().expect("a truth");
        (row["id"].as_str().expect("an id").to_owned(), is("is_proved"), is("is_certain"))
    };
    parsed(&body).as_array().expect("rows").iter().map(row).collect()
}

async fn refused(desk: &Desk, recipient: &str) {
    let (status, body) = save(desk, None, &to(recipient)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{recipient}: {body}");
    assert!(body.contains("\"field\":\"recipient\""), "{body}");
}

#[tokio::test]
async fn a_message_to_one_person_finds_them_by_id_user_id_or_proved_email_and_nobody_else() {
    let desk = Desk::open().await;
    has_email(&desk, "u_1", "Marit@Example.com", true).await;
    // Seen later than u_1, and unproved.
    has_email(&desk, "u_2", "marit@example.com", false).await;
    let (mut marit, mut other) = (Tab::user(&desk, "u_1").await, Tab::user(&desk, "u_2").await);
    let id = id_of(&desk, "u_1").await;
    for text in [&*id, "  u_1 ", "marit@example.COM"] {
        let message = start(&desk, &to(text)).await;
        assert_eq!(other.goes_to(PLANS).await, None, "{text}");
        assert_eq!(marit.goes_to(HOME).await, Some(message), "{text}");
        marit.says(message, "seen").await;
        assert_eq!(audience(&desk, message).await["person"]["id"], json!(id));
    }
    for text in ["nobody@example.com", "u_1\u{1}", "", " "] {
        refused(&desk, text).await;
    }
    let (status, body) = save(&desk, None, &but(json!({ "delivery": "person" }))).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
}

#[tokio::test]
async fn an_email_that_nobody_or_several_people_have_proved_is_shown_and_asked_for() {
    let desk = Desk::open().await;
    has_email(&desk, "u_1", "marit@example.com", false).await;
    let id = id_of(&desk, "u_1").await;
    refused(&desk, "marit@example.com").await;
    assert_eq!(candidates(&desk, "marit@example.com").await, [(id.clone(), false, false)]);
    assert_eq!(save(&desk, None, &to(&id)).await.0, StatusCode::OK, "the one who was chosen");

    has_email(&desk, "u_2", "marit@example.com", true).await;
    assert_eq!(save(&desk, None, &to("marit@example.com")).await.0, StatusCode::OK);
    let other = id_of(&desk, "u_2").await;
    assert_eq!(
        candidates(&desk, "Marit@example.com").await,
        [(other.clone(), true, true), (id.clone(), false, false)],
        "the one who proved it comes first"
    );
    has_email(&desk, "u_3", "marit@example.com", true).await;
    refused(&desk, "marit@example.com").await;
    assert!(candidates(&desk, "marit@example.com").await.iter().all(|(_, _, is_certain)| !is_certain));

    // Whose user_id is another person's e-mail.
    has_email(&desk, "u_4", "tuva@example.com", true).await;
    Tab::user(&desk, "tuva@example.com").await;
    refused(&desk, "tuva@example.com").await;
    assert!(candidates(&desk, "").await.is_empty());
}

#[tokio::test]
async fn a_message_stays_with_the_person_whom_its_email_meant_when_it_was_saved() {
    let desk = Desk::open().await;
    has_email(&desk, "u_1", "marit@example.com", true).await;
    // The clock stands at 2027-01-15T08:00Z.
    let mut draft = to("marit@example.com");
    draft["starts_at"] = json!("2027-01-15T09:00");
    let id = start(&desk, &draft).await;
    let moved =
        "update people set email = null, email_folded = null, email_proved = false where user_id = 'u_1'";
    execute(&desk.server.state.db, moved).await;
    has_email(&desk, "u_2", "marit@example.com", true).await;
    // What the editor of before would write: it names another person by now.
    let (status, body) = save(&desk, Some(id), &draft).await;
    assert_eq!(status, StatusCode::CONFLICT, "{body}");
    desk.server.state.clock.advance(3_600);
    // Sending looks at what is due first.
    start(&desk, &but(json!({ "delivery": "person", "recipient": "u_2", "style": "inbox" }))).await;
    let whose = format!(
        "select p.user_id from outbound_receipts r join people p on p.id = r.person_id where r.message = {id}"
    );
    let sent = async {
        loop {
            let found = texts(&desk.server.state.db, &whose).await;
            if !found.is_empty() {
                return found;
            }
        }
    };
    assert_eq!(tokio::time::timeout(PATIENCE, sent).await.expect("it is sent"), ["u_1"]);
}

#[tokio::test]
async fn a_message_to_a_visitor_follows_them_when_they_log_in() {
    let desk = Desk::open().await;
    let mut tab = Tab::visitor(&desk).await;
    let visitor = texts(&desk.server.state.db, "select id from people").await.remove(0);
    let mut draft = to(&visitor);
    draft["starts_at"] = json!("2027-01-15T09:00");
    let id = start(&desk, &draft).await;
    tab.ping("boot", HOME, json!({ "intercom_user_jwt": token(&desk, "u_1") }), None).await;
    let user = id_of(&desk, "u_1").await;
    assert_eq!(
        texts(&desk.server.state.db, &format!("select person_id from merged_people where id = '{visitor}'"))
            .await,
        [&*user]
    );
    assert_eq!(audience(&desk, id).await["person"]["id"], json!(user));
    // A started message keeps its person, also while its text changes.
    draft["text"] = json!("Hello again");
    assert_eq!(save(&desk, Some(id), &draft).await.0, StatusCode::OK);
    desk.server.state.clock.advance(3_600);
    let now = start(&desk, &but(json!({ "delivery": "person", "recipient": "u_1", "style": "inbox" }))).await;
    assert_ne!(now, id);
    let receipts = format!("select person_id from outbound_receipts where message = {id}");
    let sent = async { while texts(&desk.server.state.db, &receipts).await != [&*user] {} };
    tokio::time::timeout(PATIENCE, sent).await.expect("it is sent");
}
