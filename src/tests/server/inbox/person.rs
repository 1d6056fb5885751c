//! What a teammate reads of a conversation's person.

use super::*;

#[tokio::test]
async fn a_teammate_reads_the_persons_attributes_companies_events_and_other_conversations() {
    let desk = Desk::open().await;
    let visitor = desk.visitor().await;
    let id = desk.writes(&visitor, "k1", None, "Hello").await;
    let other = desk.writes(&visitor, "k2", None, "Is  the kettle\non?").await;
    desk.writes(&desk.visitor().await, "k", None, "Somebody else").await;
    assert_eq!(desk.acts("inbox_close", &format!("id={other}")).await.0, StatusCode::OK);
    let (db, app) = (&desk.server.state.db, desk.app_id());
    let person = format!("(select person_id from conversations where number = {id})");
    for statement in [
        format!(
            r#"update people set details = '{{"phone":"555"}}',
               attributes = '{{"gone":null,"orders":3,"plan":"Monthly","vip":true}}' where id = {person}"#
        ),
        format!(
            r#"insert into companies (id, app_id, company_id, name, details, attributes, created_at, updated_at)
               values ('c', '{app}', '7', 'Nordlys', '{{"size":12}}', '{{"pier":"4"}}', 1, 1)"#
        ),
        format!(
            "insert into company_members (company, person_id, active, last_seen_at) values ('c', {person}, true, 1)"
        ),
        format!(
            r#"insert into data_events (id, app_id, person_id, name, metadata, created_at)
               values ('e1', '{app}', {person}, 'viewed', '{{}}', 5), ('e2', '{app}', {person}, 'ordered', '{{"bags":2}}', 6)"#
        ),
    ] {
        execute(db, &statement).await;
    }
    let fact = |name: &str, value: &str| json!({ "name": name, "value": value });
    let person = &desk.thread(id).await["person"];
    let attributes =
        json!([fact("phone", "555"), fact("orders", "3"), fact("plan", "Monthly"), fact("vip", "yes")]);
    assert_eq!(json!(person["attributes"].as_array().expect("attributes")[..4]), attributes);
    assert_eq!(
        person["companies"],
        json!([{ "name": "Nordlys", "facts": [fact("size", "12"), fact("pier", "4")] }])
    );
    // The changes of the person are among them.
    let events = person["events"].as_array().expect("events");
    assert_eq!(
        json!(events[events.len() - 2..]),
        json!([{ "name": "ordered", "facts": [fact("bags", "2")], "created_at": 6 },
               { "name": "viewed", "facts": [], "created_at": 5 }])
    );
    let conversations = person["conversations"].as_array().expect("a list");
    assert_eq!(conversations.len(), 1, "{conversations:?}");
    assert_eq!(conversations[0]["id"], other);
    assert_eq!(conversations[0]["folder"], "closed");
    assert_eq!(conversations[0]["words"], "Is the kettle on?");
}

#[tokio::test]
async fn a_person_without_an_open_page_who_was_not_seen_for_five_minutes_is_away() {
    let desk = Desk::open().await;
    let visitor = desk.visitor().await;
    let id = desk.writes(&visitor, "k1", None, "Hello").await;
    let is_away = async || desk.thread(id).await["person"]["is_away"].as_bool().expect("a truth value");
    assert!(!is_away().await);
    desk.server.state.clock.advance(301);
    assert!(is_away().await);
    let path = format!("/messenger/web/stream?app_id={}&after={}", desk.app_id(), i64::MAX);
    let stream = desk.stream(&path, ("authorization", &format!("Bearer {visitor}"))).await;
    assert!(!is_away().await, "a page of theirs is open");
    drop(stream);
    assert!(is_away().await);
}

#[tokio::test]
async fn two_people_with_open_conversations_show_two_names_in_the_list_and_in_the_conversation() {
    let desk = Desk::open().await;
    let mut all = Vec::new();
    // The generated names of these are the same.
    for visitor in ["v15", "v35"] {
        let id = desk.writes(&desk.visitor().await, "k1", None, "Hello").await;
        let rename = format!(
            "update people set visitor_id = '{visitor}' where id = (select person_id from conversations where number = {id})"
        );
        execute(&desk.server.state.db, &rename).await;
        all.push(id);
    }
    let list = desk.list("order=newest").await;
    let name = |row: usize| list["rows"][row]["name"].as_str().expect("a name").to_owned();
    let (second, first) = (name(0), name(1));
    assert_eq!(second, format!("{first} 2"));
    let thread = desk.thread(all[1]).await;
    assert_eq!((&thread["person"]["name"], &thread["parts"][0]["name"]), (&json!(second), &json!(second)));
    assert_eq!(desk.acts("inbox_close", &format!("id={}", all[0])).await.0, StatusCode::OK);
    assert_eq!(desk.thread(all[1]).await["person"]["name"], json!(first));
}
