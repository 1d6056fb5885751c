//! Where a lead can be written to.

use super::*;

const ASKED: &str = "Where can we write to you";

#[tokio::test]
async fn a_lead_is_asked_for_an_address_in_the_first_conversation_until_there_is_one() {
    let desk = Desk::open().await;
    let visitor = desk.visitor().await;
    let give = async |email: &str| {
        let given = json!({ "app_id": desk.app_id(), "email": email });
        desk.person("email", Some(given), &visitor).await.0
    };
    assert_eq!(give("a@b.no").await, StatusCode::UNPROCESSABLE_ENTITY, "a visitor who has not written");
    let first = desk.writes(&visitor, "k1", None, "Hello").await;
    let asked = desk.reads(&visitor, first).await;
    assert!(
        asked.contains(ASKED) && asked.contains("Our team sees this address and can write to you."),
        "{asked}"
    );
    let second = desk.writes(&visitor, "k2", None, "Hello again").await;
    assert!(!desk.reads(&visitor, second).await.contains(ASKED), "nobody is asked in two conversations");
    for wrong in ["", "a", "a@b", "a b@c.no", "<a@b.no>"] {
        assert_eq!(give(wrong).await, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    assert_eq!(give(" Marit@Example.com ").await, StatusCode::NO_CONTENT);
    assert_eq!(desk.thread(first).await["person"]["email"], "Marit@Example.com");
    assert!(!desk.reads(&visitor, first).await.contains(ASKED));
}
