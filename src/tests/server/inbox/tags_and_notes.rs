//! `/workspace/people`: a teammate tags people and companies, writes notes on them, and changes what people get.

use super::records::{MARIT, names};
use super::*;

/// A user and a company: their ids.
async fn marit_and_nordlys(desk: &Desk) -> [String; 2] {
    desk.does("person_save", MARIT).await;
    desk.does("company_save", "company[company_id]=c_1&company[name]=Nordlys").await;
    [desk.id_of("u_1").await, desk.id_of("c_1").await]
}

#[tokio::test]
async fn a_teammate_gives_a_person_and_a_company_a_tag_by_its_name_and_takes_it_away() {
    let desk = Desk::open().await;
    for id in marit_and_nordlys(&desk).await {
        desk.does("people_tag", &format!("id={id}&name=Wholesale")).await;
        // A name that differs by its case alone is the same tag. What has it keeps it.
        desk.does("people_tag", &format!("id={id}&name=+wholesale+")).await;
        desk.does("people_tag", &format!("id={id}&name=%3Cb%3E")).await;
        let tags = desk.finds(&id).await["One"]["tags"].clone();
        assert_eq!(names(&tags["applied"]), ["<b>", "Wholesale"]);
        assert_eq!(tags["others"], json!([]));
        let tag = tags["applied"][1]["id"].as_str().expect("an id").to_owned();
        desk.does("people_untag", &format!("id={id}&tag={tag}")).await;
        desk.does("people_untag", &format!("id={id}&tag={tag}")).await;
        let tags = desk.finds(&id).await["One"]["tags"].clone();
        assert_eq!((names(&tags["applied"]), &tags["others"]), (vec!["<b>"], &json!(["Wholesale"])));
        for (endpoint, form, words) in [
            ("people_tag", format!("id={id}&name="), "A name has 1 to"),
            ("people_tag", format!("id={id}&name={}", "a".repeat(256)), "A name has 1 to"),
            ("people_tag", "id=a&name=New".to_owned(), "NotFound"),
            ("people_untag", format!("id={id}&tag=a"), "NotFound"),
            ("people_untag", format!("id=a&tag={tag}"), "NotFound"),
        ] {
            desk.refuses(endpoint, &form, words).await;
        }
    }
    // Who is refused a tag has made none.
    assert_eq!(desk.entries("kind = 'tag_made'").await.len(), 2);
    assert_eq!(
        desk.entries("kind like '%tagged'").await,
        [
            "person_tagged",
            "person_tagged",
            "person_untagged",
            "company_tagged",
            "company_tagged",
            "company_untagged"
        ]
    );
}

#[tokio::test]
async fn a_teammate_writes_a_note_in_markdown_under_their_name_and_deletes_it() {
    let desk = Desk::open().await;
    for id in marit_and_nordlys(&desk).await {
        let text = "Likes+%2A%2Adark%2A%2A+roasts.%3Cscript%3Ealert(1)%3C%2Fscript%3E";
        desk.does("people_note", &format!("id={id}&text={text}")).await;
        let notes = desk.finds(&id).await["One"]["notes"].clone();
        let (author, html) = (&notes[0]["author"], notes[0]["html"].as_str().expect("a text"));
        assert_eq!((author, notes.as_array().map(Vec::len)), (&json!("Ines Aalto"), Some(1)));
        assert!(html.contains("<strong>dark</strong>") && !html.contains("script"), "{html}");
        desk.refuses("people_note", &format!("id={id}&text=+"), "1 to 50,000").await;
        let note = notes[0]["id"].as_str().expect("an id");
        desk.does("people_note_delete", &format!("note={note}")).await;
        assert_eq!(desk.finds(&id).await["One"]["notes"], json!([]));
        desk.refuses("people_note_delete", &format!("note={note}"), "NotFound").await;
    }
    desk.refuses("people_note", "id=a&text=Hello", "NotFound").await;
    assert_eq!(
        desk.entries("kind like '%note%'").await,
        ["person_note_written", "person_note_deleted", "company_note_written", "company_note_deleted"]
    );
}

#[tokio::test]
async fn a_teammate_sees_what_a_person_gets_and_subscribes_or_unsubscribes_them() {
    let desk = Desk::open().await;
    let [id, company] = marit_and_nordlys(&desk).await;
    assert_eq!(desk.finds(&id).await["One"]["person"]["consents"], json!([]));
    for (type_id, consent, state) in
        [("news", "opt_in", "live"), ("offers", "opt_out", "live"), ("old", "opt_out", "archived")]
    {
        let insert = format!(
            r#"insert into subscription_types (id, app_id, consent_type, state, content_types, translations, created_at, updated_at)
               values ('{type_id}', '{}', '{consent}', '{state}', '["email"]',
                       '[{{"name":"Name of {type_id}","description":"","locale":"en"}}]', 1, 1)"#,
            desk.app_id()
        );
        execute(&desk.server.state.db, &insert).await;
    }
    let consents = async || {
        let found = desk.finds(&id).await["One"]["person"]["consents"].clone();
        let all = found.as_array().expect("consents").iter();
        all.map(|one| (one["id"].as_str().map(str::to_owned), one["consents"] == true)).collect::<Vec<_>>()
    };
    let some = |id: &str, consents: bool| (Some(id.to_owned()), consents);
    assert_eq!(consents().await, [some("news", false), some("offers", true)]);
    desk.does("person_consent", &format!("id={id}&subscription=news&consented=true")).await;
    desk.does("person_consent", &format!("id={id}&subscription=offers")).await;
    assert_eq!(consents().await, [some("news", true), some("offers", false)]);
    for (form, words) in [
        (format!("id={id}&subscription=none"), "NotFound"),
        (format!("id={company}&subscription=news"), "NotFound"),
        (format!("id={id}&subscription=old"), "live types"),
    ] {
        desk.refuses("person_consent", &form, words).await;
    }
    assert_eq!(desk.entries("kind like '%subscribed'").await, ["person_subscribed", "person_unsubscribed"]);
}
