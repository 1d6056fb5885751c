//! `/workspace/notes`: the notes on all people and companies are listed, counted and deleted.

use super::records::MARIT;
use super::*;

impl Desk {
    /// A page of notes, after the note with this id.
    async fn notes(&self, before: &str) -> Value {
        let (status, body) = self.get(&format!("/api/workspace_notes?before={before}"), &self.cookie).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        parsed(&body)
    }
}

/// The texts of a page, and on whom each is.
fn texts_of(page: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let rows = page["notes"].as_array().expect("notes").iter();
    rows.map(|row| (text(&row["note"]["text"]), text(&row["on"]["name"]))).collect()
}

#[tokio::test]
async fn the_notes_on_people_and_companies_are_listed_page_by_page_the_newest_first_counted_and_deleted() {
    let desk = Desk::open().await;
    assert_eq!(desk.notes("").await, json!({ "count": "0 notes", "notes": [], "next": null }));
    desk.does("person_save", MARIT).await;
    desk.does("company_save", "company[company_id]=c_1&company[name]=%3Cb%3E+Nordlys").await;
    let (marit, nordlys) = (desk.id_of("u_1").await, desk.id_of("c_1").await);
    for number in 1..=51 {
        let on = if number == 50 { &nordlys } else { &marit };
        desk.does("people_note", &format!("id={on}&text=Note+{number}")).await;
        desk.server.state.clock.advance(1);
    }
    let first = desk.notes("").await;
    assert_eq!((&first["count"], texts_of(&first).len()), (&json!("51 notes"), 50));
    let expected = [("Note 51", "Marit"), ("Note 50", "<b> Nordlys"), ("Note 49", "Marit")];
    assert_eq!(texts_of(&first)[..3], expected.map(|(text, on)| (text.to_owned(), on.to_owned())));
    assert_eq!(first["notes"][0]["note"]["author"], "Ines Aalto");
    let next = desk.notes(first["next"].as_str().expect("another page")).await;
    assert_eq!(texts_of(&next), [("Note 1".to_owned(), "Marit".to_owned())]);
    assert_eq!(next["next"], Value::Null);

    let (status, page) = desk.get("/workspace/notes", &desk.cookie).await;
    assert!(status == StatusCode::OK && page.contains("51 notes") && page.contains("&lt;b&gt; Nordlys"));
    let newest = first["notes"][0]["note"]["id"].as_str().expect("an id");
    desk.does("people_note_delete", &format!("note={newest}")).await;
    let left = desk.notes("").await;
    assert_eq!(
        (&left["count"], texts_of(&left).len(), &left["next"]),
        (&json!("50 notes"), 50, &Value::Null)
    );
}
