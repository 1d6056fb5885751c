//! `/workspace/people`: all that happened with a person or a company.

use super::outbound::named_token;
use super::*;

impl Desk {
    /// The entries of a person's or company's timeline, `most` or fewer a page, over all pages: kind, words, text and
    /// address.
    async fn timeline(&self, id: &str) -> Vec<[String; 4]> {
        let (mut all, mut before) = (Vec::new(), String::new());
        loop {
            let path = format!("/api/people_timeline?id={id}&before={before}");
            let (status, body) = self.get(&path, &self.cookie).await;
            assert_eq!(status, StatusCode::OK, "{body}");
            let page = parsed(&body);
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let entries = page["happenings"].as_array().expect("entries").iter();
            all.extend(entries.map(|one| ["kind", "words", "text", "address"].map(|name| text(&one[name]))));
            match page["earlier"].as_str() {
                Some(earlier) => before = earlier.to_owned(),
                None => return all,
            }
        }
    }

    /// A user with a name, on a page of the shop: their session.
    async fn comes(&self, path: &str) -> String {
        let settings = json!({ "intercom_user_jwt": named_token(self, "u_1", "Marit"), "plan": "Harbour" });
        let page = json!({ "url": format!("https://shop.example{path}"), "title": "Plans" });
        let boot = json!({ "app_id": self.app_id(), "call": "boot", "page": page, "settings": settings });
        let (_, body) = self.person("ping", Some(boot), "").await;
        parsed(&body)["session"].as_str().expect("a session").to_owned()
    }
}

/// An entry, as [`Desk::timeline`] has it.
fn entry(kind: &str, words: &str, text: &str, address: &str) -> [String; 4] {
    [kind, words, text, address].map(str::to_owned)
}

#[tokio::test]
async fn a_timeline_has_pages_events_messages_notes_and_changes_with_their_names_and_where_each_leads() {
    let desk = Desk::open().await;
    let session = desk.comes("/plans?for=office").await;
    let event = json!({ "app_id": desk.app_id(), "name": "added-to-cart", "metadata": { "coffee": "Kelp" } });
    desk.person("event", Some(event), &session).await;
    let conversation = desk.writes(&session, "k1", None, "Is there\n decaf?").await;
    let (status, body) = desk.acts("inbox_note", &format!("id={conversation}&key=n&text=Ask+Ole")).await;
    assert!(status.is_success(), "{body}");
    let (status, body) = desk.acts("inbox_reply", &format!("id={conversation}&key=r&text=*Yes*")).await;
    assert!(status.is_success(), "{body}");
    desk.does("company_save", "company[company_id]=c_1&company[name]=Nordlys").await;
    let (id, company) = (desk.id_of("u_1").await, desk.id_of("c_1").await);
    desk.does("person_company", &format!("id={id}&company=c_1&attached=true")).await;
    desk.does("people_tag", &format!("id={id}&name=wholesale")).await;
    desk.does("people_note", &format!("id={id}&text=Calls+on+Fridays.")).await;
    let inbox = format!("/workspace/inbox/{conversation}");
    let by = |what: &str| format!("{what}, by Ines Aalto");
    let mut expected = [
        entry("Note", &by("Note"), "Calls on Fridays.", ""),
        entry("Change", &by("Tagged “wholesale”"), "", ""),
        entry("Change", &by("Joined a company “Nordlys”"), "", &format!("/workspace/people?who={company}")),
        entry("Message", &by("Got an answer"), "Yes", &inbox),
        entry("Note", &by("Note in the conversation"), "Ask Ole", &inbox),
        entry("Message", "Wrote", "Is there decaf?", &inbox),
        entry("Event", "added-to-cart", "coffee Kelp", ""),
        entry("Page", "Plans", "/plans?for=office", ""),
    ];
    expected.sort();
    let mut found = desk.timeline(&id).await;
    found.retain(|[_, words, ..]| words != "Came to be known" && words != "Changed");
    found.sort();
    assert_eq!(found, expected);
    let of_company: Vec<_> = desk.timeline(&company).await.into_iter().map(|[_, words, ..]| words).collect();
    assert_eq!(of_company, [by("A person joined “Marit”"), by("Came to be known")]);

    // What is gone is still said, without its name.
    let tags = desk.finds(&id).await["One"]["tags"]["applied"].clone();
    execute(&desk.server.state.db, "delete from person_tags").await;
    execute(&desk.server.state.db, "delete from tags").await;
    execute(&desk.server.state.db, "delete from notes").await;
    assert_eq!(tags.as_array().map(Vec::len), Some(1));
    let found = desk.timeline(&id).await;
    assert!(found.contains(&entry("Change", &by("Tagged “a deleted tag”"), "", "")), "{found:?}");
    assert!(found.contains(&entry("Note", &by("Note"), "It was deleted since.", "")), "{found:?}");
}

#[tokio::test]
async fn a_long_timeline_comes_page_by_page_and_another_apps_people_have_none() {
    let desk = Desk::open().await;
    let session = desk.comes("/plans").await;
    for number in 0..95 {
        let page =
            json!({ "url": format!("https://shop.example/{number}"), "title": format!("Page {number}") });
        let update = json!({ "app_id": desk.app_id(), "call": "update", "page": page });
        let (status, body) = desk.person("ping", Some(update), &session).await;
        assert_eq!(status, StatusCode::OK, "{body}");
    }
    let id = desk.id_of("u_1").await;
    let found = desk.timeline(&id).await;
    let mut pages: Vec<_> =
        found.into_iter().filter(|[kind, ..]| kind == "Page").map(|[_, _, text, _]| text).collect();
    assert_eq!(pages.len(), 96);
    pages.sort();
    pages.dedup();
    assert_eq!(pages.len(), 96, "none is there twice");
    for (query, expected) in [
        ("id=a".to_owned(), StatusCode::NOT_FOUND),
        (format!("id={id}&before=x"), StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let (status, body) = desk.get(&format!("/api/people_timeline?{query}"), &desk.cookie).await;
        assert_eq!(status, expected, "{query}: {body}");
    }
}

#[tokio::test]
async fn the_stream_of_a_record_says_when_its_person_does_something_or_is_changed_and_nothing_of_others() {
    let desk = Desk::open().await;
    let session = desk.comes("/plans").await;
    desk.does("company_save", "company[company_id]=c_1&company[name]=Nordlys").await;
    let (id, company) = (desk.id_of("u_1").await, desk.id_of("c_1").await);
    let path = |id: &str| format!("/workspace/people/stream?id={id}");
    let mut of_person = desk.stream(&path(&id), ("cookie", &desk.cookie)).await;
    let mut of_company = desk.stream(&path(&company), ("cookie", &desk.cookie)).await;
    for stream in [&mut of_person, &mut of_company] {
        assert!(stream.next().await.is_some_and(|event| event.contains("ready")));
    }
    let stranger = desk.visitor().await;
    assert!(!stranger.is_empty());
    // Each of these is one change: of another one, more would follow first.
    let page = json!({ "url": "https://shop.example/brewing", "title": "Brewing" });
    let update = json!({ "app_id": desk.app_id(), "call": "update", "page": page });
    assert_eq!(desk.person("ping", Some(update), &session).await.0, StatusCode::OK);
    let is_change = |event: Option<String>| event.is_some_and(|event| event.contains("event: change"));
    assert!(is_change(of_person.next().await), "a page view");
    let event = json!({ "app_id": desk.app_id(), "name": "added-to-cart" });
    desk.person("event", Some(event), &session).await;
    assert!(is_change(of_person.next().await), "an event");
    desk.does("people_tag", &format!("id={id}&name=regular")).await;
    assert!(is_change(of_person.next().await), "a tag");
    desk.does("person_company", &format!("id={id}&company=c_1&attached=true")).await;
    assert!(is_change(of_person.next().await), "a company");
    assert!(is_change(of_company.next().await), "a member");
}
